"""Which form of MLA takes fewer multiply-adds."""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    H, d, r = draw.choice([16, 32, 128]), draw.choice([64, 128]), 64
    c, m = d * draw.choice([3, 4, 6]), draw.choice([1, 2, 8, 500, 1000, 2000, 4000])
    n = m + 1000 * draw.integer(2, 30)
    pa, pe = 2 * c + r, 2 * d + r
    a, e = m * (2 * c * d + n * pa), 2 * n * c * d + m * n * pe
    if max(a, e) < 1.3 * min(a, e):
        draw.reject()
    right = "absorbed" if a < e else "expanded"
    tempting = {"latent-sparse-attention/absorbed-is-always-cheaper": "absorbed"} if right == "expanded" else {}
    return Question(
        show={"H": H, "d": d, "c": c, "r": r, "n": n, "m": m},
        truth=choice(right),
        steps={"pa": pa, "pe": pe, "a": a, "e": e},
        wrong=tempting,
    )


def second_way(show) -> str:
    """By the number of new tokens at which the forms are equal."""
    c, d, n = show["c"], show["d"], show["n"]
    cross = 2 * n * c * d / (2 * c * d + 2 * n * (c - d))
    return "absorbed" if show["m"] < cross else "expanded"
