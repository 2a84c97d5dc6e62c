"""The checks, on data the learner has not seen: `t.you` is their train.py, `t.ref` the healthy one."""

import torch

from beikao.kit import Draw, Trial, check

FEATURES = 12


def data(draw: Draw, n: int):
    """n samples of either branch; both labelled by one direction."""
    direction = torch.from_numpy(draw.child("direction").normal(FEATURES))
    found = {}
    for branch, scale, offset in (("query", 1.0, 0.0), ("page", 4.0, 5.0)):
        z = torch.from_numpy(draw.child(f"{branch} {n}").normal(n, FEATURES))
        noise = 0.5 * torch.from_numpy(draw.child(f"noise {branch} {n}").normal(n))
        found[branch] = (scale * z + offset, (z @ direction + noise > 0).double())
    return found


@check
def network_is_whole(t: Trial) -> None:
    """At least one batch normalisation that both branches go through, and dropout."""
    model = t.you.fit(data(t.draw, 96), 1)
    kinds = list(t.you.kinds(model))
    norms, drops = sum(k.startswith("BatchNorm") for k in kinds), sum(k.startswith("Dropout") for k in kinds)
    t.that(
        norms >= 1 and drops >= 1,
        zh=f"网络里应当还有批归一化和随机失活，现在的层是 {kinds}。拆掉它们，分数是稳了，模型也不是原来的模型了。",
        en=f"Batch normalisation and dropout should still be there; the layers are {kinds}. Without them the score settles, and the model is another.",
    )


@check
def any_batch_size(t: Trial) -> None:
    """Loss and both accuracies, for batches of 64, 7 and 1."""
    model = t.you.fit(data(t.draw, 160), 2)
    valid = data(t.draw, 90)
    whole = dict(t.you.score(model, valid, 64))
    for batch in (7, 1):
        found = dict(t.you.score(model, valid, batch))
        t.that(
            all(abs(found[name] - whole[name]) < 1e-9 for name in ("loss", "query", "page")),
            zh=f"同一个模型、同一份数据：批大小 64 时损失 {whole['loss']:.5f}，批大小 {batch} 时 {found['loss']:.5f}，应当相同。",
            en=f"One model, one set of data: the loss is {whole['loss']:.5f} in batches of 64 and {found['loss']:.5f} in batches of {batch}; they should agree.",
        )


@check
def any_run(t: Trial) -> None:
    """Three runs are the same, evaluating changes nothing, and training can go on after it."""
    model = t.you.fit(data(t.draw, 160), 3)
    valid = data(t.draw, 90)
    before = t.you.state(model)
    runs = [dict(t.you.score(model, valid, 32)) for _ in range(3)]
    t.that(
        all(run == runs[0] for run in runs),
        zh=f"连评三次，损失是 {[round(run['loss'], 5) for run in runs]}，应当完全相同。",
        en=f"Three evaluations give the losses {[round(run['loss'], 5) for run in runs]}; they should be the same.",
    )
    t.that(
        all(torch.equal(a, b) for a, b in zip(before, t.you.state(model), strict=True)),
        zh="评估改动了模型（滑动统计量在评估时还在更新）。",
        en="Evaluating changed the model (running statistics still move).",
    )


@check
def good_on_both(t: Trial) -> None:
    """Accuracy on hidden data of each branch, against the healthy system trained on the same."""
    train, fresh = data(t.draw, 320), data(t.draw, 400)
    yours, healthy = (dict(m.score(m.fit(train, 4), fresh, 50)) for m in (t.you, t.ref))
    for branch, zh in (("query", "查询"), ("page", "网页")):
        t.that(
            yours[branch] >= healthy[branch] - 0.04,
            zh=f"{zh}一路的准确率是 {yours[branch]:.3f}，健康系统是 {healthy[branch]:.3f}。分数稳了，不等于对了：滑动统计量里装的是谁的均值和方差？",
            en=f"The accuracy on {branch} is {yours[branch]:.3f}, the healthy system's {healthy[branch]:.3f}. A score that settles is not yet right: "
            "whose mean and variance do the running statistics hold?",
        )
