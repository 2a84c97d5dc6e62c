"""How many tokens min-p keeps."""

from beikao.kit import Draw, Question, numeric

# top and share such that the bar lies between whole per cents
BARS = [(top, m) for top in range(31, 50) for m in (0.05, 0.08, 0.1, 0.12, 0.15) if abs(m * top - round(m * top)) > 0.2]


def make(draw: Draw) -> Question:
    top, m = draw.choice(BARS)
    rest = sorted((draw.integer(1, 8) for _ in range(7)), reverse=True)
    cents, bar = [top, *rest], m * top
    right, absolute = sum(c >= bar for c in cents), sum(c >= 100 * m for c in cents)
    if sum(cents) >= 100 or right == absolute:
        draw.reject()
    return Question(
        show={"cents": ", ".join(f"{c}%" for c in cents), "m": m, "others": 100 - sum(cents)},
        truth=numeric(right),
        steps={"bar": bar},
        wrong={"decoding/minimum-is-absolute": absolute},
    )


def second_way(show) -> float:
    """In logits: keep what is within -ln m of the largest."""
    import math

    z = [math.log(int(c.strip(" %"))) for c in show["cents"].split(",")]
    return sum(v - z[0] >= math.log(show["m"]) for v in z)
