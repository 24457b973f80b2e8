/* The first screen: a file is dropped or chosen, sent, read and divided; then its draft opens. */

import { post, send, wait } from "./api.js";
import { correct, listen } from "./correct.js";
import { clear, element, problem, replace, say } from "./page.js";

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

async function add(file, options) {
  if (busy) return;
  busy = true;
  choose.disabled = true;
  clear(failed);
  progress.hidden = false;
  say(`正在添加 ${file.name}`);
  try {
    const query = new URLSearchParams(Object.assign({ name: file.name }, options));
    const address = `/api/drafts?${query}`;
    const sent = await send(address, file, (done, of) => show("正在上传", Math.round((100 * done) / of), 100));
    const made = await wait(sent.job, (job) => show(job.stage, job.done, job.of));
    if (made.draft) {
      window.location.assign(`/drafts/${made.draft}`);
      return;
    }
    known(file, made);
  } catch (error) {
    problem(failed, error);
    if (error.findings && error.findings.some((one) => one.code === "HB201")) {
      offer("只有一篇，整个文件作为一篇", () => add(file, { whole: "1" }));
    }
  }
  busy = false;
  choose.disabled = false;
  progress.hidden = true;
  input.value = "";
}

function offer(label, act) {
  failed.append(element("button", { class: "button", onclick: act }, label), " ");
}

/* The file is there already, or one of its name: is it a new version? */
function known(file, made) {
  const what = made.same ? "这份文件已经收录过" : "已经有一份同名的文件";
  replace(
    failed,
    element("div", { class: "notice" }, element("p", {}, `${what}：《${made.title}》`), element("p", { class: "notice__hint" }, "要改它的分篇，就打开它；文件换了新版，就更新它，以前的修改会照样做一遍。")),
  );
  offer("打开它，核对分篇", () => correct(made.found, failed));
  if (!made.same) offer("更新成这个新版", () => add(file, { again: made.found }));
  offer("是另一份，照样添加", () => add(file, { other: "1" }));
}

choose.addEventListener("click", () => input.click());
input.addEventListener("change", () => {
  if (input.files.length) add(input.files[0], {});
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
    add(files[0], {});
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
