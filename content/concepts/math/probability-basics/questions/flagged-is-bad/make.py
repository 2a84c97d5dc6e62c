"""The precision of a data filter from base rate, hit rate and false alarm rate."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    base, hit, alarm = draw.choice([0.5, 1, 2, 3, 5, 8]), draw.integer(80, 98), draw.integer(1, 9)
    bad, clean = 10 * base * hit, 10 * (100 - base) * alarm
    value = 100 * bad / (bad + clean)
    plain = 100 * hit / (hit + alarm)
    if abs(plain - hit) < 0.5 or min(abs(value - plain), abs(value - hit)) < 5:
        draw.reject()
    return Question(
        show={"base": base, "hit": hit, "alarm": alarm},
        truth=numeric(value, abs=0.15, unit="%"),
        steps={"bad": bad, "clean": clean},
        wrong={"probability-basics/base-rate-ignored": hit, "probability-basics/weights-left-out": plain},
    )


def second_way(show) -> float:
    """Odds form: prior odds times the likelihood ratio."""
    odds = show["base"] / (100 - show["base"]) * show["hit"] / show["alarm"]
    return 100 * odds / (1 + odds)
