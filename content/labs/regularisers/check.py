"""The checks of regularisers: one tool after another, then a use of one of them."""

import numpy as np

from beikao.kit import Trial, at, check


@check
def expectation_stays(t: Trial) -> None:
    """The mean over many random numbers, within six standard errors."""
    for p in (0.1, 0.3, 0.5, 0.8):
        n = 20000
        layer = t.you.Dropout(p)
        u = t.draw.child(f"u{p}").normal(n) % 1  # uniform to eight digits: a normal wrapped around a circle of 1
        out = np.asarray(layer.forward(np.full(n, 2.0), u))
        mean, error = float(out.mean()), 2 * (p / (1 - p) / n) ** 0.5
        t.that(
            abs(mean - 2) < 6 * error,
            zh=f"p = {p}，两万个 2.0 经过随机失活，平均应仍在 2 附近（标准误 {error:.3f}），得到 {mean:.3f}。",
            en=f"p = {p}: twenty thousand times 2.0 through dropout should still average about 2 (standard error {error:.3f}); got {mean:.3f}.",
        )


@check
def dropout_in_training(t: Trial) -> None:
    """Several rates and shapes; p itself as a random number is kept; a fresh layer is in training mode; bad rates."""
    for p, shape in ((0.25, (5, 4)), (0.5, (7,)), (0.0, (3, 2)), (0.9, (2, 3, 4))):
        x, g = t.draw.normal(*shape), t.draw.normal(*shape)
        u = np.asarray(t.draw.normal(*shape)) % 1
        u.flat[0] = p

        def program(m, p=p, x=x, g=g, u=u):
            layer = m.Dropout(p)
            yield at((f"p = {p}，前向", f"p = {p}, forward"), layer.forward(x, u))
            yield at((f"p = {p}，反向", f"p = {p}, backward"), layer.backward(g))
            layer.eval()
            layer.train()
            yield at(("切到评估再切回训练", "to evaluation and back"), layer.forward(x, u[::-1]))

        t.agree(program, rtol=1e-9)
    for bad in (-0.1, 1.0, 1.5):
        t.raises(lambda m, p=bad: m.Dropout(p), "ValueError")


@check
def dropout_at_evaluation(t: Trial) -> None:
    """Output and gradient are what came in."""
    for p, shape in ((0.5, (4, 3)), (0.2, (6,))):
        x, g = t.draw.normal(*shape), t.draw.normal(*shape)
        u = np.asarray(t.draw.normal(*shape)) % 1

        def program(m, p=p, x=x, g=g, u=u):
            layer = m.Dropout(p)
            layer.forward(x, u)
            layer.eval()
            yield at((f"p = {p}，评估的前向", f"p = {p}, forward at evaluation"), layer.forward(x, u))
            yield at((f"p = {p}，评估的反向", f"p = {p}, backward at evaluation"), layer.backward(g))

        t.agree(program, rtol=1e-9)


@check
def exact_zeros(t: Trial) -> None:
    """Small ones are exactly zero, large ones move by t, signs stay."""
    w = np.array([3.0, -0.5, 0.2, -2.0, 0.5, 0.0])
    got = np.asarray(t.you.l1_prox(w, 0.5))
    want = [2.5, 0.0, 0.0, -1.5, 0.0, 0.0]
    t.that(
        got.shape == (6,) and bool(np.all(got == want)),
        zh=f"l1_prox({w.tolist()}, 0.5) 应是 {want}（小的正好是 0），得到 {got.tolist()}。",
        en=f"l1_prox({w.tolist()}, 0.5) should be {want}, small ones exactly 0; got {got.tolist()}.",
    )
    for threshold in (0.0, 0.3, 2.0):
        x = 2 * t.draw.normal(4, 5)
        t.agree(lambda m, x=x, k=threshold: m.l1_prox(x, k), rtol=1e-9)


def batch(t: Trial, n: int, classes: int, scale: float = 1.0):
    """Logits and class numbers."""
    return scale * t.draw.normal(n, classes), np.array([t.draw.integer(0, classes - 1) for _ in range(n)])


@check
def smoothed_target(t: Trial) -> None:
    """The loss, where a target that adds up to more or less than 1 shows; also eps = 0 and 1, one sample, two classes."""
    for n, classes, eps in ((5, 4, 0.1), (3, 10, 0.3), (1, 2, 0.2), (6, 3, 0.0), (4, 5, 1.0)):
        logits, y = batch(t, n, classes)
        t.agree(lambda m, z=logits, y=y, e=eps: m.label_smooth_ce(z, y, e)[0], rtol=1e-9)


@check
def smoothed_gradient(t: Trial) -> None:
    """Rows add up to zero; logits in the thousands."""
    for n, classes, eps, scale in ((5, 4, 0.1, 1.0), (3, 6, 0.3, 800.0)):
        logits, y = batch(t, n, classes, scale)
        logits = logits + 3 * scale * np.arange(n)[:, None]  # rows far apart

        def program(m, z=logits, y=y, eps=eps):
            loss, grad = m.label_smooth_ce(z, y, eps)
            yield at(("损失", "loss"), loss)
            yield at(("对 logits 的梯度", "gradient by the logits"), grad)

        t.agree(program, rtol=1e-9, atol_scale=1e-9)


@check
def only_matrices_decay(t: Trial) -> None:
    """A block's parameters by name; arrays of one, two and three axes; nothing changed in place."""
    shapes = {"w": (3, 4), "bias": (4,), "gain": (3,), "kernel": (2, 3, 2), "temperature": ()}
    params = {k: np.asarray(2 + t.draw.normal(*(s or (1,)))).reshape(s) for k, s in shapes.items()}
    grads = {k: np.asarray(t.draw.normal(*(s or (1,)))).reshape(s) for k, s in shapes.items()}
    for lr, decay in ((0.1, 0.5), (0.02, 3.0), (0.5, 0.0)):

        def program(m, lr=lr, decay=decay):
            after = m.decayed_step(params, grads, lr, decay)
            yield at(("返回的名字", "names returned"), sorted(after))
            for name in sorted(shapes):
                yield at(name, np.asarray(after[name]))

        t.agree(program, rtol=1e-9)


CASES = (
    ([3.0, 2.0, 2.5, 2.4, 2.3, 1.0], 3),
    ([3.0, 2.0, 2.0, 2.0, 2.0, 1.0], 2),
    ([1.0, 2.0, 0.5], 1),
    ([5.0, 4.0, 3.0], 2),
    ([2.0, 2.0, 2.0], 5),
    ([3.0, 3.0, 1.0, 1.0, 1.0], 2),
    ([4.0], 1),
)


@check
def when_to_stop(t: Trial) -> None:
    """Falling without a new lowest, ties, patience of one, never out of patience, random ones."""
    cases = [*CASES, *(([round(float(v), 2) for v in t.draw.normal(12)], k) for k in (1, 2, 3, 4))]
    for losses, patience in cases:
        t.agree(lambda m, v=losses, k=patience: [int(i) for i in m.early_stop(v, k)], exact=True)


@check
def it_helps(t: Trial) -> None:
    """Thirty samples, forty features of which four matter: L1 against the least-squares solution of smallest norm.

    Errors are added up over ten data sets: the ratio is 0.14 at the median of 150 seeds and 0.28 at most.
    """
    yours, plain = 0.0, 0.0
    for number in range(10):
        draw = t.draw.child(str(number))
        truth = np.zeros(40)
        truth[:4] = [2.0, -1.5, 1.0, 2.5]
        x, fresh = draw.normal(30, 40), draw.normal(200, 40)
        y = x @ truth + 0.5 * draw.normal(30)
        sparse = np.asarray(t.you.rig.sparse_fit(x, y, 0.25, 300))
        yours += float(np.mean((fresh @ (sparse - truth)) ** 2))
        plain += float(np.mean((fresh @ (np.linalg.lstsq(x, y, rcond=None)[0] - truth)) ** 2))
    t.that(
        yours < 0.5 * plain,
        zh=f"三十个样本、四十个特征、四个有用：用你的 l1_prox 做稀疏回归，十个数据集的误差合计 {yours:.2f}，最小二乘是 {plain:.2f}，应不到它的一半。",
        en=f"Thirty samples, forty features, four of use: with your l1_prox sparse regression has an error of {yours:.2f} over ten data sets, "
        f"least squares {plain:.2f}; it should be less than half.",
        ratio=yours / plain,
    )
