/* The form of one article. What stands in it is kept by the desk after every pause in typing; the
   answer says what the check finds and how the text looks. Saving writes the page. */

import { get, post, send } from "./api.js";
import { block, listen as listenBody } from "./body.js";
import { Look } from "./look.js";
import { clear, element, problem, renew, replace, say } from "./page.js";
import { listen as listenRegion } from "./region.js";
import { Themes } from "./themes.js";
import { Versions } from "./versions.js";

const $ = (id) => document.getElementById(id);
const place = $("write");
let base = `/api/articles/drafts/${place.dataset.draft}`;
const me = `${Date.now()}-${Math.random()}`; // this window, as the desk tells windows apart
const fields = Array.from(document.querySelectorAll("[data-field]"));
const labels = {};
fields.forEach((field) => {
  labels[field.dataset.field] = document.querySelector(`label[for="${field.id}"]`).textContent;
});
labels.themes = "主题";
const themes = new Themes($("themes"), () => {
  touch("themes");
  hints();
});
const look = new Look($("look"), `${base}/images`);
const PAUSE = 350; // milliseconds without a key after which the draft is kept
const THINK = 1200; // … and after which the rules are asked again
const AGAIN = 3000; // … after which a desk that does not answer is asked again
let revision = 0;
let lists = { review: [], confirmed: [] };
let found = [];
let offered = { fields: {}, places: [] };
let timer = 0;
let thinking = 0;
let changed = false;
let known = false; // whether the form holds the draft yet
let running = null; // what is on its way to the desk
let blocked = false; // two versions are to be settled first
let question = []; // what the clerk is asked about them: a title, what the other one is called
const shown = new Set(); // fields whose findings are shown: those that were touched

// -- the form <-> what the desk keeps -----------------------------------------------------------

function typed() {
  const made = { themes: themes.chosen.slice(), review: lists.review.slice(), confirmed: lists.confirmed.slice() };
  fields.forEach((field) => {
    made[field.dataset.field] = field.value;
  });
  return made;
}

function fill(given) {
  lists = { review: given.review.slice(), confirmed: given.confirmed.slice() };
  fields.forEach((field) => {
    const value = given[field.dataset.field];
    if (field.tagName === "SELECT" && value && !Array.from(field.options).some((one) => one.value === value)) {
      field.append(element("option", {}, value)); // a value that the vocabulary does not have
    }
    if (field.value !== value) field.value = value;
  });
  themes.fill(given.themes);
  count();
}

function take(state, anew) {
  revision = state.revision;
  found = state.findings;
  if (anew) fill(state.typed);
  place.dataset.page = state.page;
  $("slug").value = state.slug;
  $("kept").textContent = state.revision ? "草稿已存。" : "";
  $("title").textContent = state.typed.title || "新的一篇";
  look.show({ title: state.typed.title, subtitle: state.typed.subtitle, summary: state.typed.summary, html: state.html });
  findings();
  if (state.number) $("number").textContent = String(state.number);
  stale(state);
}

function touch(name) {
  if (!known) return; // a browser that knows no inert
  changed = true;
  if (name) {
    shown.add(name);
    if (lists.review.includes(name)) lists.review = lists.review.filter((one) => one !== name);
  }
  $("kept").textContent = "正在存…";
  window.clearTimeout(timer);
  timer = window.setTimeout(keep, PAUSE);
  window.clearTimeout(thinking);
  thinking = window.setTimeout(think, THINK);
}

function form() {
  return { revision: revision, typed: typed(), slug: $("slug").value, window: me };
}

function says(error, code) {
  return Boolean(error.findings) && error.findings.some((one) => one.code === code);
}

let told = "";

/* Shows what keeping ran into: once, not at each attempt. */
function tell(error) {
  if ($("problem").firstChild && told === error.message) return;
  told = error.message;
  problem($("problem"), error);
}

/* Sends what stands in the form; one request at a time, the last state wins. */
async function keep() {
  window.clearTimeout(timer);
  if (running) await running;
  if (!changed || blocked) return;
  changed = false;
  running = post(base, form()).then(
    (state) => {
      clear($("problem"));
      if (!changed) take(state, false);
      else revision = state.revision;
    },
    (error) => {
      changed = true;
      $("kept").textContent = "还没有存下来。";
      if (says(error, "HB711")) other();
      else if (says(error, "HB710")) anew();
      else {
        tell(error);
        timer = window.setTimeout(keep, AGAIN); // the desk may be back by then
      }
    },
  );
  await running;
  running = null;
}

async function flush() {
  for (let more = 0; changed && !blocked && more < 5; more += 1) await keep();
  if (running) await running;
}

// -- findings ------------------------------------------------------------------------------------

function findings() {
  const names = fields.map((field) => field.dataset.field).concat("themes");
  names.forEach((name) => {
    const mine = found.filter((one) => one.field === name && one.severity !== "info");
    const wrong = mine.filter((one) => one.severity === "error");
    const silent = !shown.has(name) && !input(name).value && name !== "themes"; // an empty form is no mistake yet
    renew($(`wrong-${name}`), silent ? [] : mine.map((one) => element("span", { class: `wrong wrong--${one.severity}` }, `${where(one)}${one.message}`)), input(name));
    const row = document.querySelector(`[data-row="${name}"]`);
    row.classList.toggle("row--wrong", wrong.length > 0 && !silent);
    if (name === "themes") return;
    if (wrong.length && !silent) input(name).setAttribute("aria-invalid", "true");
    else input(name).removeAttribute("aria-invalid");
  });
  const list = found.filter((one) => one.severity !== "info");
  const errors = list.filter((one) => one.severity === "error").length;
  const rest = list.length - errors;
  renew($("found-list"), list.map(finding), list.length ? $("found-title") : $("field-body"));
  $("found").hidden = !list.length;
  const text = [errors ? `${errors} 处要改` : "", rest ? `${rest} 处提醒` : ""].filter(Boolean).join("，");
  if ($("found-title").textContent !== text) {
    $("found-title").textContent = text;
    say(text || "没有要改的地方");
  }
  hints();
}

function where(one) {
  return one.at ? `第 ${one.at} 行：` : "";
}

function finding(one) {
  const label = one.field ? labels[one.field] : "";
  const settle = one.severity === "warning" && /^HB32[012]$/.test(one.code);
  return element(
    "li",
    { class: `found__one found__one--${one.severity}`, "data-code": one.code },
    element("span", { class: "found__kind" }, one.severity === "error" ? "要改" : "提醒"),
    element(
      "span",
      { class: "found__text" },
      label ? element("button", { type: "button", class: "link", onclick: () => go(one) }, `${label}${one.at ? `第 ${one.at} 行` : ""}`) : null,
      label ? "：" : "",
      one.message,
      advice(one) ? element("span", { class: "found__hint" }, advice(one)) : null,
    ),
    settle
      ? element("button", { type: "button", class: "button button--small", onclick: () => confirm(one.code) }, "看过了，没有问题")
      : null,
  );
}

/* What to do, where it is not about files and commands, which nobody sees here. */
function advice(one) {
  return /huibian |--[a-z]|引号|review|confirmed|front matter/.test(one.hint) ? "" : one.hint;
}

function confirm(code) {
  if (!lists.confirmed.includes(code)) lists.confirmed.push(code);
  touch("");
}

function input(name) {
  return name === "themes" ? $("themes-find") : $(`field-${name}`);
}

function go(one) {
  const field = input(one.field);
  field.focus();
  if (one.at && one.field === "body") {
    const rows = field.value.split("\n");
    const start = rows.slice(0, one.at - 1).join("\n").length + (one.at > 1 ? 1 : 0);
    field.setSelectionRange(start, start + (rows[one.at - 1] || "").length);
  }
}

// -- what the rules read from the text -------------------------------------------------------------

async function think() {
  try {
    offered = await get(`${base}/suggestions`);
    hints();
  } catch (error) {
    offered = { fields: {}, places: [] }; // suggestions are a help, no more
  }
}

function why(one) {
  const parts = one.evidence.filter((part) => part.text).map((part) => (part.line ? `第 ${part.line} 行“${part.text}”` : `“${part.text}”`));
  const reason = parts.length ? `依据：${parts.slice(0, 3).join("、")}` : "";
  return [reason, one.doubt].filter(Boolean).join("；");
}

function offer(name, one) {
  const taken = name === "themes" ? themes.chosen.includes(one.value) : input(name).value === one.value;
  const what = taken
    ? element("span", { class: "hint__value" }, one.value)
    : element("button", { type: "button", class: "chip chip--offer", onclick: () => accept(name, one.value), "aria-label": `${labels[name]}用“${one.value}”` }, one.value);
  return element("span", { class: "hint__one" }, taken ? "" : "可能是 ", what, " ", element("span", { class: "hint__why" }, why(one)));
}

function hints() {
  Object.keys(labels).forEach((name) => {
    const box = $(`hints-${name}`);
    if (!box) return;
    const made = (offered.fields[name] || []).filter((one) => name !== "summary" || one.value !== input(name).value).map((one) => offer(name, one));
    if (name === "region") {
      const known = new Set((offered.fields.region || []).map((one) => one.value).concat(input("region").value));
      const more = offered.places.filter((one) => !known.has(one.value));
      if (more.length) {
        const chips = more.map((one) => element("button", { type: "button", class: "chip chip--offer", onclick: () => accept("region", one.value), "aria-label": `地区用“${one.value}”` }, one.value));
        made.push(element("span", { class: "hint__one" }, "文中还提到 ", ...chips));
      }
    }
    if (lists.review.includes(name)) {
      made.unshift(element("span", { class: "hint__one hint__one--review" }, "请核对 ", element("button", { type: "button", class: "chip", onclick: () => touch(name), "aria-label": `${labels[name]}核对过了，没错` }, "核对过了，没错")));
    }
    renew(box, made, input(name));
  });
}

function accept(name, value) {
  if (name === "themes") {
    themes.choose(value, true);
    return;
  }
  input(name).value = value;
  input(name).focus();
  count();
  touch(name);
  hints();
}

// -- summary -------------------------------------------------------------------------------------

function count() {
  $("count-summary").textContent = String(Array.from($("field-summary").value).length);
}

// -- two versions -----------------------------------------------------------------------------------

const versions = new Versions($("versions"), labels);

function stale(state) {
  const text = state.gone ? "重新分篇以后，没有哪一页还是这一篇了，不能保存。请把要留的文字复制出来。" : "打开以后，这一篇在别处改过了。";
  if (!state.stale) clear($("stale"));
  else if (!$("stale").textContent.startsWith(text)) {
    const look = state.gone ? null : element("button", { type: "button", class: "link", onclick: settle }, "对照一下");
    replace($("stale"), element("div", { class: "notice" }, element("p", {}, text, look)));
  }
}

/* The page on the disk is another one than the draft was begun with. */
async function settle() {
  await flush();
  try {
    const data = await get(`${base}/versions`);
    const choice = await versions.ask({
      title: "这一篇在别处改过了",
      mine: typed(),
      theirs: data.theirs,
      conflicts: data.conflicts,
      named: "已经保存的",
      merge: true,
    });
    if (!choice) return;
    clear($("problem"));
    clear($("stale"));
    take(await post(`${base}/settle`, { revision: revision, choice: choice }), true);
    say(choice === "merge" ? "已经合并，请看一看，再保存" : "已经换好，请看一看");
  } catch (error) {
    problem($("problem"), error);
  }
}

/* The same draft was changed in another window. */
function other() {
  against("这份草稿在另一个窗口里改过", "另一个窗口的");
}

const GONE = "这份草稿已经在另一个窗口里保存或丢弃了";

function note(text) {
  replace($("problem"), element("div", { class: "notice" }, element("p", {}, text)));
}

/* The draft is gone: another window has saved it or thrown it away. What stands here goes into a
   new draft; where its page holds other text by now, the clerk says which stands. */
async function anew() {
  if (blocked) return;
  blocked = true;
  const page = place.dataset.page;
  const slug = $("slug").value;
  try {
    const made = await (page ? post(`/api/collections/${slug}/${page}/draft`) : post("/api/articles/blank", { to: slug }));
    base = `/api/articles/drafts/${made.draft}`;
    window.history.replaceState(null, "", `/articles/drafts/${made.draft}`);
    look.images = `${base}/images`;
    blocked = false;
    question = [];
    if (page) {
      against(GONE, "现在的");
      return;
    }
    revision = 0;
    touch("");
    await keep();
    if (!changed) note(`${GONE}，这里写的成了一份新的草稿。`);
  } catch (error) {
    blocked = false;
    tell(error);
    timer = window.setTimeout(keep, AGAIN);
  }
}

function same(mine, theirs) {
  return Object.keys(theirs).every((name) => String(mine[name]) === String(theirs[name]));
}

/* Shows what stands here beside what the desk has of the draft; one of them goes on. */
async function against(title, named) {
  if (blocked) return;
  blocked = true;
  question = [title, named];
  try {
    const state = await get(base);
    const alike = same(typed(), state.typed);
    const choice = alike ? "theirs" : await versions.ask({ title: title, mine: typed(), theirs: state.typed, conflicts: [], named: named, merge: false });
    if (choice === "theirs") {
      changed = false;
      take(state, true);
    } else if (choice === "mine") {
      revision = state.revision;
    }
    blocked = !choice;
    if (choice === "mine") touch("");
    if (!choice) replace($("problem"), element("div", { class: "notice notice--error" }, element("p", {}, "这里写的还没有存下来。", element("button", { type: "button", class: "link", onclick: again }, "再对照一次"))));
    else if (alike) note(`${title}，内容和这里的一样。`);
    else clear($("problem"));
  } catch (error) {
    blocked = false;
    tell(error);
    timer = window.setTimeout(keep, AGAIN);
  }
}

function again() {
  blocked = false;
  against(...question);
}

// -- images, saving, leaving --------------------------------------------------------------------------

async function images(files) {
  for (const file of Array.from(files)) {
    try {
      const data = await send(`${base}/images`, file, Number($("picture").dataset.limit), () => {});
      block($("field-body"), `![](images/${data.name})`);
      say(`已插入图片 ${file.name}`);
    } catch (error) {
      problem($("problem"), error);
    }
  }
}

let saving = false;
const held = [place.querySelector(".draft__tools"), $("found"), $("stale"), place.querySelector(".write__panes")];
let focused = null; // what had the focus before

/* Puts the form out of reach: nothing is typed into it that would be lost. */
function hold(on) {
  if (on) focused = document.activeElement;
  saving = on;
  held.forEach((part) => part.toggleAttribute("inert", on));
  $("save").disabled = on;
  if (!on && focused && document.activeElement === document.body) focused.focus();
}

async function save() {
  if (!known || saving || $("versions").open) return;
  if (blocked) {
    if (question.length) again();
    return;
  }
  hold(true);
  clear($("problem"));
  fields.forEach((field) => shown.add(field.dataset.field));
  try {
    await flush();
    if (changed) {
      hold(false); // it could not be kept, and why stands there
      return;
    }
    const made = await post(`${base}/save`, { revision: revision });
    window.location.assign(made.preview); // out of reach until that is there
  } catch (error) {
    hold(false);
    if (says(error, "HB720")) await settle();
    else if (says(error, "HB711")) other();
    else if (says(error, "HB710")) anew();
    else {
      problem($("problem"), error);
      findings();
      $("found").open = true;
      const first = found.find((one) => one.severity === "error" && one.field && labels[one.field]);
      if (first) go(first);
    }
  }
}

fields.forEach((field) => {
  field.addEventListener("input", () => {
    if (field.id === "field-summary") count();
    touch(field.dataset.field);
  });
});
$("slug").addEventListener("change", () => touch(""));
$("form").addEventListener("submit", (event) => event.preventDefault());
$("save").addEventListener("click", save);
$("discard").addEventListener("click", async () => {
  if (!window.confirm("丢弃这份草稿？没有保存的都会没有。")) return;
  hold(true);
  try {
    changed = false;
    if (running) await running; // an answer after it would begin a new draft
    changed = false;
    await post(`${base}/discard`);
    window.location.assign("/articles/new");
  } catch (error) {
    hold(false);
    problem($("problem"), error);
  }
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  }
});
/* The last word of a window that goes: an earlier one may still be on its way, and the desk takes
   this one all the same. */
window.addEventListener("pagehide", () => {
  if (blocked || (!changed && !running)) return;
  fetch(base, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-Huibian-Token": document.querySelector('meta[name="huibian-token"]').content },
    body: JSON.stringify(Object.assign(form(), { last: true })),
  }).catch(() => {}); // longer than a browser sends then: `keep` below has sent it
});
window.addEventListener("beforeunload", (event) => {
  if (!changed) return;
  keep();
  event.preventDefault(); // while the browser asks, it goes
  event.returnValue = ""; // Chromium before 119
});
/* Back to this window: has anybody changed the page meanwhile? */
window.addEventListener("focus", async () => {
  if (changed || running || blocked || saving) return;
  try {
    const state = await get(base);
    if (state.revision === revision) stale(state);
  } catch (error) {
    // the next change will say so
  }
});

listenRegion($("field-region"), $("regions"), () => touch("region"));
listenBody($("field-body"), document.querySelector(".tools"), $("picture"), images, (is) => {
  $("left").hidden = !is;
});

async function open() {
  try {
    take(await get(base), true);
  } catch (error) {
    tell(error);
    if (error.status === 0) window.setTimeout(open, AGAIN); // the desk may be back by then
    return;
  }
  known = true;
  clear($("problem"));
  hold(false);
  await think();
}

open();
