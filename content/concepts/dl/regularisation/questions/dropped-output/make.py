"""The output of a unit behind inverted dropout, in training or at evaluation."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    p = draw.choice([0.1, 0.2, 0.25, 0.4, 0.6, 0.75])
    h = [draw.integer(1, 9) for _ in range(4)]
    w = [draw.choice([-3, -2, -1, 1, 2, 3]) for _ in range(4)]
    mask = draw.shuffle([1, 1, 1, 0] if draw.integer(0, 1) else [1, 1, 0, 0])
    training = draw.integer(0, 2) > 0
    kept = sum(a * b * m for a, b, m in zip(w, h, mask, strict=True))
    full = sum(a * b for a, b in zip(w, h, strict=True))
    if training:
        right = kept / (1 - p)
        wrong = {"regularisation/drop-is-keep": kept / p, "regularisation/no-scale-at-all": kept}
    else:
        right = full
        wrong = {
            "regularisation/scales-at-test-too": full * (1 - p),
            "regularisation/drops-at-evaluation": kept / (1 - p),
        }
    values = [right, *wrong.values()]
    if abs(kept) < 2 or min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.1:
        draw.reject()
    return Question(
        show={"p": p, "h": ", ".join(map(str, h)), "w": ", ".join(map(str, w)), "mask": ", ".join(map(str, mask)),
              "call": "drop.train()" if training else "drop.eval()"},
        truth=numeric(right, abs=0.02),
        steps={"kept": kept, "full": full, "keep": 1 - p},
        wrong=wrong,
    )  # fmt: skip


def second_way(show) -> float:
    """The mean over all masks of the same unit has to be the full sum; the given mask is then one of them, scaled."""
    import numpy as np

    h, w, m = (np.array([float(v) for v in show[k].split(",")]) for k in ("h", "w", "mask"))
    if show["call"] == "drop.eval()":
        return float(w @ h)
    bits = np.array(np.meshgrid(*[[0, 1]] * 4)).reshape(4, -1).T
    chance = np.prod(np.where(bits, 1 - show["p"], show["p"]), axis=1)
    scale = (w @ h) / float(chance @ (bits @ (w * h))) if w @ h else 1 / (1 - show["p"])
    return float(scale * (m * h) @ w)
