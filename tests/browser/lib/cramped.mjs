// Whether everything on a page has the room that it needs: nothing makes it scroll sideways, no text is cut off by the box that it is
// in, and none lies over another.

export function crampedFaults(page) {
  return page.evaluate(() => {
    const faults = new Set();
    const name = (element) => `${element.tagName.toLowerCase()}.${element.className} “${element.textContent.trim().slice(0, 40)}”`;

    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth > clientWidth) {
      const out = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5);
      faults.add(`scrolls sideways by ${scrollWidth - clientWidth} px (${out.length > 0 ? name(out.at(-1)) : "nothing visible"})`);
    }

    // Lines of text, each with the element that it belongs to; what only screen readers get has no room, and needs none.
    const lines = [];
    const range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      const element = text.parentElement;
      if (!text.data.trim() || element.closest("svg, option, .visually-hidden, .skip, script, style")) continue;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      range.selectNodeContents(text);
      for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) lines.push({ box, element });
    }

    // A box that scrolls shows all of it in time; one that only hides what is too much does not, unless it says so with three dots.
    const hiding = new Map();
    const hides = (element) => {
      if (!hiding.has(element)) {
        const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(element);
        const [across, down] = [overflowX, overflowY].map((overflow) => overflow !== "visible");
        const scrolls = /auto|scroll/.test(overflowX + overflowY);
        hiding.set(element, { across, down, says: scrolls || textOverflow === "ellipsis" || webkitLineClamp !== "none" });
      }
      return hiding.get(element);
    };
    const isShown = ({ box, element }) => {
      for (let around = element; around && around !== document.body; around = around.parentElement) {
        const { across, down, says } = hides(around);
        if (!across && !down) continue;
        const edge = around.getBoundingClientRect();
        // For screen readers alone.
        if (edge.width <= 1 || edge.height <= 1) return false;
        const isCut =
          (across && (box.left < edge.left - 1 || box.right > edge.right + 1)) ||
          (down && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2));
        if (isCut && !says) faults.add(`${name(element)} is cut off by ${name(around)}`);
        if (isCut) return false;
      }
      return true;
    };
    const shown = lines.filter(isShown).sort((one, other) => one.box.top - other.box.top);

    // Lines may stand closer than their letters are high, so a third of one over another is what counts.
    for (const [position, { box, element }] of shown.entries()) {
      for (let next = position + 1; next < shown.length && shown[next].box.top < box.bottom; next += 1) {
        const { box: under, element: below } = shown[next];
        if (below === element) continue;
        const across = Math.min(box.right, under.right) - Math.max(box.left, under.left);
        const down = Math.min(box.bottom, under.bottom) - under.top;
        if (across > 1 && down > Math.min(box.height, under.height) / 3) faults.add(`${name(element)} and ${name(below)} lie over each other`);
      }
    }
    return [...faults];
  });
}
