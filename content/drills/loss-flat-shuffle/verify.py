"""The checks, on messages the learner has not seen: `t.you` is their train.py, `t.ref` the healthy one."""

import numpy as np

from beikao.kit import Draw, Trial, check

CLASSES, WIDTH = 8, 12


def messages(draw: Draw, each: int, centres):
    """`each` rows around each centre, sorted by intent, as the export writes them."""
    y = np.repeat(np.arange(CLASSES), each)
    return centres[y] + draw.normal(len(y), WIDTH), y


@check
def the_work_is_the_same(t: Trial) -> None:
    """Neither more training nor another model."""
    yours, healthy = t.you.settings(), t.ref.settings()
    for name in ("epochs", "hidden", "batch"):
        t.that(
            yours[name] == healthy[name],
            zh=f"{name} 应保持 {healthy[name]}，现在是 {yours[name]}。标签与输入对不上时，再大的模型、再久的训练也学不到东西。",
            en=f"{name} should stay {healthy[name]}, it is {yours[name]}. Where labels and inputs do not belong together no larger model and no longer training learns anything.",
        )
    rng = np.random.default_rng(t.draw.integer(0, 10**6))
    model = t.you.fit(rng.normal(size=(64, WIDTH)), np.arange(64) % CLASSES, 0)
    t.that(
        np.asarray(model["net"]["w1"]).shape == (WIDTH, healthy["hidden"])
        and len(model["losses"]) == healthy["epochs"],
        zh="网络的形状或训练的轮数变了。",
        en="The shape of the network or the number of epochs has changed.",
    )


@check
def pairs_stay_together(t: Trial) -> None:
    """Each row of an epoch keeps its label, and every row comes once; a short last batch too."""
    for n, size in ((40, 8), (37, 10), (5, 8)):
        x = np.stack([np.arange(n), np.zeros(n)], axis=1).astype(float)
        y = np.array([t.draw.integer(0, CLASSES - 1) for _ in range(n)])
        seen = []
        for bx, by in t.you.epoch(x, y, size, t.draw.integer(0, 10**6)):
            seen += [(int(row[0]), int(label)) for row, label in zip(np.asarray(bx), np.asarray(by), strict=True)]
        apart = [i for i, label in seen if y[i] != label]
        t.that(
            not apart,
            zh=f"{n} 行的一轮里，有 {len(apart)} 行拿到了别人的标签，例如第 {apart[0] if apart else 0} 行。",
            en=f"In an epoch of {n} rows {len(apart)} came with the label of another, such as row {apart[0] if apart else 0}.",
        )
        t.that(
            sorted(i for i, _ in seen) == list(range(n)),
            zh=f"{n} 行的一轮应当每行正好出现一次，实际出现了 {len(seen)} 行，其中不同的有 {len({i for i, _ in seen})} 行。",
            en=f"In an epoch of {n} rows each should come exactly once; {len(seen)} came, {len({i for i, _ in seen})} of them different.",
        )


@check
def order_is_fresh(t: Trial) -> None:
    """The file is sorted by intent, so an epoch must be in random order, another one each time."""
    n = 64
    x, y = np.stack([np.arange(n)], axis=1).astype(float), np.repeat(np.arange(CLASSES), n // CLASSES)
    orders = [
        [int(row[0]) for bx, _ in t.you.epoch(x, y, 16, seed) for row in np.asarray(bx)]
        for seed in (t.draw.integer(0, 10**6), t.draw.integer(10**6 + 1, 10**7))
    ]
    t.that(
        orders[0] != orders[1] and all(sum(a == b for a, b in zip(o, range(n), strict=False)) < n // 2 for o in orders),
        zh="两轮的次序相同，或就是文件里的次序。文件按意图排好了，不打乱，每一批几乎只有一个意图。",
        en="Two epochs have the same order, or that of the file. The file is sorted by intent: unshuffled, a batch holds little but one intent.",
    )


@check
def one_batch_overfits(t: Trial) -> None:
    """The first thing to try on any flat loss: 24 fixed rows must be learnt by heart, labels at random."""
    x = t.draw.normal(24, WIDTH)
    y = np.array([t.draw.integer(0, CLASSES - 1) for _ in range(24)])
    loss = t.you.fit(x, y, 1, 1500)["losses"][-1]
    t.that(
        loss < 0.05,
        zh=f"24 条固定的样本训 1500 轮，损失还有 {loss:.3f}，应低于 0.05。连一批都背不下来，病不在泛化。",
        en=f"After 1500 epochs on 24 fixed rows the loss is {loss:.3f}; below 0.05 is asked. Where one batch cannot be learnt by heart, generalisation is not the trouble.",
    )


@check
def as_good_as_healthy(t: Trial) -> None:
    """Accuracy on fresh messages, three seeds."""
    for name in ("first", "second", "third"):
        draw = t.draw.child(name)
        centres = 1.3 * draw.normal(CLASSES, WIDTH)
        x, y = messages(draw.child("train"), 40, centres)
        fresh, truth = messages(draw.child("fresh"), 30, centres)

        def accuracy(m, x=x, y=y, fresh=fresh, truth=truth) -> float:
            return float(np.mean(np.asarray(m.predict(m.fit(x, y, 3), fresh)) == truth))

        yours, healthy = accuracy(t.you), accuracy(t.ref)
        t.that(
            yours >= healthy - 0.03,
            zh=f"没见过的消息上准确率 {yours:.3f}，健康系统 {healthy:.3f}。",
            en=f"Accuracy on unseen messages is {yours:.3f}, the healthy system's is {healthy:.3f}.",
        )
