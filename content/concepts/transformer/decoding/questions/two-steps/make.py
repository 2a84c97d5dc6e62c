"""Which two-token text does a beam of width two find, where greedy finds another?"""

from beikao.kit import Draw, Question, choice

SLOTS = ("first", "second", "third", "fourth")


def make(draw: Draw) -> Question:
    a = draw.integer(42, 55)
    b = 100 - a - draw.integer(5, 15)
    aa = draw.integer(40, 55)
    bb = draw.integer(75, 95)
    texts = {"AA": a * aa, "AB": a * (100 - aa), "BA": b * (100 - bb), "BB": b * bb}
    best = max(texts, key=texts.__getitem__)
    greedy = "A" + ("A" if aa >= 50 else "B")
    if best != "BB" or sorted(texts.values())[-1] < 1.08 * sorted(texts.values())[-2] or aa in range(49, 52):
        draw.reject()
    order = draw.shuffle(sorted(texts))
    return Question(
        show={"a": a, "b": b, "aa": aa, "ab": 100 - aa, "ba": 100 - bb, "bb": bb}
        | dict(zip(SLOTS, order, strict=True)),
        truth=choice(SLOTS[order.index(best)]),
        steps={"best": texts[best] / 1e4, "greedy": texts[greedy] / 1e4, "path": greedy},
        wrong={"decoding/greedy-finds-likeliest": SLOTS[order.index(greedy)]},
    )


def second_way(show) -> str:
    """Every text, by its probability."""
    p = {"A": show["a"], "B": show["b"]}
    q = {"AA": show["aa"], "AB": show["ab"], "BA": show["ba"], "BB": show["bb"]}
    return max(SLOTS, key=lambda slot: p[show[slot][0]] * q[show[slot]])
