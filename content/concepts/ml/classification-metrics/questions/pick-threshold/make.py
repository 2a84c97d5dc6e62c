"""Four thresholds, a limit on alarms and a floor for precision: which one to run?"""

from beikao.kit import Draw, Question, choice

NAMES = ("first", "second", "third", "fourth")
POSITIVES = 200


def make(draw: Draw) -> Question:
    tp, fp = [draw.integer(40, 90)], [draw.integer(5, 30)]
    for _ in range(3):  # from the highest threshold down: more are found, and more falsely
        tp.append(min(tp[-1] + draw.integer(12, 40), 198))
        fp.append(fp[-1] + draw.integer(20, 180))
    tp.reverse()
    fp.reverse()
    alarms = [a + b for a, b in zip(tp, fp, strict=True)]
    right = draw.integer(1, 3)  # those before it need too many people
    limit = 10 * (alarms[right] // 10 + 1)
    floor = 10 * min(10 * tp[right] // alarms[right], 6)
    f1 = [2 * a / (n + POSITIVES) for a, n in zip(tp, alarms, strict=True)]
    best = max(range(4), key=f1.__getitem__)
    if best == right or alarms[right - 1] <= limit or floor < 20:
        draw.reject()
    show = {"limit": limit, "floor": floor, "positives": POSITIVES}
    for name, a, b in zip(NAMES, tp, fp, strict=True):
        show |= {f"{name}_tp": a, f"{name}_fp": b}
    return Question(
        show=show,
        truth=choice(NAMES[right]),
        steps={
            "alarms": alarms[right],
            "precision": 100 * tp[right] / alarms[right],
            "recall": 100 * tp[right] / POSITIVES,
        },
        wrong={"classification-metrics/best-f1-is-goal": NAMES[best]},
    )


def second_way(show) -> str:
    """Strike out what breaks a constraint; of the rest, the most positives found."""
    left = {}
    for name in NAMES:
        hits, alarms = show[f"{name}_tp"], show[f"{name}_tp"] + show[f"{name}_fp"]
        if alarms <= show["limit"] and hits / alarms >= show["floor"] / 100 - 1e-12:
            left[name] = hits
    return max(left, key=left.__getitem__)
