// CodeMirror over each textarea[data-editor]. The textarea stays in the form and is kept in step.
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, drawSelection, highlightActiveLine, highlightActiveLineGutter } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { searchKeymap } from "@codemirror/search";
import { python } from "@codemirror/lang-python";
import { json } from "@codemirror/lang-json";
import { classHighlighter } from "@lezer/highlight";

const languages = { python: () => [python()], json: () => [json()], text: () => [] };
const editors = [];

function label(area) {
  const text = document.querySelector(`label[for="${area.id}"]`);
  return text ? text.textContent.trim() : "code";
}

function save(area) {
  const form = area.form;
  const body = new FormData(form);
  fetch(area.dataset.draft, { method: "POST", body, headers: { "HX-Request": "true" } })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((html) => {
      const place = document.getElementById("saved");
      if (!place || !html) return;
      place.textContent = "";
      const parsed = new DOMParser().parseFromString(html, "text/html");
      const time = parsed.querySelector("time");
      if (time) time.textContent = new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang, { hour12: false });
      place.textContent = parsed.body.textContent.trim();
    })
    .catch(() => {});
}

function mount(area) {
  let timer = 0;
  const follow = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    area.value = update.state.doc.toString();
    clearTimeout(timer);
    timer = setTimeout(() => save(area), 1000);
  });
  const view = new EditorView({
    parent: area.parentElement,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        EditorView.cspNonce.of(area.dataset.nonce),
        lineNumbers(), history(), drawSelection(), highlightActiveLine(), highlightActiveLineGutter(), indentOnInput(),
        bracketMatching(), closeBrackets(), syntaxHighlighting(classHighlighter), indentUnit.of("    "), EditorState.tabSize.of(4),
        ...languages[area.dataset.editor](),
        keymap.of([...closeBracketsKeymap, ...searchKeymap, ...historyKeymap, indentWithTab,
          ...defaultKeymap.filter((k) => k.key !== "Mod-Enter")]),
        EditorView.contentAttributes.of({ "aria-label": label(area) }),
        EditorView.theme({
          "&": { backgroundColor: "var(--card)", color: "var(--ink)" },
          ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--ink-2)", border: "0" },
          ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--heat-1)" },
          ".cm-cursor": { borderLeftColor: "var(--ink)" },
          "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "var(--indigo-soft) !important" },
        }),
        follow,
      ],
    }),
  });
  view.scrollDOM.tabIndex = 0;
  view.scrollDOM.setAttribute("role", "group");
  view.scrollDOM.setAttribute("aria-label", label(area));
  area.hidden = true;
  editors.push({ view, area });
}

document.addEventListener("beikao:flush", () => editors.forEach(({ view, area }) => (area.value = view.state.doc.toString())));
document.querySelectorAll("textarea[data-editor]").forEach(mount);
// Lines are measured again once the fonts are there, else the numbers stand beside the wrong ones.
document.fonts.ready.then(() => editors.forEach(({ view }) => view.requestMeasure()));
