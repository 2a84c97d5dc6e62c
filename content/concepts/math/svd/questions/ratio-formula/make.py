"""The storage ratio as a formula, for one of three ways of storing."""

from beikao.kit import Draw, Question, symbolic

WAYS = {
    "folded": ("m*n/(k*(m+n))", "A (m×k), B (k×n)"),
    "separate": ("m*n/(k*(m+n+1))", "U (m×k), σ (k), V (n×k)"),
    "adapter": ("m*n/(m*n+k*(m+n))", "W (m×n), B (m×k), A (k×n)"),
    "tied": ("m*n/(k*(m+n)+m)", "A (m×k), B (k×n), bias (m)"),
    "two": ("m*n/(2*k*(m+n))", "A₁, A₂ (m×k), B₁, B₂ (k×n)"),
}


def make(draw: Draw) -> Question:
    way = draw.choice(sorted(WAYS))
    over = {"m": (64, 512), "n": (64, 512), "k": (2, 16)}
    return Question(
        show={"stored": WAYS[way][1]},
        truth=symbolic(WAYS[way][0], over=over),
        wrong={"svd/ratio-as-n-over-k": "n/k"},
    )


def second_way(show) -> str:
    """The same counts, written the other way round."""
    from itertools import chain

    parts = {
        "A (m×k)": "m*k",
        "B (k×n)": "k*n",
        "U (m×k)": "m*k",
        "σ (k)": "k",
        "V (n×k)": "n*k",
        "W (m×n)": "m*n",
        "B (m×k)": "m*k",
    }
    parts |= {"A (k×n)": "k*n", "bias (m)": "m", "A₁": "m*k", "A₂ (m×k)": "m*k", "B₁": "k*n", "B₂ (k×n)": "k*n"}
    stored = "+".join(chain(parts[name] for name in show["stored"].split(", ")))
    return f"1/(({stored})/(m*n))"
