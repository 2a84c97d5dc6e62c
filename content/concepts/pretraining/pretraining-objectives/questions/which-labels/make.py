"""The row of labels of a masked sequence."""

from beikao.kit import Draw, Question, choice

SLOTS = ("first", "second", "third", "fourth")
CLS, SEP, MASK = 101, 102, 103


def make(draw: Draw) -> Question:
    words = [draw.integer(1000, 9999) for _ in range(6)]
    ids = [CLS, *words, SEP]
    masked, kept = draw.sample(range(1, 6), 2)  # the last word stays, so that a shift cannot run off the end
    given = [MASK if i == masked else x for i, x in enumerate(ids)]
    right = [x if i in (masked, kept) else -100 for i, x in enumerate(ids)]
    shifted = [*right[1:], -100]
    only = [x if i == masked else -100 for i, x in enumerate(ids)]
    options = [right, ids, shifted, only]
    order = draw.shuffle(range(4))
    return Question(
        show={"ids": str(ids), "given": str(given), "kept": kept}
        | {slot: str(options[i]) for slot, i in zip(SLOTS, order, strict=True)},
        truth=choice(SLOTS[order.index(0)]),
        wrong={"pretraining-objectives/loss-on-all": SLOTS[order.index(1)],
               "pretraining-objectives/masked-is-shifted": SLOTS[order.index(2)],
               "pretraining-objectives/only-mask-scored": SLOTS[order.index(3)]},
    )  # fmt: skip


def second_way(show) -> str:
    """Start from nothing scored and write in what was chosen."""
    import ast

    ids, given = (ast.literal_eval(show[k]) for k in ("ids", "given"))
    labels = [-100] * len(ids)
    for i in (given.index(MASK), show["kept"]):
        labels[i] = ids[i]
    return next(slot for slot in SLOTS if show[slot] == str(labels))
