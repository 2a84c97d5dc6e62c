"""Underfitting, overfitting or neither, from three error rates."""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    floor = draw.integer(2, 6)
    case = draw.choice(["under", "over", "fine", "leak"])
    train = {
        "under": floor + draw.integer(10, 20),
        "over": draw.integer(0, floor),
        "fine": floor + draw.integer(0, 1),
        "leak": floor + draw.integer(6, 10),
    }[case]
    valid = {
        "under": train + draw.integer(0, 2),
        "over": floor + draw.integer(10, 20),
        "fine": floor + 2,
        "leak": max(0, floor - draw.integer(1, 2)),
    }[case]
    named = {"over": ("low-train-means-good", "fine"), "fine": ("always-the-gap", "over")}
    named["under"] = ("always-the-gap", "over")
    slug = named.get(case)
    return Question(
        show={"floor": floor, "train": train, "valid": valid},
        truth=choice(case),
        steps={"above": train - floor, "gap": valid - train},
        wrong={f"bias-variance/{slug[0]}": slug[1]} if slug else {},
    )


def second_way(show) -> str:
    """The largest of the two distances names the disease; a validation error below the floor is impossible honestly."""
    above, gap = show["train"] - show["floor"], show["valid"] - show["train"]
    if gap < -3:
        return "leak"
    if max(above, gap) <= 3 or show["valid"] - show["floor"] <= 3:
        return "fine"
    return "under" if above > gap else "over"
