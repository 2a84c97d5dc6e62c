"""One entry of a small matrix after one of the three normalisations."""

from beikao.kit import Draw, Question, numeric

NAMES = {"batch": "BatchNorm1d(4)", "layer": "LayerNorm(4)", "rms": "RMSNorm(4)"}


def spread(values):
    """Mean and biased standard deviation."""
    mean = sum(values) / len(values)
    return mean, (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5


def make(draw: Draw) -> Question:
    rows = [[draw.integer(-4, 9) for _ in range(4)] for _ in range(3)]
    kind = draw.choice(["batch", "layer", "rms"])
    i, j = draw.integer(0, 2), draw.integer(0, 3)
    row, column = rows[i], [r[j] for r in rows]
    (mr, sr), (mc, sc) = spread(row), spread(column)
    rms = (sum(v * v for v in row) / 4) ** 0.5
    if min(sr, sc, rms) < 0.5:
        draw.reject()
    x = rows[i][j]
    by = {"batch": (x - mc) / sc, "layer": (x - mr) / sr, "rms": x / rms}
    right = by[kind]
    if kind == "rms":
        wrong = {"normalisation-residuals/rms-removes-mean": by["layer"]}
    else:
        wrong = {"normalisation-residuals/wrong-axis": by["layer" if kind == "batch" else "batch"]}
    if any(abs(right - v) < 0.08 for v in wrong.values()):
        draw.reject()
    steps = (
        {"mean": 0.0, "spread": rms}
        if kind == "rms"
        else dict(zip(("mean", "spread"), (mc, sc) if kind == "batch" else (mr, sr), strict=True))
    )
    return Question(
        show={"rows": "\n".join("  ".join(f"{v:3d}" for v in r) for r in rows), "i": i + 1, "j": j + 1,
              "norm": NAMES[kind]},
        truth=numeric(right, abs=0.02),
        steps={**steps, "x": x},
        wrong=wrong,
    )  # fmt: skip


def second_way(show) -> float:
    """torch's own layers."""
    import torch

    x = torch.tensor([[float(v) for v in line.split()] for line in show["rows"].splitlines()], dtype=torch.float64)
    if "Batch" in show["norm"]:
        y = torch.nn.functional.batch_norm(x, None, None, training=True, eps=1e-14)
    elif "Layer" in show["norm"]:
        y = torch.nn.functional.layer_norm(x, (4,), eps=0.0)
    else:
        y = torch.nn.functional.rms_norm(x, (4,), eps=0.0)
    return float(y[show["i"] - 1, show["j"] - 1])
