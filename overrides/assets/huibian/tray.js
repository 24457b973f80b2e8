/* The tray (对照篮): which articles the reader has picked, in which order, and which of them are
   to stand side by side. Knows storage and addresses, shows nothing; `huibian.tray` is all that
   other scripts know of it.

   What is kept belongs to this site: its key holds the path at which the site begins, so two
   libraries on one host do not mix. A site opened from a folder keeps it in a frame as well
   (tray-folder.js); the newest state counts. Where nothing may be stored the picks last as long as
   the page. */
(function () {
  "use strict";

  const CAP = 20; // articles in the tray
  const COMPARED = 4; // articles side by side: a fifth leaves columns too narrow to read
  const VERSION = 1;
  const LONGEST = 300; // characters of a title that are kept

  const huibian = (window.huibian = window.huibian || {});
  const root = String(window.__md_scope);
  const directories = document.currentScript.getAttribute("data-hb-directories") === "yes";
  const key = window.__md_scope.pathname + ".__tray";
  const listeners = [];
  let memory = { version: VERSION, at: 0, items: [] };
  const frame = location.protocol === "file:" ? openStore() : null;

  /* ---------------------------------------------------------------- addresses */

  /* An article's name is `collection/page`; nothing in it can lead out of the collections. */
  function isKey(text) {
    return (
      typeof text === "string" &&
      text.length <= 200 &&
      /^[^\s/\\?#%:&<>"'`.][^\s/\\?#%:&<>"'`]*\/[^\s/\\?#%:&<>"'`.][^\s/\\?#%:&<>"'`]*$/.test(text)
    );
  }

  function articleUrl(name) {
    const path = name.split("/").map(encodeURIComponent).join("/");
    return root + "collections/" + path + (directories ? "/" : ".html");
  }

  /* The name of the article at an address below the site's root, or "". */
  function keyOf(url) {
    const match = /^collections\/([^/]+)\/([^/]+?)(?:\/|\.html)$/.exec(url);
    if (!match) return "";
    const name = decodeURIComponent(match[1]) + "/" + decodeURIComponent(match[2]);
    return isKey(name) ? name : "";
  }

  function pageUrl(folder, names) {
    const url = new URL(folder + (directories ? "/" : "/index.html"), root);
    // a slash may stand in a query; %2F would only make the link harder to read
    url.search = names.map((name) => "a=" + name.split("/").map(encodeURIComponent).join("/")).join("&");
    return url.href;
  }

  /* ------------------------------------------------------------------ storage */

  function text(value) {
    return typeof value === "string" ? value.slice(0, LONGEST) : "";
  }

  /* The state that a stored text means; null for what is none, or of another version. */
  function parse(stored) {
    let state = null;
    try {
      state = JSON.parse(stored);
    } catch (error) {
      return null;
    }
    if (!state || state.version !== VERSION || !Array.isArray(state.items)) return null;
    if (!Number.isFinite(state.at)) return null;
    const seen = new Set();
    let compared = 0;
    const items = [];
    state.items.forEach(function (item) {
      if (!item || !isKey(item.key) || seen.has(item.key) || items.length === CAP) return;
      seen.add(item.key);
      const on = item.compared === true && compared < COMPARED;
      compared += on ? 1 : 0;
      items.push({ key: item.key, title: text(item.title), place: text(item.place), compared: on });
    });
    return { version: VERSION, at: state.at, items };
  }

  function load() {
    let stored = null;
    try {
      stored = parse(localStorage.getItem(key));
    } catch (error) {
      /* the reader has blocked storage */
    }
    return stored && stored.at > memory.at ? stored : memory;
  }

  /* Keeps the items; says whether they will be there on the next page. */
  function save(items, before) {
    memory = { version: VERSION, at: Math.max(Date.now(), before.at + 1), items };
    const state = JSON.stringify(memory);
    if (frame) frame.contentWindow.postMessage({ huibian: "tray", state }, "*");
    try {
      localStorage.setItem(key, state);
      return true;
    } catch (error) {
      return false; // blocked or full
    }
  }

  /* The store of a site in a folder says what it holds, and again when another page has changed it:
     what is newer is taken over, what is older is brought up to date. */
  function heard(event) {
    const data = event.data;
    if (event.source !== frame.contentWindow || !data || data.huibian !== "tray") return;
    const state = parse(data.state);
    const mine = load();
    if (state && state.at > mine.at) {
      memory = state;
      tell();
    } else if (mine.at > (state ? state.at : 0)) {
      const newer = { huibian: "tray", state: JSON.stringify(mine) };
      frame.contentWindow.postMessage(newer, "*");
    }
  }

  function openStore() {
    const made = document.createElement("iframe");
    made.hidden = true;
    made.title = "对照篮";
    made.src = root + "assets/huibian/tray.htm";
    window.addEventListener("message", heard);
    document.body.append(made);
    return made;
  }

  /* ------------------------------------------------------------------- changes */

  let lasting = true;

  function tell() {
    listeners.slice().forEach((listener) => listener());
  }

  /* Every change starts from what is stored now: another tab may have picked since. */
  function change(edit) {
    const state = load();
    const items = edit(state.items.map((item) => Object.assign({}, item)));
    if (!items) return false;
    lasting = save(items, state);
    tell();
    return true;
  }

  function compared(items) {
    return items.filter((item) => item.compared);
  }

  window.addEventListener("storage", function (event) {
    if (event.key === key || event.key === null) tell();
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) tell(); // back to a page that slept while another one picked
  });

  huibian.tray = {
    CAP,
    COMPARED,
    articleUrl,
    isKey,
    keyOf,
    items: () => load().items,
    compared: () => compared(load().items),
    /* Whether the picks outlast this page. */
    isLasting: () => lasting,
    compareUrl: (names) => pageUrl("compare", names),
    selectionUrl: (names) => pageUrl("selection", names),
    onChange: (listener) => listeners.push(listener),

    has: (name) => load().items.some((item) => item.key === name),

    /* Adds an article; false when the tray is full. */
    add: (item) =>
      change(function (items) {
        if (items.some((other) => other.key === item.key)) return items;
        if (items.length >= CAP || !isKey(item.key)) return null;
        const on = compared(items).length < COMPARED;
        const title = text(item.title);
        return items.concat({ key: item.key, title, place: text(item.place), compared: on });
      }),

    remove: (name) => change((items) => items.filter((item) => item.key !== name)),

    /* Puts all items in place of those that are there. */
    replace: (items) => change(() => items),

    /* Puts the named articles in this order, in the places that they hold together. */
    reorder: (names) =>
      change(function (items) {
        const moved = names.map((name) => items.find((item) => item.key === name)).filter(Boolean);
        const rest = moved.slice();
        return items.map((item) => (moved.indexOf(item) < 0 ? item : rest.shift()));
      }),

    /* Says whether an article is to stand side by side; false when four already do. */
    compare: (name, on) =>
      change(function (items) {
        const item = items.find((other) => other.key === name);
        if (!item || (on && !item.compared && compared(items).length >= COMPARED)) return null;
        item.compared = on;
        return items;
      }),
  };
})();
