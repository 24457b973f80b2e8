/* Buttons that open the division of a collection: they begin a draft, or go on with one. */

import { post } from "./api.js";
import { problem } from "./page.js";

export async function correct(slug, failed) {
  try {
    const made = await post(`/api/collections/${slug}/draft`);
    window.location.assign(`/drafts/${made.draft}`);
  } catch (error) {
    problem(failed, error);
  }
}

export function listen(failed) {
  document.querySelectorAll("[data-correct]").forEach((button) => {
    button.addEventListener("click", async () => {
      button.disabled = true;
      await correct(button.dataset.correct, failed);
      button.disabled = false;
    });
  });
}
