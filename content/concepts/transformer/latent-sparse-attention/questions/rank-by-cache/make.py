"""Order four designs by cache."""

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    heads, d, g = draw.choice([32, 64, 128]), draw.choice([64, 128]), draw.choice([2, 4, 8])
    c, r = d * draw.choice([1, 2, 3, 4, 6, 8]), draw.choice([32, 64])
    kept = {"mha": 2 * heads * d, "gqa": 2 * g * d, "mqa": 2 * d, "mla": c + r}
    ranked = sorted(kept, key=lambda name: -kept[name])
    doubled = kept | {"mla": 2 * c + r}
    by_doubled = sorted(doubled, key=lambda name: -doubled[name])
    by_head = kept | {"mla": heads * (c + r)}
    by_head = sorted(by_head, key=lambda name: -by_head[name])
    values = sorted(kept.values())
    if any(y < 1.1 * x for x, y in zip(values, values[1:], strict=False)) or ranked == by_head:
        draw.reject()
    wrong = {"latent-sparse-attention/latent-per-head": by_head}
    if by_doubled not in (ranked, by_head):
        wrong["latent-sparse-attention/latent-doubled"] = by_doubled
    return Question(
        show={"heads": heads, "d": d, "g": g, "c": c, "r": r},
        truth=order(*ranked),
        steps={f"k{name}": value for name, value in kept.items()},
        wrong=wrong,
    )


def second_way(show) -> list:
    """Arrays of that many numbers, by their size."""
    import numpy as np

    d = show["d"]
    shapes = {"mha": (2, show["heads"], d), "gqa": (2, show["g"], d), "mqa": (2, 1, d), "mla": (show["c"] + show["r"],)}
    return sorted(shapes, key=lambda name: np.zeros(shapes[name]).size, reverse=True)
