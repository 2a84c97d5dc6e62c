"""How much memory a full Hessian would take against one vector."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    millions = draw.choice([1, 2, 5, 10, 20, 50])
    count = millions * 10**6
    return Question(
        show={"millions": millions},
        truth=numeric(count * count * 4 / 1e12, rel=0.02, unit="TB"),
        steps={"numbers": f"{count * count:.2e}", "vector": count * 4 / 1e6},
    )


def second_way(show) -> float:
    """Row by row."""
    side = show["millions"] * 1_000_000
    row_bytes = side * 4
    return row_bytes / 1e6 * side / 1e6
