"""Multiply-adds of a stack in which one layer in r is full attention."""

from beikao.kit import Draw, Question, symbolic


def make(draw: Draw) -> Question:
    r, c = draw.choice([2, 3, 4, 6, 8]), draw.choice([2, 3, 5, 6, 8])
    rest = f"{r - 1}*{c}*n*d^2"
    return Question(
        show={"r": r, "c": c},
        truth=symbolic(f"L/{r}*(4*n*d^2+2*n^2*d+{rest})", over={"L": (2, 9), "n": (2, 9), "d": (2, 9)}),
        wrong={"sequence-model-tradeoffs/projections-forgotten": f"L/{r}*(2*n^2*d+{rest})"},
    )


def second_way(show) -> str:
    """Everything as if all layers had a state, then exchange every r-th."""
    r, c = show["r"], show["c"]
    return f"{c}*L*n*d^2+(L/{r})*n*d*(4*d+2*n-{c}*d)"
