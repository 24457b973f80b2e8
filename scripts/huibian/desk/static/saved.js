/* Waits until the preview answers, then shows in it what was saved. */

import { get, later } from "./api.js";
import { listen } from "./correct.js";
import { problem } from "./page.js";

const frame = document.getElementById("frame");
const wait = document.getElementById("wait");
const failed = document.getElementById("failed");
const PATIENCE = 60000; // milliseconds after which it is said that nothing comes
const LONGEST = 5000; // between two questions

async function answers() {
  try {
    return (await get(`/api/preview/${frame.dataset.shown}`)).ready;
  } catch (error) {
    if (error.status) throw error; // no session or no such page any more
    return false;
  }
}

async function show() {
  const begun = Date.now();
  try {
    for (let pause = 100; !(await answers()); pause = Math.min(pause * 1.2, LONGEST)) {
      if (Date.now() - begun > PATIENCE) wait.textContent = "已保存，预览打不开。还在试，打开了就显示在这里。";
      await later(pause);
    }
  } catch (error) {
    wait.hidden = true;
    problem(failed, error);
    return;
  }
  frame.addEventListener("load", () => {
    wait.hidden = true;
    frame.hidden = false;
  });
  frame.src = frame.dataset.address;
}

if (frame) show();
listen(failed);
