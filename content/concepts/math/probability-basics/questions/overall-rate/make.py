"""Total probability over three kinds of request."""

from beikao.kit import Draw, Question, numeric

KINDS = ("zh / en / ja", "1B / 8B / 70B", "chat / code / search", "A100 / H100 / L4")


def make(draw: Draw) -> Question:
    wa, wb = 5 * draw.integer(9, 14), 5 * draw.integer(2, 5)
    rates = [draw.integer(1, 40) for _ in range(3)]
    wc = 100 - wa - wb
    value = (wa * rates[0] + wb * rates[1] + wc * rates[2]) / 100
    plain = sum(rates) / 3
    if wc < 5 or abs(value - plain) < 1.5:
        draw.reject()
    return Question(
        show={
            "kinds": draw.choice(KINDS),
            "wa": wa,
            "wb": wb,
            "wc": wc,
            "pa": rates[0],
            "pb": rates[1],
            "pc": rates[2],
        },
        truth=numeric(value, abs=0.06, unit="%"),
        steps={"plain": plain},
        wrong={"probability-basics/weights-left-out": plain},
    )


def second_way(show) -> float:
    """Count 10,000 requests one kind at a time."""
    hits = sum(sum(show["p" + kind] for _ in range(100 * show["w" + kind])) / 100 for kind in "abc")
    return hits / 10_000 * 100
