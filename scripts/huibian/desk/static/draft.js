/* A compilation's draft: the source with what became of each line, the articles, the questions.
   Every click is sent to the desk as one decision; it answers how all stands then. */

import { get, post } from "./api.js";
import { choose as chooseVersion } from "./clashes.js";
import { Fields, reasons } from "./fields.js";
import { Lines } from "./lines.js";
import { clear, element, percent, problem, replace, say } from "./page.js";
import { show as showRecorded } from "./recorded.js";
import { choose, selected, short } from "./words.js";

const $ = (id) => document.getElementById(id);
const place = $("draft");
const base = `/api/drafts/${place.dataset.draft}`;
const ROLES = { title: "标题", body: "正文", heading: "小标题", front: "卷首", dropped: "剔除", blank: "空行" };
const CHOSEN = ["region", "level", "themes"]; // fields that are chosen from what there is
let texts = [];
let images = new Set();
let personal = new Set(); // lines that hold numbers and addresses that could be masked
let words = null; // that are selected within a line
let pages = [];
let state = null;
let runs = []; // of each line: [role, article, rule]
let lines = null;
let busy = false;

// -- what became of the lines ----------------------------------------------------------------

function spread(view) {
  runs = new Array(texts.length + 1);
  view.runs.forEach((run) => {
    const one = run.slice(2);
    one.start = run[0];
    for (let number = run[0]; number <= run[1]; number += 1) runs[number] = one;
  });
}

function nameOf(number) {
  const [role, article, rule] = runs[number];
  if (role === "dropped") return rule ? `剔除：${rule}` : "剔除";
  if (role === "title") return `第 ${article} 篇的标题`;
  return article && role !== "blank" ? `第 ${article} 篇，${ROLES[role]}` : ROLES[role];
}

/* The tag in the margin: always at titles and dropped lines, else where something else begins. */
function tagOf(number) {
  const [role, article, rule] = runs[number];
  if (role === "title") return runs[number].start === number ? `第 ${article} 篇` : "";
  if (role === "dropped") return rule ? `剔除：${rule}` : "剔除";
  if (role === "heading") return "小标题";
  if (role === "front") return runs[number].start === number ? "卷首" : "";
  const before = above(number);
  if (role === "body" && before && runs[before][1] !== article) return `归第 ${article} 篇`;
  return "";
}

function above(number) {
  let at = number - 1;
  while (at > 0 && runs[at][0] === "blank") at -= 1;
  return at;
}

function drawText(number) {
  const text = texts[number - 1];
  const pieces = (state.pieces[number] || []).filter((piece) => runs[number][0] !== "dropped" || piece[1] - piece[0] < text.trim().length);
  if (images.has(number)) return ["（图）"];
  if (!pieces.length) return [text];
  const parts = [];
  const signs = Array.from(text); // columns are counted in characters
  let at = 0;
  pieces.forEach(([start, end, label, rule]) => {
    if (start > at) parts.push(signs.slice(at, start).join(""));
    parts.push(element("s", { class: "line__piece", title: rule === "masked" ? "在网站上是星号" : `剔除：${label}` }, signs.slice(start, end).join("")));
    at = Math.max(at, end);
  });
  parts.push(signs.slice(at).join(""));
  return parts;
}

function draw(number) {
  const tag = tagOf(number);
  return [
    element("span", { class: "line__number" }, String(number)),
    element("span", { class: "line__text" }, ...drawText(number)),
    tag ? element("span", { class: "line__tag" }, tag) : null,
  ].filter(Boolean);
}

function dress(number) {
  const [role, article] = runs[number];
  const odd = article % 2 ? " line--odd" : "";
  const page = pages[number - 1] ? `，第 ${pages[number - 1]} 页` : "";
  return {
    class: `line--${role}${odd}`,
    title: nameOf(number),
    label: `第 ${number} 行${page}，${nameOf(number)}：${texts[number - 1].trim() || "空行"}`,
  };
}

// -- what can be done with the selected lines -------------------------------------------------

function articleAt(number) {
  const article = runs[number][1];
  return article ? state.articles[article - 1] : null;
}

function selection() {
  const found = [];
  for (let number = lines.first; number <= lines.last; number += 1) if (runs[number][0] !== "blank") found.push(number);
  return found;
}

function passage(numbers) {
  const [first, last] = [numbers[0], numbers[numbers.length - 1]];
  return first === last ? String(first) : `${first}-${last}`;
}

/* Only what makes sense for the lines is offered; what is left is for the desk to refuse. */
function offers() {
  const numbers = selection();
  if (!numbers.length) return [];
  if (words && words.line === lines.first && words.line === lines.last) {
    const what = `“${short(words.values[1])}”`;
    const { values } = words;
    const take = (op) => {
      words = null;
      window.getSelection().removeAllRanges();
      decide([[op, ...values]]);
    };
    return [
      [`剔除${what}`, () => take("cut")],
      [`遮盖${what}`, () => take("mask-words")],
    ];
  }
  const roles = new Set(numbers.map((number) => runs[number][0]));
  const where = passage(numbers);
  const first = numbers[0];
  const made = [];
  const single = numbers.length === 1;
  const article = articleAt(first);
  if (single && !roles.has("title") && !roles.has("dropped")) {
    made.push(["从这一行起另分一篇", () => decide([["split-at", where]])]);
  }
  if (numbers.every((number) => runs[number][0] === "title" && runs[number][1] === article.number)) {
    if (article.number > 1) made.push(["并入前一篇", () => decide([["merge", String(article.number)]])]);
    made.push(["改标题", () => ask("改标题", "标题", article.title, (text) => decide([["retitle", String(article.number), text]]))]);
    if (state.articles.length > 1) made.push(["剔除整篇", () => decide([["remove", String(article.number)]])]);
  }
  if (!roles.has("title")) {
    if (roles.has("body") || roles.has("heading") || roles.has("front")) {
      made.push(["移到另一篇…", () => move(where)]);
      made.push(["剔除", () => decide([["drop", where]])]);
    }
  }
  if (numbers.some((number) => personal.has(number) && runs[number][0] !== "dropped")) {
    made.push(["遮盖号码和邮箱", () => decide([["mask", where]])]);
  }
  if (single && !roles.has("dropped") && !images.has(first)) {
    made.push(["选几个字…", () => choose(first, texts[first - 1], (op, values) => decide([[op, ...values]]), () => $("lines").focus())]);
  }
  const cut = numbers.some((number) => state.pieces[number]);
  if (roles.has("dropped") || cut) made.push(["保留", () => decide([["keep", where]])]);
  return made;
}

function showActs() {
  const numbers = selection();
  const whole = lines.first === lines.last ? `第 ${lines.first} 行` : `第 ${lines.first}–${lines.last} 行`;
  const what = lines.first === lines.last ? nameOf(lines.first) : numbers.length ? "选中的一段" : "都是空行";
  $("acts-what").textContent = `${whole}：${what}`;
  const held = (event) => words && event.preventDefault(); // the words stay selected
  const buttons = offers().map(([label, act]) => element("button", { class: "button button--small", type: "button", disabled: busy, onmousedown: held, onclick: act }, label));
  replace($("acts-buttons"), ...buttons);
}

function enterActs() {
  const button = $("acts-buttons").querySelector("button");
  if (button) button.focus();
}

document.addEventListener("selectionchange", () => {
  const now = lines && selected(texts);
  if (JSON.stringify(now) === JSON.stringify(words)) return;
  words = now;
  if (lines) showActs();
});

$("acts").addEventListener("keydown", (event) => {
  const buttons = Array.from($("acts-buttons").querySelectorAll("button"));
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Escape") $("lines").focus();
  else if (event.key === "ArrowRight" && at >= 0) buttons[(at + 1) % buttons.length].focus();
  else if (event.key === "ArrowLeft" && at >= 0) buttons[(at + buttons.length - 1) % buttons.length].focus();
});

// -- dialogs ----------------------------------------------------------------------------------

function ask(title, label, text, done) {
  $("ask-title").textContent = title;
  $("ask-label").textContent = label;
  $("ask-text").value = text;
  const dialog = $("ask");
  dialog.onclose = () => {
    if (dialog.returnValue === "ok" && $("ask-text").value.trim()) done($("ask-text").value.trim());
    else $("lines").focus();
  };
  dialog.returnValue = "";
  dialog.showModal();
  $("ask-text").select();
}

$("ask-cancel").addEventListener("click", () => $("ask").close("cancel"));

function move(where) {
  const dialog = $("move");
  const find = $("move-find");
  const list = () => {
    const wanted = find.value.trim();
    const fitting = state.articles.filter((one) => !wanted || String(one.number) === wanted || one.title.includes(wanted));
    const buttons = fitting.slice(0, 60).map((one) =>
      element("li", {}, element("button", { class: "choice", value: String(one.number) }, element("b", {}, `${one.number}`), ` ${one.title}`)),
    );
    replace($("move-choices"), ...buttons);
  };
  find.value = "";
  find.oninput = list;
  list();
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (/^\d+$/.test(dialog.returnValue)) decide([["move", where, dialog.returnValue]]);
    else $("lines").focus();
  };
  dialog.showModal();
}

// -- questions --------------------------------------------------------------------------------

function showQuestions() {
  const count = state.questions.length;
  $("asks").hidden = false;
  $("asks-title").textContent = count ? `请核对 ${count} 处` : "没有待核对的地方";
  $("asks-list").hidden = !count;
  const items = state.questions.map((question) => {
    const buttons = question.actions.map((action) =>
      element("button", { class: `button button--small${action.kind === "change" ? " button--main" : ""}`, type: "button", title: action.title || null, onclick: () => settle(action) }, action.label),
    );
    const asked = question.set && question.set[1].split("=")[0];
    if (CHOSEN.includes(asked)) {
      const article = state.articles[Number(question.set[0]) - 1];
      buttons.splice(1, 0, element("button", { class: "button button--small", type: "button", onclick: () => fields.open(article, asked) }, "另选…"));
    }
    return element(
      "li",
      { class: "asks__one", "data-line": question.line },
      element("p", { class: "asks__text" }, element("button", { class: "link", type: "button", onclick: () => look(question.line) }, `第 ${question.line} 行`), ` ${question.text}`),
      element("div", { class: "asks__buttons" }, ...buttons),
    );
  });
  replace($("asks-list"), ...items);
}

function look(line) {
  lines.select(line, line);
  $("lines").focus({ preventScroll: true });
}

function settle(action) {
  if (!action.ask) {
    decide(action.requests);
    return;
  }
  const { request, value, label, text } = action.ask;
  ask(action.label.replace("…", ""), label, text, (given) => {
    const requests = action.requests.map((one) => one.slice());
    requests[request][value] = given;
    decide(requests);
  });
}

// -- articles ---------------------------------------------------------------------------------

function fact(value, empty) {
  if (!value) return element("span", { class: "fact fact--none" }, empty);
  return element("span", { class: `fact${value.doubt ? " fact--doubt" : ""}`, title: reasons(value).join("\n") || null }, value.value);
}

function showArticles() {
  const items = state.articles.map((one) =>
    element(
      "li",
      { class: "article", "data-number": one.number },
      element(
        "button",
        { class: "article__title", type: "button", onclick: () => look(one.line) },
        element("span", { class: "article__number" }, String(one.number)),
        element("span", {}, one.title),
      ),
      element(
        "p",
        { class: "article__facts" },
        fact(one.region, "未注明地区"),
        fact(one.level, "层级不明"),
        ...(one.themes.length ? one.themes.map((theme) => fact(theme)) : [fact(null, "没有主题")]),
        element("span", { class: "fact fact--score", title: "分界的把握" }, `把握 ${percent(one.score)}`),
        one.review.length ? element("span", { class: "fact fact--doubt" }, `待复核：${one.review.join("、")}`) : null,
        element("button", { class: "link article__change", type: "button", "aria-label": `改第 ${one.number} 篇的地区、层级、主题`, onclick: () => fields.open(one) }, "改"),
      ),
    ),
  );
  replace($("articles"), ...items);
  $("shared").textContent = state.shared.length ? `各篇都讲“${state.shared.join("”“")}”，不再逐篇列为主题。` : "";
}

// -- the draft as it stands -------------------------------------------------------------------

function show(view) {
  state = view;
  spread(view);
  $("title").textContent = view.title;
  const declared = view.declared === null ? "" : `所示 ${view.declared} 篇，`;
  $("facts").textContent = `${declared}分出 ${view.articles.length} 篇，原文 ${texts.length} 行，做过 ${view.decisions} 项修改。每一步都自动存着。`;
  $("undo").disabled = !view.undo;
  $("redo").disabled = !view.redo;
  $("undo").title = view.undo ? `撤销：${view.undo}（Ctrl+Z）` : "";
  $("redo").title = view.redo ? `重做：${view.redo}（Ctrl+Y）` : "";
  $("save").disabled = false;
  $("recorded").hidden = !view.recorded.length;
  $("recorded").textContent = `以前的修改（${view.recorded.length}）…`;
  $("rename").hidden = Boolean(view.collection);
  $("rename").textContent = `网址名：${view.slug}`;
  showQuestions();
  showArticles();
  if (lines) {
    lines.refresh();
    showActs();
  }
}

/* Sends a change; shows what is refused in `where`, and says whether it was taken. */
async function send(path, data, done, where = $("problem")) {
  if (busy) return false;
  busy = true;
  place.setAttribute("aria-busy", "true");
  clear(where);
  try {
    show(await post(`${base}/${path}`, Object.assign({ revision: state.revision }, data)));
    say(done());
    return true;
  } catch (error) {
    problem(where, error);
    if (error.status === 409) show(await get(base));
    return false;
  } finally {
    busy = false;
    place.removeAttribute("aria-busy");
    showActs();
  }
}

async function decide(requests, where) {
  const taken = await send("decide", { requests }, () => `已${state.undo}。现在 ${state.articles.length} 篇，待核对 ${state.questions.length} 处`, where);
  if (document.activeElement === document.body) $("lines").focus({ preventScroll: true });
  return taken;
}

const fields = new Fields(base, decide);

const undo = () => state && state.undo && send("undo", {}, () => `已撤销，现在 ${state.articles.length} 篇`);
const redo = () => state && state.redo && send("redo", {}, () => `已重做，现在 ${state.articles.length} 篇`);

/* Writes it; where pages were corrected in the same places, the clerk says which version stands. */
async function written(clash) {
  try {
    return await post(`${base}/save`, { revision: state.revision, clash: clash });
  } catch (error) {
    if (!error.findings || !error.findings.some((one) => one.code === "HB702")) throw error;
    const choice = await chooseVersion(`${base}/clashes`);
    return choice ? written(choice) : null;
  }
}

async function save() {
  if (busy) return;
  busy = true;
  $("save").disabled = true;
  clear($("problem"));
  try {
    const saved = await written("refuse");
    if (saved) window.location.assign(saved.preview);
    else $("save").disabled = busy = false;
  } catch (error) {
    problem($("problem"), error);
    $("save").disabled = false;
    if (error.status === 409) show(await get(base));
    busy = false;
  }
}

$("rename").addEventListener("click", () => {
  ask("这份汇编在网址里叫什么", "只用小写字母、数字和连字符，保存以后不再改", state.slug, (slug) =>
    send("name", { slug }, () => `网址名改为 ${state.slug}`),
  );
});
$("recorded").addEventListener("click", () => {
  showRecorded(state.recorded, (one) => send("forget", one, () => `已${state.undo}。现在 ${state.articles.length} 篇`));
});
$("undo").addEventListener("click", undo);
$("redo").addEventListener("click", redo);
$("save").addEventListener("click", save);
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, dialog");
  if (typing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) redo();
  else if (key === "s") save();
  else return;
  event.preventDefault();
});

async function open() {
  try {
    const [source, view] = await Promise.all([get(`${base}/lines`), get(base)]);
    texts = source.texts;
    pages = source.pages;
    images = new Set(source.images);
    personal = new Set(source.personal);
    show(view);
    lines = new Lines($("lines"), texts, draw, dress, showActs, enterActs);
    lines.go(texts.findIndex((text) => text.trim()) + 1, false, true);
    showActs();
  } catch (error) {
    problem($("problem"), error);
  }
}

open();
