/* The fields of one article of a proposal: region, level and themes, in a dialog. What is chosen
   goes to the desk as one decision, like `huibian edit --set`. */

import { get } from "./api.js";
import { clear, element, replace } from "./page.js";
import { listen } from "./region.js";
import { Themes } from "./themes.js";

const $ = (id) => document.getElementById(id);

/* Why a value was read: the lines it comes from, and what is doubtful. */
export function reasons(value) {
  const why = value.evidence.map((one) => (one.rule === "editor" ? "您定的" : one.line ? `第 ${one.line} 行：${one.text}` : one.text)).filter(Boolean);
  return [value.doubt, ...why].filter(Boolean);
}

function reason(value) {
  return element("span", { class: `hint__one${value.doubt ? " hint__one--doubt" : ""}` }, `“${value.value}”：${reasons(value).slice(0, 3).join("；") || "没有记下依据"}`);
}

export class Fields {
  /* `base` is the draft's address; `decide(requests, place)` carries requests out, shows in `place`
     what was refused, and says whether they were taken. */
  constructor(base, decide) {
    this.base = base;
    this.decide = decide;
    this.dialog = $("fields");
    this.themes = new Themes($("themes"), () => {});
    this.article = null;
    listen($("field-region"), $("regions"), () => {});
    $("fields-cancel").addEventListener("click", () => this.dialog.close());
    $("fields-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.dialog.addEventListener("close", () => this.leave());
  }

  /* Opens the dialog for an article; `field` is the one to begin with. */
  open(article, field) {
    this.article = article;
    $("fields-title").textContent = `第 ${article.number} 篇：地区、层级、主题`;
    $("fields-about").textContent = article.title;
    $("field-region").value = article.region ? article.region.value : "";
    $("field-level").value = article.level ? article.level.value : "";
    this.themes.fill(article.themes.map((one) => one.value));
    const read = (values) => values.filter(Boolean).map(reason);
    replace($("why-region"), ...read([article.region]));
    replace($("why-level"), ...read([article.level]));
    replace($("why-themes"), ...read(article.themes));
    clear($("fields-problem"));
    this.dialog.showModal();
    ({ level: $("field-level"), themes: this.themes.find }[field] || $("field-region")).focus();
    this.offer(article);
  }

  /* The places that the article names, each a click away. */
  async offer(article) {
    let places = [];
    try {
      places = (await get(`${this.base}/articles/${article.number}/places`)).places;
    } catch (error) {
      return; // candidates are a help, no more
    }
    if (this.article !== article) return;
    const known = article.region ? article.region.value : "";
    const chips = places
      .filter((one) => one.value !== known)
      .map((one) => element("button", { type: "button", class: "chip chip--offer", "aria-label": `地区用“${one.value}”`, onclick: () => this.take(one.value) }, one.value));
    if (chips.length) $("why-region").append(element("span", { class: "hint__one" }, "文中还提到 ", ...chips));
  }

  take(value) {
    $("field-region").value = value;
    $("field-region").focus();
  }

  /* Only what differs is a decision. */
  requests() {
    const { number, region, level, themes } = this.article;
    const pairs = [
      ["region", region ? region.value : "", $("field-region").value.trim()],
      ["level", level ? level.value : "", $("field-level").value],
      ["themes", themes.map((one) => one.value).join(","), this.themes.chosen.join(",")],
    ];
    return pairs.filter(([, was, now]) => was !== now).map(([name, , now]) => ["set", String(number), `${name}=${now}`]);
  }

  async send() {
    const requests = this.requests();
    if (!requests.length || (await this.decide(requests, $("fields-problem")))) this.dialog.close();
  }

  /* Back to where the dialog was opened from; the list may have been drawn anew. */
  leave() {
    const { number } = this.article;
    this.article = null;
    const button = document.querySelector(`[data-number="${number}"] .article__change`);
    if (button) button.focus();
  }
}

