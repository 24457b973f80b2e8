/* Search fields: in the header of every page and in the home page. Results as one types, as a
   combobox with a listbox: focus stays in the field, the arrows choose, Enter opens.
   Asks the engine (search.js) and knows nothing of its index. `huibian.ui` holds what the results
   page and the marks in an article need too. */
(function () {
  "use strict";

  const PAUSE = 60; // ms without a key before a search starts
  const SILENCE = 700; // ms without a change before a result is read out
  const LISTED = 8;
  /* How a field takes words: a key on a phone's keyboard that says search, nothing corrected. */
  const ASKED = {
    inputmode: "search",
    enterkeyhint: "search",
    autocapitalize: "off",
    spellcheck: "false",
  };
  /* The scripts that fill a page of results, by what is found there; each needs those before it. */
  const PAGES = {
    articles: ["hbPage"],
    practices: ["hbEngine", "hbPage", "hbPracticeEngine", "hbPractices"],
  };

  const huibian = (window.huibian = window.huibian || {});
  const root = String(window.__md_scope);
  const scripts = {}; // beside this one
  Object.keys(document.currentScript.dataset).forEach(function (name) {
    scripts[name] = new URL(document.currentScript.dataset[name], document.currentScript.src).href;
  });

  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function set(node, attributes) {
    Object.keys(attributes).forEach((name) => node.setAttribute(name, attributes[name]));
  }

  /* A button that is drawn, with its name for those who listen. */
  function button(className, label) {
    const node = element("button", className);
    node.type = "button";
    node.setAttribute("aria-label", label);
    return node;
  }

  /* The text with <mark> around each [start, end]. */
  function marked(text, marks) {
    const fragment = document.createDocumentFragment();
    let at = 0;
    (marks || []).forEach(function (pair) {
      const start = Math.max(pair[0], at);
      if (pair[1] <= start) return;
      fragment.append(text.slice(at, start), element("mark", "", text.slice(start, pair[1])));
      at = pair[1];
    });
    fragment.append(text.slice(at));
    return fragment;
  }

  /* 2022-04 as 2022年4月. */
  function chineseDate(date) {
    const units = ["年", "月", "日"];
    const parts = String(date || "").split("-");
    return parts.map((part, i) => (part ? Number(part) + (units[i] || "") : "")).join("");
  }

  /* How a field of a result is read; any other is a text already. */
  const WORDS = {
    region: (value) => value.split("/").join(" "),
    date: chineseDate,
    themes: (value) => value.join("、"),
    collection: (value) => (value.title ? "《" + value.title + "》" : ""),
    number: (value) => "第 " + value + " 篇",
    length: (value) => value.toLocaleString("en-US") + " 字",
  };

  /* The fields of a result that have a value, in words: [{field, text}, …]. */
  function facts(result, fields) {
    return fields
      .map(function (field) {
        const value = result[field];
        return { field, text: value ? (WORDS[field] ? WORDS[field](value) : value) : "" };
      })
      .filter((fact) => fact.text);
  }

  /* The address of an article, or of a place in it, on which the words of a query get marked.
     `snippet` says which of the hits is meant: by the words from its first mark on. */
  function articleLink(url, query, snippet) {
    const link = new URL(url, root);
    if (query.trim()) link.searchParams.set("h", query.trim());
    if (snippet && snippet.marks.length) {
      const start = snippet.marks[0][0];
      link.searchParams.set("t", snippet.text.slice(start, start + 16).replace(/…$/, ""));
    }
    return link.href;
  }

  /* Reads a sentence out once the reader has paused; an older sentence that waits is dropped. */
  function speaker(node) {
    let timer = 0;
    return function (text) {
      clearTimeout(timer);
      timer = setTimeout(function () {
        if (node.textContent !== text) node.textContent = text;
      }, SILENCE);
    };
  }

  /* Most visits never search: scripts that this one's element names are loaded when they are
     wanted. A failure is forgotten, so that a later try can succeed. */
  const loading = new Map();

  function load(name) {
    if (!loading.has(name)) {
      loading.set(
        name,
        new Promise(function (resolve, reject) {
          const script = document.createElement("script");
          script.onload = resolve;
          script.onerror = function () {
            loading.delete(name);
            script.remove();
            reject(new Error("script not loaded: " + name));
          };
          script.src = scripts[name];
          document.head.append(script);
        })
      );
    }
    return loading.get(name);
  }

  function loadAll(names) {
    return names.reduce((before, name) => before.then(() => load(name)), Promise.resolve());
  }

  /* Asks the engine; where its script could not be loaded, that is an error like any other. */
  function engine(question) {
    return load("hbEngine").then(() => question(huibian.search));
  }

  /* Runs searches one after another; the answer to an older question is never passed on. */
  function asker() {
    let controller = null;
    let serial = 0;
    return {
      cancel: function () {
        serial += 1;
        if (controller) controller.abort();
        controller = null;
      },
      ask: function (query, options, answer, fail) {
        this.cancel();
        const mine = serial;
        controller = window.AbortController ? new AbortController() : null;
        const signal = controller ? { signal: controller.signal } : {};
        engine((search) => search(query, Object.assign(signal, options))).then(
          function (found) {
            if (mine === serial) answer(found);
          },
          function (error) {
            if (mine === serial && error.name !== "AbortError") fail(error);
          }
        );
      },
    };
  }

  /* What went wrong, in Chinese; an error that is none of the engine's is also logged. */
  function reason(error) {
    if (huibian.SearchError && error instanceof huibian.SearchError) return error.message;
    console.error(error);
    return "搜索没有成功。请刷新页面再试。";
  }

  function warnings(found) {
    return (found.warnings || []).map((item) => String(item.message || item));
  }

  /* Calls back when the text of a field has changed, but not while an input method composes. */
  function onText(input, callback) {
    let composing = false;
    let last = input.value;
    function changed() {
      if (composing || input.value === last) return;
      last = input.value;
      callback(input.value);
    }
    input.addEventListener("compositionstart", function () {
      composing = true;
    });
    input.addEventListener("compositionend", function () {
      composing = false;
      changed();
    });
    input.addEventListener("input", changed);
    return {
      set: function (text) {
        input.value = last = text;
      },
    };
  }

  /* Whether a key belongs to the input method: its Enter takes a word and its Esc drops one. */
  function isComposing(event) {
    return event.isComposing || event.keyCode === 229;
  }

  class Finder {
    constructor(box) {
      this.box = box;
      this.form = box.querySelector("form");
      this.input = box.querySelector("input");
      this.isHeader = box.getAttribute("data-hb-find") === "header";
      this.furnish();
      this.questions = asker();
      this.timer = 0;
      this.active = -1;
      this.before = null;
      this.text = onText(this.input, () => (this.isOpen ? this.changed() : this.open()));
      this.input.addEventListener("focus", () => this.open());
      this.input.addEventListener("keydown", (event) => this.key(event));
      box.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !isComposing(event)) this.escape(event);
      });
      this.reset.addEventListener("click", () => this.clear());
      box.addEventListener("focusout", (event) => {
        // to nowhere: a click beside a control, or the window lost the focus
        if (event.relatedTarget && !box.contains(event.relatedTarget)) this.close();
      });
      document.addEventListener("pointerdown", (event) => {
        if (!box.contains(event.target)) this.close();
      });
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.go(resultsLink({ q: this.input.value.trim() }));
      });
      this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the focus
      this.list.addEventListener("click", (event) => this.clicked(event));
    }

    /* Makes what no one sees or needs before the field is used: pages stay small. */
    furnish() {
      const bar = this.input.parentNode;
      this.panel = element("div", "hb-find__panel");
      this.note = element("p", "hb-find__note");
      this.list = element("div", "hb-find__list");
      this.reset = button("hb-find__reset", "清空");
      const said = element("p", "hb-hidden");
      this.panel.hidden = this.reset.hidden = true;
      this.list.id = "hb-find-" + this.box.getAttribute("data-hb-find");
      this.list.tabIndex = -1;
      set(this.list, { role: "listbox", "aria-label": "搜索结果" });
      set(said, { role: "status", "aria-live": "polite" });
      set(this.input, ASKED);
      set(this.input, {
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": this.list.id,
      });
      bar.insertBefore(this.reset, bar.querySelector("[type=submit]"));
      this.panel.append(this.note, this.list);
      this.form.append(this.panel, said);
      this.say = speaker(said);
      if (!this.isHeader) return;
      const back = button("hb-find__back", "关闭搜索");
      const overlay = element("div", "hb-find__overlay");
      bar.prepend(back);
      this.form.before(overlay);
      [back, overlay].forEach((one) => one.addEventListener("click", () => this.close()));
    }

    get isOpen() {
      return !this.panel.hidden;
    }

    open() {
      if (this.isOpen) return;
      this.panel.hidden = false;
      this.box.classList.add("hb-find--open");
      if (this.isHeader) setToggle(true);
      engine((search) => search.prepare()).catch(() => {}); // a search that follows will tell
      this.changed();
    }

    close(keepsFocus) {
      if (!this.isOpen) return;
      clearTimeout(this.timer);
      this.questions.cancel();
      this.panel.hidden = true;
      this.box.classList.remove("hb-find--open");
      this.fill([]);
      const at = document.activeElement;
      if (!keepsFocus && this.box.contains(at)) at.blur();
      if (this.isHeader) {
        setToggle(false);
        forgetQuery();
      }
    }

    /* From the header back to where one was; in a page one stays in the field. */
    escape(event) {
      if (!this.isOpen) return;
      event.preventDefault();
      event.stopPropagation();
      this.close(!this.isHeader);
      if (this.isHeader && this.before && document.contains(this.before)) {
        this.before.focus({ preventScroll: true });
      }
    }

    clear() {
      this.text.set("");
      this.input.focus();
      this.changed();
    }

    changed() {
      const query = this.input.value.trim();
      this.reset.hidden = !this.input.value;
      clearTimeout(this.timer);
      this.questions.cancel();
      if (!this.isOpen) return;
      if (!query) {
        this.fill([]);
        this.note.textContent = "空格隔开的词都要出现；“引号”里的整句照原样找；-词 表示不要。";
        this.say("");
        return;
      }
      this.box.classList.add("hb-find--busy");
      if (!this.list.children.length) this.note.textContent = "正在搜索……";
      this.timer = setTimeout(() => this.ask(query), PAUSE);
    }

    /* One character stands in most articles: themes and places that hold it are offered first. */
    ask(query) {
      const words =
        query.length === 1
          ? engine((search) => search.suggest(query, 4)).catch(() => [])
          : Promise.resolve([]);
      this.questions.ask(
        query,
        { limit: LISTED, facets: [] },
        (found) =>
          words.then((offered) => {
            if (this.isOpen && this.input.value.trim() === query) this.show(query, found, offered);
          }),
        (error) => this.fail(error)
      );
    }

    show(query, found, offered) {
      const options = offered
        .map((word) => queryOption(word.value, word.value))
        .concat(found.results.map((result) => hitOption(result, query, found.shown.results)));
      const part = warnings(found).length ? "有一部分没有搜到，" : "";
      if (found.total) {
        const link = element("a", "hb-find__all", "查看全部 " + found.total + " 篇");
        link.href = resultsLink({ q: query });
        options.push(link);
        this.note.textContent = part + "找到 " + found.total + " 篇";
      } else {
        const missing = found.missing.map((item) => "“" + item.word + "”").join("、");
        this.note.textContent =
          part + (missing ? "没有一篇含有" + missing + "。" : "没有一篇同时含有这些词。");
        found.missing.forEach(function (item) {
          item.near.slice(0, 4).forEach(function (word) {
            const other = replaceWord(query, item.word, word);
            options.push(queryOption("换成“" + word + "”", other));
          });
        });
      }
      this.fill(options);
      const more = options.length ? "，用上下箭头选择" : "";
      this.say(this.note.textContent.replace(/。$/, "") + more);
    }

    fail(error) {
      this.fill([]);
      this.note.textContent = reason(error);
      this.say(this.note.textContent);
    }

    fill(options) {
      this.box.classList.remove("hb-find--busy");
      options.forEach((option, i) => {
        option.id = this.list.id + "-" + i;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.tabIndex = -1;
      });
      this.list.textContent = "";
      this.list.append.apply(this.list, options);
      this.list.scrollTop = 0;
      this.input.setAttribute("aria-expanded", String(options.length > 0));
      this.choose(-1);
    }

    choose(index) {
      const options = this.list.children;
      const before = options[this.active];
      if (before) before.setAttribute("aria-selected", "false");
      this.active = index;
      const option = options[index];
      if (!option) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    key(event) {
      if (isComposing(event)) return;
      const count = this.list.children.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!this.isOpen) {
          this.open();
          return;
        }
        // beyond either end stands the field itself
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.choose(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && this.list.children[this.active]) {
        event.preventDefault();
        this.list.children[this.active].click();
      }
    }

    clicked(event) {
      const option = event.target.closest("a");
      if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const query = option.getAttribute("data-hb-query");
      if (query !== null) {
        event.preventDefault();
        this.text.set(query);
        this.input.focus();
        this.changed();
        return;
      }
      this.close();
    }

    go(url) {
      this.close();
      const link = element("a");
      link.href = url;
      link.hidden = true;
      document.body.append(link);
      link.click(); // so that Material's instant loading sees it
      link.remove();
    }
  }

  function hitOption(result, query, fields) {
    const option = element("a", "hb-find__hit");
    option.href = articleLink(result.url, query);
    const title = element("span", "hb-find__title");
    title.append(marked(result.title, result.titleMarks));
    const line = facts(result, fields).map((fact) => fact.text);
    option.append(title, element("span", "hb-find__facts", line.join(" · ")));
    const snippet = (result.snippets || [])[0];
    if (snippet) {
      // shown, not read out: with arrows one wants title and place
      const place = element("span", "hb-find__snippet");
      place.setAttribute("aria-hidden", "true");
      place.append(marked(snippet.text, snippet.marks));
      option.append(place);
    }
    return option;
  }

  /* An option that puts another query into the field. */
  function queryOption(text, query) {
    const option = element("a", "hb-find__near", text);
    option.href = resultsLink({ q: query });
    option.setAttribute("data-hb-query", query);
    return option;
  }

  /* The query with one word changed, and the rest as typed. */
  function replaceWord(query, word, other) {
    if (query.indexOf(word) >= 0) return query.replace(word, () => other);
    const words = query.split(/\s+/);
    return words.length > 1 ? words.slice(0, -1).concat(other).join(" ") : other;
  }

  /* The address of the results page; `state` maps a name to a value or to several. */
  function resultsLink(state) {
    const link = new URL(document.querySelector("[data-hb-find] form").getAttribute("action"), base);
    Object.keys(state).forEach(function (name) {
      [].concat(state[name]).forEach(function (value) {
        if (value !== undefined && (value !== "" || name !== "q")) {
          link.searchParams.append(name, value);
        }
      });
    });
    return link.href;
  }

  const base = document.baseURI; // relative addresses in the header are those of the first page
  const toggle = document.querySelector("[data-md-toggle=search]");
  const finders = new Map();

  function setToggle(open) {
    if (toggle && toggle.checked !== open) toggle.click();
  }

  /* A query in the address opens the search; when it is closed, the address is plain again. */
  function forgetQuery() {
    if (!document.querySelector("[data-hb-results]")) setAddress({ q: null });
  }

  function setAddress(changes, push) {
    const url = new URL(location.href);
    Object.keys(changes).forEach(function (name) {
      url.searchParams.delete(name);
      [].concat(changes[name]).forEach(function (value) {
        if (value !== null && value !== undefined) url.searchParams.append(name, value);
      });
    });
    if (url.href === location.href) return;
    try {
      history[push ? "pushState" : "replaceState"](null, "", url.href);
    } catch (error) {
      /* an old browser on file://: the page works, its address stays */
    }
  }

  function header() {
    return finders.get(document.querySelector("[data-hb-find=header]"));
  }

  /* Focuses the field that searches this page: its own, else the header's. */
  function focusField() {
    const field = document.querySelector("[data-hb-results] .hb-find__input");
    if (field) {
      field.focus();
      field.select();
      return;
    }
    const finder = header();
    if (!finder) return;
    if (!finder.isOpen) finder.before = document.activeElement;
    finder.open();
    finder.input.focus();
    finder.input.select();
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return;
    if (["/", "s", "f"].indexOf(event.key) < 0) return;
    const at = event.target;
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    event.preventDefault();
    focusField();
  });

  /* Every page: with Material's instant loading several follow each other in one document. */
  function onPage() {
    document.querySelectorAll("[data-hb-find]").forEach(function (box) {
      if (!finders.has(box)) finders.set(box, new Finder(box));
    });
    const results = document.querySelector("[data-hb-results]");
    const given = new URL(location.href).searchParams;
    if (results) {
      loadAll(PAGES[results.dataset.hbResults]).catch(function (error) {
        results.querySelector(".hb-found__total").textContent = reason(error);
      });
    }
    if (given.get("h") && document.querySelector(".hb-article")) load("hbMarks").catch(reason);
    const query = given.get("q");
    const finder = header();
    if (!results && finder && query) {
      finder.text.set(query);
      finder.open();
      finder.input.focus();
    }
  }

  function eachPage(callback) {
    if (window.document$) window.document$.subscribe(callback);
    else if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", callback);
    } else callback();
  }

  huibian.ui = {
    articleLink,
    asker,
    eachPage,
    element,
    engine,
    facts,
    marked,
    onText,
    reason,
    replaceWord,
    resultsLink,
    setAddress,
    speaker,
    warnings,
  };

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest(".hb-find__open")) focusField();
  });
  eachPage(onPage);
})();
