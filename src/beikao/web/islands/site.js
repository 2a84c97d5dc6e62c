// The little script of every page: htmx, keys, the clock of focused seconds. Everything works without it.
import htmx from "htmx.org";

window.htmx = htmx;

// Seconds on the page while it is seen go into forms marked data-timed; five minutes without a sign of a reader, and the clock waits.
const PATIENCE = 300_000;
let active = 0;
let seen = performance.now();
function tick() {
  const now = performance.now();
  active += Math.min(now - seen, PATIENCE);
  seen = now;
}
for (const sign of ["keydown", "pointerdown", "pointermove", "scroll", "input"]) {
  document.addEventListener(sign, () => document.hidden || tick(), { capture: true, passive: true });
}
document.addEventListener("visibilitychange", () => {
  if (document.hidden) tick();
  else seen = performance.now();
});
const seconds = () => {
  tick();
  return Math.round(active / 1000);
};
document.addEventListener("submit", (event) => stamp(event.target), true);
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.detail.elt.closest("form[data-timed]");
  if (form && event.detail.parameters.has && event.detail.parameters.has("seconds")) {
    event.detail.parameters.set("seconds", String(seconds()));
  }
});
function stamp(form) {
  const field = form.matches && form.matches("[data-timed]") && form.elements.seconds;
  if (field) field.value = String(seconds());
}

// Keys without Ctrl act unless the learner switched them off: then nothing of ours hears of them.
if (document.body.dataset.singleKeys === "off") {
  document.addEventListener("keydown", (event) => {
    const single = event.key.length === 1 || (event.key === "Enter" && event.target.matches("body, main"));
    if (single && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) event.stopImmediatePropagation();
  }, true);
}

// Buttons with data-plain leave htmx alone; data-confirm asks first.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-plain], button[data-confirm]");
  if (!button) return;
  if (button.dataset.confirm && !window.confirm(button.dataset.confirm)) {
    event.preventDefault();
    return;
  }
  if ("plain" in button.dataset) {
    event.preventDefault();
    const form = button.form;
    document.dispatchEvent(new CustomEvent("beikao:flush"));
    form.action = button.formAction;
    form.submit();
  }
});

const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, .cm-editor, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest("form") || document.getElementById("work");
    if (form) {
      event.preventDefault();
      document.dispatchEvent(new CustomEvent("beikao:flush"));
      form.requestSubmit(form.querySelector("button.primary[type=submit], button[type=submit]"));
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    open_("finder");
  } else if (event.key === "?") {
    const keys = document.getElementById("keys");
    if (keys && !keys.open) keys.showModal();
  } else if (event.key === "Enter" && (event.target === document.body || event.target.id === "main")) {
    const hero = document.getElementById("hero");
    if (hero) hero.click();
  }
});

// A link with data-opens opens a dialog of this page instead; its first field gets the focus.
function open_(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const field = dialog.querySelector("input");
  if (field) field.select();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-opens]");
  if (link && !event.ctrlKey && !event.metaKey && document.getElementById(link.dataset.opens)) {
    event.preventDefault();
    open_(link.dataset.opens);
  } else if (event.target.matches("dialog")) event.target.close(); // the backdrop
});

// The lesson's comforts come with the first sign of a reader, or at once where there are passages to paint.
const lesson = document.getElementById("lesson");
if (lesson) {
  const load = () => import(lesson.dataset.island);
  if (document.querySelector("#marks li")) load();
  else for (const sign of ["scroll", "pointerdown", "keydown"]) addEventListener(sign, load, { once: true, passive: true });
}

// The slider's number follows the hand before the figure comes back; focus stays on the slider.
document.addEventListener("input", (event) => {
  if (event.target.type === "range") {
    const output = event.target.parentElement.querySelector("output");
    if (output) output.textContent = event.target.value;
  }
});
// With the network gone nothing is lost: what was typed stays, and the page says so.
const notice = document.getElementById("notice");
document.addEventListener("htmx:sendError", () => { notice.textContent = notice.dataset.offline; });
document.addEventListener("htmx:afterOnLoad", () => { if (notice.textContent === notice.dataset.offline) notice.textContent = ""; });

// A verdict that came: its short word goes into the line that listens, and the box into sight.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
function arrived() {
  const box = document.querySelector("#result[data-said]"), told = document.getElementById("told");
  if (!box || box.dataset.told) return;
  box.dataset.told = "1";
  if (told) {
    told.textContent = "";
    setTimeout(() => { told.textContent = box.dataset.said; }, 50); // the same word twice is said twice
  }
  const { top, bottom } = box.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) box.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
}
document.addEventListener("htmx:afterSettle", arrived);

// A switch of language or theme comes back to the section that is in sight.
function inSight() {
  const sections = [...document.querySelectorAll("#lesson > section[id], main h2[id]:not(section h2)")];
  return scrollY > 0 ? sections.filter((one) => one.getBoundingClientRect().top < 140).pop()?.id : undefined;
}
document.addEventListener("submit", (event) => {
  const next = event.target.matches(".tools form") && event.target.elements.next, id = inSight();
  if (next && id) next.value = `${next.value.split("#")[0]}#${id}`;
}, true);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.other-tongue");
  if (link) link.hash = inSight() ?? "";
}, true);

// The name of a chosen file stands beside its button.
document.addEventListener("change", (event) => {
  const place = event.target.type === "file" && document.querySelector(`[data-chosen="${event.target.id}"]`);
  if (!place) return;
  const { files } = event.target;
  place.textContent = files.length === 1 ? files[0].name : files.length ? place.dataset.several.replace("{n}", files.length) : "";
});
