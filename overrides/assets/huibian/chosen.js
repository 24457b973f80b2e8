/* A page about several articles: those that its address names (?a=sample/01&a=…), else those of the
   tray. Where both are the same the page is the reader's own: it follows the tray, and what is
   changed on it is changed there. A link from somebody else leaves the tray alone. */
(function () {
  "use strict";

  const huibian = window.huibian;
  const tray = huibian.tray;
  const element = huibian.ui.element;

  /* What an article's page says of itself in a field, or "". */
  function fact(text, field) {
    const found = text.facts.find((one) => one[0] === field);
    return found ? found[2] : "";
  }

  function button(words, act) {
    const node = element("button", "", words);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }

  /* A subclass says how many it shows (`limit`), which of the tray's articles are its own (`mine`),
     how one of these goes (`leave`), what its address is (`address`), and shows it all (`show`). */
  class ChosenPage {
    constructor(box) {
      this.box = box;
      this.notes = box.querySelector("[data-hb-notes]");
      this.tools = box.querySelector("[data-hb-tools]");
      this.empty = box.querySelector("[data-hb-empty]");
      this.status = box.querySelector("[role=status]");
      this.texts = new Map(); // key -> text, null while it is on its way, or an Error
    }

    start() {
      const given = new URL(location.href).searchParams.getAll("a");
      const asked = given.filter((key, i) => tray.isKey(key) && given.indexOf(key) === i);
      this.wrong = given.filter((key) => !tray.isKey(key)).length;
      this.own = !given.length;
      tray.onChange(() => this.follow(this.keys));
      this.follow(asked);
    }

    /* Takes the tray's articles where the page is the reader's own, else those that are given. */
    follow(keys) {
      this.own = this.own || keys.join() === this.mine().join();
      this.choose(this.own ? this.mine() : keys);
    }

    /* ------------------------------------------------------------ which articles */

    get shown() {
      return this.keys.slice(0, this.limit);
    }

    choose(keys) {
      this.keys = keys;
      this.shown.forEach((key) => {
        if (!this.texts.has(key)) this.load(key);
      });
      this.writeAddress();
      this.show();
    }

    drop(key) {
      if (this.own) this.leave(key);
      else this.choose(this.keys.filter((other) => other !== key));
    }

    reorder(keys) {
      if (this.own) tray.reorder(keys);
      else this.choose(keys);
    }

    writeAddress() {
      try {
        history.replaceState(history.state, "", this.address(this.keys));
      } catch (error) {
        /* an old browser on file:// keeps the address it has */
      }
    }

    /* --------------------------------------------------------------------- texts */

    load(key) {
      const done = (text) => {
        this.texts.set(key, text);
        this.show();
      };
      this.texts.set(key, null);
      huibian.texts.load(key).then(done, done);
    }

    /* Those that have come, in order: {key, text}. */
    get ready() {
      return this.shown
        .map((key) => ({ key, text: this.texts.get(key) }))
        .filter((one) => one.text && !(one.text instanceof Error));
    }

    get waiting() {
      return this.shown.filter((key) => this.texts.get(key) === null).length;
    }

    /* ------------------------------------------------------------------- notices */

    showNotes(more) {
      const broken = this.shown.filter((key) => this.texts.get(key) instanceof Error);
      const notes = broken.map((key) => this.brokenNote(key)).concat(more, this.linkNotes());
      const focused = this.notes.contains(document.activeElement);
      this.notes.textContent = "";
      this.notes.append.apply(this.notes, notes);
      if (focused) this.box.focus(); // its button is gone
    }

    brokenNote(key) {
      const words = "打不开“" + key + "”：这一篇可能已经移走或改名，也可能网络不通。";
      const note = element("p", "hb-chosen__broken", words);
      const again = () => {
        this.load(key);
        this.show();
      };
      note.append(button("再试一次", again), button("去掉这一篇", () => this.drop(key)));
      return note;
    }

    /* What could not be read of a link, and that the tray is as it was. */
    linkNotes() {
      const notes = [];
      if (this.wrong) {
        notes.push(element("p", "", "链接里有 " + this.wrong + " 处不是文章的地址，没有理会。"));
      }
      const fresh = this.ready.filter((one) => !tray.has(one.key));
      if (this.own || !fresh.length) return notes;
      if (tray.items().length + fresh.length > tray.CAP) {
        const words = "这几篇来自链接，没有动您的对照篮；对照篮最多放 " + tray.CAP + " 篇，放不下了。";
        return notes.concat(element("p", "", words));
      }
      const note = element("p", "", "这几篇来自链接，没有动您的对照篮。");
      note.append(button("放进对照篮", () => fresh.forEach((one) => tray.add(item(one)))));
      return notes.concat(note);
    }
  }

  function item(one) {
    const place = ["region", "organization", "level"].map((field) => fact(one.text, field)).find(Boolean);
    return { key: one.key, title: one.text.title, place: place || "" };
  }

  Object.assign(huibian, { ChosenPage, fact });
})();
