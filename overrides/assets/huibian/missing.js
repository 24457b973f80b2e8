/* On the page for wrong addresses, which a server shows at any depth below the site: the page asks
   for this script in the folders above, one after another, and the first that is found says where
   the site begins. All addresses that follow are relative to that place. */
(function () {
  "use strict";
  if (document.querySelector("base")) return;
  var base = document.createElement("base");
  base.href = new URL("../../", document.currentScript.src).href;
  document.head.append(base);
  document.addEventListener("DOMContentLoaded", function () {
    // places in this page are places in this page still
    document.querySelectorAll("a[href^='#']").forEach(function (link) {
      link.href = location.href.split("#")[0] + link.getAttribute("href");
    });
  });
})();
