"""How many [MASK] the input of a batch holds on average."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    batch, length = draw.choice([16, 32, 64]), draw.choice([128, 256, 512])
    special = draw.choice([2, 3]) + draw.integer(5, 40)  # with padding
    rate, share = draw.choice([15, 20, 30, 40]), draw.choice([70, 80, 90])
    ordinary = batch * (length - special)
    right, always = ordinary * rate * share / 1e4, ordinary * rate / 100
    all_of_them = batch * length * rate * share / 1e4
    if abs(all_of_them - right) < 0.04 * right:
        draw.reject()
    return Question(
        show={"batch": batch, "length": length, "special": special, "rate": rate, "share": share},
        truth=numeric(right, rel=0.01),
        steps={"ordinary": ordinary, "chosen": always},
        wrong={"pretraining-objectives/mask-always": always, "pretraining-objectives/specials-chosen": all_of_them},
    )


def second_way(show) -> float:
    """The expectation place by place, as an array."""
    import numpy as np

    chance = np.full((show["batch"], show["length"]), show["rate"] / 100 * show["share"] / 100)
    chance[:, : show["special"]] = 0
    return float(chance.sum())
