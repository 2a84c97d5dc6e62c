// Reviews by key: reveal, the grades, one step back; before there is an answer digits choose an option, Enter goes to the field or answers.
const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, .cm-editor, [contenteditable]");
const review = document.getElementById("review");
if (review) {
  const acts = Object.fromEntries(Object.entries(JSON.parse(review.dataset.keys)).filter(([, key]) => key).map(([act, key]) => [key, act]));
  const find = (selector) => review.querySelector(selector);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("dialog, .top, button, a, summary")) return;
    const act = acts[event.key.toLowerCase()];
    const empty = event.target.matches("input[type=text], textarea") && event.target.value === "" && !event.target.readOnly;
    if (typing(event.target) && !event.target.readOnly && !(empty && act === "reveal")) return;
    if (event.key === " " && event.target.matches("input")) return; // a box has the space bar for itself
    const answer = find("form button:not([name]):not(#undo)"); // an open question has no answer to show, but points to mark it by
    const grade = find(act === "reveal" ? "[data-kept]" : `[data-act="${act}"]`);
    const button = act === "undo" ? find("#undo") : grade || (act === "reveal" && (find("button[name=reveal]") || answer));
    const option = review.querySelectorAll("fieldset.options:not([disabled]) :is(input, select)")[Number(event.key) - 1];
    const field = find(":is(input[type=text], textarea, select):not([readonly], :disabled)");
    if (act && button) button.click();
    else if (option && !grade) option.matches("select") ? option.focus() : option.click();
    else if (event.key === "Enter" && (field || answer)) field ? field.focus() : answer.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", () => find(".result")?.scrollIntoView({ block: "nearest" }));
}
