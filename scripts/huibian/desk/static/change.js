/* A change that was worked out: shows what it would do, and writes it when that is confirmed. */

import { post, wait } from "./api.js";
import { beside } from "./beside.js";
import { element, problem, clear, say } from "./page.js";

const SHOWN = 200;

function row(one) {
  return element(
    "tr",
    {},
    element("td", {}, one.title || one.path),
    element("td", { class: "table__small" }, one.was || "（空）"),
    element("td", { class: "table__small" }, one.now || "（空）"),
  );
}

function pages(data) {
  if (!data.count) return null;
  const head = element("tr", {}, ...["文章", "现在", "改成"].map((text) => element("th", {}, text)));
  const table = element(
    "table",
    { class: "table" },
    element("thead", {}, head),
    element("tbody", {}, ...data.pages.map(row)),
  );
  const box = element("div", { class: "change__pages", tabindex: "0", role: "region", "aria-label": "要改的页" }, table);
  if (data.count > SHOWN) box.append(element("p", { class: "hint" }, `这里列出前 ${SHOWN} 篇，共 ${data.count} 篇`));
  return box;
}

function left(data) {
  if (!data.left_count) return null;
  const lines = data.left.map((one) => element("li", {}, `${one.path}：${one.message}`));
  return element(
    "details",
    { class: "notice notice--error" },
    element("summary", {}, `有 ${data.left_count} 篇改不了，会照旧`),
    element("ul", {}, ...lines),
  );
}

/* What others did to these files since they were listed. */
function meanwhile(data) {
  if (!data.meanwhile) return null;
  const files = data.meanwhile.files.map((one) => {
    const box = beside(one.rows, ["列出时", "现在"], `${one.path} 的两种写法`);
    return element("details", { open: "" }, element("summary", {}, one.path), box);
  });
  const text = `列出以后，${data.meanwhile.count} 个文件在别处改过了，所以还没有写。下面是别处改了什么，和照现在的样子要改什么；别处的修改会留着。`;
  return element("div", { class: "change__meanwhile" }, element("p", { class: "notice", role: "status" }, text), ...files);
}

/* Asks; resolves to whether it was confirmed. */
function confirmed(data) {
  return new Promise((resolve) => {
    const nothing = !data.files;
    const go = element("button", { class: "button button--main", type: "button" }, nothing ? "好" : "确定，写入");
    const stop = element("button", { class: "button", type: "button" }, "取消");
    const dialog = element(
      "dialog",
      { class: "dialog change", "aria-labelledby": "change-title" },
      element("h2", { id: "change-title" }, nothing ? "没有要改的" : data.title),
      data.refused ? element("p", { class: "notice notice--error", role: "alert" }, data.refused) : null,
      meanwhile(data),
      nothing || !data.count ? null : element("p", {}, `要改 ${data.count} 页：`),
      nothing || data.count ? null : element("p", {}, data.files > 1 ? `文章不变，改词表和 ${data.files - 1} 份记录。` : "只改这一个文件，文章不变。"),
      pages(data),
      left(data),
      element("div", { class: "dialog__buttons" }, nothing ? null : stop, go),
    );
    let answer = false;
    go.addEventListener("click", () => {
      answer = !nothing;
      dialog.close();
    });
    stop.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    go.focus();
  });
}

function told(place) {
  return (job) => {
    const text = job.of ? `${job.stage}（${job.done}/${job.of}）` : `${job.stage}…`;
    place.textContent = text;
  };
}

/* Sends what is wanted, shows what it would do, writes it. Resolves to what was done, or null. */
export async function change(address, data, failed) {
  const busy = element("p", { class: "notice change__busy", role: "status" }, "看看要改什么…");
  clear(failed);
  failed.before(busy);
  try {
    let found = await post(address, data);
    if (found.job) found = await wait(found.job, told(busy));
    busy.remove();
    let done = found;
    while (done.ticket) {
      if (!(await confirmed(done))) return null;
      failed.before(busy);
      busy.textContent = "写入…";
      const begun = await post(`/api/changes/${done.ticket}`);
      try {
        done = await wait(begun.job, told(busy)); // with a ticket: files had changed
      } catch (error) {
        if (!error.findings.some((one) => one.code === "HB708")) throw error;
        done.refused = error.findings.map((one) => `${one.message}。${one.hint}。`).join("");
      }
      busy.remove();
    }
    say(`已保存：${done.title}`);
    return done;
  } catch (error) {
    problem(failed, error);
    return null;
  } finally {
    busy.remove();
  }
}

/* A line that tells after a page has been loaded anew what was done, and how to take it back. */
export function remember(done) {
  sessionStorage.setItem("huibian-done", JSON.stringify(done));
}

export function recall(place) {
  const kept = sessionStorage.getItem("huibian-done");
  sessionStorage.removeItem("huibian-done");
  if (!kept) return;
  const done = JSON.parse(kept);
  if (done.back === false) place.append(element("p", { class: "notice" }, `${done.title}。`));
  else {
    const undo = element("a", { href: "/history" }, "不要了，可以在历史里撤销");
    place.append(element("p", { class: "notice" }, `已保存：${done.title}。`, undo));
  }
}
