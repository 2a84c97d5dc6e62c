"""The checks of training-loop. A network that notes its calls, scripted losses, and runs that are broken off and resumed."""

import torch

from beikao.kit import Draw, Trial, at, check


def data(draw: Draw, n: int):
    """n samples of three classes that can be told apart, and not quite."""
    x = torch.from_numpy(draw.normal(n, 6))
    y = torch.tensor([draw.integer(0, 2) for _ in range(n)])
    x[:, 0] += y.double()
    return x, y


def made(m, seed: int, *, size: int = 8, patience: int = 3, max_norm: float = 1.0):
    """A bench and a trainer on it."""
    bench = m.rig.Bench(seed)
    trainer = m.Trainer(bench.model(), bench.optimiser(), size, seed + 1, patience, max_norm)
    return bench, trainer


@check
def three_updates(t: Trial) -> None:
    """Every forward call and step of an epoch, one tight and one loose limit on the norm."""
    for n, size, limit in ((12, 4, 100.0), (20, 8, 0.3), (17, 5, 0.05)):
        x, y = data(t.draw, n)
        seed = t.draw.integer(1, 10**6)

        def program(m, x=x, y=y, size=size, limit=limit, seed=seed):
            bench, trainer = made(m, seed, size=size, max_norm=limit)
            bench.mode(False)  # someone evaluated before
            m.rig.seed(seed)
            trainer.train_epoch(x, y)
            forward = 0
            for entry in bench.log():
                forward += entry[0] == "forward"
                zh, en = ("前向：样本数、训练模式、记梯度", "forward: samples, training mode, gradients")
                if entry[0] == "step":
                    zh, en = ("更新时的梯度范数", "gradient norm at the step")
                yield at((f"第 {forward} 批{zh}", f"batch {forward}, {en}"), entry[1:])
            yield at(("一轮之后的参数", "parameters after the epoch"), bench.weights())

        t.agree(program, rtol=1e-4, atol_scale=1e-4)


@check
def loss_of_an_epoch(t: Trial) -> None:
    """Sizes that leave one sample, or a few, or none over; a second epoch in another order."""
    for n, size in ((22, 10), (20, 10), (7, 9), (14, 4)):
        x, y = data(t.draw, n)
        seed = t.draw.integer(1, 10**6)

        def program(m, x=x, y=y, size=size, seed=seed):
            _, trainer = made(m, seed, size=size)
            m.rig.seed(seed)
            yield at(("第一轮", "first epoch"), trainer.train_epoch(x, y))
            yield at(("第二轮", "second epoch"), trainer.train_epoch(x, y))

        t.agree(program, rtol=1e-4)
    loss = made(t.you, seed)[1].train_epoch(x, y)
    t.that(
        not isinstance(loss, torch.Tensor),
        zh="损失要返回 float：累加张量会把每一批的计算图都留在内存里，累加 loss.item()。",
        en="The loss should be a float: adding up tensors keeps the graph of every batch in memory; add up loss.item().",
    )


@check
def another_mode(t: Trial) -> None:
    """No dropout, no batch statistics, no graph, no random numbers, nothing changed, the mode found left behind."""
    x, y = data(t.draw, 14)
    seed = t.draw.integer(1, 10**6)

    def program(m):
        bench, trainer = made(m, seed, size=5)
        m.rig.seed(seed)
        trainer.train_epoch(x, y)
        bench.log()
        for mode in (True, False):
            bench.mode(mode)
            before = m.rig.peek()
            trainer.evaluate(x, y)
            for number, entry in enumerate(bench.log(), 1):
                yield at(
                    (f"第 {number} 批：样本数、训练模式、记梯度", f"batch {number}: samples, training mode, gradients"),
                    entry,
                )
            yield at(("评估之后的模式", "mode after evaluating"), bench.training())
            yield at(("评估动了全局随机数吗", "did evaluating move the global generator"), before != m.rig.peek())
        yield at(("评估之后的滑动统计量", "running statistics after evaluating"), bench.buffers())
        yield at(("评估之后的参数", "parameters after evaluating"), bench.weights())

    t.agree(program, rtol=1e-4, atol_scale=1e-4)


@check
def loss_of_an_evaluation(t: Trial) -> None:
    """The same for every batch size, and the reference's."""
    x, y = data(t.draw, 23)
    seed = t.draw.integer(1, 10**6)
    losses = []
    for size in (1, 4, 10, 23, 50):
        _, trainer = made(t.you, seed, size=size)
        losses.append(trainer.evaluate(x, y))
    wide = max(losses) - min(losses)
    t.that(
        wide < 1e-9,
        zh=f"23 个样本，批大小 1、4、10、23、50，评估的损失应当相同，得到 {[round(v, 4) for v in losses]}。",
        en=f"23 samples in batches of 1, 4, 10, 23, 50 should be evaluated alike; got {[round(v, 4) for v in losses]}.",
    )
    t.agree(lambda m: made(m, seed, size=10)[1].evaluate(x, y), rtol=1e-9)


CASES = (
    ([3.0, 2.0, 2.5, 2.4, 2.3, 1.0], 3),  # falling again, yet not below the best
    ([3.0, 2.0, 2.0, 2.0, 1.0], 2),  # equal is no progress
    ([3.0, 2.5, 2.6, 2.4, 2.7, 2.9, 2.8, 2.0], 3),
    ([1.0, 2.0, 0.5], 1),
    ([5.0, 4.0, 3.0, 2.0], 1),  # never out of patience
)
DIVERGED = ([float("inf"), float("inf"), 2.0], 2)  # infinity is not below infinity


@check
def when_to_stop(t: Trial) -> None:
    """Scripted validation losses; only how many epochs were run."""
    pair = data(t.draw, 4)
    for losses, patience in (*CASES, DIVERGED):

        def program(m, losses=losses, patience=patience):
            bench, trainer = made(m, 3, patience=patience)
            m.rig.script(trainer, bench, losses)
            first = trainer.fit(pair, pair, len(losses))
            yield at(
                (
                    f"验证损失 {losses}，耐心 {patience}：跑过的各轮",
                    f"validation losses {losses}, patience {patience}: epochs run",
                ),
                [list(v) for v in first],
            )
            yield at(
                ("耐心用完之后再 fit", "fit again with patience used up"), len(trainer.fit(pair, pair, len(losses)))
            )

        t.agree(program, exact=True)


@check
def best_is_kept(t: Trial) -> None:
    """Training adds 1 to each parameter, so the weights tell their epoch."""
    pair = data(t.draw, 4)
    for losses, patience in CASES:

        def program(m, losses=losses, patience=patience):
            bench, trainer = made(m, 3, patience=patience)
            start = bench.weights()[0]
            m.rig.script(trainer, bench, losses)
            trainer.fit(pair, pair, len(losses))
            yield at(("最好的验证损失", "best validation loss"), trainer.restore_best())
            moved = bench.weights()[0] - start
            yield at(
                (f"验证损失 {losses}：恢复的是第几轮", f"validation losses {losses}: epoch restored"),
                round(float(moved.mean()), 6),
            )

        t.agree(program, exact=True)
    x, y = data(t.draw, 40)
    more = data(t.draw, 30)
    seed = t.draw.integer(1, 10**6)

    def real(m):
        bench, trainer = made(m, seed, patience=4)
        m.rig.seed(seed)
        yield [list(v) for v in trainer.fit((x, y), more, 8)]
        best = trainer.restore_best()
        yield best
        yield trainer.evaluate(*more)
        yield bench.weights()

    t.agree(real, rtol=1e-3, atol_scale=1e-3)


@check
def resume_bit_by_bit(t: Trial) -> None:
    """Two epochs, save, two epochs; then a new trainer elsewhere loads and runs the last two again."""
    x, y = data(t.draw, 30)
    more = data(t.draw, 20)
    seed = t.draw.integer(1, 10**6)

    def run(m):
        bench, trainer = made(m, seed)
        m.rig.seed(seed)
        for _ in range(2):
            trainer.train_epoch(x, y)
        saved = trainer.save()
        whole = [trainer.train_epoch(x, y), trainer.train_epoch(x, y), trainer.evaluate(*more)]
        weights = bench.weights() + bench.buffers()
        other, fresh = made(m, seed + 7)  # other weights, another order: load has to replace them
        m.rig.seed(seed + 9)
        fresh.load(saved)
        again = [fresh.train_epoch(x, y), fresh.train_epoch(x, y), fresh.evaluate(*more)]
        return whole, weights, again, other.weights() + other.buffers()

    whole, weights, again, others = run(t.you)
    names = [
        ("续训第一轮的损失", "loss of the first epoch resumed"),
        ("第二轮", "of the second"),
        ("之后的验证损失", "validation loss after"),
    ]
    for (zh, en), a, b in zip(names, whole, again, strict=True):
        t.that(
            a == b,
            zh=f"{zh}：没断过是 {a!r}，续训是 {b!r}，应逐位相同。",
            en=f"{en}: {a!r} unbroken, {b!r} resumed; they should be equal bit by bit.",
        )
    t.that(
        all(torch.equal(a, b) for a, b in zip(weights, others, strict=True)),
        zh="损失相同，可是续训之后的参数或滑动统计量与没断过的不同。",
        en="The losses agree, but parameters or running statistics differ from those of the unbroken run.",
    )
    t.agree(lambda m: run(m)[2:], rtol=1e-3, atol_scale=1e-3)


@check
def bookkeeping_survives(t: Trial) -> None:
    """Interrupted in the middle of a patience; the best epoch lies before the interruption."""
    pair = data(t.draw, 4)
    for losses, patience, cut in (
        ([3.0, 2.0, 2.5, 2.4, 2.3, 1.0], 3, 3),
        ([3.0, 1.0, 2.0, 2.0, 0.5], 4, 3),
        ([2.0, 3.0, 4.0, 1.0], 2, 3),
    ):

        def program(m, losses=losses, patience=patience, cut=cut):
            bench, trainer = made(m, 3, patience=patience)
            start = bench.weights()[0]
            m.rig.script(trainer, bench, losses)
            trainer.fit(pair, pair, cut)
            saved = trainer.save()
            other, fresh = made(m, 5, patience=patience)
            fresh.load(saved)
            m.rig.script(fresh, other, losses[cut:])
            rest = fresh.fit(pair, pair, len(losses))
            yield at(
                (
                    f"验证损失 {losses}，第 {cut} 轮后断开：接着跑的各轮",
                    f"validation losses {losses}, broken off after {cut}: epochs run after",
                ),
                [list(v) for v in rest],
            )
            yield at(("最好的验证损失", "best validation loss"), fresh.restore_best())
            yield at(("恢复的是第几轮", "epoch restored"), round(float((other.weights()[0] - start).mean()), 6))

        t.agree(program, exact=True)
