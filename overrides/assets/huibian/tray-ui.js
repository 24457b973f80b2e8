/* The tray on the page: the control that picks an article, and the bar at the foot of the window
   that shows what is picked. The bar is there only while something is. */
(function () {
  "use strict";

  const huibian = window.huibian;
  const tray = huibian.tray;
  const element = huibian.ui.element;

  /* ------------------------------------------------------------------ controls */

  const articles = new WeakMap(); // what each control picks

  /* The control of an article. Its word stays the same; that the article is picked say aria-pressed
     and the drawn box. */
  function control(item, words) {
    const button = element("button", "hb-pick", "选入" + words);
    const rest = (words ? "：" : "对照篮：") + item.title;
    articles.set(button, item);
    button.type = "button";
    button.setAttribute("data-hb-pick", item.key);
    button.append(element("span", "hb-hidden", rest));
    return button;
  }

  /* The control for a result of the search; nothing for an address that is no article's. */
  tray.control = function (result) {
    const key = tray.keyOf(result.url);
    if (!key) return "";
    const region = (result.region || "").split("/").join(" ");
    const place = region || result.organization || result.level || "";
    const button = control({ key, title: result.title, place }, "");
    button.setAttribute("aria-pressed", String(tray.has(key)));
    return button;
  };

  /* Gives its control to the row of an article, which its first link leads to, or to the head of
     an article's page: in the last cell of a listing, below the title where practices stand. */
  function connect(row) {
    const place = row.getAttribute("data-hb-place");
    const article = row.matches(".hb-article-top") && document.querySelector("[data-hb-article]");
    if (article) {
      const key = article.getAttribute("data-hb-article");
      const title = article.querySelector("h1").textContent;
      row.append(control({ key, title, place }, "对照篮"));
      return;
    }
    const link = row.querySelector("a");
    const key = tray.keyOf(link.href.slice(String(window.__md_scope).length));
    if (!key) return;
    const compared = row.closest(".hb-compare") && row.querySelector("th");
    const cell = compared || row.querySelector(":scope > td:last-child") || row;
    cell.append(control({ key, title: link.textContent, place }, ""));
  }

  /* With Material's instant loading several pages follow each other in one document. */
  function connectAll() {
    document.querySelectorAll("[data-hb-place]").forEach(function (row) {
      if (!row.querySelector(".hb-pick")) connect(row);
    });
    showControls();
    document.documentElement.classList.add("hb-picks");
  }

  function showControls() {
    const picked = new Set(tray.items().map((item) => item.key));
    document.querySelectorAll("[data-hb-pick]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(picked.has(button.getAttribute("data-hb-pick"))));
    });
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("[data-hb-pick]");
    if (!button) return;
    const item = articles.get(button);
    bar.say("");
    if (tray.has(item.key)) {
      tray.remove(item.key);
      bar.say("已移出。", true);
    } else if (!tray.add(item)) {
      bar.say("对照篮最多放 " + tray.CAP + " 篇，请先移出几篇再选。");
    } else if (!tray.isLasting()) {
      bar.say("浏览器不让本站保存，离开这一页对照篮就会清空。");
    } else {
      bar.say("已选入，对照篮里有 " + tray.items().length + " 篇。", true);
    }
  });

  /* ----------------------------------------------------------------------- bar */

  function button(className, words, more) {
    const node = element("button", className, words);
    node.type = "button";
    if (more) node.append(element("span", "hb-hidden", "：" + more));
    return node;
  }

  class Bar {
    constructor() {
      this.box = element("section", "hb-tray");
      this.box.setAttribute("aria-label", "对照篮");
      this.box.id = "hb-tray";
      this.box.tabIndex = -1;
      this.box.hidden = true;
      this.panel = element("div", "hb-tray__panel");
      this.panel.id = "hb-tray-panel";
      this.panel.hidden = true;
      this.hint = element("p", "hb-tray__hint");
      this.list = element("ol", "hb-tray__list");
      this.foot = element("p", "hb-tray__foot");
      this.emptying = button("hb-tray__clear", "清空对照篮");
      this.foot.append(this.emptying);
      this.panel.append(this.hint, this.list, this.foot);
      this.toggle = button("hb-tray__toggle", "");
      this.toggle.setAttribute("aria-expanded", "false");
      this.toggle.setAttribute("aria-controls", this.panel.id);
      this.compare = element("a", "hb-tray__go", "");
      this.print = element("a", "hb-tray__print", "打印、下载");
      this.few = element("span", "hb-tray__few", "再选一篇就能对照");
      this.note = element("p", "hb-tray__note");
      this.back = button("hb-tray__back", "恢复");
      this.back.hidden = true;
      this.spoken = element("p", "hb-hidden");
      this.spoken.setAttribute("role", "status");
      this.undo = null;
      const line = element("div", "hb-tray__line md-grid");
      line.append(this.toggle, this.note, this.back, this.few, this.print, this.compare);
      const frame = element("div", "md-grid hb-tray__frame");
      frame.append(this.panel);
      this.box.append(line, frame); // the list is shown above the line, but comes after it
      this.skip = element("a", "hb-skip", "跳到对照篮");
      this.skip.href = "#" + this.box.id;
      this.skip.hidden = true;
      this.toggle.addEventListener("click", () => this.open(this.panel.hidden));
      this.emptying.addEventListener("click", () => this.clear());
      this.back.addEventListener("click", () => this.restore());
      this.list.addEventListener("click", (event) => this.act(event));
      this.list.addEventListener("change", (event) => this.choose(event.target));
      this.box.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || this.panel.hidden) return;
        this.open(false);
        this.toggle.focus();
      });
    }

    place() {
      const first = document.querySelector(".hb-skip");
      first.after(this.skip);
      document.body.append(this.box, this.spoken);
      tray.onChange(() => this.show());
      this.show();
    }

    open(on) {
      this.panel.hidden = !on;
      this.toggle.setAttribute("aria-expanded", String(on));
    }

    /* Says a sentence: on the bar, or only to those who listen when the page shows it anyway. */
    say(text, quietly) {
      this.note.textContent = quietly ? "" : text;
      this.spoken.textContent = text;
      this.back.hidden = true;
      this.undo = null;
      this.show();
    }

    show() {
      const items = tray.items();
      const together = items.filter((item) => item.compared);
      const keys = (all) => all.map((item) => item.key);
      showControls();
      this.box.hidden = !items.length && !this.note.textContent;
      this.skip.hidden = !items.length;
      document.body.classList.toggle("hb-has-tray", !this.box.hidden);
      if (!items.length) this.open(false);
      this.toggle.hidden = !items.length;
      this.toggle.textContent = "";
      this.toggle.append("对照篮 ", element("b", "", String(items.length)), " 篇");
      this.few.hidden = together.length > 1 || !items.length || Boolean(this.note.textContent);
      this.few.textContent = items.length > 1 ? "勾上两篇就能对照" : "再选一篇就能对照";
      this.compare.hidden = together.length < 2;
      this.compare.textContent = "对照 " + together.length + " 篇";
      this.compare.href = tray.compareUrl(keys(together));
      this.print.hidden = !items.length;
      this.print.href = tray.selectionUrl(keys(items));
      this.hint.textContent = hint(items.length, together.length);
      this.showList(items);
    }

    /* The rows are made anew; the focus returns to where it was, or to the nearest control. */
    showList(items) {
      const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
      const row = focused && focused.closest("li");
      const at = row ? Array.from(this.list.children).indexOf(row) : -1;
      const key = row && row.getAttribute("data-key");
      const role = focused && focused.getAttribute("data-act");
      this.list.textContent = "";
      items.forEach((item, i) => this.list.append(this.row(item, i, items.length)));
      if (!focused) return;
      const rows = Array.from(this.list.children);
      const same = rows.find((one) => one.getAttribute("data-key") === key);
      const near = same || rows[Math.min(at, rows.length - 1)];
      if (near) near.querySelector("[data-act=" + (same ? role : "remove") + "]").focus();
      else document.getElementById("hb-main").focus();
    }

    row(item, i, count) {
      const row = element("li", "hb-tray__row");
      const label = element("label", "hb-tray__choose");
      const box = element("input");
      const words = element("div", "hb-tray__words");
      const link = element("a", "", item.title || item.key);
      const acts = element("div", "hb-tray__acts");
      row.setAttribute("data-key", item.key);
      box.type = "checkbox";
      box.checked = item.compared;
      box.setAttribute("data-act", "compare");
      label.append(box, "对照", element("span", "hb-hidden", "：" + item.title));
      link.href = tray.articleUrl(item.key);
      words.append(link);
      if (item.place) words.append(element("small", "", item.place));
      [
        ["back", "前移", i === 0],
        ["on", "后移", i === count - 1],
        ["remove", "移出", false],
      ].forEach(function (act) {
        const node = button("", act[1], item.title);
        node.setAttribute("data-act", act[0]);
        if (act[2]) node.setAttribute("aria-disabled", "true");
        acts.append(node);
      });
      row.append(label, words, acts);
      return row;
    }

    act(event) {
      const node = event.target.closest("button[data-act]");
      if (!node || node.getAttribute("aria-disabled")) return;
      const key = node.closest("li").getAttribute("data-key");
      const act = node.getAttribute("data-act");
      this.say("");
      if (act === "remove") {
        tray.remove(key);
        this.say("已移出。", true);
      } else {
        const keys = tray.items().map((item) => item.key);
        const at = keys.indexOf(key) + (act === "back" ? -1 : 1);
        keys.splice(keys.indexOf(key), 1);
        keys.splice(at, 0, key);
        tray.reorder(keys);
        this.say("现在是第 " + (at + 1) + " 篇。", true);
      }
    }

    choose(box) {
      const key = box.closest("li").getAttribute("data-key");
      if (tray.compare(key, box.checked)) {
        this.say("");
        return;
      }
      box.checked = false;
      this.say(
        "并排最多 " + tray.COMPARED + " 篇，再多每栏窄得读不成句。先去掉一篇的勾，再勾这一篇。"
      );
    }

    clear() {
      const before = tray.items();
      tray.replace([]);
      this.say("对照篮已清空。");
      this.undo = before;
      this.back.hidden = false;
      this.back.focus();
    }

    restore() {
      const items = this.undo;
      tray.replace(items);
      this.say("已恢复。", true);
      this.toggle.focus();
    }
  }

  function hint(count, together) {
    if (count > tray.COMPARED) {
      return "并排对照最多 " + tray.COMPARED + " 篇，勾上要对照的；打印和下载的是全部 " + count + " 篇。";
    }
    return together < count ? "勾上的并排对照，打印和下载的是全部。" : "";
  }

  const bar = new Bar();
  bar.place();
  huibian.ui.eachPage(connectAll);
})();
