"""The checks, on requests the learner has not seen: `t.you` is their train.py, `t.ref` the healthy one."""

import numpy as np

from beikao.kit import Draw, Trial, check


def requests(draw: Draw, n: int):
    """Hidden signals and queues, made as in data.py."""
    x = draw.normal(n, 4)
    return x, 2 * (x[:, 0] * x[:, 1] > 0) + 1 * (x[:, 2] * x[:, 3] > 0)


@check
def the_work_is_unshrunk(t: Trial) -> None:
    """Steps, layers and widths as in the healthy system."""
    steps, wanted = t.you.settings()["steps"], t.ref.settings()["steps"]
    t.that(
        steps == wanted,
        zh=f"步数必须保持 {wanted}，现在是 {steps}。梯度是 0 的层，训多久都不动。",
        en=f"The number of steps must stay {wanted}, it is {steps}. A layer whose gradient is 0 does not move however long it is trained.",
        steps=steps,
    )
    mine, theirs = ([np.shape(w) for w in m.fresh()["weights"]] for m in (t.you, t.ref))
    t.that(
        mine == theirs,
        zh=f"各层权重的形状应为 {theirs}，现在是 {mine}。",
        en=f"The weights should have the shapes {theirs}; they have {mine}.",
    )


@check
def units_awake(t: Trial) -> None:
    """Hidden units whose output is the same on all of a thousand inputs, right after initialisation."""
    x, _ = requests(t.draw, 1000)
    outputs = [np.asarray(h, dtype=float) for h in t.you.hidden(t.you.fresh(), x)]
    t.that(
        [h.shape for h in outputs] == [(1000, 32)] * 5,
        zh="hidden 应返回五个隐藏层的输出，每个形状 (1000, 32)。",
        en="hidden should return the outputs of five hidden layers, each of shape (1000, 32).",
    )
    dead = [float(np.mean(np.ptp(h, axis=0) == 0)) for h in outputs]
    t.that(
        float(np.mean(dead)) < 0.05,
        zh=f"刚初始化，各层死亡的比例是 {[f'{d:.0%}' for d in dead]}，平均 {np.mean(dead):.0%}，应少于 5%。这些单元收不到梯度，学习率和步数都救不了。",
        en=f"Right after initialisation the dead shares by layer are {[f'{d:.0%}' for d in dead]}, {np.mean(dead):.0%} on average; fewer than 5% is asked. No gradient reaches such units, at any rate and for any number of steps.",
        dead=dead,
    )


@check
def gradients_arrive(t: Trial) -> None:
    """The weights of the first layer against those of the last hidden one."""
    x, queues = requests(t.draw, 1000)
    _, dw, _ = t.you.gradients(t.you.fresh(), x, queues)
    first, last = (float(np.linalg.norm(dw[i])) for i in (0, -2))
    t.that(
        0.1 * last <= first <= 10 * last and first > 0,
        zh=f"刚初始化，第一层的梯度范数是 {first:.2g}，最后一个隐藏层是 {last:.2g}，比值应在 0.1 到 10 之间，且不为零。",
        en=f"Right after initialisation the gradient norm is {first:.2g} in the first layer and {last:.2g} in the last hidden one; the ratio should lie in 0.1 to 10, and neither be zero.",
        first=first,
        last=last,
    )


@check
def as_good_as_healthy(t: Trial) -> None:
    """Accuracy on further hidden requests."""
    x, queues = requests(t.draw.child("train"), 500)
    fresh, truth = requests(t.draw.child("fresh"), 1000)

    def accuracy(m) -> float:
        model, _ = m.fit(x, queues)
        return float(np.mean(np.asarray(m.predict(model, fresh)) == truth))

    yours, healthy = accuracy(t.you), accuracy(t.ref)
    t.that(
        yours >= healthy - 0.06,
        zh=f"隐藏数据上的准确率是 {yours:.1%}，健康系统是 {healthy:.1%}。",
        en=f"The accuracy on hidden data is {yours:.1%}, that of the healthy system {healthy:.1%}.",
        yours=yours,
        healthy=healthy,
    )
