/* Two texts side by side, as the desk compared them: rows of two lines with what differs marked. */

import { element } from "./page.js";

function pieces(parts) {
  return parts.map(([text, differs]) => (differs ? element("mark", {}, text) : text));
}

function line(row) {
  if (row.skipped) return element("tr", { class: "diff__skip" }, element("td", { colspan: "4" }, `……${row.skipped} 行相同……`));
  const cells = [
    element("td", { class: "diff__number" }, row.left ? String(row.left) : ""),
    element("td", {}, ...pieces(row.before)),
    element("td", { class: "diff__number" }, row.right ? String(row.right) : ""),
    element("td", {}, ...pieces(row.after)),
  ];
  return element("tr", row.before.concat(row.after).some((part) => part[1]) ? { class: "diff__row" } : {}, ...cells);
}

/* A table in a box that scrolls; `heads` name the sides. */
export function beside(rows, heads, label) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { colspan: "2" }, text)));
  const columns = ["diff__number", "", "diff__number", ""].map((name) => element("col", name ? { class: name } : {}));
  const table = element("table", { class: "diff" }, element("colgroup", {}, ...columns), element("thead", {}, head), element("tbody", {}, ...rows.map(line)));
  return element("div", { class: "diff__box", tabindex: "0", role: "region", "aria-label": label }, table);
}
