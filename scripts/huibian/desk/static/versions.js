/* Two versions of an article side by side, field by field; of the text, the lines that differ. */

import { element, replace } from "./page.js";

const MOST = 600; // lines of a text that are compared one by one

/* For each line of both texts whether the other one has it, too, in the same order. */
function common(one, other) {
  const [a, b] = [one.length, other.length];
  if (a > MOST || b > MOST) return [new Set(), new Set()];
  const lengths = Array.from({ length: a + 1 }, () => new Uint16Array(b + 1));
  for (let i = a - 1; i >= 0; i -= 1) {
    for (let j = b - 1; j >= 0; j -= 1) {
      lengths[i][j] = one[i] === other[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const same = [new Set(), new Set()];
  for (let i = 0, j = 0; i < a && j < b; ) {
    if (one[i] === other[j]) {
      same[0].add(i);
      same[1].add(j);
      i += 1;
      j += 1;
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return same;
}

function text(value) {
  return Array.isArray(value) ? value.join("、") : value;
}

function sides(name, mine, theirs) {
  const [one, other] = [mine, theirs].map((value) => (name === "body" ? value.split("\n").filter((row) => row.trim()) : [value || "（空）"]));
  const same = common(one, other);
  return [one, other].map((rows, side) =>
    rows.map((row, at) => {
      const kept = same[side].has(at);
      return element("p", { class: kept ? "versions__same" : "versions__new" }, row);
    }),
  );
}

export class Versions {
  constructor(dialog, labels) {
    this.dialog = dialog;
    this.labels = Object.assign({ review: "待复核", confirmed: "看过的提醒" }, labels);
    const part = (name) => dialog.querySelector(`#versions-${name}`);
    this.part = part;
    ["mine", "theirs", "merge"].forEach((choice) => part(choice).addEventListener("click", () => this.close(choice)));
    part("cancel").addEventListener("click", () => this.close(""));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close("");
    });
  }

  close(choice) {
    this.dialog.close();
    const answer = this.answer;
    this.answer = null;
    if (answer) answer(choice);
  }

  /* Resolves to "mine", "theirs", "merge", or "" for nothing yet. */
  ask(about) {
    const rows = Object.keys(about.theirs).filter((name) => text(about.mine[name]) !== text(about.theirs[name]));
    this.part("title").textContent = about.title;
    this.part("theirs").textContent = `用${about.named}`;
    this.part("merge").hidden = !about.merge;
    this.part("about").textContent = about.conflicts.length
      ? `两边都改了：${about.conflicts.join("、")}。合并时这些用我的，其余两边的修改都留下。`
      : about.merge
        ? "两边改的不是同一处。合并以后，两边的修改都留下。"
        : "请选一种写法；另一种就没有了。";
    const head = element("div", { class: "versions__row versions__head" }, element("span", {}), element("span", {}, "我的"), element("span", {}, about.named));
    replace(
      this.part("list"),
      head,
      ...rows.map((name) => {
        const [mine, theirs] = sides(name, text(about.mine[name]), text(about.theirs[name]));
        return element("div", { class: "versions__row" }, element("b", {}, this.labels[name] || name), element("div", {}, ...mine), element("div", {}, ...theirs));
      }),
    );
    if (!rows.length) this.part("list").append(element("p", {}, "内容一样。"));
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }
}
