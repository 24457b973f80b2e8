/* Buttons that open the division of a collection: they begin a draft, or go on with one. */

import { post } from "./api.js";
import { problem } from "./page.js";

export function listen(failed) {
  document.querySelectorAll("[data-correct]").forEach((button) => {
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const made = await post(`/api/collections/${button.dataset.correct}/draft`);
        window.location.assign(`/drafts/${made.draft}`);
      } catch (error) {
        problem(failed, error);
        button.disabled = false;
      }
    });
  });
}
