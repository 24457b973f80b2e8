/* The decisions of earlier saves, in a dialog: each can be taken back by itself. */

import { element, replace } from "./page.js";

const $ = (id) => document.getElementById(id);

/* `recorded` are the decisions; `done(one)` is told which is to be taken back. */
export function show(recorded, done) {
  const dialog = $("past");
  const take = (one) => {
    dialog.close();
    done(one);
  };
  const items = recorded.map((one) =>
    element(
      "li",
      { class: "past__one" },
      element("span", { class: "past__text" }, one.text),
      element("button", { class: "button button--small", type: "button", onclick: () => take(one), "aria-label": `收回：${one.text}` }, "收回"),
    ),
  );
  replace($("past-list"), ...items);
  dialog.showModal();
}

$("past-close").addEventListener("click", () => $("past").close());
