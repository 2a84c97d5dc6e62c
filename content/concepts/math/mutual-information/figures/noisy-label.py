"""What an annotator who flips labels still tells about the truth: a joint table and its mutual information."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"flip": Slider(0, 0.5, step=0.05, start=0.1, label=("标反的概率", "chance of a flip"))}


def information(flip) -> float:
    """Bits between a fair label and its flipped copy."""
    return 1 - sum(-p * np.log2(p) for p in (flip, 1 - flip) if p > 0)


def figure(draw: Draw, flip: float) -> Figure:
    joint = np.array([[(1 - flip) / 2, flip / 2], [flip / 2, (1 - flip) / 2]])
    bits = float(information(flip))
    grid = np.linspace(0, 0.5, 51)
    plots = [
        Plot(title=("联合概率（行：真，列：标）", "joint (rows: truth, columns: label)")).heat(
            joint, numbers=True, low=0, high=0.5
        ),
        Plot(x=("标反的概率", "chance of a flip"), y=("互信息（比特）", "information (bits)"), y_range=(0, 1.05))
        .line([information(g) for g in grid], grid)
        .line(1 - grid, grid, label=("剩下的正确率", "share still right"), tone="muted", dash=True)
        .points([flip], [bits], tone="indigo"),
    ]
    return Figure(
        numbers={"bits": bits, "right": 1 - flip},
        plot=plots,
        says={
            "zh": f"标反 {flip:.0%}：正确率还有 {1 - flip:.0%}，信息只剩 {bits:.3f} 比特。",
            "en": f"With {flip:.0%} flipped, {1 - flip:.0%} are right and {bits:.3f} bits of information remain.",
        },
    )


def claims(at) -> None:
    assert at(flip=0).numbers["bits"] == 1 and abs(at(flip=0.5).numbers["bits"]) < 1e-12
    from scipy.stats import entropy

    joint = np.array([0.45, 0.05, 0.05, 0.45])
    independent = np.full(4, 0.25)
    assert abs(at(flip=0.1).numbers["bits"] - entropy(joint, independent, base=2)) < 1e-12  # the KL form
    assert at(flip=0.1).numbers["bits"] < 0.6 * at(flip=0.1).numbers["right"]
