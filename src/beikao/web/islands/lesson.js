// The lesson's comforts: passages the learner marks (painted over the text, never changing it) and the section in view.
const lesson = document.getElementById("lesson");
const squeeze = (text) => text.replace(/\s+/g, " ");

// The text of a section as one string with the place of each character; formulas count by what is shown of them.
function textOf(section) {
  const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (node.parentElement.closest(".katex-mathml, .mine, form, script") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  });
  let text = "";
  const places = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at++) {
      const space = /\s/.test(node.data[at]);
      if (space && (text === "" || text.endsWith(" "))) continue;
      text += space ? " " : node.data[at];
      places.push([node, at]);
    }
  }
  return { text, places };
}

function find(section, { quote, before }) {
  const { text, places } = textOf(section);
  let best = -1, most = -1;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    let same = 0;
    while (same < before.length && before[before.length - 1 - same] === text[at - 1 - same]) same++;
    if (same > most) [best, most] = [at, same];
  }
  if (best < 0) return null;
  const range = new Range();
  range.setStart(...places[best]);
  const [node, at] = places[best + quote.length - 1];
  range.setEnd(node, at + 1);
  return range;
}

function paint() {
  const marks = document.getElementById("marks");
  if (!marks || !window.CSS || !CSS.highlights) return;
  const ranges = JSON.parse(marks.dataset.marks).map((mark) => {
    const section = document.getElementById(mark.section);
    return section && find(section, mark);
  }).filter(Boolean);
  CSS.highlights.set("mine", new Highlight(...ranges));
}

let button = null;
function offer() {
  button?.remove();
  button = null;
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const start = range.startContainer.parentElement?.closest("section[id]");
  const within = start && lesson.contains(start) && start.id !== "marks" && !range.startContainer.parentElement.closest("form, .mine");
  if (!within) return;
  button = document.createElement("button");
  button.type = "button";
  button.className = "button marker";
  button.textContent = lesson.dataset.mark;
  const box = range.getBoundingClientRect();
  button.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 140)) + scrollX}px`;
  button.style.top = `${box.bottom + scrollY + 8}px`;
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => mark(start, range));
  document.body.append(button);
}

function mark(section, range) {
  const { text, places } = textOf(section);
  const inside = places.map(([node, at], i) => (range.isPointInRange(node, at) && range.comparePoint(node, at + 1) <= 0 ? i : -1)).filter((i) => i >= 0);
  button?.remove();
  if (!inside.length) return;
  const from = inside[0], to = inside[inside.length - 1] + 1;
  const quote = text.slice(from, to).trim();
  if (!quote) return;
  document.getSelection().removeAllRanges();
  window.htmx.ajax("POST", "/notes/highlight", { target: "#marks", swap: "outerHTML", values: {
    unit: `${lesson.dataset.unit}#${section.id}`, language: lesson.dataset.language, quote: quote.slice(0, 1000),
    before: squeeze(text.slice(Math.max(0, from - 80), from + text.slice(from, to).indexOf(quote))),
  } });
}

if (lesson) {
  paint();
  document.addEventListener("htmx:afterSettle", paint);
  let waiting = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(offer, 250); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "h" && !event.ctrlKey && !event.metaKey && !event.altKey && button) button.click();
  });
  const links = new Map([...document.querySelectorAll(".on-page a[href^='#']")].map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting && links.has(entry.target.id)) {
      links.forEach((a) => a.removeAttribute("aria-current"));
      links.get(entry.target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  lesson.querySelectorAll("section[id]").forEach((section) => seen.observe(section));
}
