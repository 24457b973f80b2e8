/* The form of an entry of a vocabulary: put, merge, remove. */

import { change } from "./change.js";

const failed = document.getElementById("failed");
const form = document.getElementById("entry");
const { kind, back } = form.dataset;

async function send(act, data) {
  if (await change(`/api/vocabulary/${kind}/${act}`, data, failed)) window.location.assign(back);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send("put", Object.fromEntries(new FormData(form)));
});

/* Which entry it is about, as it was shown: somebody may have changed it since. */
function shown() {
  return { before: form.elements.before.value, shown: form.elements.shown.value };
}

const merge = document.getElementById("merge");
if (merge) {
  merge.addEventListener("submit", (event) => {
    event.preventDefault();
    send("merge", Object.assign(shown(), { into: document.getElementById("into").value }));
  });
}

const remove = document.getElementById("remove");
if (remove) {
  remove.addEventListener("click", () => send("remove", shown()));
}
