"""The accuracy on items that are not in training, from a contaminated score."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    total = draw.choice([500, 800, 1000, 2000])
    seen = total * draw.choice([5, 8, 10, 15, 20, 25]) // 100
    right_seen = seen * draw.integer(95, 100) // 100
    right_new = (total - seen) * draw.integer(45, 75) // 100
    clean = 100 * right_new / (total - seen)
    observed = 100 * (right_seen + right_new) / total
    if observed - clean < 2:
        draw.reject()
    return Question(
        show={
            "total": total,
            "seen": seen,
            "observed": f"{observed:.2f}",
            "right_seen": right_seen,
        },
        truth=numeric(clean, abs=0.15, unit="%"),
        steps={"right": right_seen + right_new, "new": total - seen, "right_new": right_new},
        wrong={"validation-design/overlap-is-harmless": observed},
    )


def second_way(show) -> float:
    """Solve the mixture for the clean part."""
    share = show["seen"] / show["total"]
    return (float(show["observed"]) - share * 100 * show["right_seen"] / show["seen"]) / (1 - share)
