/* Add one article: a document is dropped or chosen, text is pasted, or an empty form opens. */

import { post, send, wait } from "./api.js";
import { clear, problem, say } from "./page.js";

const $ = (id) => document.getElementById(id);
const failed = $("failed");
let busy = false;

function show(stage, done, of) {
  $("progress-text").textContent = of ? `${stage}：${done} / ${of}` : `${stage}…`;
  if (of) {
    $("progress-bar").max = of;
    $("progress-bar").value = done;
  } else {
    $("progress-bar").removeAttribute("value");
  }
}

async function begin(work) {
  if (busy) return;
  busy = true;
  clear(failed);
  document.querySelectorAll("main button").forEach((one) => one.setAttribute("aria-disabled", "true"));
  try {
    const made = await work();
    window.location.assign(`/articles/drafts/${made.draft}`);
    return;
  } catch (error) {
    problem(failed, error);
  }
  busy = false;
  $("progress").hidden = true;
  $("file").value = "";
  document.querySelectorAll("main button").forEach((one) => one.removeAttribute("aria-disabled"));
}

function take(file) {
  begin(async () => {
    $("progress").hidden = false;
    say(`正在读 ${file.name}`);
    const query = new URLSearchParams({ name: file.name, to: $("to").value });
    const sent = await send(`/api/articles?${query}`, file, (done, of) => show("正在上传", Math.round((100 * done) / of), 100));
    return wait(sent.job, (job) => show(job.stage, job.done, job.of));
  });
}

function refuse(message, hint) {
  problem(failed, { findings: [{ message: message, hint: hint }] });
}

function several(files) {
  if (files.length > 1) refuse("一次只能添加一个文件", "请一个一个地拖进来。");
  else if (files.length) take(files[0]);
}

if ($("to")) {
  $("choose").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => several($("file").files));
  ["dragover", "drop"].forEach((name) => window.addEventListener(name, (event) => event.preventDefault()));
  ["dragenter", "dragover"].forEach((name) => $("drop").addEventListener(name, () => $("drop").classList.add("drop--over")));
  ["dragleave", "drop"].forEach((name) => $("drop").addEventListener(name, () => $("drop").classList.remove("drop--over")));
  $("drop").addEventListener("drop", (event) => several(event.dataTransfer ? event.dataTransfer.files : []));
  $("blank").addEventListener("click", () => begin(() => post("/api/articles/blank", { to: $("to").value })));
  /* What Word puts on the clipboard is read as a web page, which keeps headings, lists and tables;
     once the text was changed by hand, the text is what counts. */
  let copied = { html: "", text: "" };
  $("text").addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    if (!html || !text || $("text").value.trim()) return;
    event.preventDefault();
    $("text").value = text;
    copied = { html: html, text: $("text").value };
  });
  $("use").addEventListener("click", () => {
    const text = $("text").value;
    if (!text.trim()) refuse("还没有文字", "请先把文章粘贴到框里。");
    else if (copied.html && copied.text === text) take(new File([copied.html], "粘贴的文字.html"));
    else take(new File([text], "粘贴的文字.txt"));
  });
}

document.querySelectorAll("[data-time]").forEach((time) => {
  const when = new Date(Number(time.dataset.time) * 1000);
  time.textContent = when.toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });
});

document.querySelectorAll("[data-discard]").forEach((button) => {
  button.addEventListener("click", async () => {
    if (!window.confirm("丢弃这份草稿？写的都会没有。")) return;
    try {
      await post(`/api/articles/drafts/${button.dataset.discard}/discard`);
      button.closest("li").remove();
      say("已丢弃");
    } catch (error) {
      problem(failed, error);
    }
  });
});
