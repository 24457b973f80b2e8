/* What a reader could not read on the page that is open: text cut off, beyond the window, or
   under other text. Runs in the page; returns one line for each fault. */
() => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  const text = (node) => node.textContent.trim().replace(/\s+/g, " ").slice(0, 24);
  const named = (node) => node.tagName.toLowerCase() + "." + (node.getAttribute("class") || "") + " “" + text(node) + "”";

  /* The nearest box that scrolls, when it may: a labelled region that the keyboard reaches. */
  const scroller = (node) => {
    for (let at = node; at && at !== document.body; at = at.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return at;
    }
    return null;
  };
  const isHidden = (node) => {
    for (let at = node; at; at = at.parentElement) {
      if (getComputedStyle(at).clipPath !== "none") return true; // for screen readers only
    }
    return false;
  };
  const floats = (node) => {
    for (let at = node; at; at = at.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    }
    return false;
  };

  const over = document.documentElement.scrollWidth - width;
  if (over > 0) faults.push("the page scrolls sideways by " + over + " px");

  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, noscript, style, select, .hb-hidden, .hb-skip, .hb-open__more")) continue;
    const style = getComputedStyle(parent);
    if (style.visibility === "hidden" || style.opacity === "0" || parent.closest("[hidden], .md-top, .md-dialog")) continue;
    if (parent.closest("details:not([open]) > :not(summary)") || isHidden(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = Array.from(range.getClientRects()).filter((r) => r.width > 1 && r.height > 1);
    if (!rects.length) continue;
    const region = scroller(parent);
    let clamped = false; // two lines of a snippet, by design
    // a cut is an edge of an ancestor that hides what does not fit
    for (let at = parent; at && at !== document.body; at = at.parentElement) {
      const clip = getComputedStyle(at);
      if (clip.overflowX === "visible" && clip.overflowY === "visible") continue;
      if (/auto|scroll/.test(clip.overflowX + clip.overflowY)) break;
      clamped = clip.webkitLineClamp !== "none";
      if (clamped) break;
      const edge = at.getBoundingClientRect();
      if (rects.some((r) => r.right > edge.right + 2 || r.left < edge.left - 2 || r.bottom > edge.bottom + 4)) {
        faults.push("cut by " + named(at) + ": " + named(parent));
        break;
      }
    }
    if (!region && rects.some((r) => r.right > width + 1 || r.left < -1)) faults.push("outside: " + named(parent));
    if (!region && !clamped && !floats(parent)) rects.forEach((rect) => boxes.push({ rect, parent }));
  }

  document.querySelectorAll("*").forEach((node) => {
    const style = getComputedStyle(node);
    if (node === document.documentElement || node === document.body || !node.offsetParent) return;
    if (/auto|scroll/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1) {
      const label = node.getAttribute("aria-label") || node.getAttribute("aria-labelledby");
      if (!label || node.tabIndex < 0) faults.push("scrolls without label or focus: " + named(node));
    }
  });

  boxes.sort((a, b) => a.rect.top - b.rect.top);
  boxes.forEach((one, i) => {
    for (let j = i + 1; j < boxes.length && boxes[j].rect.top < one.rect.bottom; j += 1) {
      const other = boxes[j];
      if (one.parent.contains(other.parent) || other.parent.contains(one.parent)) continue;
      const wide = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const high = Math.min(one.rect.bottom, other.rect.bottom) - other.rect.top;
      // boxes of lines are taller than their letters
      if (wide > 2 && high > Math.min(one.rect.height, other.rect.height) * 0.4) {
        faults.push("overlaps: " + named(one.parent) + " and " + named(other.parent));
      }
    }
  });
  return Array.from(new Set(faults)).slice(0, 20);
}
