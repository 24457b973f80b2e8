/* The buttons that copy a text of the page: an article's citation, the commands of the guide.
   Without scripts they stay away; the text can be marked with the mouse all the same. */
(function () {
  "use strict";

  const SHOWN = 2000; // ms for which the button says what it did

  /* Pages opened from a folder or without encryption have no clipboard: they copy a selection. */
  function copySelected(node) {
    const selection = window.getSelection();
    selection.selectAllChildren(node);
    const done = document.execCommand("copy");
    if (done) selection.removeAllRanges();
    return done;
  }

  function copy(node) {
    if (!navigator.clipboard) return Promise.resolve(copySelected(node));
    return navigator.clipboard.writeText(node.textContent).then(
      () => true,
      () => copySelected(node)
    );
  }

  document.querySelectorAll("pre > code").forEach(function (code, i) {
    const button = document.createElement("button");
    code.id = "hb-code-" + (i + 1);
    button.type = "button";
    button.className = "hb-copy";
    button.textContent = "复制";
    button.setAttribute("data-hb-copy", code.id);
    code.parentNode.after(button);
  });

  document.querySelectorAll("[data-hb-copy]").forEach(function (button) {
    const node = document.getElementById(button.getAttribute("data-hb-copy"));
    const said = document.querySelector("[data-hb-copied]");
    const label = button.textContent;
    let timer = 0;
    button.hidden = false;
    button.addEventListener("click", function () {
      copy(node).then(function (done) {
        // where nothing could copy, the text is marked
        button.textContent = done ? "已复制" : "请按 Ctrl+C";
        said.textContent = button.textContent;
        clearTimeout(timer);
        timer = setTimeout(function () {
          button.textContent = label;
          said.textContent = "";
        }, SHOWN);
      });
    });
  });
})();
