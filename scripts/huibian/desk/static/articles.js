/* The list: what is chosen stays chosen, a change of many is shown before it is written. */

import { change, recall, remember } from "./change.js";
import { listen } from "./correct.js";

const failed = document.getElementById("failed");
const bulk = document.getElementById("bulk");

function start() {
  const picks = [...document.querySelectorAll(".pick")];
  const all = document.getElementById("all");
  const every = document.getElementById("every");
  const chosen = document.getElementById("chosen");
  const field = document.getElementById("wish-field");
  const op = document.getElementById("wish-op");
  const value = document.getElementById("wish-value");
  const go = document.getElementById("wish-go");
  let whole = false; // all that was found, on other pages too
  let last = null;

  function keys() {
    return picks.filter((one) => one.checked).map((one) => one.value);
  }

  function show() {
    const count = whole ? Number(bulk.dataset.total) : keys().length;
    chosen.textContent = count ? `选了 ${count} 篇` : "没有选";
    all.checked = whole || keys().length === picks.length;
    all.indeterminate = !all.checked && keys().length > 0;
    go.disabled = !count;
  }

  function fit() {
    const themes = field.value === "themes";
    const review = field.value === "review";
    [...op.options].forEach((one) => {
      one.hidden = Boolean((one.dataset.for && !themes) || (review && one.value !== "clear"));
      one.disabled = one.hidden;
      if (one.value === "clear") one.textContent = review ? "标为已核对" : "清空";
    });
    if (op.selectedOptions[0].disabled) op.value = [...op.options].find((one) => !one.disabled).value;
    value.setAttribute("list", `values-${field.value}`);
    document.getElementById("wish-place").hidden = op.value === "clear";
  }

  picks.forEach((one, at) => {
    one.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        const [from, to] = [Math.min(last, at), Math.max(last, at)];
        picks.slice(from, to + 1).forEach((other) => {
          other.checked = one.checked;
        });
      }
      last = at;
      whole = false;
      show();
    });
  });
  all.addEventListener("change", () => {
    whole = false;
    picks.forEach((one) => {
      one.checked = all.checked;
    });
    show();
  });
  if (every) {
    every.addEventListener("click", () => {
      whole = true;
      picks.forEach((one) => {
        one.checked = true;
      });
      show();
    });
  }
  field.addEventListener("change", () => {
    value.value = "";
    fit();
  });
  op.addEventListener("change", fit);
  document.getElementById("wish").addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    const query = Object.fromEntries(new URLSearchParams(bulk.dataset.query));
    const picked = whole ? { query } : { keys: keys() };
    const clearing = op.value === "clear";
    const wish = { field: field.value, op: op.value, value: clearing ? "" : value.value };
    const done = await change("/api/articles/change", Object.assign(picked, wish), failed);
    if (done) {
      remember(done);
      window.location.reload();
    }
    show();
  });
  show();
  fit();
}

recall(document.getElementById("done"));
if (bulk) start();
listen(failed);
