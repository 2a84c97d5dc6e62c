"""Which einsum takes these shapes to that one: the layout of the data decides, not the habit of a matrix product."""

from beikao.kit import Draw, Question, choice

PATTERNS = {
    "scores": "bhtd,bhsd->bhts",
    "values": "bhts,bhsd->bhtd",
    "project": "btc,chd->bhtd",
    "project-turned": "btc,hdc->bhtd",
    "merge": "bhtd,hdc->btc",
    "merge-turned": "bhtd,chd->btc",
}
# What would be right if the second input were transposed first.
TWINS = {"scores": "values", "project": "project-turned", "merge": "merge-turned"}
TWINS |= {b: a for a, b in TWINS.items()}


def make(draw: Draw) -> Question:
    slug = draw.choice(sorted(PATTERNS))
    sizes = dict(zip("bhtsdc", draw.sample([2, 3, 4, 5, 6, 8, 12, 16, 24, 32], 6), strict=True))
    inputs, out = PATTERNS[slug].split("->")
    first, second = inputs.split(",")
    shape = {name: ", ".join(str(sizes[c]) for c in axes) for name, axes in (("x", first), ("y", second), ("out", out))}
    return Question(
        show=shape,
        truth=choice(slug),
        steps={"pattern": PATTERNS[slug], "twin": PATTERNS[TWINS[slug]]},
        wrong={"tensor-ops/einsum-needs-transpose": TWINS[slug]},
    )


def second_way(show) -> str:
    """Run every pattern with numpy; one accepts the inputs and gives the shape."""
    import numpy as np

    shapes = {name: tuple(int(v) for v in text.split(",")) for name, text in show.items()}
    for slug, pattern in PATTERNS.items():
        try:
            got = np.einsum(pattern, np.zeros(shapes["x"]), np.zeros(shapes["y"]))
        except ValueError:
            continue
        if got.shape == shapes["out"]:
            return slug
    return ""
