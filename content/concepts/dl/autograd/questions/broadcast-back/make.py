"""The gradient of one entry of a vector that was broadcast over the rows of a matrix."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    rows, cols = draw.choice([2, 3]), 3
    g = [[draw.integer(-6, 9) for _ in range(cols)] for _ in range(rows)]
    j = draw.integer(1, cols)
    column = [row[j - 1] for row in g]
    total, whole = sum(column), sum(map(sum, g))
    if len({total, column[0], whole}) < 3 or abs(total) < 2 or abs(whole) < 2:
        draw.reject()
    tex = r" \\ ".join(" & ".join(map(str, row)) for row in g)
    return Question(
        show={"g": tex, "rows": rows, "j": j},
        truth=numeric(total),
        steps={"column": " + ".join(f"({v})" for v in column)},
        wrong={"autograd/broadcast-not-reduced": column[0], "matrix-calculus/gradient-wrong-shape": whole},
    )


def second_way(show) -> float:
    """torch."""
    import torch

    g = torch.tensor([[float(v) for v in row.split("&")] for row in show["g"].split(r"\\")])
    b = torch.zeros(3, requires_grad=True)
    (torch.zeros_like(g) + b).backward(g)
    return float(b.grad[show["j"] - 1])
