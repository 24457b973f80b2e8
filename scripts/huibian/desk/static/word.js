/* What is pasted from Word or a web page, as the Markdown of an article: headings, lists (those
   inside others, too), tables and bold stay, the rest goes. The HTML is only looked at, in a document that is never shown, in
   which nothing runs and nothing is loaded; what comes out is text, escaped like the splitter's
   pages (stages/render.py). */

const GONE = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "META", "LINK", "TEMPLATE", "NOSCRIPT", "IFRAME", "OBJECT", "EMBED", "SVG", "MATH", "XML", "AUDIO", "VIDEO", "CANVAS", "INPUT", "BUTTON", "SELECT", "TEXTAREA", "IMG", "DEL"]);
const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "MAIN", "HEADER", "FOOTER", "BLOCKQUOTE", "PRE", "DL", "DT", "DD", "FIGURE", "FIGCAPTION", "ADDRESS", "CENTER", "UL", "OL", "LI", "TABLE", "TR", "HR", "BODY", "FORM", "FIELDSET", "H1", "H2", "H3", "H4", "H5", "H6"]);
const MOST = 6000000; // characters of HTML
const COLUMNS = 60;
const DEEPEST = 6; // lists inside lists

export function escape(text) {
  return text
    .replace(/[\\`*_[\]{}]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\{([%#])/g, (found, sign) => `{&#${sign.charCodeAt(0)};`)
    .replace(/([%#])(?=\\\})/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function escapeLine(text) {
  const made = escape(text);
  const number = /^(\d+)([.)])/.exec(made);
  if (number) {
    const sign = number[2] === "." ? "\\." : "&#41;";
    return `${number[1]}${sign}${made.slice(number[0].length)}`;
  }
  if (/^[#+\-!]/.test(made)) return `\\${made}`;
  if (/^[=:|?~^$%@/;"']/.test(made)) return `&#${made.charCodeAt(0)};${made.slice(1)}`;
  return made;
}

/* White space as a reader sees it; a line that Word broke between Chinese letters is one line. */
function plain(text) {
  return text
    .replace(/[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u0000-\u0008\u000e-\u001f]/g, "")
    .replace(/([\u2e80-\u9fff\uff00-\uffef])[ \t]*\r?\n[ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])/g, "$1")
    .replace(/[ \t\r\n\u00a0]+/g, " ");
}

function styleOf(node) {
  return (node.getAttribute("data-style") || "").toLowerCase();
}

function isHidden(node) {
  return GONE.has(node.nodeName.toUpperCase()) || /display:\s*none|mso-hide:\s*all/.test(styleOf(node)) || node.hasAttribute("hidden");
}

function isBold(node, bold) {
  const weight = /font-weight:\s*(bolder|bold|normal|\d+)/.exec(styleOf(node));
  if (weight) return /^bold/.test(weight[1]) || Number(weight[1]) >= 600;
  return bold || node.nodeName === "B" || node.nodeName === "STRONG";
}

/* Runs of text, bold or not, that stand side by side -> Markdown. */
function inline(runs, bold) {
  const joined = [];
  runs.forEach((run) => {
    const last = joined[joined.length - 1];
    const is = run.bold && bold;
    if (last && (last.bold === is || !run.text.trim())) last.text += run.text;
    else joined.push({ text: run.text, bold: is });
  });
  const parts = joined.map((run) => ({ text: plain(run.text), bold: run.bold }));
  let made = "";
  let first = true;
  parts.forEach((run) => {
    let text = run.text;
    if (/\s$/.test(made) || first) text = text.replace(/^\s+/, "");
    if (!text) return;
    const core = text.trim();
    if (run.bold && core) {
      const before = text.slice(0, text.indexOf(core[0]));
      const after = text.slice(before.length + core.length);
      made += `${before}**${escape(core)}**${after}`;
    } else {
      made += first ? escapeLine(text) : escape(text);
    }
    first = false;
  });
  return made.trim();
}

class Reader {
  constructor() {
    this.blocks = []; // [kind, text]
    this.runs = [];
    this.levels = [];
    this.lists = [];
  }

  end(kind, extra) {
    const depth = kind === "item" ? this.depth : 0;
    const text = kind === "heading" ? escape(plain(this.runs.map((run) => run.text).join("")).trim()).replace(/(^|[^&])#/g, "$1\\#") : inline(this.runs, true);
    this.runs = [];
    if (text) this.blocks.push({ kind: kind, text: text, extra: extra, depth: depth });
  }

  read(node, bold) {
    node.childNodes.forEach((child) => {
      if (child.nodeType === 3) this.runs.push({ text: child.data, bold: bold });
      else if (child.nodeType === 1) this.element(child, bold);
    });
  }

  element(node, bold) {
    if (isHidden(node)) return;
    const name = node.nodeName.toUpperCase();
    if (name === "BR") {
      this.end(this.kind || "paragraph", this.marker);
      return;
    }
    if (name === "TABLE") {
      this.end("paragraph");
      this.table(node);
      return;
    }
    if (!BLOCKS.has(name)) {
      this.read(node, isBold(node, bold));
      return;
    }
    this.end(this.kind || "paragraph", this.marker);
    const before = [this.kind, this.marker, this.depth];
    const heading = /^H([1-6])$/.exec(name);
    const word = /mso-list:\s*l\d/.test(styleOf(node));
    if (heading || /\bMsoTitle\b/.test(node.className)) {
      [this.kind, this.marker] = ["heading", heading ? Number(heading[1]) : 1];
      this.levels.push(this.marker);
    } else if (word) {
      this.wordItem(node);
    } else if (name === "UL" || name === "OL") {
      this.lists.push(name === "OL" ? Number(node.getAttribute("start")) || 1 : 0);
    } else if (name === "LI") {
      this.item();
    }
    this.read(node, isBold(node, bold));
    this.end(this.kind || "paragraph", this.marker);
    if (name === "UL" || name === "OL") this.lists.pop();
    [this.kind, this.marker, this.depth] = before;
  }

  item() {
    const at = this.lists.length - 1;
    this.kind = "item";
    this.depth = Math.min(Math.max(at, 0), DEEPEST);
    this.marker = "-";
    if (at >= 0 && this.lists[at]) {
      this.marker = `${this.lists[at]}.`;
      this.lists[at] += 1;
    }
  }

  /* Word's lists are paragraphs that carry their number as text; Chinese numbers stay text. */
  wordItem(node) {
    const sign = Array.from(node.querySelectorAll("span")).find((one) => /mso-list:\s*ignore/.test(styleOf(one)));
    const text = sign ? plain(sign.textContent).trim() : "";
    if (/[\u3400-\u9fff]/.test(text)) {
      sign.textContent = text;
      return;
    }
    if (sign) sign.remove();
    const number = /^[(（]?(\d{1,4})[.)）．、]?$/.exec(text);
    const level = /mso-list:\s*l\d+\s+level(\d)/.exec(styleOf(node));
    this.kind = "item";
    this.depth = level ? Math.min(Number(level[1]) - 1, DEEPEST) : 0;
    this.marker = number ? `${Number(number[1])}.` : "-";
  }

  table(node) {
    const rows = Array.from(node.rows).map((row) =>
      Array.from(row.cells).reduce((cells, cell) => {
        if (!isHidden(cell)) cells.push(cell);
        for (let more = 1; more < Math.min(cell.colSpan, COLUMNS); more += 1) cells.push(null);
        return cells;
      }, []).slice(0, COLUMNS),
    ).filter((row) => row.length);
    if (!rows.length) return;
    if (rows.length === 1 && rows[0].length === 1) {
      this.read(rows[0][0], false); // a frame around text, no table
      this.end("paragraph");
      return;
    }
    const text = (cell) => (cell ? escape(cellText(cell)).replace(/\|/g, "&#124;") : "");
    const width = Math.max(...rows.map((row) => row.length));
    const lines = rows.map((row) => {
      const cells = row.map(text);
      while (cells.length < width) cells.push("");
      return `| ${cells.join(" | ")} |`;
    });
    lines.splice(1, 0, `|${" --- |".repeat(width)}`);
    this.blocks.push({ kind: "table", text: lines.join("\n") });
  }

  markdown() {
    this.end("paragraph");
    const top = Math.min(...this.levels);
    let made = "";
    let open = []; // the lists that the next item may stand in, the outermost first
    this.blocks.forEach((block) => {
      let text = block.text;
      let apart = "\n\n";
      if (block.kind === "heading") text = `${block.extra === top ? "##" : "###"} ${text}`;
      if (block.kind === "item") {
        const list = block.extra === "-" ? "bullet" : "ordered";
        const depth = Math.min(block.depth, open.length); // no deeper than one below the last
        if (depth < open.length ? open[depth] === list : depth > 0) apart = "\n";
        open = open.slice(0, depth).concat(list);
        text = `${"    ".repeat(depth)}${block.extra} ${text}`;
      } else {
        open = [];
      }
      made += (made ? apart : "") + text;
    });
    return made;
  }
}

/* The text of a cell on one line: its paragraphs side by side. */
function cellText(cell) {
  const parts = [];
  const walk = (node) => {
    node.childNodes.forEach((child) => {
      if (child.nodeType === 3) parts.push(child.data);
      else if (child.nodeType === 1 && !isHidden(child)) {
        if (BLOCKS.has(child.nodeName) || child.nodeName === "BR") parts.push(" ");
        walk(child);
      }
    });
  };
  walk(cell);
  return plain(parts.join("")).trim();
}

/* Styles and handlers under another name: they are never applied, and the policy, which forbids
   them, need not say so for each. */
function quiet(html) {
  return html.replace(/<style[\s>][^]*?<\/style\s*>/gi, "").replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, " data-$1"));
}

/* HTML -> Markdown; "" where there is nothing to take, or too much to look at. */
export function markdownOf(html) {
  if (!html || html.length > MOST) return "";
  try {
    const reader = new Reader();
    reader.read(new DOMParser().parseFromString(quiet(html), "text/html").body, false);
    return reader.markdown();
  } catch (error) {
    console.error(error);
    return "";
  }
}
