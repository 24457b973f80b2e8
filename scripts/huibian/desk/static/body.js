/* The field of the text: buttons, what is pasted and dropped. Everything goes in as if it were
   typed, so that the browser's own undo takes it back. */

import { markdownOf } from "./word.js";

/* Puts text in the place of what is selected, as if it were typed. */
export function type(area, text, start, end) {
  area.focus();
  area.setSelectionRange(start, end);
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (!done) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function lines(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  let end = area.value.indexOf("\n", Math.max(area.selectionEnd - (area.selectionEnd > start ? 1 : 0), start));
  if (end < 0) end = area.value.length;
  return [start, end];
}

const MARK = /^(?:#{1,6} +|- +|\d+\. +)/;

function mark(area, sign) {
  const [start, end] = lines(area);
  const rows = area.value.slice(start, end).split("\n");
  const filled = rows.filter((row) => row.trim());
  const has = filled.length > 0 && filled.every((row) => row.startsWith(sign));
  const made = rows.map((row) => (row.trim() || rows.length === 1 ? (has ? "" : sign) + row.replace(MARK, "") : row)).join("\n");
  type(area, made, start, end);
  if (rows.length > 1) area.setSelectionRange(start, start + made.length);
}

function bold(area) {
  const [start, end] = [area.selectionStart, area.selectionEnd];
  const text = area.value.slice(start, end);
  if (/^\*\*[^]+\*\*$/.test(text)) {
    type(area, text.slice(2, -2), start, end);
    area.setSelectionRange(start, start + text.length - 4);
    return;
  }
  if (text && area.value.slice(start - 2, start) === "**" && area.value.slice(end, end + 2) === "**") {
    type(area, text, start - 2, end + 2);
    area.setSelectionRange(start - 2, end - 2);
    return;
  }
  const inside = text || "加粗的字";
  type(area, `**${inside}**`, start, end);
  area.setSelectionRange(start + 2, start + 2 + inside.length);
}

/* Blank lines so that a block stands by itself at a place. */
function apart(area, text, start, end) {
  const before = area.value.slice(0, start);
  const after = area.value.slice(end);
  const head = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return head + text + tail;
}

export function block(area, text) {
  const [start, end] = [area.selectionStart, area.selectionEnd];
  type(area, apart(area, text, start, end), start, end);
}

const TABLE = "| 项目 | 内容 |\n| --- | --- |\n|  |  |";

/* Wires a field up; `image` is told files of images that are to go in, `left` that a pasted text
   came without its images. */
export function listen(area, bar, picture, image, left) {
  const acts = {
    heading1: () => mark(area, "## "),
    heading2: () => mark(area, "### "),
    bold: () => bold(area),
    list: () => mark(area, "- "),
    table: () => block(area, TABLE),
    image: () => picture.click(),
    undo: () => {
      area.focus();
      document.execCommand("undo");
    },
    redo: () => {
      area.focus();
      document.execCommand("redo");
    },
  };
  const buttons = Array.from(bar.querySelectorAll("button"));
  buttons.forEach((button, at) => {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", () => acts[button.dataset.tool]());
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : step ? (at + step + buttons.length) % buttons.length : -1;
      if (event.key === "Escape") area.focus();
      if (to < 0) return;
      event.preventDefault();
      buttons.forEach((one) => one.setAttribute("tabindex", "-1"));
      buttons[to].setAttribute("tabindex", "0");
      buttons[to].focus();
    });
  });
  area.addEventListener("keydown", (event) => {
    const act = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? { b: "bold", 1: "heading1", 2: "heading2" }[event.key] : "";
    if (act) {
      event.preventDefault();
      acts[act]();
    } else if (event.altKey && event.key === "F10") {
      event.preventDefault();
      bar.querySelector('[tabindex="0"], button:not([tabindex])').focus();
    }
  });
  picture.addEventListener("change", () => {
    if (picture.files.length) image(picture.files);
    picture.value = "";
  });
  area.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (!data) return;
    const images = Array.from(data.files).filter((file) => file.type.startsWith("image/"));
    const html = data.getData("text/html");
    const text = markdownOf(html);
    if (text) {
      event.preventDefault();
      paste(area, text);
      left(/<(?:img|v:imagedata)[\s>]/i.test(html));
    } else if (images.length) {
      event.preventDefault();
      image(images);
    }
  });
  area.addEventListener("dragover", (event) => {
    if (Array.from(event.dataTransfer.types).includes("Files")) event.preventDefault();
  });
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    image(event.dataTransfer.files);
  });
}

/* One paragraph goes into the line where the cursor is, more stand by themselves. */
export function paste(area, text) {
  const [start, end] = [area.selectionStart, area.selectionEnd];
  const one = !text.includes("\n") && !/^(?:#|- |\d+\. )/.test(text);
  type(area, one ? text : apart(area, text, start, end), start, end);
}
