/* Buttons that throw a draft away. */

import { post } from "./api.js";
import { problem, say } from "./page.js";

/* `drafts` is the address that drafts stand below. */
export function listen(drafts, question, failed) {
  document.querySelectorAll("[data-discard]").forEach((button) => {
    button.addEventListener("click", async () => {
      if (!window.confirm(question)) return;
      try {
        await post(`${drafts}/${button.dataset.discard}/discard`);
        button.closest("li").remove();
        say("已丢弃");
      } catch (error) {
        problem(failed, error);
      }
    });
  });
}
