/* Waits until the preview answers, then shows in it what was saved. */

import { listen } from "./correct.js";

const frame = document.getElementById("frame");
const wait = document.getElementById("wait");

async function answers() {
  try {
    const response = await fetch(`/api/preview/${frame.dataset.shown}`);
    return (await response.json()).ready;
  } catch (error) {
    return false;
  }
}

async function show() {
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 100));
  frame.addEventListener("load", () => {
    wait.hidden = true;
    frame.hidden = false;
  });
  frame.src = frame.dataset.address;
}

if (frame) show();
listen(document.getElementById("failed"));
