/* Some words of a line: which are selected in it, and a dialog to select them with the keyboard.

   What is asked of the desk names the words and which of them it is, where the line has them twice. */

const BLANK = /[\s\p{Cc}\p{Cf}]/u;
const $ = (id) => document.getElementById(id);

function inked(text) {
  return Array.from(text).filter((sign) => !BLANK.test(sign)).join("");
}

/* How many times the words stand in a text up to a column, themselves included. White space makes
   no difference. */
function place(text, start, words) {
  const [all, wanted, at] = [inked(text), inked(words), inked(text.slice(0, start)).length];
  let count = 0;
  let found = wanted ? all.indexOf(wanted) : -1;
  while (found >= 0 && found <= at) {
    count += 1;
    found = all.indexOf(wanted, found + wanted.length);
  }
  return Math.max(1, count);
}

/* The values of a request about words: the line (`12#2`: its second place) and the words. */
function values(number, text, start, end) {
  const words = text.slice(start, end).trim();
  if (!inked(words)) return null;
  const nth = place(text, text.indexOf(words, start), words);
  return [nth > 1 ? `${number}#${nth}` : String(number), words];
}

/* The words that are selected within one line's text, null where there are none. */
export function selected(texts) {
  const chosen = window.getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const inside = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".line__text");
  const box = inside(range.startContainer);
  if (!box || box !== inside(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(box);
  before.setEnd(range.startContainer, range.startOffset);
  const number = Number(box.parentElement.dataset.line);
  const start = before.toString().length;
  const found = values(number, texts[number - 1], start, start + range.toString().length);
  return found && { line: number, values: found };
}

export function short(words) {
  return words.length <= 12 ? words : `${words.slice(0, 5)}…${words.slice(-5)}`;
}

/* Lets a person select words of a line; `done(op, values)` is told what to do with them. */
export function choose(number, text, done, left) {
  const dialog = $("words");
  const field = $("words-text");
  let found = null;
  const look = () => {
    found = values(number, text, field.selectionStart, field.selectionEnd);
    $("words-chosen").textContent = found ? `选中了“${short(found[1])}”` : "还没有选字";
    $("words-cut").disabled = !found;
    $("words-mask").disabled = !found;
  };
  $("words-title").textContent = `第 ${number} 行里的几个字`;
  field.value = text;
  ["keyup", "mouseup", "select"].forEach((name) => {
    field[`on${name}`] = look;
  });
  field.onbeforeinput = (event) => event.preventDefault(); // a field that is readonly has no caret
  field.oninput = () => {
    field.value = text; // what an input method got past that
    look();
  };
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (found && dialog.returnValue in { cut: 1, "mask-words": 1 }) done(dialog.returnValue, found);
    else left();
  };
  dialog.showModal();
  field.focus();
  field.setSelectionRange(0, 0);
  look();
}
