/* Buttons in the header that open something and close it again: the main sections on a narrow
   window, the reader's settings. aria-controls names it. Esc closes and gives the
   focus back, so does the button; leaving it with the keyboard or a click beside it closes it. */
(function () {
  "use strict";

  let button = null; // whose part is open

  function part(of) {
    return document.getElementById(of.getAttribute("aria-controls"));
  }

  function close(back) {
    if (!button) return;
    const closed = button;
    button = null;
    closed.setAttribute("aria-expanded", "false");
    part(closed).classList.remove("hb-opened");
    if (back) closed.focus();
  }

  function open(of) {
    const node = part(of);
    close(false);
    if (!node) return; // the script that makes it has yet to run
    button = of;
    button.setAttribute("aria-expanded", "true");
    node.classList.add("hb-opened");
    const first = node.querySelector("input:checked, a[href]");
    if (first) first.focus({ preventScroll: true });
  }

  function isOutside(node) {
    return button && !button.contains(node) && !part(button).contains(node);
  }

  document.querySelectorAll(".hb-open").forEach(function (node) {
    node.setAttribute("aria-expanded", "false");
  });
  document.addEventListener("click", function (event) {
    const of = event.target.closest && event.target.closest(".hb-open");
    if (of) {
      if (of === button) close(true);
      else open(of);
    } else if (isOutside(event.target)) close(false);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !button) return;
    event.preventDefault();
    close(true);
  });
  document.addEventListener("focusin", function (event) {
    if (isOutside(event.target)) close(false);
  });
})();
