/* Going back: to a version of a page, or before a save. */

import { post } from "./api.js";
import { change } from "./change.js";
import { problem, times } from "./page.js";

const failed = document.getElementById("failed");

async function back(address, data) {
  if (await change(address, data, failed)) window.location.reload();
}

times();
document.querySelectorAll("[data-undo]").forEach((button) => {
  button.addEventListener("click", () => back(`/api/history/${button.dataset.undo}/undo`, {}));
});
document.querySelectorAll("[data-restore]").forEach((button) => {
  const { path, restore } = button.dataset;
  button.addEventListener("click", () => back("/api/history/restore", { path, version: restore }));
});

const commits = document.getElementById("commits");
if (commits) {
  commits.addEventListener("change", async () => {
    try {
      await post("/api/settings/commits", { commits: commits.checked });
    } catch (error) {
      commits.checked = !commits.checked;
      problem(failed, error);
    }
  });
}
