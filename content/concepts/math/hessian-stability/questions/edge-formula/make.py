"""Limits and best rates as formulas."""

from beikao.kit import Draw, Question, symbolic

CASES = {
    "plain": ("2/L", "\\beta=0", "limit"),
    "momentum": ("2*(1+b)/L", "\\beta=b", "limit"),
    "decay": ("2/(L+d)", "\\beta=0,\\ +\\tfrac d2\\lVert w\\rVert^2", "limit"),
    "both": ("2*(1+b)/(L+d)", "\\beta=b,\\ +\\tfrac d2\\lVert w\\rVert^2", "limit"),
    "scaled": ("2/(4*L)", "\\beta=0,\\ f\\to 4f", "limit"),
    "mean": ("2/(L/2)", "\\beta=0,\\ f\\to f/2", "limit"),
}


def make(draw: Draw) -> Question:
    name = draw.choice(sorted(CASES))
    answer, setting, _ = CASES[name]
    wrong = {"hessian-stability/bound-holds-everywhere": "2/L"} if name != "plain" else {}
    return Question(
        show={"setting": setting},
        truth=symbolic(answer, over={"L": (2, 9), "b": (0.1, 0.9), "d": (0.5, 2)}),
        wrong=wrong,
    )


def second_way(show) -> str:
    """Read curvature and momentum off the setting."""
    curvature = "L"
    if "4f" in show["setting"]:
        curvature = "4*L"
    elif "f/2" in show["setting"]:
        curvature = "(L/2)"
    if "tfrac d2" in show["setting"]:
        curvature = f"({curvature}+d)"
    top = "(2+2*b)" if "=b" in show["setting"] else "2"
    return f"{top}/({curvature})"
