"""Multiply-adds of one MLA layer, absorbed (A) or expanded (B)."""

from beikao.kit import Draw, Question, symbolic


def make(draw: Draw) -> Question:
    m, form = draw.integer(2, 9), draw.choice("AB")
    absorbed, expanded = f"{m}*H*(2*c*d+n*(2*c+r))", f"H*(2*n*c*d+{m}*n*(2*d+r))"
    mixed = f"{m}*H*(2*c*d+n*(2*d+r))" if form == "A" else f"H*(2*n*c*d+{m}*n*(2*c+r))"
    return Question(
        show={"m": m, "form": form},
        truth=symbolic(
            absorbed if form == "A" else expanded,
            over={"H": (2, 6), "d": (2, 5), "c": (6, 9), "r": (1, 4), "n": (10, 20)},
        ),
        wrong={"latent-sparse-attention/absorbed-is-always-cheaper": mixed},
    )


def second_way(show) -> str:
    """Each product of the computation, one after another."""
    m = show["m"]
    if show["form"] == "A":
        return f"{m}*H*d*c+{m}*H*n*c+{m}*H*n*r+{m}*H*n*c+{m}*H*c*d"
    return f"n*H*c*d+n*H*c*d+{m}*H*n*d+{m}*H*n*r+{m}*H*n*d"
