"""What a 95% interval of a difference says, given the smallest gain that is worth having."""

from beikao.kit import Draw, Question, choice

CASES = ("useful", "small", "equal", "unknown")


def make(draw: Draw) -> Question:
    case = draw.choice(CASES)
    worth = draw.choice([1.0, 1.5, 2.0])
    step = draw.integer(2, 5) / 10
    low, high = {
        "useful": (worth + step, worth + step + draw.integer(8, 20) / 10),
        "small": (step / 2, worth - step),
        "equal": (-worth + step, worth - step),
        "unknown": (-step - draw.integer(0, 10) / 10, worth + step + draw.integer(0, 10) / 10),
    }[case]
    if high - low < 0.3:
        draw.reject()
    wrong = {"unknown": "equal", "small": "useful"}
    named = {"unknown": "hypothesis-testing/absence-is-proof", "small": "hypothesis-testing/significant-is-large"}
    return Question(
        show={"low": low, "high": high, "worth": worth},
        truth=choice(case),
        wrong={named[case]: wrong[case]} if case in wrong else {},
    )


def second_way(show) -> str:
    """Ask which of three regions the interval touches: below -worth, around zero, above worth."""
    inside = [show["low"] + (show["high"] - show["low"]) * i / 1000 for i in range(1001)]
    useful = [v >= show["worth"] for v in inside]
    if all(useful):
        return "useful"
    if any(useful) or any(v <= -show["worth"] for v in inside):
        return "unknown"
    return "small" if all(v > 0 for v in inside) else "equal"
