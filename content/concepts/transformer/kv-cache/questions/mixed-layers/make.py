"""Bytes of a cache in which some layers keep a window only."""

from beikao.kit import Draw, Question, symbolic


def make(draw: Draw) -> Question:
    r, bk, bv = draw.choice([2, 3, 4, 5, 6, 8]), draw.choice([1, 2]), draw.choice([1, 2])
    layers = f"(L/{r})*(n+{r - 1}*w)"
    return Question(
        show={"r": r, "bk": bk, "bv": bv},
        truth=symbolic(f"{bk + bv}*g*d*{layers}", over=dict.fromkeys("Lgdhw", (2, 9)) | {"n": (10, 20)}),
        wrong={"kv-cache/counts-query-heads": f"{bk + bv}*h*d*{layers}", "kv-cache/one-of-two": f"{bk}*g*d*{layers}"},
    )


def second_way(show) -> str:
    """Keys and values apart, full layers and windowed layers apart."""
    r, bk, bv = show["r"], show["bk"], show["bv"]
    return f"{bk}*g*d*n*L/{r}+{bv}*g*d*n*L/{r}+{bk}*g*d*w*(L-L/{r})+{bv}*g*d*w*(L-L/{r})"
