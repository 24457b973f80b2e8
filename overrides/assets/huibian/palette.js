/* Puts the reader's colours on the page before it is painted: the stored choice, else the
   system's. Runs right after the form with the choices. */
(function () {
  "use strict";
  var stored = window.__md_get("__palette");
  var color = stored && stored.color;
  if (!color || color.media === "(prefers-color-scheme)") {
    var dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    var media = "(prefers-color-scheme: " + (dark ? "dark" : "light") + ")";
    var option = document.querySelector("[data-md-color-media='" + media + "']");
    color = {};
    ["scheme", "primary", "accent"].forEach(function (name) {
      color[name] = option && option.getAttribute("data-md-color-" + name);
    });
  }
  ["scheme", "primary", "accent"].forEach(function (name) {
    if (color[name]) document.body.setAttribute("data-md-color-" + name, color[name]);
  });
})();
