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

  const said = document.createElement("p");
  said.className = "hb-hidden";
  said.setAttribute("role", "status");
  said.setAttribute("data-hb-copied", "");
  document.getElementById("hb-main").after(said);

  /* The button that copies a node's text. */
  function copier(node) {
    const label = "复制";
    const button = document.createElement("button");
    let timer = 0;
    button.type = "button";
    button.textContent = label;
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
    return button;
  }

  document.querySelectorAll("pre > code").forEach(function (code) {
    const button = copier(code);
    button.className = "hb-copy";
    code.parentNode.after(button);
  });
  document.querySelectorAll("#hb-citation").forEach((q) => q.after(" ", copier(q)));
})();
