/* Size of the text and colours. Runs in the head, so that a page is painted as the reader likes
   it; the choices are put into the header when that is there. The root element carries the
   result: data-hb-size, data-md-color-scheme, data-hb-contrast. */
(function () {
  "use strict";

  const KEY = "hb-comfort";
  /* The lines of the form: what they are called, what they choose, and the choices. */
  const LINES = [
    ["字号", "size", { normal: "标准", large: "大", huge: "特大" }],
    ["配色", "colors", { system: "随系统", light: "浅色", dark: "深色" }],
    ["高对比", "colors", { ink: "白底黑字", yellow: "黑底黄字" }],
  ];
  const CHOICES = {};
  LINES.forEach(function (line) {
    CHOICES[line[1]] = (CHOICES[line[1]] || []).concat(Object.keys(line[2]));
  });
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const more = window.matchMedia("(prefers-contrast: more)");
  let chosen = read();

  /* What is stored, or the first of the choices where it is none of them. */
  function read() {
    const stored = window.__md_get(KEY) || {};
    const found = {};
    Object.keys(CHOICES).forEach(function (name) {
      const known = CHOICES[name].indexOf(stored[name]) >= 0;
      found[name] = known ? stored[name] : CHOICES[name][0];
    });
    return found;
  }

  /* Says whether the browser keeps it for the next page. */
  function keep() {
    window.__md_set(KEY, chosen);
    return Object.keys(CHOICES).every((name) => read()[name] === chosen[name]);
  }

  function colors() {
    if (chosen.colors !== "system") return chosen.colors;
    if (more.matches) return dark.matches ? "yellow" : "ink";
    return dark.matches ? "dark" : "light";
  }

  function mark(name, value) {
    if (value) root.setAttribute(name, value);
    else root.removeAttribute(name);
  }

  function apply() {
    const now = colors();
    const strong = now === "ink" || now === "yellow";
    mark("data-hb-size", chosen.size === "normal" ? "" : chosen.size);
    mark("data-hb-contrast", strong ? now : "");
    mark("data-md-color-scheme", now === "dark" || now === "yellow" ? "slate" : "default");
  }

  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function choices(line) {
    const box = element("fieldset");
    box.append(element("legend", "", line[0]));
    Object.keys(line[2]).forEach(function (value) {
      const label = element("label");
      const input = element("input");
      input.type = "radio";
      input.name = line[1];
      input.value = value;
      label.append(input, line[2][value]);
      box.append(label);
    });
    return box;
  }

  function connect() {
    const form = element("form", "hb-comfort");
    const unkept = element("p", "hb-comfort__note", "浏览器不让网页记住设置，换一页要再选。");
    const reset = element("button", "hb-comfort__reset", "恢复默认");
    const said = element("p", "hb-hidden");
    form.id = "hb-comfort";
    form.autocomplete = "off";
    form.setAttribute("aria-label", "大字和无障碍");
    unkept.hidden = true;
    reset.type = "reset";
    said.setAttribute("role", "status");
    form.append(...LINES.map(choices), unkept, reset, said);
    document.querySelector(".hb-display").append(form);

    function show() {
      Object.keys(CHOICES).forEach(function (name) {
        form.elements[name].value = chosen[name];
      });
    }

    function choose(changes) {
      Object.assign(chosen, changes);
      apply();
      show();
      unkept.hidden = keep();
    }

    form.addEventListener("change", function (event) {
      const change = {};
      change[event.target.name] = event.target.value;
      said.textContent = "";
      choose(change);
    });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      choose({ size: CHOICES.size[0], colors: CHOICES.colors[0] });
      said.textContent = "已恢复默认";
    });
    form.addEventListener("submit", (event) => event.preventDefault());

    // another window chose, or the page comes back as it was when it was left
    function again() {
      chosen = read();
      apply();
      show();
    }
    window.addEventListener("storage", again);
    window.addEventListener("pageshow", (event) => event.persisted && again());
    show();
  }

  /* Material moves the outline smoothly, whatever the reader asked the system for. */
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const scrollTo = Element.prototype.scrollTo;
  Element.prototype.scrollTo = function (place) {
    if (!still.matches || typeof place !== "object") return scrollTo.apply(this, arguments);
    return scrollTo.call(this, Object.assign({}, place, { behavior: "auto" }));
  };

  // rules for pages without scripts end here, not at the end of the page
  root.classList.remove("no-js");
  apply();
  [dark, more].forEach((media) => media.addEventListener("change", apply));
  document.addEventListener("DOMContentLoaded", connect);
})();
