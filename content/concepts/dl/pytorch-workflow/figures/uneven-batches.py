"""The mean of batch means against the mean over samples, for every batch size, on a set whose tail is harder."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N = 1000
sliders = {
    "batch": Slider(16, 512, step=16, start=496, label=("批大小", "batch size")),
    "tail": Slider(0, 2, step=0.25, start=1, label=("末尾样本难多少", "how much harder the tail is")),
}


def figure(draw: Draw, batch: int, tail: float) -> Figure:
    losses = 2 + tail * np.linspace(0, 1, N) ** 8 + 0.2 * draw.normal(N)
    total = np.concatenate([[0.0], np.cumsum(losses)])

    def reported(size):
        edges = np.append(np.arange(0, N, size), N)
        return float(np.mean(np.diff(total[edges]) / np.diff(edges)))

    sizes = np.arange(16, 513, 8)
    truth, here = float(losses.mean()), reported(batch)
    last = N % batch or batch
    count = -(-N // batch)
    weight = N / (count * last)
    plot = (
        Plot(x=("批大小", "batch size"), y=("报出来的验证损失", "validation loss reported"), y_range=(1.9, 3.2))
        .line([reported(s) for s in sizes], sizes, label=("批均值再平均", "mean of batch means"))
        .rule(y=truth, label=("按样本平均", "mean over samples"), tone="indigo")
        .points([batch], [here], tone="gold")
    )
    return Figure(
        numbers={"truth": truth, "reported": here, "last": last, "count": count, "weight": weight},
        plot=plot,
        says={
            "zh": f"{N} 个样本，批大小 {batch}：{count} 批，最后一批只有 {last} 个，每个被当成 {weight:.1f} 个算。报 {here:.3f}，真值 {truth:.3f}。",
            "en": f"{N} samples, batch size {batch}: {count} batches, the last of {last}, each of which counts as {weight:.1f}. "
            f"Reported {here:.3f}, true {truth:.3f}.",
        },
    )


def claims(at) -> None:
    bad = at(batch=496, tail=1).numbers
    assert bad["reported"] > bad["truth"] + 0.2 and bad["last"] == 8
    assert abs(at(batch=16, tail=1).numbers["reported"] - bad["truth"]) < 0.02
    assert at(batch=496, tail=1).numbers["truth"] == at(batch=32, tail=1).numbers["truth"]
