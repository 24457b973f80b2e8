/* The page that puts two to four articles side by side: facts on top, then the passages row by row,
   first heading beside first heading. The address says which, and whether only headings show. */
(function () {
  "use strict";

  const huibian = window.huibian;
  const tray = huibian.tray;
  const element = huibian.ui.element;
  const fact = huibian.fact;

  const MARKS = ["甲", "乙", "丙", "丁"];
  const USUAL = ["region", "level", "organization", "date", "themes"]; // known or not
  const LEFT_OUT = ["length", "minutes"]; // the row on length says it
  const ALONE = "只有一篇，还不能对照。在文章页、列表或搜索结果里再选入一篇，这里就并排显示。";
  const NARROW = [1, 1, 45, 60, 60]; // em of the window below which so many columns are stacked

  function button(words, act, more) {
    const node = element("button", "", words);
    node.type = "button";
    node.setAttribute("data-act", act);
    node.append(element("span", "hb-hidden", "：" + more));
    return node;
  }

  function cell(name, role, className) {
    const node = element(name, className);
    node.setAttribute("role", role); // stacked, a table is no table to some browsers
    return node;
  }

  /* ------------------------------------------------------------------ structure */

  function rank(node) {
    const match = /^H([1-6])$/.exec(node.tagName || "");
    return match ? Number(match[1]) : 0;
  }

  /* The sentence in bold that opens a paragraph (一是 …), or "". */
  function lead(node) {
    const first = node.tagName === "P" && node.firstChild;
    return first && /^(STRONG|B)$/.test(first.tagName || "") ? first.textContent.trim() : "";
  }

  /* A text's passages: what stands before the first heading, then one for each heading of the
     first rank. Where there are no headings, paragraphs that open in bold begin the passages, as
     they are the article's practices. */
  function passages(prose) {
    const nodes = Array.from(prose.childNodes).filter((node) => !isBlank(node));
    const ranks = nodes.map(rank).filter(Boolean);
    const top = Math.max(2, ranks.length ? Math.min.apply(null, ranks) : 2);
    const opening = { heading: "", nodes: [] };
    const parts = [];
    nodes.forEach(function (node) {
      const at = rank(node);
      if (at && at <= top) parts.push({ heading: node.textContent.trim(), nodes: [] });
      else if (!ranks.length && lead(node)) parts.push({ heading: "", nodes: [node] });
      else (parts[parts.length - 1] || opening).nodes.push(node);
    });
    return { opening: opening.nodes.length ? opening : null, parts };
  }

  function isBlank(node) {
    const holds = node.querySelector && (node.tagName === "IMG" || node.querySelector("img"));
    return !holds && !node.textContent.trim();
  }

  /* What a passage says in short: headings below, and sentences in bold. */
  function leads(nodes) {
    return nodes.map((node) => (rank(node) ? node.textContent.trim() : lead(node))).filter(Boolean);
  }

  /* ------------------------------------------------------------------ the page */

  class Compare extends huibian.ChosenPage {
    constructor(box) {
      super(box);
      this.limit = tray.COMPARED;
      this.place = box.querySelector("[data-hb-columns]");
      this.fields = JSON.parse(box.getAttribute("data-hb-fields"));
      this.heads = new URL(location.href).searchParams.get("view") === "heads";
      this.tools.addEventListener("click", (event) => this.tool(event));
      this.place.addEventListener("click", (event) => this.act(event));
      this.stacks = NARROW.map((em) => window.matchMedia("(max-width: " + (em - 0.0625) + "em)"));
      this.stacks.forEach((query) => query.addListener(() => this.showStacked()));
      this.start();
    }

    mine() {
      return tray.compared().map((item) => item.key);
    }

    leave(key) {
      tray.compare(key, false);
    }

    address(keys) {
      const url = new URL(tray.compareUrl(keys));
      if (this.heads) url.search += (url.search ? "&" : "") + "view=heads";
      return url.href;
    }

    show() {
      const ready = this.ready;
      this.empty.hidden = this.keys.length > 0;
      this.tools.hidden = !ready.length;
      this.tools.querySelectorAll("[data-view]").forEach((node) => {
        const on = (node.getAttribute("data-view") === "heads") === this.heads;
        node.setAttribute("aria-pressed", String(on));
      });
      const alone = this.keys.length === 1 && ready.length === 1;
      this.showNotes((alone ? [element("p", "", ALONE)] : []).concat(this.tooMany()));
      const all = ready.length > 1 ? "并排 " + ready.length + " 篇。" : "";
      const said = this.waiting ? "正在取 " + this.waiting + " 篇的正文……" : all;
      if (this.status.textContent !== said) this.status.textContent = said;
      this.showTable(ready);
      const titles = ready.map((column) => column.text.title).join("／");
      document.title = document.title.replace(/^.*(?= - )/, titles ? "对照：" + titles : "对照");
    }

    /* A link may name more than fit: the reader says which. */
    tooMany() {
      const rest = this.keys.slice(tray.COMPARED);
      if (!rest.length) return [];
      const known = new Map(tray.items().map((item) => [item.key, item.title]));
      const note = element("div");
      const why = "并排最多 " + this.limit + " 篇，再多每栏窄得读不成句。";
      const more = "链接里另有 " + rest.length + " 篇，可以换进来，换下最后一栏：";
      note.append(element("p", "", why + more));
      const list = element("ul");
      rest.forEach((key) => {
        const row = element("li");
        const swap = element("button", "", "换进来");
        swap.type = "button";
        swap.append(element("span", "hb-hidden", "：" + (known.get(key) || key)));
        swap.addEventListener("click", () => {
          const keys = this.keys.filter((other) => other !== key);
          keys.splice(tray.COMPARED - 1, 0, key);
          this.choose(keys);
        });
        const link = element("a", "", known.get(key) || key);
        link.href = tray.articleUrl(key);
        row.append(link, swap);
        list.append(row);
      });
      note.append(list);
      return [note];
    }

    /* ---------------------------------------------------------------- controls */

    tool(event) {
      const node = event.target.closest("button");
      if (!node) return;
      if (node.hasAttribute("data-view")) {
        this.heads = node.getAttribute("data-view") === "heads";
        this.writeAddress();
        this.show();
      } else window.print();
    }

    act(event) {
      const node = event.target.closest("button[data-act]");
      if (!node || node.getAttribute("aria-disabled")) return;
      const key = node.closest("[data-key]").getAttribute("data-key");
      const act = node.getAttribute("data-act");
      if (act === "remove") {
        this.drop(key);
        this.box.focus();
        return;
      }
      const keys = this.keys.slice();
      const at = keys.indexOf(key);
      keys.splice(at, 1);
      keys.splice(at + (act === "back" ? -1 : 1), 0, key);
      this.reorder(keys);
      const heads = Array.from(this.place.querySelectorAll("[data-key]"));
      const head = heads.find((one) => one.getAttribute("data-key") === key);
      if (head) head.querySelector("[data-act=" + act + "]").focus();
    }

    /* ------------------------------------------------------------------- table */

    showTable(columns) {
      this.place.textContent = "";
      if (!columns.length) return;
      const table = cell("table", "table", "hb-side hb-side--" + columns.length);
      table.classList.toggle("hb-side--heads", this.heads);
      table.append(element("caption", "hb-hidden", "并排对照：" + columns.length + " 篇"));
      table.append(this.head(columns), facts(columns, this.fields), texts(columns));
      this.place.append(table);
      this.table = table;
      this.box.classList.toggle("hb-chosen--wide", columns.length > 2);
      this.showStacked();
    }

    showStacked() {
      if (!this.table) return;
      this.table.classList.toggle("hb-side--stacked", this.stacks[this.ready.length].matches);
    }

    head(columns) {
      const head = cell("thead", "rowgroup");
      const row = cell("tr", "row");
      const corner = cell("th", "columnheader", "hb-side__corner");
      corner.append(element("span", "hb-hidden", "项目"));
      row.append(corner);
      columns.forEach((column, i) => {
        const node = cell("th", "columnheader");
        const title = element("a", "hb-side__title", column.text.title);
        const acts = element("div", "hb-side__acts");
        node.scope = "col";
        node.setAttribute("data-key", column.key);
        title.href = column.text.url;
        [
          ["前移", "back", i === 0],
          ["后移", "on", i === columns.length - 1],
          ["移出", "remove", false],
        ].forEach((act) => {
          const one = button(act[0], act[1], column.text.title);
          if (act[2]) one.setAttribute("aria-disabled", "true");
          acts.append(one);
        });
        node.append(element("span", "hb-side__mark", MARKS[i]), title);
        if (column.text.subtitle) node.append(element("small", "", column.text.subtitle));
        node.append(acts);
        row.append(node);
      });
      head.append(row);
      return head;
    }
  }

  /* A row: its name, and for each column what `fill` puts into its cell. */
  function line(name, columns, fill) {
    const row = cell("tr", "row");
    const head = cell("th", "rowheader", "");
    head.scope = "row";
    head.textContent = name;
    row.append(head);
    columns.forEach((column, i) => {
      const node = cell("td", "cell");
      const who = element("p", "hb-side__who");
      who.append(element("span", "hb-side__mark", MARKS[i]), column.text.title);
      node.append(who);
      fill(node, column, i);
      row.append(node);
    });
    return row;
  }

  function none(words) {
    return element("p", "hb-none hb-side__none", words);
  }

  /* The facts, each in a row: what is the same for all is easy to see. `fields` holds those that
     this library shows, with their labels. */
  function facts(columns, fields) {
    const body = cell("tbody", "rowgroup", "hb-side__facts");
    fields.forEach(function (field) {
      const id = field[0];
      const known = columns.some((column) => fact(column.text, id));
      if (LEFT_OUT.indexOf(id) >= 0 || !(known || USUAL.indexOf(id) >= 0)) return;
      body.append(
        line(field[1], columns, function (node, column) {
          const value = fact(column.text, id);
          node.append(value ? element("p", "", value) : none("未注明"));
        })
      );
    });
    [
      ["篇幅", (text) => text.size.toLocaleString("en-US") + " 字"],
      ["做法", (text) => text.practices + " 条"],
      ["出处", (text) => text.source],
    ].forEach(function (row) {
      body.append(
        line(row[0], columns, (node, column) => node.append(element("p", "", row[1](column.text))))
      );
    });
    return body;
  }

  function texts(columns) {
    const body = cell("tbody", "rowgroup", "hb-side__texts");
    const cut = columns.map((column) => passages(column.text.prose));
    if (cut.some((one) => one.opening)) {
      const row = line("开头", columns, function (node, column, i) {
        const opening = cut[i].opening;
        if (opening) fill(node, opening);
        else node.append(none("没有开头，直接从小标题写起"));
      });
      // headings only: a row without any goes
      if (!cut.some((one) => one.opening && leads(one.opening.nodes).length)) {
        row.classList.add("hb-side__plain");
      }
      body.append(row);
    }
    const most = Math.max.apply(
      null,
      cut.map((one) => one.parts.length)
    );
    for (let at = 0; at < most; at += 1) {
      body.append(
        line("第 " + (at + 1) + " 部分", columns, function (node, column, i) {
          const parts = cut[i].parts;
          if (at < parts.length) fill(node, parts[at]);
          else if (!parts.length) node.append(none("没有小标题，全文在“开头”一栏"));
          else node.append(none("没有第 " + (at + 1) + " 部分，这一篇共 " + parts.length + " 部分"));
        })
      );
    }
    return body;
  }

  function fill(node, passage) {
    if (passage.heading) node.append(element("h2", "", passage.heading));
    const short = leads(passage.nodes);
    if (short.length) {
      const list = element("ul", "hb-side__leads");
      short.forEach((words) => list.append(element("li", "", words)));
      node.append(list);
    }
    if (!passage.heading && !short.length) {
      const bare = none("没有小标题");
      bare.classList.add("hb-side__bare");
      node.append(bare);
    }
    const text = element("div", "hb-prose md-typeset");
    passage.nodes.forEach((one) => text.append(one.cloneNode(true)));
    node.append(text);
  }

  new Compare(document.querySelector("[data-hb-compare]"));
})();
