/* The tray's store for a site that is opened from a folder, in a hidden frame of every page.
   Firefox gives each file a localStorage of its own, so the pages share that of this one file.
   Reads and writes for the page that holds it (tray.js); does nothing on a web server. */
(function () {
  "use strict";

  if (location.protocol !== "file:" || window.parent === window) return;
  const key = new URL("../../", document.currentScript.src).pathname + ".__tray";

  function announce() {
    let state = null;
    try {
      state = localStorage.getItem(key);
    } catch (error) {
      /* blocked: the page goes without */
    }
    window.parent.postMessage({ huibian: "tray", state }, "*"); // files have no origin to name
  }

  window.addEventListener("message", function (event) {
    const data = event.data;
    if (event.source !== window.parent || !data || data.huibian !== "tray") return;
    try {
      localStorage.setItem(key, String(data.state));
    } catch (error) {
      /* blocked or full */
    }
  });
  window.addEventListener("storage", announce);
  announce();
})();
