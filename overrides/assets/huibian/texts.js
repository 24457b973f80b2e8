/* The texts of articles, for pages that show several. `huibian.texts.load(key)` gives a promise of
   what an article's page says: {title, lines, subtitle, note, facts, size, practices, source, word, url,
   prose}, with `facts` as [field, label, value] and `prose` as a fresh fragment. It opens the page in a hidden frame, which hands its
   text over (text-frame.js): this works from a web server and from a folder alike, where scripts
   may not read files, and costs no second file for each article.

   What comes is taken for untrusted: it must come from the frame that was opened, for the article
   that was asked for, and its markup is built anew from a short list of elements and attributes. */
(function () {
  "use strict";

  const tray = window.huibian.tray;
  const root = String(window.__md_scope);
  const PATIENCE = 20000; // ms for a page to come
  const GRACE = 1500; // ms after which a page that has come and said nothing is no article
  const AT_ONCE = 4;

  const ELEMENTS = new Set(
    (
      "A B BLOCKQUOTE BR CAPTION CODE DEL DIV DL DT DD EM H1 H2 H3 H4 H5 H6 HR I IMG INS LI MARK " +
      "OL P PRE S SMALL SPAN STRONG SUB SUP TABLE TBODY TD TFOOT TH THEAD TR U UL"
    ).split(" ")
  );
  const SILENT = new Set(
    (
      "SCRIPT STYLE TEMPLATE IFRAME FRAME OBJECT EMBED SVG MATH NOSCRIPT LINK META BASE FORM INPUT " +
      "BUTTON SELECT TEXTAREA AUDIO VIDEO TITLE"
    ).split(" ")
  );
  const ATTRIBUTES = {
    IMG: ["height", "width"],
    OL: ["start"],
    TD: ["align", "colspan", "rowspan"],
    TH: ["align", "colspan", "rowspan", "scope"],
  };
  const CLASSES = new Set(["hb-hidden-name"]);

  /* ------------------------------------------------------------------ markup */

  function resolved(address, base) {
    try {
      return new URL(address, base);
    } catch (error) {
      return null;
    }
  }

  function copyAddress(from, to, base) {
    if (from.tagName === "IMG") {
      const source = resolved(from.getAttribute("src") || "", base);
      if (!source || !source.href.startsWith(root)) return false;
      to.src = source.href;
      to.alt = from.getAttribute("alt") || "";
    } else if (from.tagName === "A" && from.hasAttribute("href")) {
      const target = resolved(from.getAttribute("href"), base);
      const fine =
        target &&
        (/^(https?|mailto):$/.test(target.protocol) || target.href.startsWith(root));
      if (fine) {
        to.href = target.href;
        to.rel = "noopener noreferrer";
      }
    }
    return true;
  }

  /* A wide table scrolls by itself, with the keyboard too. */
  function scrolling(table) {
    const box = document.createElement("div");
    box.className = "hb-wide";
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "表格");
    box.append(table);
    return box;
  }

  function copyInto(target, node, base) {
    if (node.nodeType === Node.TEXT_NODE) {
      target.append(node.data);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.tagName.toUpperCase())) return;
    let inner = target;
    if (ELEMENTS.has(node.tagName)) {
      const made = document.createElement(node.tagName);
      if (!copyAddress(node, made, base)) return;
      (ATTRIBUTES[node.tagName] || []).forEach(function (name) {
        if (node.hasAttribute(name)) made.setAttribute(name, node.getAttribute(name));
      });
      const kept = Array.from(node.classList).filter((name) => CLASSES.has(name));
      if (kept.length) made.className = kept.join(" ");
      target.append(node.tagName === "TABLE" ? scrolling(made) : made);
      inner = made;
    }
    node.childNodes.forEach((child) => copyInto(inner, child, base));
  }

  /* Markup as a fragment of harmless elements; addresses are resolved where the text stood. */
  function harmless(html, base) {
    const fragment = document.createDocumentFragment();
    const parsed = new DOMParser().parseFromString(html, "text/html"); // runs and loads nothing
    parsed.body.childNodes.forEach((node) => copyInto(fragment, node, base));
    return fragment;
  }

  /* ------------------------------------------------------------------ frames */

  function isText(value) {
    return typeof value === "string";
  }

  function isAnswer(data, key) {
    return Boolean(
      data &&
        data.huibian === "article" &&
        data.key === key &&
        [data.title, data.subtitle, data.note, data.source, data.word, data.prose].every(isText) &&
        Number.isFinite(data.size) &&
        Number.isFinite(data.practices) &&
        Array.isArray(data.lines) &&
        data.lines.every(isText) &&
        Array.isArray(data.facts) &&
        data.facts.every((one) => Array.isArray(one) && one.length === 3 && one.every(isText)) &&
        data.facts.every((one) => /^[a-z]+$/.test(one[0]))
    );
  }

  function ask(key) {
    const url = tray.articleUrl(key);
    const frame = document.createElement("iframe");
    // without an origin of its own where that still lets it load its script; files have none
    const rights = location.protocol === "file:" ? "allow-scripts allow-same-origin" : "allow-scripts";
    frame.setAttribute("sandbox", rights);
    frame.hidden = true;
    frame.title = "文章";
    return new Promise(function (resolve, reject) {
      const fail = () => finish(() => reject(new Error("no article at " + url)));
      const patience = setTimeout(fail, PATIENCE);
      let grace = 0;
      function finish(then) {
        clearTimeout(patience);
        clearTimeout(grace);
        window.removeEventListener("message", heard);
        frame.remove();
        then();
      }
      function heard(event) {
        if (event.source !== frame.contentWindow || !isAnswer(event.data, key)) return;
        finish(() => resolve(event.data));
      }
      window.addEventListener("message", heard);
      frame.addEventListener("load", () => (grace = setTimeout(fail, GRACE)));
      frame.src = url;
      document.body.append(frame);
    }).then(function (data) {
      const file = resolved(data.word, url);
      const word = file && data.word && file.href.startsWith(root) ? file.href : "";
      return Object.assign({}, data, { url, word });
    });
  }

  /* ------------------------------------------------------------------- queue */

  const waiting = [];
  const known = new Map();
  let running = 0;

  function next() {
    if (running >= AT_ONCE || !waiting.length) return;
    running += 1;
    const job = waiting.shift();
    const done = () => {
      running -= 1;
      next();
    };
    job().then(done, done);
  }

  function load(key) {
    if (!known.has(key)) {
      known.set(
        key,
        new Promise(function (resolve, reject) {
          waiting.push(() => ask(key).then(resolve, reject));
          next();
        }).catch(function (error) {
          known.delete(key); // one may try again
          throw error;
        })
      );
    }
    return known
      .get(key)
      .then((text) => Object.assign({}, text, { prose: harmless(text.prose, text.url) }));
  }

  window.huibian.texts = { load };
})();
