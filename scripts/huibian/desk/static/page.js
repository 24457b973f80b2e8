/* What all screens do alike: make elements, show what is wrong, tell what happened. */

export function element(name, properties, ...children) {
  const node = document.createElement(name);
  Object.keys(properties || {}).forEach((key) => {
    const value = properties[key];
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  });
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export function replace(parent, ...children) {
  parent.textContent = "";
  parent.append(...children);
}

/* As `replace`, but leaves alone what is the same already, so that nobody loses the focus by it.
   Where what had the focus goes, what looks the same gets it, else `back`. */
export function renew(parent, children, back) {
  const made = document.createDocumentFragment();
  made.append(...children);
  const [old, now] = [Array.from(parent.childNodes), Array.from(made.childNodes)];
  if (old.length === now.length && old.every((one, at) => one.isEqualNode(now[at]))) return;
  const had = parent.contains(document.activeElement) ? document.activeElement : null;
  replace(parent, made);
  if (!had) return;
  (Array.from(parent.querySelectorAll("button")).find((one) => one.isEqualNode(had)) || back).focus();
}

/* Shows what was refused: each finding with what to do about it. */
export function problem(place, error) {
  if (!error.findings) {
    console.error(error);
    error = { findings: [{ message: "这一页出了错", hint: "请刷新后再试一次，草稿都在。" }] };
  }
  const notes = error.findings.map((one) =>
    element(
      "div",
      { class: "notice notice--error" },
      element("p", {}, one.message.replace(/（--[a-z-]+）/g, "")),
      one.hint ? element("p", { class: "notice__hint" }, plain(one.hint)) : null,
    ),
  );
  replace(place, ...notes);
  place.scrollIntoView({ block: "nearest" });
}

/* A hint may name a command, which is nothing for who works here. */
function plain(hint) {
  return /huibian |--[a-z]/.test(hint) ? "" : hint;
}

export function clear(place) {
  place.textContent = "";
}

/* Tells a screen reader. */
export function say(text) {
  document.getElementById("said").textContent = text;
}

export function percent(score) {
  return `${Math.round(score * 100)}%`;
}

/* Writes times as the reader's clock has them. */
export function times() {
  document.querySelectorAll("time[data-time]").forEach((one) => {
    const moment = new Date(Number(one.dataset.time) * 1000);
    one.textContent = moment.toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });
    one.dateTime = moment.toISOString();
  });
}
