"""Learning curves: will more data help, or a larger model?"""

from beikao.kit import Draw, Plot, Question, choice


def make(draw: Draw) -> Question:
    noise = draw.integer(4, 8) / 100
    case = draw.choice(["data", "model"])
    bias = draw.integer(14, 20) / 100 if case == "model" else draw.integer(0, 1) / 100
    scale = draw.integer(8, 15) if case == "model" else draw.integer(70, 110)
    sizes = [100 * 2**k for k in range(7)]
    level = noise + bias
    valid = [level + scale / (size + 200) for size in sizes]
    train = [level * (1 - min(0.9, 0.9 * scale / (size + 60))) for size in sizes]
    if case == "data":
        valid = [level + 0.9 * (scale / (size + 200)) ** 0.5 / 2 for size in sizes]
    plot = (
        Plot(x=("训练样本数", "training samples"), y=("错误率", "error rate"), log_x=True, y_range=(0, 0.5))
        .line(valid, sizes, label=("验证", "validation"))
        .line(train, sizes, label=("训练", "training"), tone="indigo", dash=True)
        .rule(y=noise, label=("地板", "floor"), tone="gold")
    )
    return Question(
        show={"last": sizes[-1], "train": 100 * train[-1], "valid": 100 * valid[-1], "floor": 100 * noise},
        truth=choice(case),
        wrong={"bias-variance/more-data-cures-all": "data"} if case == "model" else {},
        plot=plot,
    )


def second_way(show) -> str:
    """Which distance is larger at the right end: validation to training, or training to the floor?"""
    return "data" if show["valid"] - show["train"] > show["train"] - show["floor"] else "model"
