/* Pages that somebody corrected where a new division changes them, too: both versions side by side,
   and which of them is to stand. */

import { get } from "./api.js";
import { beside } from "./beside.js";
import { element } from "./page.js";

/* Resolves to "page", "new", or "" for nothing yet. */
export async function choose(address) {
  const { pages } = await get(address);
  return new Promise((resolve) => {
    let answer = "";
    const button = (text, value, more) => {
      const made = element("button", { class: `button${more || ""}`, type: "button" }, text);
      made.addEventListener("click", () => {
        answer = value;
        dialog.close();
      });
      return made;
    };
    const shown = pages.map((one) =>
      element("details", { open: "" }, element("summary", {}, `《${one.title}》：${one.fields}`), beside(one.rows, ["页面上改过的", "照现在的分篇"], `《${one.title}》的两种写法`)),
    );
    const dialog = element(
      "dialog",
      { class: "dialog change", "aria-labelledby": "clash-title" },
      element("h2", { id: "clash-title" }, "有的页面也有人改过"),
      element("p", {}, `${pages.length} 页在页面上改过的地方，照现在的分篇也要改。别的地方两边的修改都会留下；同一处用哪一种？另一种在历史里或者 source/conflicts 里找得到。`),
      element("div", { class: "change__meanwhile" }, ...shown),
      element("div", { class: "dialog__buttons" }, button("先不保存", ""), button("用照现在的分篇", "new"), button("留下页面上改过的", "page", " button--main")),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
