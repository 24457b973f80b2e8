/* The picker of regions: a field in which a part of a name finds all places of that name. */

import { get } from "./api.js";
import { element, replace, say } from "./page.js";

export function listen(field, list, chosen) {
  let found = [];
  let at = -1;
  let asked = 0;
  let timer = 0;

  function close() {
    window.clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    const options = Array.from(list.children);
    if (!options.length) return;
    at = (to + options.length) % options.length;
    options.forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
    field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  function take(one) {
    field.value = one.value;
    close();
    chosen();
  }

  function show() {
    replace(
      list,
      ...found.map((one, number) => {
        const cut = one.value.lastIndexOf("/") + 1;
        const option = element(
          "li",
          { class: "combo__one", role: "option", id: `region-${number}`, "aria-selected": "false" },
          element("span", { class: "combo__above" }, one.value.slice(0, cut)),
          element("span", {}, one.value.slice(cut)),
          element("span", { class: "combo__code" }, `${one.level} ${one.code}`),
        );
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(one));
        return option;
      }),
    );
    at = -1;
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
    say(found.length ? `找到 ${found.length} 个地区` : "没有找到这个地区");
  }

  async function ask() {
    const mine = (asked += 1);
    try {
      const data = await get(`/api/regions?${new URLSearchParams({ q: field.value })}`);
      if (mine !== asked) return;
      found = data.regions;
      show();
    } catch (error) {
      if (mine === asked) close();
    }
  }

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 120);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else move(at < 0 && event.key === "ArrowUp" ? -1 : at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault(); // not the form
      if (!list.hidden && at >= 0) take(found[at]);
      else if (!list.hidden && found.length === 1) take(found[0]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
}
