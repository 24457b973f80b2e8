/* The index of practices, as a page of results (search-page.js) whose rows are practices. While
   nothing is asked it shows the themes that stand in the page. */
(function () {
  "use strict";

  const ui = window.huibian.ui;
  const { Results, fill } = ui.results;
  const element = ui.element;

  const LIMIT = { theme: 8, list: 20 }; // themes and practices of one page
  const SAMPLE = 4; // practices shown of a theme
  const PARTS = 3; // parts shown of a practice

  const KIND = {
    views: [
      ["theme", "按主题分组"],
      ["list", "逐条排列"],
    ],
    usualView: (query) => (query ? "list" : "theme"),
    noun: "条做法",
    one: "一条做法",
    what: "做法",
  };

  class Practices extends Results {
    get themes() {
      return this.box.querySelector(".hb-ideas");
    }

    isPlain(state) {
      const filtered = Object.keys(state.filters).some((name) => state.filters[name].length);
      const usual = state.view === "theme" && state.sort === state.usual;
      return !state.query && !filtered && usual;
    }

    options(state) {
      const plain = this.isPlain(state);
      return Object.assign(super.options(state), {
        among: "practices",
        limit: plain ? 0 : LIMIT[state.view],
        offset: (state.page - 1) * LIMIT[state.view],
        group: state.view === "theme" && !plain ? "theme" : "",
        sample: SAMPLE,
      });
    }

    pages(state, found) {
      if (this.isPlain(state)) return 1;
      const total = state.view === "theme" ? found.groupTotal : found.total;
      return Math.max(1, Math.ceil(total / LIMIT[state.view]));
    }

    search(fresh) {
      const plain = this.isPlain(this.state);
      this.themes.hidden = !plain;
      if (plain) this.list.textContent = "";
      super.search(fresh);
    }

    source(found) {
      return "，见于 " + found.articles.toLocaleString("en-US") + " 篇";
    }

    showRows(state, found) {
      this.list.textContent = "";
      this.list.removeAttribute("start");
      if (this.way) this.way.remove();
      if (this.isPlain(state)) return;
      if (found.groups) {
        found.groups.forEach((group) => this.list.append(this.group(group, state, found.shown)));
      } else {
        this.list.start = (state.page - 1) * LIMIT.list + 1;
        found.results.forEach((result) => this.list.append(row(result, state, "h3", found.shown)));
      }
      if (state.query && found.total) this.pager.after((this.way = wider(state.query)));
    }

    /* A theme with its first practices and the way to all of them. */
    group(group, state, shown) {
      const item = element("li", "hb-group");
      const title = element("h3", "hb-group__title", group.label + " ");
      title.append(element("span", "hb-h-count", group.count.toLocaleString("en-US") + " 条"));
      const rows = element("ol");
      group.results.forEach((result) => rows.append(row(result, state, "h4", shown)));
      item.append(title, rows);
      if (group.value && group.count > group.results.length) {
        const all = element("button", "hb-group__all", "看这个主题的全部 " + group.count + " 条");
        all.type = "button";
        all.addEventListener("click", () => {
          this.go({ theme: group.value, view: "list", page: null }, true);
          this.box.scrollIntoView();
          this.head.focus({ preventScroll: true });
        });
        item.append(all);
      }
      return item;
    }

    nothing(state, found) {
      const box = super.nothing(state, found);
      if (!state.query) return box;
      const line = wider(state.query);
      box.append(line);
      this.elsewhere = this.elsewhere || ui.asker();
      this.elsewhere.ask(
        state.query,
        { limit: 0, snippets: false },
        (articles) => {
          const count = articles.total;
          line.append(element("span", "hb-offer__n", count ? count + " 篇" : "也没有"));
        },
        () => {} // the way on stays, without a number
      );
      return box;
    }
  }

  /* The same words in whole articles. */
  function wider(query) {
    const line = element("p", "hb-wider");
    const link = element("a", "", "在全文里搜索“" + query + "”");
    link.href = ui.resultsLink({ q: query });
    line.append(link);
    return line;
  }

  /* A practice: its words, its parts (those with the words that were asked for first), and whose
     it is. */
  function row(result, state, level, fields) {
    const item = element("li", "hb-idea");
    const title = element(level, "hb-idea__text");
    const link = element("a");
    link.href = address(result, state.query);
    link.append(ui.marked(result.text, result.marks));
    title.append(link);
    item.append(title);
    const told = result.parts.filter((part) => part.marks.length);
    const shown = (told.length ? told : result.parts).slice(0, PARTS);
    if (shown.length) {
      const parts = element("p", "hb-idea__parts");
      shown.forEach((part, i) => {
        if (i) parts.append("；");
        parts.append(ui.marked(part.text, part.marks));
      });
      if (shown.length < result.parts.length) parts.append(`（共 ${result.parts.length} 条）`);
      item.append(parts);
    }
    const from = element("p", "hb-idea__from");
    const article = element("a", "", result.title);
    article.href = ui.articleLink(result.url, "");
    from.append(article);
    ui.facts(result, fields.results).forEach((fact) => {
      from.append(element("span", "hb-sep", "·"), fact.text);
    });
    if (result.themes.length && state.view === "list") {
      from.append(element("span", "hb-sep", "·"), result.themes.join("、"));
    }
    from.append(window.huibian.tray.control(result));
    item.append(from);
    return item;
  }

  /* The heading in the article, with the words marked. An opening sentence has no address of its
     own: it is led to by its words. */
  function address(result, query) {
    const place = result.anchor ? result.url + "#" + result.anchor : result.url;
    if (!query && !result.anchor) return ui.articleLink(place, `"${result.text}"`);
    const told = [result].concat(result.parts).find((part) => part.marks.length);
    return ui.articleLink(place, query, told);
  }

  fill("practices", (box) => new Practices(box, KIND));
})();
