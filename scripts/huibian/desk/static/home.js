/* The first screen: a file is dropped or chosen, sent, read and divided; then its draft opens. */

import { correct, listen } from "./correct.js";
import * as discard from "./discard.js";
import * as files from "./files.js";
import { clear, element, problem, replace, say, times } from "./page.js";

const choose = document.getElementById("choose");
const failed = document.getElementById("failed");
let busy = false;

async function add(file, options) {
  if (busy) return;
  busy = true;
  choose.disabled = true;
  clear(failed);
  say(`正在添加 ${file.name}`);
  try {
    const query = new URLSearchParams(Object.assign({ name: file.name }, options));
    const made = await files.made(`/api/drafts?${query}`, file);
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
  files.reset();
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

files.listen((file) => add(file, {}), failed);
discard.listen("/api/drafts", "丢弃这份草稿？做过的修改都会没有。", failed);
times();
listen(failed);
