/* Publishing: where to, what is new, what stands in the way, going out, taking back. */

import { post, wait } from "./api.js";
import { clear, element, problem, replace, say } from "./page.js";
import { recall, remember } from "./change.js";

const failed = document.getElementById("failed");
const found = document.getElementById("found");
const wanted = document.getElementById("wanted");

/* Begins work and tells how far it is, until it ends. */
async function work(address, data) {
  const busy = element("p", { class: "notice", role: "status" }, "开始…");
  clear(failed);
  failed.before(busy);
  busy.scrollIntoView({ block: "nearest" });
  try {
    const begun = await post(address, data);
    return await wait(begun.job, (job) => {
      busy.textContent = `${job.stage}…`;
    });
  } finally {
    busy.remove();
  }
}

function options() {
  const checked = (id) => document.getElementById(id).checked;
  return {
    audience: document.getElementById("audience").value,
    offline: checked("offline"),
    archive: checked("archive"),
    allow_review: checked("allow-review"),
  };
}

function articles(title, count, list) {
  if (!count) return null;
  const lines = list.map((one) => element("li", {}, one.title || one));
  if (count > list.length) lines.push(element("li", {}, `……共 ${count} 篇`));
  return element("details", { class: "notice" }, element("summary", {}, `${title} ${count} 篇`), element("ul", {}, ...lines));
}

function place(one) {
  return one.line ? `${one.path} 第 ${one.line} 行：` : one.path ? `${one.path}：` : "";
}

function findings(title, list, error) {
  if (!list.length) return null;
  const lines = list.slice(0, 200).map((one) => element("li", {}, place(one) + one.message));
  if (list.length > 200) lines.push(element("li", {}, `……共 ${list.length} 处`));
  const box = element("details", { class: error ? "notice notice--error" : "notice" });
  box.open = error;
  box.append(element("summary", {}, title), element("ul", {}, ...lines));
  return box;
}

function news(data) {
  if (data.first) return [element("p", {}, `还没有发布过，这次放出 ${data.count} 篇。`)];
  if (data.empty) return [element("p", {}, `和 ${data.time} 发布的一样，文章没有变化。`)];
  return [
    element("p", {}, `从 ${data.time} 发布以来${data.sure ? "" : "（按文件的时间看）"}：`),
    articles("新增", data.came_count, data.came),
    articles("改过", data.changed_count, data.changed),
    articles("撤下", data.went_count, data.went),
  ];
}

function show(data) {
  const go = element("button", { class: "button button--main", type: "button" }, "发布");
  const blocked = data.stops.length > 0;
  go.disabled = blocked;
  go.addEventListener("click", publish);
  const children = [
    ...news(data),
    findings(`有 ${data.stops.length} 处要先处理，才能发布`, data.stops, true),
    findings(`另有 ${data.notes.length} 处提醒，不影响发布`, data.notes, false),
    blocked ? null : element("p", {}, "检查通过，可以发布。"),
    element("p", { class: "entry__buttons" }, go),
  ];
  replace(found, ...children.filter((one) => one));
  if (!blocked) go.focus();
}

async function publish() {
  const buttons = [...document.querySelectorAll("#wanted button, #found button")];
  buttons.forEach((one) => {
    one.disabled = true;
  });
  try {
    const done = await work("/api/publish/go", options());
    const title = done.changed
      ? `已发布 ${done.release}，${done.counts.articles} 篇`
      : `内容没有变化，读者看到的仍是 ${done.release}`;
    remember({ title, back: false });
    window.location.reload();
  } catch (error) {
    problem(failed, error);
    if (error.unsure || error.status === 0) return; // it may have gone out: the page loaded anew says so
    say("没有发布");
    buttons.forEach((one) => {
      one.disabled = false;
    });
  }
}

if (wanted) {
  wanted.addEventListener("submit", async (event) => {
    event.preventDefault();
    const look = document.getElementById("look");
    look.disabled = true;
    clear(found);
    try {
      show(await work("/api/publish/look", options()));
    } catch (error) {
      problem(failed, error);
    }
    look.disabled = false;
  });
  wanted.addEventListener("change", () => clear(found));
}

const target = document.getElementById("target");
if (target) {
  target.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await post("/api/publish/target", { to: document.getElementById("to").value });
      window.location.reload();
    } catch (error) {
      problem(failed, error);
    }
  });
}

const sure = document.getElementById("sure");
let release = "";
document.querySelectorAll("[data-release]").forEach((button) => {
  button.addEventListener("click", () => {
    release = button.dataset.release;
    document.getElementById("sure-release").textContent = release;
    sure.showModal();
  });
});
document.getElementById("sure-no").addEventListener("click", () => sure.close());
document.getElementById("sure-yes").addEventListener("click", async () => {
  sure.close();
  try {
    const done = await work("/api/publish/rollback", { release });
    remember({ title: `读者现在看到的是 ${done.release}`, back: false });
    window.location.reload();
  } catch (error) {
    problem(failed, error);
  }
});

recall(document.getElementById("done"));
