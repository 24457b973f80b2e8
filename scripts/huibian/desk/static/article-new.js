/* Add one article: a document is dropped or chosen, text is pasted, or an empty form opens. */

import { post } from "./api.js";
import * as discard from "./discard.js";
import * as files from "./files.js";
import { clear, problem, say, times } from "./page.js";

const $ = (id) => document.getElementById(id);
const failed = $("failed");
let busy = false;

async function begin(work, done) {
  if (busy) return;
  busy = true;
  clear(failed);
  document.querySelectorAll("main button").forEach((one) => one.setAttribute("aria-disabled", "true"));
  try {
    const made = await work();
    if (done) done();
    window.location.assign(`/articles/drafts/${made.draft}`);
    return;
  } catch (error) {
    problem(failed, error);
  }
  busy = false;
  files.reset();
  document.querySelectorAll("main button").forEach((one) => one.removeAttribute("aria-disabled"));
}

function take(file, done) {
  begin(() => {
    say(`正在读 ${file.name}`);
    const query = new URLSearchParams({ name: file.name, to: $("to").value });
    return files.made(`/api/articles?${query}`, file);
  }, done);
}

function refuse(message, hint) {
  problem(failed, { findings: [{ message: message, hint: hint }] });
}

if ($("to")) {
  files.listen(take, failed);
  $("blank").addEventListener("click", () => begin(() => post("/api/articles/blank", { to: $("to").value })));
  /* What Word puts on the clipboard is read as a web page, which keeps headings, lists and tables;
     once the text was changed by hand, the text is what counts. */
  let copied = { html: "", text: "" };
  /* What stands in the box is no draft yet: it outlives a reload, and leaving asks. */
  const KEPT = "huibian-pasted";
  const keep = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ text: $("text").value, copied: copied }));
    } catch (error) {
      sessionStorage.removeItem(KEPT); // more than a browser keeps
    }
  };
  const used = () => {
    $("text").value = "";
    sessionStorage.removeItem(KEPT);
  };
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  if (kept) {
    $("text").value = kept.text;
    copied = kept.copied;
  }
  $("text").addEventListener("input", keep);
  window.addEventListener("beforeunload", (event) => {
    if (!$("text").value.trim() || busy) return;
    event.preventDefault();
    event.returnValue = ""; // Chromium before 119
  });
  $("text").addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    if (!html || !text || $("text").value.trim()) return;
    event.preventDefault();
    $("text").value = text;
    copied = { html: html, text: $("text").value };
    keep();
  });
  $("use").addEventListener("click", () => {
    const text = $("text").value;
    if (!text.trim()) refuse("还没有文字", "请先把文章粘贴到框里。");
    else if (copied.html && copied.text === text) take(new File([copied.html], "粘贴的文字.html"), used);
    else take(new File([text], "粘贴的文字.txt"), used);
  });
}

discard.listen("/api/articles/drafts", "丢弃这份草稿？写的都会没有。", failed);
times();
