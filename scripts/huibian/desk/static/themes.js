/* The picker of themes: the chosen ones as chips in their order, a list of all with a search. */

import { element, replace, say } from "./page.js";

export class Themes {
  /* `place` is the picker's fieldset, `changed()` is called when a person has chosen. */
  constructor(place, changed) {
    this.find = place.querySelector("[data-themes=find]");
    this.chips = place.querySelector("[data-themes=chips]");
    this.boxes = Array.from(place.querySelectorAll("[data-themes=list] input"));
    this.changed = changed;
    this.chosen = [];
    this.boxes.forEach((box) => box.addEventListener("change", () => this.choose(box.value, box.checked)));
    this.find.addEventListener("input", () => this.narrow());
    this.find.addEventListener("keydown", (event) => this.key(event));
  }

  fill(labels) {
    this.chosen = labels.slice();
    this.find.value = "";
    this.narrow();
    this.draw();
  }

  choose(label, on) {
    this.chosen = this.chosen.filter((one) => one !== label);
    if (on) this.chosen.push(label);
    this.draw();
    this.changed();
    if (!on && document.activeElement === document.body) this.find.focus();
  }

  draw() {
    this.boxes.forEach((box) => {
      box.checked = this.chosen.includes(box.value);
    });
    replace(
      this.chips,
      ...this.chosen.map((label) =>
        element("li", { class: "chips__one" }, element("button", { type: "button", class: "chip chip--chosen", "aria-label": `去掉主题 ${label}`, onclick: () => this.choose(label, false) }, label)),
      ),
    );
  }

  narrow() {
    const wanted = this.find.value.trim();
    this.boxes.forEach((box) => {
      const row = box.closest("li");
      row.hidden = wanted !== "" && !row.textContent.includes(wanted);
    });
  }

  key(event) {
    if (event.key !== "Enter") return;
    event.preventDefault(); // not the form
    const one = this.boxes.find((box) => !box.closest("li").hidden && !box.checked);
    if (!one || !this.find.value.trim()) return;
    this.choose(one.value, true);
    say(`选了主题 ${one.value}`);
  }
}
