/* The page that prints a selection: a list of what it holds, then one article after another, each
   on a new sheet and set as a single article is (article-print.css). */
(function () {
  "use strict";

  const huibian = window.huibian;
  const tray = huibian.tray;
  const element = huibian.ui.element;
  const fact = huibian.fact;
  const MAKERS = ["organization", "author", "region"];

  class Selection extends huibian.ChosenPage {
    constructor(box) {
      super(box);
      this.limit = tray.CAP;
      this.cover = box.querySelector("[data-hb-cover]");
      this.total = box.querySelector("[data-hb-total]");
      this.rows = box.querySelector("tbody");
      this.articles = box.querySelector("[data-hb-articles]");
      this.tools.querySelector("button").addEventListener("click", () => window.print());
      this.start();
    }

    mine() {
      return tray.items().map((item) => item.key);
    }

    leave(key) {
      tray.remove(key);
    }

    address(keys) {
      return tray.selectionUrl(keys);
    }

    /* The articles stand in order, however they come. */
    show() {
      const ready = this.ready;
      const more = this.keys.length - this.limit;
      const few = "一次最多打印 " + this.limit + " 篇，链接里后面的 " + more + " 篇没有列入。";
      const all = ready.length ? "取齐 " + ready.length + " 篇，可以打印。" : "";
      this.empty.hidden = this.keys.length > 0;
      this.cover.hidden = !ready.length;
      this.tools.hidden = !ready.length || this.waiting > 0;
      this.status.textContent = this.waiting ? "正在取正文，还差 " + this.waiting + " 篇……" : all;
      this.total.textContent = "共 " + ready.length + " 篇";
      this.showNotes(more > 0 ? [element("p", "", few)] : []);
      this.rows.textContent = "";
      this.articles.textContent = "";
      ready.forEach((one, i) => {
        this.rows.append(row(one.text, i));
        this.articles.append(article(one.text));
      });
      const title = ready.length ? "所选 " + ready.length + " 篇" : "打印所选";
      document.title = document.title.replace(/^.*(?= - )/, title);
    }
  }

  function row(text, i) {
    const line = element("tr");
    const title = element("th");
    const link = element("a", "", text.title);
    const where = MAKERS.map((field) => fact(text, field)).find(Boolean);
    title.scope = "row";
    link.href = text.url;
    title.append(link);
    if (where) title.append(element("small", "", where));
    line.append(element("td", "hb-selection__no", String(i + 1)), title);
    line.append(element("td", "", text.source));
    const take = element("td", "hb-selection__take");
    if (text.word) {
      const file = element("a", "", "Word 文档");
      file.href = text.word;
      file.download = text.title + ".docx";
      file.append(element("span", "hb-hidden", "：" + text.title));
      take.append(file);
    }
    line.append(take);
    return line;
  }

  function article(text) {
    const box = element("article", "hb-article");
    const head = element("header");
    const title = element("h1", "hb-article__title");
    text.lines.forEach((line) => title.append(element("span", "hb-line", line)));
    head.append(title);
    if (text.subtitle) head.append(element("p", "hb-subtitle", text.subtitle));
    if (text.note) head.append(element("p", "hb-note", text.note));
    const facts = element("dl", "hb-meta");
    text.facts.forEach(function (one) {
      const line = element("div");
      line.setAttribute("data-hb-field", one[0]);
      line.append(element("dt", "", one[1]), element("dd", "", one[2]));
      facts.append(line);
    });
    head.append(facts);
    const prose = element("div", "hb-prose md-typeset");
    prose.append(text.prose.cloneNode(true));
    const foot = element("footer", "hb-source");
    const origin = element("p");
    origin.append(element("span", "", "出处"), text.source);
    foot.append(origin);
    box.append(head, prose, foot);
    return box;
  }

  new Selection(document.querySelector("[data-hb-selection]"));
})();
