"""Metrics of simple classifiers as formulas."""

from beikao.kit import Draw, Question, symbolic

# slug: (what is asked in TeX, right, misconception, where it leads)
CASES = {
    "always": ("F_1\\quad(r=1,\\ f=1)", "2*p/(1+p)", "arithmetic-f1", "(1+p)/2"),
    "coin": ("F_1\\quad(r=q,\\ f=q)", "2*p*q/(p+q)", "arithmetic-f1", "(p+q)/2"),
    "precision": ("\\text{precision}", "p*r/(p*r+(1-p)*f)", "base-rate-left-out", "r/(r+f)"),
    "accuracy": ("\\text{accuracy}", "p*r+(1-p)*(1-f)", "base-rate-left-out", "(r+1-f)/2"),
    "f1": ("F_1", "2*p*r/(p*r+(1-p)*f+p)", "base-rate-left-out", "2*r/(r+f+1)"),
    "clean": ("F_1\\quad(f=0)", "2*r/(1+r)", "arithmetic-f1", "(1+r)/2"),
    "silent": ("\\text{accuracy}\\quad(r=0,\\ f=0)", "1-p", "f1-counts-negatives", "p"),
}


def make(draw: Draw) -> Question:
    what, right, slug, leads = CASES[draw.choice(sorted(CASES))]
    free = {"p", "r", "f"} - {letter for letter in "rf" if f"{letter}=" in what} | ({"q"} if "=q" in what else set())
    return Question(
        show={"what": what, "letters": ", ".join(letter for letter in "pqrf" if letter in free)},
        truth=symbolic(right, over={"p": (0.02, 0.4), "q": (0.5, 0.9), "r": (0.5, 0.95), "f": (0.01, 0.3)}),
        wrong={f"classification-metrics/{slug}": leads},
    )


def second_way(show) -> str:
    """The four cells as shares; each metric from its definition by cells."""
    what = show["what"]
    r, f = "r", "f"
    for letter in "rf":
        for value in "01q":
            if f"{letter}={value}" in what:
                r, f = (value, f) if letter == "r" else (r, value)
    tp, fp, fn, tn = f"(p*{r})", f"((1-p)*{f})", f"(p*(1-{r}))", f"((1-p)*(1-{f}))"
    if "precision" in what:
        return f"{tp}/({tp}+{fp})"
    if "accuracy" in what:
        return f"({tp}+{tn})/({tp}+{fp}+{fn}+{tn})"
    return f"2*{tp}/(2*{tp}+{fp}+{fn})"
