"""Which share of all parameters the vocabulary's tables take."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    size, width = draw.choice([32000, 50257, 64000, 100000, 128000, 151643]), draw.choice([512, 768, 1024, 2048, 4096])
    layers, tables = draw.choice([8, 12, 16, 24, 32]), draw.choice([1, 2])
    body, one = 12 * layers * width**2, size * width
    right = tables * one / (tables * one + body)
    other = (3 - tables) * one / ((3 - tables) * one + body)
    if abs(right - other) < 0.04:
        draw.reject()
    return Question(
        show={"size": size, "width": width, "layers": layers, "tables": tables},
        truth=numeric(100 * right, abs=0.5, unit="%"),
        steps={"table": tables * one / 1e6, "body": body / 1e6},
        wrong={"tokenisation/one-table": 100 * other} if tables == 2 else {},
    )


def second_way(show) -> float:
    """Count the elements of shapes."""
    import numpy as np

    d = show["width"]
    table = np.prod((show["size"], d), dtype=float)
    block = 4 * np.prod((d, d), dtype=float) + 2 * np.prod((d, 4 * d), dtype=float)  # attention, then up and down
    return float(100 * show["tables"] * table / (show["tables"] * table + show["layers"] * block))
