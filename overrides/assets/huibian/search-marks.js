/* On an article that was opened from a result (?h=query): marks the words where they stand, goes
   to the place that was chosen (&t=the words there), and leads from one place to the next. */
(function () {
  "use strict";

  const ui = window.huibian.ui;
  const element = ui.element;

  const PARTS = ".hb-article h1, .hb-subtitle, .hb-prose"; // the summary repeats the text
  const HEADER = 120; // what header and bar may cover
  const BLOCKS = /^(P|LI|H[1-6]|T[DH]|D[TD]|PRE|BLOCKQUOTE|DIV)$/;

  /* The blocks of text in an element: their text as it is searched (white space as one space),
     and for each character the text node and the place in it. */
  function blocksIn(part) {
    const blocks = [];
    let current = null;
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 1) {
        if (node.tagName === "BR") current = null;
        continue;
      }
      let owner = node.parentElement;
      while (owner !== part && !BLOCKS.test(owner.tagName)) owner = owner.parentElement;
      if (!current || current.owner !== owner) {
        current = { owner, text: "", nodes: [], places: [] };
        blocks.push(current);
      }
      for (let i = 0; i < node.data.length; i += 1) {
        const space = /\s/.test(node.data[i]);
        if (space && /^$| $/.test(current.text)) continue;
        current.text += space ? " " : node.data[i];
        current.nodes.push(node);
        current.places.push(i);
      }
    }
    return blocks;
  }

  /* Marks one stretch of a block, which may run over several text nodes; later ones go first. */
  function wrap(block, start, end) {
    const made = [];
    let to = end;
    while (to > start) {
      const node = block.nodes[to - 1];
      let from = to - 1;
      while (from > start && block.nodes[from - 1] === node) from -= 1;
      const middle = node.splitText(block.places[from]);
      middle.splitText(block.places[to - 1] - block.places[from] + 1);
      const mark = element("mark", "hb-mark");
      middle.replaceWith(mark);
      mark.append(middle);
      made.unshift(mark);
      to = from;
    }
    return made;
  }

  class Marks {
    constructor(article, query, words) {
      this.article = article;
      this.query = query;
      this.hits = [];
      this.at = -1;
      article.querySelectorAll(PARTS).forEach((part) => {
        blocksIn(part).forEach((block) => {
          const hits = words(block.text).reverse();
          const made = hits.map((pair) => ({
            marks: wrap(block, pair[0], pair[1]),
            after: block.text.slice(pair[0], pair[0] + 16),
          }));
          this.hits = this.hits.concat(made.reverse());
        });
      });
    }

    /* The hit that was chosen: by its words, below the heading that the address names. */
    chosen(words) {
      let top = null;
      try {
        top = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      } catch (error) {
        /* not an address of ours */
      }
      const below = (hit) =>
        !top ||
        Boolean(top.compareDocumentPosition(hit.marks[0]) & Node.DOCUMENT_POSITION_FOLLOWING);
      const same = (hit) => !words || hit.after.startsWith(words.slice(0, hit.after.length));
      const exact = this.hits.findIndex((hit) => below(hit) && same(hit));
      return exact >= 0 ? exact : Math.max(0, this.hits.findIndex(below));
    }

    show() {
      this.bar = element("div", "hb-bar");
      this.bar.setAttribute("role", "region");
      this.bar.setAttribute("aria-label", "搜索到的地方");
      this.note = element("p", "hb-bar__note");
      this.note.setAttribute("role", "status");
      const back = element("a", "hb-bar__button", "回到结果");
      back.href = resultsAddress(this.query);
      const turns = [button("上一处", () => this.step(-1)), button("下一处", () => this.step(1))];
      turns.forEach((turn) => (turn.hidden = this.hits.length < 2));
      this.bar.append(this.note, turns[0], turns[1], back, button("清除", () => this.clear()));
      this.bar.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.clear();
      });
      this.article.before(this.bar);
    }

    step(by) {
      this.go((this.at + by + this.hits.length) % this.hits.length);
    }

    go(index) {
      const before = this.hits[this.at];
      if (before) before.marks.forEach((mark) => mark.classList.remove("hb-mark--here"));
      this.at = index;
      const hit = this.hits[index];
      hit.marks.forEach((mark) => mark.classList.add("hb-mark--here"));
      const box = hit.marks[0].getBoundingClientRect();
      const inView = box.top > HEADER && box.bottom < window.innerHeight - HEADER;
      if (!inView) hit.marks[0].scrollIntoView({ block: "center" });
      this.note.textContent =
        this.hits.length > 1
          ? this.hits.length + " 处，这是第 " + (index + 1) + " 处"
          : "找到 1 处";
    }

    clear() {
      this.hits.forEach((hit) => {
        hit.marks.forEach((mark) => {
          const parent = mark.parentNode;
          mark.replaceWith(...mark.childNodes);
          parent.normalize();
        });
      });
      this.bar.remove();
      ui.setAddress({ h: null, t: null });
      document.getElementById("hb-main").focus({ preventScroll: true });
    }
  }

  function button(text, action) {
    const node = element("button", "hb-bar__button", text);
    node.type = "button";
    node.addEventListener("click", action);
    return node;
  }

  /* The results that one comes from, with their filters; else articles with the same words. */
  function resultsAddress(query) {
    try {
      const from = new URL(document.referrer);
      const ours = from.href.startsWith(String(window.__md_scope));
      if (ours && from.searchParams.get("q") === query) return from.href;
    } catch (error) {
      /* opened from elsewhere, or from a folder */
    }
    return ui.resultsLink({ q: query });
  }

  ui.eachPage(function () {
    const article = document.querySelector(".hb-article");
    const given = new URL(location.href).searchParams;
    const query = given.get("h");
    if (!article || !query) return;
    ui.engine((search) => search.marker(query)).then(
      function (words) {
        if (!document.contains(article) || article.querySelector(".hb-mark")) return;
        const marks = new Marks(article, query, words);
        if (!marks.hits.length) return;
        marks.show();
        marks.go(marks.chosen(given.get("t")));
      },
      function (error) {
        ui.reason(error); // the article can be read without marks
      }
    );
  });
})();
