/* A source's lines, of which only those in sight are elements: twenty-five thousand scroll like
   twenty. Heights are estimated from the length of the text and corrected when a line was seen.

   It is a listbox of many choices: one line is active, a passage around it may be selected. */

import { element } from "./page.js";

const SPARE = 12; // lines above and below those in sight that are elements too
const BLANK = 16; // pixels of a line without text, about
const PAGE = 0.9; // share of what is in sight that Page Down moves by

export class Lines {
  /* `draw(number)` returns the children of a line's element, `dress(number)` its class, title and label;
     `changed()` is called when the selection has. */
  constructor(box, texts, draw, dress, changed, entered) {
    this.box = box;
    this.texts = texts;
    this.draw = draw;
    this.dress = dress;
    this.changed = changed;
    this.entered = entered;
    this.count = texts.length;
    this.active = 1;
    this.anchor = 1;
    this.shown = new Map();
    this.tops = new Float64Array(this.count + 1);
    this.heights = new Float64Array(this.count);
    this.known = new Uint8Array(this.count);
    this.inside = element("div", { class: "lines__inside", role: "presentation" });
    box.append(this.inside);
    this.measure();
    box.addEventListener("scroll", () => this.render(), { passive: true });
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("mousedown", (event) => this.press(event));
    new ResizeObserver(() => this.resized()).observe(box);
    this.render();
  }

  get first() {
    return Math.min(this.active, this.anchor);
  }

  get last() {
    return Math.max(this.active, this.anchor);
  }

  /* Estimates all heights for the present width. */
  measure() {
    const probe = element("div", { class: "line", role: "presentation" });
    probe.append(
      element("span", { class: "line__number" }, "1"),
      element("span", { class: "line__text" }, "字"),
    );
    probe.style.visibility = "hidden";
    this.inside.append(probe);
    const text = probe.lastChild;
    const style = getComputedStyle(text);
    this.each = parseFloat(style.lineHeight) || 26;
    this.least = probe.getBoundingClientRect().height;
    const room = text.getBoundingClientRect().width || 500;
    this.across = Math.max(8, Math.floor(room / parseFloat(style.fontSize)));
    probe.remove();
    this.width = this.box.clientWidth;
    this.known.fill(0);
    for (let at = 0; at < this.count; at += 1) {
      const rows = Math.ceil(this.texts[at].length / this.across);
      this.heights[at] = rows ? this.least + (rows - 1) * this.each : BLANK;
    }
    this.sum(0);
  }

  sum(from) {
    for (let at = from; at < this.count; at += 1) this.tops[at + 1] = this.tops[at] + this.heights[at];
    this.inside.style.height = `${this.tops[this.count]}px`;
  }

  resized() {
    if (this.box.clientWidth === this.width) return;
    const at = this.lineAt(this.box.scrollTop);
    this.clear();
    this.measure();
    this.box.scrollTop = this.tops[at];
    this.render();
  }

  /* The index of the line at a height. */
  lineAt(top) {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= top) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  clear() {
    this.shown.forEach((node) => node.remove());
    this.shown.clear();
  }

  /* Draws all lines in sight anew. */
  refresh() {
    this.clear();
    this.render();
  }

  render() {
    const top = this.box.scrollTop;
    const start = this.lineAt(top);
    const from = Math.max(0, start - SPARE);
    const to = Math.min(this.count - 1, this.lineAt(top + this.box.clientHeight) + SPARE);
    this.shown.forEach((node, number) => {
      if (number - 1 < from || number - 1 > to) {
        if (number === this.active) return; // the listbox names it
        node.remove();
        this.shown.delete(number);
      }
    });
    const fresh = [];
    for (let at = from; at <= to; at += 1) if (!this.shown.has(at + 1)) fresh.push(this.make(at + 1));
    if (!this.shown.has(this.active) && this.count) fresh.push(this.make(this.active));
    if (fresh.length) this.inside.append(...fresh);
    this.correct(start, top, from, to);
    this.mark();
  }

  make(number) {
    const dressed = this.dress(number);
    const node = element(
      "div",
      {
        class: `line ${dressed.class}`,
        id: `line-${number}`,
        role: "option",
        "aria-setsize": this.count,
        "aria-posinset": number,
        "aria-label": dressed.label,
        "aria-selected": "false",
        title: dressed.title,
      },
      ...this.draw(number),
    );
    node.dataset.line = number;
    node.style.top = `${this.tops[number - 1]}px`;
    this.shown.set(number, node);
    return node;
  }

  /* Puts the true heights of lines in the place of the estimated ones; what is read stays put. */
  correct(start, top, from, to) {
    let wrong = -1;
    let above = 0;
    for (let at = from; at <= to; at += 1) {
      if (this.known[at]) continue;
      const height = this.shown.get(at + 1).getBoundingClientRect().height;
      this.known[at] = 1;
      if (Math.abs(height - this.heights[at]) < 0.5) continue;
      if (wrong < 0) wrong = at;
      if (at < start) above += height - this.heights[at];
      this.heights[at] = height;
    }
    if (wrong < 0) return;
    this.sum(wrong);
    this.shown.forEach((node, number) => {
      node.style.top = `${this.tops[number - 1]}px`;
    });
    if (Math.abs(above) >= 1) this.box.scrollTop = top + above;
  }

  mark() {
    this.shown.forEach((node, number) => {
      const inside = number >= this.first && number <= this.last;
      node.setAttribute("aria-selected", inside ? "true" : "false");
      node.classList.toggle("line--active", number === this.active);
    });
    if (this.count) this.box.setAttribute("aria-activedescendant", `line-${this.active}`);
  }

  /* Makes a line the active one; `extend` keeps the other end of the selection. */
  go(number, extend, quiet) {
    this.active = Math.max(1, Math.min(this.count, number));
    if (!extend) this.anchor = this.active;
    this.show(this.active);
    this.render();
    if (!quiet) this.changed();
  }

  select(first, last) {
    this.anchor = Math.max(1, Math.min(this.count, last));
    this.active = Math.max(1, Math.min(this.count, first));
    this.show(this.active, true);
    this.render();
    this.changed();
  }

  /* Brings a line into sight, in the middle when it was far away. */
  show(number, middle) {
    const top = this.tops[number - 1];
    const bottom = this.tops[number];
    const sight = this.box.clientHeight;
    const now = this.box.scrollTop;
    if (top >= now && bottom <= now + sight && !middle) return;
    const far = middle || top < now - sight || bottom > now + 2 * sight;
    if (far) this.box.scrollTop = Math.max(0, top - sight / 3);
    else this.box.scrollTop = top < now ? top : Math.min(top, bottom - sight);
  }

  press(event) {
    const node = event.target.closest(".line");
    if (!node || event.button !== 0) return;
    const number = Number(node.dataset.line);
    if (event.shiftKey) event.preventDefault(); // it would mark text
    this.box.focus({ preventScroll: true });
    this.go(number, event.shiftKey);
    if (event.shiftKey) return;
    const drag = (move) => {
      const over = move.target.closest && move.target.closest(".line");
      if (over && move.buttons === 1) {
        const to = Number(over.dataset.line);
        if (to !== this.active) {
          window.getSelection().removeAllRanges();
          this.go(to, true);
        }
      }
    };
    const stop = () => {
      document.removeEventListener("mousemove", drag);
      document.removeEventListener("mouseup", stop);
    };
    document.addEventListener("mousemove", drag);
    document.addEventListener("mouseup", stop);
  }

  key(event) {
    if (event.altKey || event.metaKey) return;
    const page = () => {
      const sight = this.box.clientHeight * PAGE;
      return [this.lineAt(Math.max(0, this.tops[this.active - 1] - sight)) + 1, this.lineAt(this.tops[this.active - 1] + sight) + 1];
    };
    const keys = {
      ArrowUp: () => this.active - 1,
      ArrowDown: () => this.active + 1,
      Home: () => 1,
      End: () => this.count,
      PageUp: () => page()[0],
      PageDown: () => page()[1],
    };
    if (keys[event.key]) {
      event.preventDefault();
      this.go(keys[event.key](), event.shiftKey);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.entered();
    } else if (event.key === "Escape" && this.first !== this.last) {
      this.go(this.active, false);
    }
  }
}
