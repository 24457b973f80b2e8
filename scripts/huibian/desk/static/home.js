/* The first screen: a file is dropped or chosen, sent, read and divided; then its draft opens. */

import { post, send, wait } from "./api.js";
import { listen } from "./correct.js";
import { clear, element, problem, say } from "./page.js";

const drop = document.getElementById("drop");
const input = document.getElementById("file");
const choose = document.getElementById("choose");
const failed = document.getElementById("failed");
const progress = document.getElementById("progress");
const text = document.getElementById("progress-text");
const bar = document.getElementById("progress-bar");
let busy = false;

function show(stage, done, of) {
  text.textContent = of ? `${stage}：${done} / ${of}` : `${stage}…`;
  if (of) {
    bar.max = of;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

async function add(file, whole) {
  if (busy) return;
  busy = true;
  choose.disabled = true;
  clear(failed);
  progress.hidden = false;
  say(`正在添加 ${file.name}`);
  try {
    const address = `/api/drafts?name=${encodeURIComponent(file.name)}${whole ? "&whole=1" : ""}`;
    const sent = await send(address, file, (done, of) => show("正在上传", Math.round((100 * done) / of), 100));
    const made = await wait(sent.job, (job) => show(job.stage, job.done, job.of));
    window.location.assign(`/drafts/${made.draft}`);
  } catch (error) {
    problem(failed, error);
    if (error.findings && error.findings.some((one) => one.code === "HB201")) offerWhole(file);
    busy = false;
    choose.disabled = false;
    progress.hidden = true;
    input.value = "";
  }
}

function offerWhole(file) {
  const button = element("button", { class: "button", onclick: () => add(file, true) }, "只有一篇，整个文件作为一篇");
  failed.append(button);
}

choose.addEventListener("click", () => input.click());
input.addEventListener("change", () => {
  if (input.files.length) add(input.files[0], false);
});

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
drop.addEventListener("drop", (event) => {
  const files = event.dataTransfer ? event.dataTransfer.files : [];
  if (files.length > 1) {
    problem(failed, { findings: [{ message: "一次只能添加一个文件", hint: "请一个一个地拖进来。" }] });
  } else if (files.length) {
    add(files[0], false);
  }
});

document.querySelectorAll("[data-time]").forEach((time) => {
  const when = new Date(Number(time.dataset.time) * 1000);
  time.textContent = when.toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });
});

document.querySelectorAll("[data-discard]").forEach((button) => {
  button.addEventListener("click", async () => {
    if (!window.confirm("丢弃这份草稿？做过的修改都会没有。")) return;
    try {
      await post(`/api/drafts/${button.dataset.discard}/discard`);
      button.closest("li").remove();
      say("已丢弃");
    } catch (error) {
      problem(failed, error);
    }
  });
});

listen(failed);
