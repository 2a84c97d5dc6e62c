"""The checks, on documents the learner has not seen: `t.you` is their train.py, `t.ref` the healthy one."""

import numpy as np

from beikao.kit import Draw, Trial, check

N = 160


def documents(draw: Draw):
    """Hidden rows (N, 6) and scores (N,), in the ranges of documents.csv."""
    z = draw.normal(N, 6)
    rows = np.stack(
        [
            np.round(np.exp(6.4 + 0.9 * z[:, 0])),
            np.exp(3.6 + 0.5 * z[:, 1]),
            0.12 + 0.03 * z[:, 2],
            0.20 + 0.05 * z[:, 3],
            0.38 + 0.05 * z[:, 4],
            np.round(np.exp(2.6 + 0.9 * z[:, 5])),
        ],
        axis=1,
    )
    unit = (rows - rows.mean(0)) / rows.std(0)
    return rows, 0.55 + unit @ np.array([0.05, -0.1, -0.08, -0.07, 0.04, -0.05]) + 0.02 * draw.normal(N)


@check
def the_work_is_unshrunk(t: Trial) -> None:
    """As many steps as before, and every column still there, changed by no more than a shift and a scale."""
    rows, scores = documents(t.draw)
    model = t.you.fit(rows, scores)
    steps, wanted = len(model["losses"]), t.ref.settings()["steps"]
    t.that(
        steps == wanted,
        zh=f"步数必须保持 {wanted}，现在是 {steps}。多训几倍只是把问题藏起来，算力账单也翻几倍。",
        en=f"The number of steps must stay {wanted}, it is {steps}. Training longer hides the fault and costs the same again.",
        steps=steps,
    )
    x = np.asarray(t.you.design(model, rows), dtype=float)
    t.that(
        x.shape == (N, 7),
        zh=f"设计矩阵应为 ({N}, 7)，现在是 {x.shape}。",
        en=f"The design matrix should be ({N}, 7), it is {x.shape}.",
    )
    spread = x[:, :6].std(axis=0)
    lost = [j for j in range(6) if spread[j] == 0 or abs(np.corrcoef(x[:, j], rows[:, j])[0, 1]) < 0.9]
    t.that(
        not lost,
        zh=f"第 {[j + 1 for j in lost]} 列不再携带原来的信号。删掉或压平特征，发散停了，信息也没了。",
        en=f"Columns {[j + 1 for j in lost]} no longer carry their signal. Dropping a feature stops the divergence and loses the information.",
        lost=lost,
    )


@check
def inside_the_edge(t: Trial) -> None:
    """lr * lambda_max < 2 on hidden data, computed here from the learner's own design matrix."""
    rows, scores = documents(t.draw)
    model = t.you.fit(rows, scores)
    x = np.asarray(t.you.design(model, rows), dtype=float)
    top = float(np.linalg.eigvalsh(x.T @ x / N)[-1])
    lr = float(t.you.settings()["lr"])
    t.that(
        lr * top < 2,
        zh=f"lr × λmax = {lr:g} × {top:.4g} = {lr * top:.3g}，仍在 2 之外：沿最陡方向，误差每步放大 {abs(1 - lr * top):.3g} 倍。",
        en=f"lr × λmax = {lr:g} × {top:.4g} = {lr * top:.3g} is still above 2: along the steepest direction the error grows {abs(1 - lr * top):.3g} times a step.",
        lr=lr,
        lambda_max=top,
    )


@check
def still_gradient_descent(t: Trial) -> None:
    """The loss per step is that of gradient descent on this design with this lr, recomputed here."""
    rows, scores = documents(t.draw)
    model = t.you.fit(rows, scores)
    x, lr = np.asarray(t.you.design(model, rows), dtype=float), float(t.you.settings()["lr"])
    w, expected = np.zeros(7), []
    with np.errstate(all="ignore"):  # a design past the edge overflows here as it does in training
        for _ in model["losses"]:
            residual = x @ w - scores
            expected.append(0.5 * float(np.mean(residual**2)))
            w = w - lr * (x.T @ residual / N)
    apart = [
        i
        for i, (a, b) in enumerate(zip(model["losses"], expected, strict=True))
        if abs(a - b) > 1e-6 * max(abs(b), 1e-9)
    ]
    t.that(
        not apart,
        zh=f"从第 {apart[0] if apart else 0} 步起，损失不再是这份数据、这个学习率下的全量梯度下降。请修数据或配置，不要换掉训练循环。",
        en=f"From step {apart[0] if apart else 0} on the loss is not that of full-batch gradient descent with this data and rate. Mend the data or the settings, keep the training loop.",
    )


@check
def as_good_as_healthy(t: Trial) -> None:
    """The error on further hidden documents is at most 5% above that of the healthy system."""
    rows, scores = documents(t.draw.child("train"))
    fresh, truth = documents(t.draw.child("fresh"))

    def error(m) -> float:
        return float(np.mean((np.asarray(m.predict(m.fit(rows, scores), fresh)) - truth) ** 2))

    yours, healthy = error(t.you), error(t.ref)
    t.that(
        yours <= 1.05 * healthy,
        zh=f"隐藏数据上的均方误差是 {yours:.3g}，健康系统是 {healthy:.3g}。没有发散，不等于训好了。",
        en=f"The mean squared error on hidden documents is {yours:.3g}, the healthy system's is {healthy:.3g}. Not diverging is not the same as trained.",
        yours=yours,
        healthy=healthy,
    )
