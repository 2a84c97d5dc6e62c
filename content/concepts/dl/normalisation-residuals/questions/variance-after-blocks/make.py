"""The variance of the trunk after N residual blocks, with or without normalised branches."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    blocks = draw.choice([4, 6, 8, 10, 12, 20])
    alpha = draw.choice([0.3, 0.4, 0.5, 0.6, 0.8])
    kind = draw.choice(["pre", "none"])
    a2 = alpha**2
    added, product = 1 + blocks * a2, (1 + a2) ** blocks
    right, other = (added, product) if kind == "pre" else (product, added)
    if abs(right - other) < 0.12 * right:
        draw.reject()
    zh = "$h+f(\\mathrm{LN}(h))$" if kind == "pre" else "$h+f(h)$"
    return Question(
        show={"blocks": blocks, "alpha": alpha, "form": zh},
        truth=numeric(right, rel=0.03),
        steps={"a2": a2, "each_zh": f"加 {a2:.4g}" if kind == "pre" else f"乘 {1 + a2:.4g}",
               "each_en": f"adds {a2:.4g}" if kind == "pre" else f"multiplies by {1 + a2:.4g}"},
        wrong={"normalisation-residuals/variance-stays": 1.0, "normalisation-residuals/order-is-free": other},
    )  # fmt: skip


def second_way(show) -> float:
    """Simulate: every branch shuffles its input, turns half of the signs and makes it alpha times as long."""
    import numpy as np

    rng = np.random.default_rng(0)
    h = rng.standard_normal((64, 2048))
    h /= np.sqrt((h**2).mean())
    for _ in range(show["blocks"]):
        x = h
        if "LN" in show["form"]:
            x = (h - h.mean(1, keepdims=True)) / h.std(1, keepdims=True)
        h = h + show["alpha"] * x[:, rng.permutation(2048)] * rng.choice([-1.0, 1.0], 2048)
    return float((h**2).mean())
