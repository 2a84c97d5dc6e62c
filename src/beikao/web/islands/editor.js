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

// What CodeMirror says in English by itself: its search panel and what it announces.
const PHRASES = {
  "Find": "查找", "Replace": "替换为", "next": "下一处", "previous": "上一处", "all": "全选", "match case": "区分大小写",
  "by word": "整词", "regexp": "正则表达式", "replace": "替换", "replace all": "全部替换", "close": "关闭", "current match": "当前匹配",
  "replaced $ matches": "替换了 $ 处", "replaced match on line $": "替换了第 $ 行的一处", "on line": "在第", "Go to line": "转到第几行", "go": "转到",
  "Control character": "控制字符", "Selection deleted": "已删除选中的内容",
};
const phrases = document.documentElement.lang.startsWith("zh") ? [EditorState.phrases.of(PHRASES)] : [];
const languages = { python: () => [python()], json: () => [json()], text: () => [] };
const editors = [];

function label(area) {
  const text = document.querySelector(`label[for="${area.id}"]`);
  return text ? text.textContent.trim() : "code";
}

// What is typed stays in this browser, under the draft's address and the file's name, until the server has it.
const kept = (area) => `beikao:${area.dataset.draft}:${area.name}`;

function said(words) {
  const place = document.getElementById("saved");
  if (place) place.textContent = words;
}

function save(area) {
  const form = area.form;
  const areas = [...form.querySelectorAll("textarea[data-editor]")];
  const sent = areas.map((one) => one.value);
  fetch(area.dataset.draft, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
    .then((html) => {
      if (areas.some((one, n) => one.value !== sent[n])) return;  // typed meanwhile: it is saved in a moment
      said(new DOMParser().parseFromString(html, "text/html").body.textContent.trim());
      areas.forEach((one) => localStorage.removeItem(kept(one)));
    })
    .catch(() => {
      said(document.getElementById("saved")?.dataset.lost ?? "");
      clearTimeout(save.again);
      save.again = setTimeout(() => save(area), 5000);
    });
}

// Text of a visit that ended before it could be saved comes back into the editor.
function recovered(area) {
  const text = localStorage.getItem(kept(area));
  if (text === null || text === area.value) return;
  area.value = text;
  said(document.getElementById("saved")?.dataset.back ?? "");
  setTimeout(() => save(area), 0);
}

function mount(area) {
  let timer = 0;
  const follow = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    area.value = update.state.doc.toString();
    localStorage.setItem(kept(area), area.value);
    said(document.getElementById("saved")?.dataset.typing ?? "");
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
        ...phrases, ...languages[area.dataset.editor](),
        keymap.of([...closeBracketsKeymap, ...searchKeymap, ...historyKeymap, indentWithTab,
          ...defaultKeymap.filter((k) => k.key !== "Mod-Enter")]),
        EditorView.contentAttributes.of({ "aria-label": label(area) }),
        EditorView.theme({
          "&": { backgroundColor: "var(--card)", color: "var(--ink)" },
          ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--ink-2)", border: "0" },
          ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--heat-1)" },
          ".cm-cursor": { borderLeftColor: "var(--ink)" },
          ".cm-panels": { backgroundColor: "var(--paper)", color: "var(--ink)", fontFamily: "var(--ui)" },
          ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--rule)" },
          ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--rule)" },
          ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", gap: "6px 8px", alignItems: "center", padding: "8px 40px 8px 12px", fontSize: "0.875rem" },
          ".cm-panel.cm-search br": { flexBasis: "100%", content: "''", display: "block" },
          ".cm-panel.cm-search label": { display: "inline-flex", gap: "6px", alignItems: "center", fontSize: "0.875rem" },
          ".cm-panel.cm-search input, .cm-panel.cm-search button": { margin: "0" },
          ".cm-textfield": { font: "0.875rem var(--mono)", color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--ink-3)", borderRadius: "var(--radius-s)", padding: "4px 8px" },
          ".cm-button": { font: "500 0.875rem var(--ui)", color: "var(--ink)", background: "var(--card)", border: "1px solid var(--rule)", borderRadius: "var(--radius-s)", padding: "4px 10px", cursor: "pointer" },
          ".cm-button:hover, .cm-button:active": { background: "var(--card)", borderColor: "var(--ink-3)" },
          ".cm-panel.cm-search [name=close]": { top: "8px", right: "8px", width: "28px", height: "28px", fontSize: "1.25rem", color: "var(--ink)", cursor: "pointer" },
          ".cm-searchMatch": { backgroundColor: "var(--gold-soft)", outline: "1px solid var(--gold)" },
          ".cm-searchMatch-selected": { backgroundColor: "var(--indigo-soft)", outline: "2px solid var(--indigo)" },
          ".cm-selectionMatch": { backgroundColor: "var(--gold-soft)" },
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
const areas = document.querySelectorAll("textarea[data-editor]");
areas.forEach(recovered);
areas.forEach(mount);
// What is thrown away on purpose does not come back.
document.addEventListener("click", (event) => {
  const button = event.target.closest('button[formaction$="/reset"]');
  if (button && !event.defaultPrevented) areas.forEach((one) => localStorage.removeItem(kept(one)));
}, true);
window.addEventListener("online", () => areas.length && save(areas[0]));
// Lines are measured again once the fonts are there, else the numbers stand beside the wrong ones.
document.fonts.ready.then(() => editors.forEach(({ view }) => view.requestMeasure()));

// A kata's clock: seconds left, or over, as mm:ss. It counts from what the server said, not from this machine's date.
const ticking = document.querySelector(".ticking[data-left]");
if (ticking) {
  const end = performance.now() + 1000 * Number(ticking.dataset.left);
  const tick = () => {
    const left = Math.round((end - performance.now()) / 1000);
    const away = Math.abs(left);
    ticking.classList.toggle("over", left < 0);
    ticking.textContent = `${left < 0 ? ticking.dataset.overWord : ticking.dataset.leftWord} ${Math.floor(away / 60)}:${String(away % 60).padStart(2, "0")}`;
  };
  tick();
  const beat = setInterval(tick, 1000);
  document.addEventListener("htmx:afterSwap", () => {
    if (document.querySelector("#result .kata-over")) clearInterval(beat);
  });
}
