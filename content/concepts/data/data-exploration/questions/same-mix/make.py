"""This year's rate with last year's mix, where the raw total moves the other way."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    easy, hard = draw.integer(84, 95), draw.integer(50, 65)
    up = draw.integer(1, 4)
    old, new = draw.choice([70, 75, 80, 85]), draw.choice([30, 35, 40, 45])
    before = (old * easy + (100 - old) * hard) / 100
    raw = (new * (easy + up) + (100 - new) * (hard + up)) / 100
    fixed = before + up
    return Question(
        show={"easy": easy, "hard": hard, "easy2": easy + up, "hard2": hard + up, "old": old, "old2": 100 - old,
              "new": new, "new2": 100 - new},
        truth=numeric(up, abs=0.05, unit="pp"),
        steps={"before": before, "raw": raw, "fixed": fixed, "fall": before - raw},
        wrong={"data-exploration/total-tells-parts": raw - before},
    )  # fmt: skip


def second_way(show) -> float:
    """Count on ten thousand questions of last year's mix."""
    n = 100 * show["old"], 100 * show["old2"]
    right = [n[0] * show[f"easy{k}"] + n[1] * show[f"hard{k}"] for k in ("", "2")]
    return (right[1] - right[0]) / sum(n)
