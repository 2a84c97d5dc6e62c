"""The GPT-3 filter: a document with score s stays when a Pareto draw exceeds 1 - s."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

DRAWS = 20_000
sliders = {
    "alpha": Slider(1, 15, step=1, start=9, label=("α", "α")),
    "score": Slider(0, 1, step=0.1, start=0.5, label=("分类器的分数", "score of the classifier")),
}


def figure(draw: Draw, alpha: int, score: float) -> Figure:
    grid = np.linspace(0, 1, 51)
    keep = (2 - grid) ** -float(alpha)
    here = float((2 - score) ** -float(alpha))
    seen = float(np.mean(np.random.default_rng(1).pareto(alpha, DRAWS) > 1 - score))
    plot = (
        Plot(x=("分数", "score"), y=("留下的概率", "probability to stay"), y_range=(0, 1.02))
        .line(keep, grid, label=("帕累托抽取", "Pareto draw"))
        .line((grid > 0.5).astype(float), grid, label=("硬阈值 0.5", "hard threshold 0.5"), tone="indigo", dash=True)
        .points([score], [here], tone="gold")
    )
    return Figure(
        numbers={"keep": here, "seen": seen},
        plot=plot,
        says={
            "zh": f"α = {alpha}，分数 {score:g} 的文档有 {here:.2%} 留下；抽 {DRAWS} 次，实测 {seen:.2%}。",
            "en": f"α = {alpha}: a document with score {score:g} stays with probability {here:.2%}; {DRAWS} draws gave {seen:.2%}.",
        },
    )


def claims(at) -> None:
    for alpha, score in ((9, 0.5), (9, 0.9), (2, 0.0), (15, 1.0)):
        state = at(alpha=alpha, score=score).numbers
        assert abs(state["keep"] - state["seen"]) < 0.01
    assert at(alpha=9, score=0.0).numbers["keep"] > 0  # nobody is shut out for certain
