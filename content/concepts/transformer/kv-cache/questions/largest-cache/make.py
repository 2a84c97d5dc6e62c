"""Order three models by layers times KV heads; parameters and query heads mislead."""

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    small = (draw.choice([6, 7, 8]), draw.choice([28, 32]), 32, draw.choice([16, 32]))
    middle = (draw.choice([13, 14, 20]), draw.choice([36, 40, 48]), 40, draw.choice([2, 4, 8]))
    large = (draw.choice([65, 70, 72]), draw.choice([64, 80]), 64, draw.choice([1, 4, 8]))
    names = draw.shuffle("abc")
    models = dict(zip(names, (small, middle, large), strict=True))
    size = {name: m[1] * m[3] for name, m in models.items()}
    ranked = sorted(size, key=lambda name: -size[name])
    by_queries = sorted(models, key=lambda name: -models[name][1] * models[name][2])
    values = sorted(size.values())
    if values[0] * 1.15 > values[1] or values[1] * 1.15 > values[2] or ranked == by_queries:
        draw.reject()
    show = {}
    for name, (p, layers, h, g) in models.items():
        show |= {f"p{name}": p, f"l{name}": layers, f"h{name}": h, f"g{name}": g}
    return Question(
        show=show,
        truth=order(*ranked),
        steps={f"k{name}": value for name, value in size.items()},
        wrong={"kv-cache/counts-query-heads": by_queries},
    )


def second_way(show) -> list:
    """Full bytes with every factor."""
    return sorted("abc", key=lambda n: 2 * show[f"l{n}"] * show[f"g{n}"] * 128 * 2, reverse=True)
