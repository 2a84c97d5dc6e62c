// Reviews by key: reveal, the grades, one step back; digits choose an option before there is an answer.
const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, .cm-editor, [contenteditable]");
const review = document.getElementById("review");
if (review) {
  const acts = Object.fromEntries(Object.entries(JSON.parse(review.dataset.keys)).filter(([, key]) => key).map(([act, key]) => [key, act]));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("dialog, .top, button, a")) return;
    const act = acts[event.key.toLowerCase()];
    const empty = event.target.matches("input[type=text], textarea") && event.target.value === "" && !event.target.readOnly;
    if (typing(event.target) && !event.target.readOnly && !(empty && act === "reveal")) return;
    const grade = review.querySelector(act === "reveal" ? "[data-kept]" : `[data-act="${act}"]`);
    const button = act === "undo" ? document.getElementById("undo") : grade || (act === "reveal" && review.querySelector("button[name=reveal]"));
    const option = review.querySelectorAll("fieldset.options:not([disabled]) input")[Number(event.key) - 1];
    if (act && button) button.click();
    else if (option && !grade) option.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", () => review.querySelector(".result")?.scrollIntoView({ block: "nearest" }));
}
