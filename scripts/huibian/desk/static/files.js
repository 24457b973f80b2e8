/* A file is dropped or chosen, and sent with its progress shown. */

import { send, wait } from "./api.js";
import { problem } from "./page.js";

const $ = (id) => document.getElementById(id);

/* Gives each file to `take`; what cannot be taken is told in `failed`. */
export function listen(take, failed) {
  const drop = $("drop");
  function given(files) {
    if (files.length > 1) {
      problem(failed, { findings: [{ message: "一次只能添加一个文件", hint: "请一个一个地拖进来。" }] });
    } else if (files.length) {
      take(files[0]);
    }
  }
  $("choose").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => given($("file").files));
  /* A file that misses the field must not take the page away. */
  ["dragover", "drop"].forEach((name) => {
    window.addEventListener(name, (event) => event.preventDefault());
  });
  ["dragenter", "dragover"].forEach((name) => {
    drop.addEventListener(name, () => drop.classList.add("drop--over"));
  });
  ["dragleave", "drop"].forEach((name) => {
    drop.addEventListener(name, () => drop.classList.remove("drop--over"));
  });
  drop.addEventListener("drop", (event) => given(event.dataTransfer ? event.dataTransfer.files : []));
}

/* Sends a file and waits for what becomes of it. */
export async function made(address, file) {
  $("progress").hidden = false;
  const sent = await send(address, file, Number($("drop").dataset.limit), (done, of) => show("正在上传", Math.round((100 * done) / of), 100));
  return wait(sent.job, (job) => show(job.stage, job.done, job.of));
}

/* Hides the progress, and lets the same file be chosen again. */
export function reset() {
  $("progress").hidden = true;
  $("file").value = "";
}

function show(stage, done, of) {
  const bar = $("progress-bar");
  $("progress-text").textContent = of ? `${stage}：${done} / ${of}` : `${stage}…`;
  if (of) {
    bar.max = of;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}
