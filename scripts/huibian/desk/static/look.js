/* The article as readers will see it: in a frame of its own in which no script runs, with the
   site's style sheets. The desk made the HTML by the site's rules; of it only what those rules can
   make is taken over, element by element. */

const STYLES = ["material.css", "site.css", "comfort.css"];
const KEPT = {
  P: [], H1: ["id"], H2: ["id"], H3: ["id"], H4: ["id"], H5: ["id"], H6: ["id"], STRONG: [], EM: [], CODE: [], PRE: [],
  UL: [], OL: ["start"], LI: [], BLOCKQUOTE: [], HR: [], BR: [], TABLE: [], THEAD: [], TBODY: [], TR: [],
  TH: ["align"], TD: ["align"], SPAN: ["class"], A: [], IMG: ["alt", "src"], DIV: [],
};
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export function safe(parent, from, images) {
  const made = parent.ownerDocument;
  from.childNodes.forEach((node) => {
    if (node.nodeType === 3) {
      parent.append(made.createTextNode(node.data));
      return;
    }
    if (node.nodeType !== 1) return;
    const allowed = KEPT[node.nodeName];
    if (!allowed) {
      safe(parent, node, images);
      return;
    }
    const one = made.createElement(node.nodeName);
    allowed.forEach((name) => {
      const value = node.getAttribute(name);
      if (value === null) return;
      if (name === "src" && !/^images\/[^/\\]+$/.test(value)) return;
      if (name === "class" && !/^hb-[a-z-]+$/.test(value)) return;
      one.setAttribute(name, name === "src" ? `${images}/${encodeURIComponent(value.slice(7))}` : value);
    });
    if (node.nodeName === "A") {
      const address = node.getAttribute("href") || "";
      one.setAttribute("title", address);
      one.className = "look-link";
    }
    safe(one, node, images);
    parent.append(one);
  });
}

/* `images` is the address below which the article's images stand. */
export class Look {
  constructor(frame, images) {
    this.frame = frame;
    this.images = images;
    this.waiting = null;
    frame.addEventListener("load", () => {
      this.ready = true;
      this.dress();
      if (this.waiting) this.show(this.waiting);
    });
    const sheets = STYLES.map((name) => `/articles/look/${name}`).concat("/static/look.css");
    const links = sheets.map((address) => `<link rel="stylesheet" href="${address}">`).join("");
    frame.srcdoc = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>网站上的样子</title>${links}</head><body><main class="hb hb--article"><article class="hb-article"></article></main></body></html>`;
    dark.addEventListener("change", () => this.dress());
  }

  dress() {
    if (this.ready) this.frame.contentDocument.body.setAttribute("data-md-color-scheme", dark.matches ? "slate" : "default");
  }

  /* `page` has title, subtitle, summary and the text's html. */
  show(page) {
    this.waiting = page;
    if (!this.ready) return;
    const place = this.frame.contentDocument;
    const make = (name, kind, ...children) => {
      const node = place.createElement(name);
      if (kind) node.className = kind;
      node.append(...children);
      return node;
    };
    const head = make("header", "", make("h1", "hb-article__title", page.title || "（还没有标题）"));
    if (page.subtitle) head.append(make("p", "hb-subtitle", page.subtitle));
    if (page.summary) head.append(make("div", "hb-summary", make("p", "", make("b", "", "摘要"), page.summary)));
    const prose = make("div", "hb-prose md-typeset");
    safe(prose, new DOMParser().parseFromString(page.html, "text/html").body, this.images);
    place.querySelector("article").replaceChildren(head, prose);
  }
}
