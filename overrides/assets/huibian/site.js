/* The little that our pages do by themselves: the large search field opens the header's, and
   the header's search dialog gets a name. */
(function () {
  "use strict";
  var dialog = document.querySelector("[data-md-component=search]");
  if (dialog) dialog.setAttribute("aria-label", "搜索");

  // Material searches on keyup alone: text that is pasted or chosen with the mouse must count too.
  var query = document.querySelector("[data-md-component=search-query]");
  if (query) {
    query.addEventListener("input", function () {
      query.dispatchEvent(new KeyboardEvent("keyup"));
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-hb-search]");
    if (!button) return;
    var toggle = document.querySelector("[data-md-toggle=search]");
    var field = document.querySelector("[data-md-component=search-query]");
    if (toggle && !toggle.checked) toggle.click();
    if (field) field.focus();
  });
})();
