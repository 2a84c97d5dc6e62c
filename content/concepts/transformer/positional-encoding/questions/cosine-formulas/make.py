"""Dot products of sinusoidal codes and rotated pairs, by the number they have in the text."""

from beikao.kit import Draw, Question, symbolic

ABSOLUTE, BACK, CANCEL = (
    f"positional-encoding/{slug}" for slug in ("score-keeps-absolute", "turns-backwards", "rotation-cancels")
)
CASES = {
    1: ("cos(w*(m-n))", {ABSOLUTE: "cos(w*(m+n))"}),
    2: ("a*b*cos(w*(m-n))", {ABSOLUTE: "a*b*cos(w*(m+n))", CANCEL: "a*b"}),
    3: ("a*b*sin(w*(m-n))", {ABSOLUTE: "a*b*sin(w*(m+n))", BACK: "-a*b*sin(w*(m-n))", CANCEL: "0"}),
    4: ("-a*b*sin(w*(m-n))", {ABSOLUTE: "-a*b*sin(w*(m+n))", BACK: "a*b*sin(w*(m-n))", CANCEL: "0"}),
    5: ("a^2+b^2", {ABSOLUTE: "(a^2+b^2)*cos(w*m)"}),
    6: ("2-2*cos(w*(m-n))", {ABSOLUTE: "2-2*cos(w*(m+n))"}),
}


def make(draw: Draw) -> Question:
    case = draw.choice(sorted(CASES))
    right, wrong = CASES[case]
    over = {"w": (0.2, 0.9), "m": (5, 9), "n": (1, 4), "a": (1, 3), "b": (1, 3)}
    return Question(show={"case": case}, truth=symbolic(right, over=over), wrong=wrong)


def second_way(show) -> str:
    """Written out component by component, nothing simplified."""
    cm, sm, cn, sn = "cos(w*m)", "sin(w*m)", "cos(w*n)", "sin(w*n)"
    return {
        1: f"{sm}*{sn}+{cm}*{cn}",
        2: f"(a*{cm})*(b*{cn})+(a*{sm})*(b*{sn})",
        3: f"(a*{cm})*(-b*{sn})+(a*{sm})*(b*{cn})",
        4: f"(-a*{sm})*(b*{cn})+(a*{cm})*(b*{sn})",
        5: f"(a*{cm}-b*{sm})^2+(a*{sm}+b*{cm})^2",
        6: f"({sm}-{sn})^2+({cm}-{cn})^2",
    }[show["case"]]
