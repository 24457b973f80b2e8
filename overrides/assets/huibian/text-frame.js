/* In an article that another page of this site has opened in a hidden frame (texts.js): hands its
   text over. The target is the site's own origin, so a foreign page that frames an article learns
   nothing; pages of a folder have no origin, and only other files can frame them. */
(function () {
  "use strict";

  if (window.parent === window) return;
  const article = document.querySelector("[data-hb-article]");
  const prose = article.querySelector(".hb-prose");
  const words = (node) => (node ? node.textContent.replace(/\s+/g, " ").trim() : "");
  const find = (selector) => words(article.querySelector(selector));
  const file = article.querySelector(".hb-take a[download]");

  window.parent.postMessage(
    {
      huibian: "article",
      key: article.getAttribute("data-hb-article"),
      title: find("h1"),
      lines: Array.from(article.querySelectorAll("h1 .hb-line")).map(words),
      subtitle: find(".hb-subtitle"),
      note: find("header > .hb-note"),
      facts: Array.from(article.querySelectorAll("[data-hb-field]")).map((line) => [
        line.getAttribute("data-hb-field"),
        words(line.querySelector("dt")),
        words(line.querySelector("dd")),
      ]),
      size: prose.textContent.replace(/\s/g, "").length,
      practices: Number(article.getAttribute("data-hb-practices")),
      source: find("[data-hb-origin]"),
      word: file ? file.href : "",
      prose: prose.innerHTML,
    },
    location.protocol === "file:" ? "*" : location.origin
  );
})();
