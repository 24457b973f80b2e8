/* The results page. The address is the state: it is read, searched and shown, and every control
   only writes a new address; so a link can be sent and the back button works. */
(function () {
  "use strict";

  const ui = window.huibian.ui;
  const element = ui.element;

  const PAUSE = 60; // ms without a key before a search starts
  const WAIT = 200; // ms after which a search that takes time says so
  const PAGE = { full: 20, compact: 50 }; // articles of one page in each view
  const ROWS = 8; // rows of a facet before the rest is folded away
  const MANY = 20; // values of a facet beside which there is a field to find one
  const MORE = 100; // rows of a facet with any number of values, unfolded
  const RELEVANCE = "relevance";
  const VIEWS = [
    ["full", "详细"],
    ["compact", "紧凑"],
  ];
  const ARTICLES = {
    views: VIEWS,
    usualView: () => "full",
    noun: "篇",
    one: "一篇",
    what: "文章",
  };

  /* What the address asks for. Without words nothing is more relevant: the next order counts. */
  function readState(choices, kind) {
    const given = new URL(location.href).searchParams;
    const filters = {};
    choices.names.forEach(function (label, name) {
      filters[name] = given.getAll(name).filter((value, i, all) => all.indexOf(value) === i);
    });
    const query = (given.get("q") || "").trim();
    const sorts = choices.sorts.map((sort) => sort[0]).filter((sort) => query || sort !== RELEVANCE);
    const usual = sorts[0] || RELEVANCE;
    const usualView = kind.usualView(query);
    return {
      query,
      filters,
      usual,
      sort: sorts.indexOf(given.get("sort")) >= 0 ? given.get("sort") : usual,
      usualView,
      view: kind.views.some((view) => view[0] === given.get("view"))
        ? given.get("view")
        : usualView,
      page: Math.max(1, parseInt(given.get("page"), 10) || 1),
    };
  }

  function selected(filters) {
    const all = [];
    Object.keys(filters).forEach((name) => filters[name].forEach((value) => all.push([name, value])));
    return all;
  }

  function without(filters, name, value) {
    const changed = Object.assign({}, filters);
    changed[name] = filters[name].filter((other) => other !== value);
    return changed;
  }

  /* Field, facets and rows of a page of results. `kind` says which facets, sorts and views it
     offers and what it calls what it finds; a page of another kind (practices.js) overrides the
     methods that ask and print. */
  class Results {
    constructor(box, kind) {
      this.kind = kind;
      this.heading = document.title;
      const find = (selector) => box.querySelector(selector);
      this.box = box;
      this.form = find(".hb-ask");
      this.input = find(".hb-ask input");
      this.reset = find("[data-hb-ask-reset]");
      this.total = find(".hb-found__total");
      this.head = find(".hb-found__head");
      this.sort = find("[name=sort]");
      this.view = find("[name=view]");
      this.chips = find(".hb-chips");
      this.notes = find(".hb-found__notes");
      this.list = find(".hb-hits");
      this.pager = find(".hb-pager");
      this.section = find(".hb-found");
      this.say = ui.speaker(find("[data-hb-said]"));
      this.questions = ui.asker();
      this.hints = ui.asker();
      this.labels = new Map();
      this.text = ui.onText(this.input, () => this.typed());
      this.sheet = new Sheet(find(".hb-sift"), find("[data-hb-sift-open]"));
      // facets and orders come from the field table, through the page
      const choices = JSON.parse(box.getAttribute("data-hb-choices"));
      this.choices = { names: new Map(choices.filters), sorts: choices.sorts };
      this.facets = choices.facets.map(
        (name) =>
          new Facet(name, this.choices.names.get(name), kind.noun, {
            choose: (value, on) => this.filter(name, value, on),
            again: (facet) => this.refill(facet),
          })
      );
      const body = find(".hb-sift__body");
      body.textContent = "";
      this.facets.forEach((facet) => body.append(facet.box));
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        clearTimeout(this.timer);
        this.go({ q: this.input.value.trim() || null, page: null }, true);
      });
      this.reset.addEventListener("click", () => {
        this.text.set("");
        this.input.focus();
        this.go({ q: null, page: null });
      });
      this.sort.addEventListener("change", () => {
        const usual = this.sort.value === this.state.usual;
        this.go({ sort: usual ? null : this.sort.value, page: null }, true);
      });
      kind.views.forEach((view) => {
        const option = element("option", "", view[1]);
        option.value = view[0];
        this.view.append(option);
      });
      this.view.addEventListener("change", () => {
        const usual = this.view.value === this.state.usualView;
        this.go({ view: usual ? null : this.view.value, page: null }, true);
      });
      this.read(true);
    }

    /* Takes over what the address says and searches for it. */
    read(fresh) {
      this.state = readState(this.choices, this.kind);
      if (fresh || this.input !== document.activeElement) this.text.set(this.state.query);
      this.reset.hidden = !this.input.value;
      document.title = (this.state.query ? this.state.query + " - " : "") + this.heading;
      this.search(fresh);
    }

    /* Writes the address and searches; a step that the back button takes back is `pushed`. */
    go(changes, pushed) {
      ui.setAddress(changes, pushed);
      this.read();
    }

    typed() {
      this.reset.hidden = !this.input.value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.go({ q: this.input.value.trim() || null, page: null });
      }, PAUSE);
    }

    filter(name, value, on) {
      let values = this.state.filters[name];
      if (name === "region") {
        // a place holds all below it: the wider or the narrower one counts, not both
        values = values.filter((at) => !at.startsWith(value + "/") && !value.startsWith(at + "/"));
      }
      values = values.filter((other) => other !== value);
      if (on) values = values.concat(value);
      this.go({ [name]: values, page: null }, true);
    }

    clear() {
      const changes = { page: null };
      this.choices.names.forEach((label, name) => (changes[name] = null));
      this.go(changes, true);
      this.head.focus();
    }

    search(fresh) {
      const state = this.state;
      this.hints.cancel();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => {
        this.section.setAttribute("aria-busy", "true");
        if (!this.list.children.length) this.total.textContent = "正在搜索……";
      }, WAIT);
      this.questions.ask(
        state.query,
        this.options(state),
        (found) => {
          this.done();
          this.show(state, found);
          if (fresh) this.scrollBack();
        },
        (error) => {
          this.done();
          this.fail(error);
        }
      );
    }

    asked(what) {
      const all = {};
      this.facets.forEach((facet) => (all[facet.name] = what(facet)));
      return all;
    }

    /* Counts one facet anew: its own field was typed in, or more of it is wanted. */
    refill(facet) {
      facet.questions.ask(
        this.state.query,
        Object.assign(this.options(this.state), {
          limit: 0,
          snippets: false,
          facets: [facet.name],
          sparing: false,
        }),
        (found) => this.fillFacet(facet, found),
        (error) => this.fail(error)
      );
    }

    fillFacet(facet, found) {
      if (found.folded.indexOf(facet.name) >= 0) {
        facet.fold();
        return;
      }
      const entries = found.facets[facet.name] || [];
      entries.forEach((entry) => this.labels.set(facet.name + "=" + entry.value, entry.label));
      facet.show(entries, found.distinct[facet.name], this.state.filters[facet.name], this.labels);
    }

    /* What the engine is asked for besides the words. */
    options(state) {
      return {
        limit: PAGE[state.view],
        offset: (state.page - 1) * PAGE[state.view],
        filters: state.filters,
        sort: state.sort,
        snippets: state.view === "full",
        facets: this.facets.map((facet) => facet.name),
        sparing: true,
        within: this.asked((facet) => facet.words),
        most: this.asked((facet) => facet.most),
      };
    }

    /* How many pages the answer has. */
    pages(state, found) {
      return Math.max(1, Math.ceil(found.total / PAGE[state.view]));
    }

    done() {
      clearTimeout(this.waiting);
      this.section.removeAttribute("aria-busy");
    }

    fail(error) {
      const text = ui.reason(error);
      const note = element("div", "hb-found__error");
      const again = element("button", "", "再试一次");
      again.type = "button";
      again.addEventListener("click", () => this.search());
      note.append(element("p", "", text), again);
      this.notes.textContent = "";
      this.notes.append(note);
      this.list.textContent = "";
      this.pager.hidden = true;
      this.total.textContent = "没有结果";
      this.box.classList.toggle("hb-results--bare", this.facets.every((facet) => facet.box.hidden));
      this.say(text);
    }

    show(state, found) {
      const last = this.pages(state, found);
      if (state.page > last) {
        this.go({ page: last > 1 ? last : null });
        return;
      }
      this.facets.forEach((facet) => this.fillFacet(facet, found));
      this.showTotal(state, found, last);
      this.showSort(state);
      this.view.value = state.view;
      this.showChips(state);
      const filters = selected(state.filters).length;
      this.sheet.count(found.total, filters, this.kind.noun);
      this.box.classList.toggle("hb-results--bare", !found.total && !filters);
      this.notes.textContent = "";
      const broken = ui.warnings(found);
      if (broken.length) this.notes.append(this.brokenNote(broken));
      if (!found.total) this.notes.append(this.nothing(state, found));
      this.showRows(state, found);
      this.showPager(state.page, last);
    }

    showRows(state, found) {
      this.list.textContent = "";
      this.list.start = (state.page - 1) * PAGE[state.view] + 1;
      this.list.classList.toggle("hb-hits--compact", state.view === "compact");
      found.results.forEach((result) => this.list.append(hit(result, state, found.shown)));
    }

    showTotal(state, found, last) {
      const total = found.total.toLocaleString("en-US");
      const words = state.query ? "找到 " : "共 ";
      const page = last > 1 ? "，第 " + state.page + " 页，共 " + last + " 页" : "";
      this.total.textContent = "";
      if (found.total) this.total.append(words, element("b", "", total), " " + this.kind.noun, this.source(found), page);
      else this.total.append("没有找到" + this.kind.what);
      this.say(this.total.textContent + (ui.warnings(found).length ? "，有一部分没有搜到" : ""));
    }

    /* What the total comes from, where it does not say so itself. */
    source(found) {
      return "";
    }

    showSort(state) {
      this.sort.textContent = "";
      this.choices.sorts.forEach((sort) => {
        if (sort[0] === RELEVANCE && !state.query) return;
        const option = element("option", "", sort[1]);
        option.value = sort[0];
        option.selected = sort[0] === state.sort;
        this.sort.append(option);
      });
      this.sort.parentNode.hidden = this.sort.options.length < 2;
    }

    showChips(state) {
      const all = selected(state.filters);
      const focused = Array.prototype.indexOf.call(
        this.chips.querySelectorAll("button"),
        document.activeElement
      );
      this.chips.textContent = "";
      this.chips.hidden = !all.length;
      all.forEach((item) => {
        const label = this.label(item[0], item[1]);
        const chip = element("button", "hb-chip");
        chip.type = "button";
        const name = this.choices.names.get(item[0]);
        chip.setAttribute("aria-label", "去掉" + name + "：" + label);
        chip.append(element("span", "hb-chip__name", name), label);
        chip.append(element("span", "hb-chip__cross"));
        chip.addEventListener("click", () => this.filter(item[0], item[1], false));
        const row = element("li");
        row.append(chip);
        this.chips.append(row);
      });
      if (all.length > 1) {
        const clear = element("button", "hb-chip hb-chip--clear", "全部清除");
        clear.type = "button";
        clear.addEventListener("click", () => this.clear());
        const row = element("li");
        row.append(clear);
        this.chips.append(row);
      }
      if (focused >= 0) {
        const left = this.chips.querySelectorAll("button:not(.hb-chip--clear)");
        (left[Math.min(focused, left.length - 1)] || this.head).focus();
      }
    }

    label(name, value) {
      const short = name === "region" ? value.split("/").pop() : value;
      return this.labels.get(name + "=" + value) || short || "未注明";
    }

    brokenNote(texts) {
      const note = element("div", "hb-found__error");
      note.append(element("p", "", "有一部分没有搜到，下面的结果可能不全。"));
      const list = element("ul");
      texts.forEach((text) => list.append(element("li", "", text)));
      note.append(list);
      const again = element("button", "", "再试一次");
      again.type = "button";
      again.addEventListener("click", () => this.search());
      note.append(again);
      return note;
    }

    /* Why there is nothing, and every way on from here. */
    nothing(state, found) {
      const box = element("div", "hb-nothing");
      const filters = selected(state.filters);
      found.missing.forEach((item) => {
        box.append(element("p", "", "没有" + this.kind.one + "含有“" + item.word + "”。"));
        this.offer(
          box,
          "换成",
          item.near.slice(0, 6).map((word) => [
            word,
            () => {
              this.text.set(ui.replaceWord(state.query, item.word, word));
              this.go({ q: this.input.value, page: null }, true);
            },
          ])
        );
      });
      if (!found.missing.length && state.query) {
        const where = filters.length ? "在所选条件下，" : "";
        const several =
          found.words.length > 1
            ? "没有" + this.kind.one + "同时含有这些词。"
            : "没有符合的" + this.kind.what + "。";
        box.append(element("p", "", where + several));
      }
      if (!state.query) box.append(element("p", "", "没有" + this.kind.one + "同时符合所选的条件。"));
      const lost = found.missing.map((item) => item.word);
      const held = found.words.filter((word) => lost.indexOf(word) < 0);
      if (found.words.length > 1) {
        this.offer(
          box,
          "只找",
          held.map((word) => [
            word,
            () => {
              this.text.set(word);
              this.go({ q: word, page: null }, true);
            },
          ])
        );
      }
      if (filters.length && !found.missing.length) this.offerFilters(box, state, filters);
      return box;
    }

    /* Offers to drop each filter, with the number of articles that this would show. */
    offerFilters(box, state, filters) {
      const choices = filters.map((item) => [
        this.choices.names.get(item[0]) + "：" + this.label(item[0], item[1]),
        () => {
          this.filter(item[0], item[1], false);
          this.head.focus();
        },
      ]);
      const rests = filters.map((item) => without(state.filters, item[0], item[1]));
      if (filters.length > 1) {
        choices.push(["全部条件", () => this.clear()]);
        rests.push({});
      }
      const buttons = this.offer(box, "去掉", choices).querySelectorAll("button");
      const next = (i) => {
        if (i >= rests.length) return;
        const rest = rests[i];
        this.hints.ask(
          state.query,
          Object.assign(this.options(state), { limit: 0, filters: rest, snippets: false, facets: [] }),
          (found) => {
            if (found.total) {
              buttons[i].append(element("span", "hb-offer__n", found.total + " " + this.kind.noun));
            } else buttons[i].hidden = true; // leads nowhere
            next(i + 1);
          },
          () => {}
        );
      };
      next(0);
    }

    offer(box, label, choices) {
      const row = element("p", "hb-offer");
      if (!choices.length) return row;
      row.append(element("span", "hb-offer__label", label));
      choices.forEach(function (choice) {
        const button = element("button", "", choice[0]);
        button.type = "button";
        button.addEventListener("click", choice[1]);
        row.append(button);
      });
      box.append(row);
      return row;
    }

    showPager(page, last) {
      this.pager.textContent = "";
      this.pager.hidden = last < 2;
      if (last < 2) return;
      const link = (number, text, rel) => {
        const url = new URL(location.href);
        if (number > 1) url.searchParams.set("page", number);
        else url.searchParams.delete("page");
        const node = element("a", "", text);
        node.href = url.href;
        if (rel) node.rel = rel;
        else node.setAttribute("aria-label", "第 " + number + " 页");
        node.addEventListener("click", (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          event.stopPropagation();
          this.go({ page: number > 1 ? number : null }, true);
          this.box.scrollIntoView();
          this.head.focus({ preventScroll: true });
        });
        return node;
      };
      if (page > 1) this.pager.append(link(page - 1, "上一页", "prev"));
      const list = element("ol");
      let before = 0;
      for (let number = 1; number <= last; number += 1) {
        if (number > 1 && number < last && Math.abs(number - page) > 2) continue;
        if (number > before + 1) {
          const gap = element("li", "hb-pager__gap", "…");
          gap.setAttribute("aria-hidden", "true");
          list.append(gap);
        }
        const item = element("li");
        if (number === page) {
          const here = element("span", "", String(number));
          here.setAttribute("aria-current", "page");
          item.append(here);
        } else item.append(link(number, String(number)));
        list.append(item);
        before = number;
      }
      this.pager.append(list);
      if (page < last) this.pager.append(link(page + 1, "下一页", "next"));
    }

    /* Coming back from an article: to where one was, once the rows are there again. */
    scrollBack() {
      const y = history.state && history.state.hbScroll;
      if (y) window.scrollTo(0, y);
    }
  }

  /* A result: title, facts, up to three places in the text, where it is from; the compact view has
     no more than what stands in one line. */
  function hit(result, state, shown) {
    const item = element("li", "hb-hit");
    const title = element("h3", "hb-hit__title");
    const link = element("a");
    link.href = ui.articleLink(result.url, state.query);
    link.append(ui.marked(result.title, result.titleMarks));
    title.append(link);
    const where = line("hb-hit__facts", result, shown.results);
    where.append(window.huibian.tray.control(result));
    item.append(title, where);
    const snippets = result.snippets || [];
    if (snippets.length) {
      const list = element("ul", "hb-hit__snippets");
      snippets.forEach((snippet) => {
        const row = element("li");
        const to = element("a");
        to.href = ui.articleLink(snippet.url || result.url, state.query, snippet);
        if (snippet.heading) {
          const heading = element("span", "hb-hit__heading");
          heading.append(ui.marked(snippet.heading, snippet.headingMarks));
          to.append(heading);
        }
        to.append(ui.marked(snippet.text, snippet.marks));
        row.append(to);
        list.append(row);
      });
      item.append(list);
    }
    if (state.view === "full") item.append(line("hb-hit__foot", result, shown.foot));
    return item;
  }

  /* Facts of a result, a point between each two; nothing where it has none. */
  function line(className, result, fields) {
    const facts = ui.facts(result, fields);
    if (!facts.length) return document.createDocumentFragment();
    const node = element("p", className);
    facts.forEach((fact, i) => {
      const next = facts[i + 1];
      const part = element("span", "hb-hit__" + fact.field, fact.text);
      // the number belongs to the collection before it
      if (next && !(fact.field === "collection" && next.field === "number")) {
        part.classList.add("hb-hit__apart");
      }
      node.append(part, " ");
    });
    return node;
  }

  /* One facet: checkboxes with counts. Rows are kept from one answer to the next, so that focus
     and what a screen reader is at stay where they are. Places form a tree; beside many other
     values stands a field to find one. */
  class Facet {
    constructor(name, title, noun, acts) {
      this.name = name;
      this.noun = noun;
      this.acts = acts;
      this.rows = new Map();
      this.opened = new Set();
      this.all = false;
      this.words = "";
      this.questions = ui.asker();
      this.box = element("fieldset", "hb-sift__facet");
      this.seek = element("input", "hb-sift__seek");
      this.seek.type = "text";
      this.seek.autocomplete = "off";
      this.seek.placeholder = "找" + title;
      this.seek.setAttribute("aria-label", "在" + title + "里找");
      this.seek.hidden = true;
      ui.onText(this.seek, () => this.typed());
      this.list = element("ul");
      this.none = element("p", "hb-hint", "没有含这些字的" + title + "。");
      this.none.setAttribute("role", "status");
      this.rest = element("p", "hb-hint");
      this.more = element("button", "hb-sift__more");
      this.more.type = "button";
      this.more.addEventListener("click", () => {
        if (this.folded) {
          say(this.more, "正在数……");
          this.acts.again(this);
          return;
        }
        this.all = !this.all;
        if (this.all && this.distinct > this.entries.length) this.acts.again(this);
        else this.show(this.entries, this.distinct, this.chosen, this.labels);
      });
      this.box.append(element("legend", "", title), this.seek, this.none, this.list);
      this.box.append(this.rest, this.more);
      this.box.hidden = true;
    }

    /* How many values it needs, of a facet that may have any number. */
    get most() {
      return this.all ? MORE : ROWS;
    }

    typed() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.words = this.seek.value.trim();
        this.acts.again(this);
      }, PAUSE);
    }

    /* Without its values: in a large library much has to be loaded to count them, and only who
       wants to see them waits for it. */
    fold() {
      this.folded = true;
      this.box.hidden = false;
      this.seek.hidden = this.none.hidden = this.rest.hidden = true;
      this.fill(this.list, [], null);
      this.more.hidden = false;
      say(this.more, "点开看各有多少" + this.noun);
    }

    /* `distinct` counts the values that there are; `entries` may be the first few of them. */
    show(entries, distinct, chosen, labels) {
      const unfolds = this.folded && document.activeElement === this.more;
      this.folded = false;
      this.entries = entries;
      this.distinct = distinct;
      this.chosen = chosen;
      this.labels = labels;
      const known = new Set(entries.map((entry) => entry.value));
      const gone = chosen.filter((value) => !known.has(value));
      const lost = gone.map((value) => ({
        value,
        label: labels.get(this.name + "=" + value) || value.split("/").pop() || "未注明",
        count: 0,
      }));
      const all = entries.concat(lost);
      const isTree = this.name === "region";
      const tree = isTree ? treeOf(all) : { tops: all, below: new Map() };
      const tops = tree.tops;
      const shown = tops.filter(
        (entry, i) => this.all || i < ROWS || chosen.some((value) => isWithin(value, entry.value))
      );
      const focused = document.activeElement;
      this.used = new Set();
      this.fill(this.list, shown, tree);
      Array.from(this.rows.keys()).forEach((key) => {
        if (!this.used.has(key)) this.rows.delete(key);
      });
      if (focused !== document.activeElement && this.box.contains(focused)) focused.focus();
      this.box.hidden = !all.length && !this.words;
      this.seek.hidden = isTree || (distinct <= MANY && !this.words);
      this.none.hidden = Boolean(distinct) || !this.words;
      const total = isTree ? tops.length : Math.max(distinct, tops.length);
      const rest = total - shown.length;
      const next = distinct > entries.length ? Math.min(rest, MORE - ROWS) : rest;
      this.more.hidden = !(this.all ? total > ROWS : rest);
      say(this.more, this.all ? "收起" : "再列 " + next + " 个");
      this.rest.hidden = !(this.all && rest);
      say(this.rest, "另有 " + rest.toLocaleString("en-US") + " 个，在上面填几个字来找。");
      this.list.classList.toggle("hb-sift__long", this.all && tops.length > 20);
      const first = unfolds && this.list.querySelector("input");
      if (first) first.focus();
    }

    fill(list, entries, tree) {
      const nodes = entries.map((entry) => this.row(entry, tree));
      const same =
        nodes.length === list.children.length && nodes.every((node, i) => list.children[i] === node);
      if (same) return;
      list.textContent = "";
      list.append.apply(list, nodes);
    }

    row(entry, tree) {
      const key = entry.value;
      this.used.add(key);
      if (!this.rows.has(key)) this.rows.set(key, this.make(key));
      const row = this.rows.get(key);
      row.box.checked = this.chosen.indexOf(key) >= 0;
      say(row.name, entry.label);
      say(row.count, entry.count.toLocaleString("en-US"));
      row.item.classList.toggle("hb-sift__none", !entry.count && !row.box.checked);
      const below = tree.below.get(key) || [];
      row.open.hidden = !below.length;
      if (below.length) {
        const inside = this.chosen.some((value) => value !== key && isWithin(value, key));
        const open = inside || this.opened.has(key);
        row.open.setAttribute("aria-expanded", String(open));
        row.open.setAttribute("aria-label", entry.label + "的下级地区");
        row.list.hidden = !open;
        if (open) this.fill(row.list, below, tree);
      } else row.list.hidden = true;
      return row.item;
    }

    make(value) {
      const item = element("li");
      const line = element("div", "hb-sift__row");
      const label = element("label");
      const box = element("input");
      const open = element("button", "hb-sift__open");
      const list = element("ul");
      const row = { item, box, open, list, name: element("span"), count: element("span") };
      row.count.className = "hb-sift__n";
      box.type = "checkbox";
      box.addEventListener("change", () => this.acts.choose(value, box.checked));
      open.type = "button";
      open.addEventListener("click", () => {
        if (this.opened.has(value)) this.opened.delete(value);
        else this.opened.add(value);
        this.show(this.entries, this.distinct, this.chosen, this.labels);
      });
      label.append(box, row.name);
      line.append(label, open, row.count);
      item.append(line, list);
      return row;
    }
  }

  function isWithin(value, top) {
    return value === top || value.startsWith(top + "/");
  }

  /* Say something only where it is new: hundreds of counts stay the same. */
  function say(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  /* Which places stand under no other one, and by place those just below it. */
  function treeOf(entries) {
    const known = new Set(entries.map((entry) => entry.value));
    const tree = { tops: [], below: new Map() };
    entries.forEach((entry) => {
      const parts = entry.value.split("/");
      const parent = parts.slice(0, -1).join("/");
      if (!parts.some((_, i) => i && known.has(parts.slice(0, i).join("/")))) tree.tops.push(entry);
      if (parts.length > 1) tree.below.set(parent, (tree.below.get(parent) || []).concat(entry));
    });
    return tree;
  }

  /* The facets on a phone: a sheet over the page that keeps the focus until it is closed. */
  class Sheet {
    constructor(box, button) {
      this.box = box;
      this.button = button;
      this.done = box.querySelector("[data-hb-sift-close]");
      button.addEventListener("click", () => this.open());
      this.done.addEventListener("click", () => this.close());
      box.addEventListener("keydown", (event) => this.key(event));
    }

    open() {
      this.box.classList.add("hb-sift--open");
      this.box.setAttribute("role", "dialog");
      this.box.setAttribute("aria-modal", "true");
      this.button.setAttribute("aria-expanded", "true");
      document.body.classList.add("hb-behind");
      this.done.focus();
    }

    close() {
      this.box.classList.remove("hb-sift--open");
      this.box.setAttribute("role", "group");
      this.box.removeAttribute("aria-modal");
      this.button.setAttribute("aria-expanded", "false");
      document.body.classList.remove("hb-behind");
      this.button.focus();
    }

    key(event) {
      if (!this.box.classList.contains("hb-sift--open")) return;
      if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      } else if (event.key === "Tab") {
        const all = Array.from(this.box.querySelectorAll("button, input")).filter(
          (node) => node.offsetParent
        );
        const edge = event.shiftKey ? all[0] : all[all.length - 1];
        if (document.activeElement !== edge) return;
        event.preventDefault();
        (event.shiftKey ? all[all.length - 1] : all[0]).focus();
      }
    }

    count(total, filters, noun) {
      this.done.textContent = total ? "看 " + total.toLocaleString("en-US") + " " + noun : "完成";
      this.button.textContent = filters ? "筛选（" + filters + "）" : "筛选";
    }
  }

  let results = null;

  /* Fills the part of a page that is for results of its kind. */
  function fill(name, make) {
    ui.eachPage(function () {
      const box = document.querySelector(`[data-hb-results="${name}"]`);
      if (box && !(results && results.box === box)) results = make(box);
    });
  }

  fill("articles", (box) => new Results(box, ARTICLES));
  ui.results = { Results, fill };

  window.addEventListener("popstate", function () {
    if (results && document.contains(results.box)) {
      results.input.blur();
      results.read();
    }
  });

  window.addEventListener("pagehide", function () {
    if (!results || !document.contains(results.box)) return;
    try {
      const state = Object.assign({}, history.state, { hbScroll: window.scrollY });
      history.replaceState(state, "", location.href);
    } catch (error) {
      /* an old browser on file://: one starts at the top */
    }
  });
})();
