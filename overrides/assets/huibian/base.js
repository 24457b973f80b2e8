/* What every page needs before it is painted. It says that scripts run, so that what only they
   can serve takes its place at once and nothing jumps later. And it is what Material's bundle
   expects to find: where the site begins, and its stored settings.
   Stored values are kept apart by the site's path, so that two sites on one host do not mix. */
(function () {
  "use strict";
  document.documentElement.classList.remove("no-js");
  document.documentElement.classList.add("js");
  var scope = new URL("../../", document.currentScript.src);
  window.__md_scope = scope;
  window.__md_hash = function (text) {
    return Array.from(text).reduce(function (sum, char) {
      return (sum << 5) - sum + char.charCodeAt(0);
    }, 0);
  };
  window.__md_get = function (key, storage, at) {
    try {
      return JSON.parse((storage || localStorage).getItem((at || scope).pathname + "." + key));
    } catch (error) {
      return null;
    }
  };
  window.__md_set = function (key, value, storage, at) {
    try {
      (storage || localStorage).setItem((at || scope).pathname + "." + key, JSON.stringify(value));
    } catch (error) {
      /* private mode: the setting lasts for this page only */
    }
  };
})();
