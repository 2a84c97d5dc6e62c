"""The checks of mlp-backprop. Weights come from here, so every number has one right value."""

import numpy as np

from beikao.kit import Draw, Trial, at, check, given

KINDS = ("relu", "tanh", "gelu")


def parts(draw: Draw, sizes):
    """Weights that keep the scale, and biases that are not zero."""
    pairs = list(zip(sizes, sizes[1:], strict=False))
    return [draw.normal(a, b) / a**0.5 for a, b in pairs], [0.3 * draw.normal(b) for _, b in pairs]


def compare(t: Trial, sizes, kind: str, n: int, which: int) -> None:
    """The gradient of every weight (which = 0) or bias (which = 1), from the last layer to the first."""
    ws, bs = parts(t.draw, sizes)
    x, dy = 1.5 * t.draw.normal(n, sizes[0]), t.draw.normal(n, sizes[-1])
    letter = ("W", "b")[which]

    def program(m):
        net = m.MLP(ws, bs, kind)
        net.forward(x)
        net.backward(dy)
        grads = net.grads
        for i in range(len(ws), 0, -1):
            yield at((f"{kind}，第 {i} 层的 d{letter}", f"{kind}, d{letter} of layer {i}"), grads[i - 1][which])

    t.agree(program, rtol=1e-6, atol_scale=1e-9)


@check
def forward(t: Trial) -> None:
    """One layer, three layers, one sample."""
    for sizes, n in (((3, 2), 4), ((4, 5, 3), 1), ((3, 6, 4, 2), 7)):
        for kind in KINDS:
            ws, bs = parts(t.draw, sizes)
            x = 2 * t.draw.normal(n, sizes[0])
            t.agree(lambda m, ws=ws, bs=bs, kind=kind, x=x: m.MLP(ws, bs, kind).forward(x), rtol=1e-8)


@check
def losses(t: Trial) -> None:
    """Value and gradient, for batches of several sizes."""
    for n, c in ((1, 3), (5, 2), (8, 6)):
        y, target, labels = (
            t.draw.normal(n, c),
            t.draw.normal(n, c),
            np.array([t.draw.integer(0, c - 1) for _ in range(n)]),
        )

        def program(m, y=y, target=target, labels=labels):
            value, grad = m.squared_error(y, target)
            yield at(("平方误差的值", "value of the squared error"), value)
            yield at(("平方误差的梯度", "gradient of the squared error"), grad)
            value, grad = m.cross_entropy(3 * y, labels)
            yield at(("交叉熵的值", "value of the cross-entropy"), value)
            yield at(("交叉熵的梯度", "gradient of the cross-entropy"), grad)

        t.agree(program, rtol=1e-8)


@check
def large_logits(t: Trial) -> None:
    """Logits of a thousand, both signs: finite, and as the reference has them."""
    for shift in (1000.0, -1000.0):
        logits = shift + 5 * t.draw.normal(4, 3)
        labels = np.array([0, 2, 1, 1])
        t.agree(lambda m, a=logits, b=labels: m.cross_entropy(a, b), rtol=1e-8)
    t.agree(lambda m: m.cross_entropy(np.array([[0.0, 900.0], [-900.0, 0.0]]), np.array([0, 1])), rtol=1e-8)


@check
def relu_gradients(t: Trial) -> None:
    """Two, three and four layers."""
    for sizes, n in (((3, 5, 2), 6), ((4, 6, 5, 3), 8), ((2, 4, 3, 5, 2), 5)):
        compare(t, sizes, "relu", n, 0)
    ws, dy = [t.draw.normal(3, 4), t.draw.normal(4, 2)], t.draw.normal(2, 2)

    def at_zero(m):  # sums that are exactly 0: the derivative there is 0, as the task says
        net = m.MLP(ws, [np.zeros(4), np.zeros(2)], "relu")
        net.forward(np.zeros((2, 3)))
        return net.backward(dy)

    t.agree(at_zero, rtol=1e-6)


@check
def bias_gradients(t: Trial) -> None:
    """More than one row, so that a sum is no mean."""
    for sizes, n in (((3, 6, 4, 2), 7), ((2, 5, 3), 4)):
        compare(t, sizes, "relu", n, 1)


@check
def smooth_gradients(t: Trial) -> None:
    """The derivative is taken at the right place."""
    for kind in ("tanh", "gelu"):
        for sizes, n in (((3, 5, 2), 6), ((4, 6, 5, 3), 8)):
            compare(t, sizes, kind, n, 0)
    compare(t, (3, 6, 4, 2), "gelu", 5, 1)


@check
def input_gradient(t: Trial) -> None:
    """What backward returns, from a single layer up."""
    for sizes, n in (((3, 2), 4), ((4, 5, 3), 6), ((3, 6, 4, 2), 1)):
        for kind in KINDS:
            ws, bs = parts(t.draw, sizes)
            x, dy = t.draw.normal(n, sizes[0]), t.draw.normal(n, sizes[-1])

            def program(m, ws=ws, bs=bs, kind=kind, x=x, dy=dy):
                net = m.MLP(ws, bs, kind)
                net.forward(x)
                return net.backward(dy)

            t.agree(program, rtol=1e-6, atol_scale=1e-9)


@check
def fresh_gradients(t: Trial) -> None:
    """Backward twice, then another batch of another size, then only the last counts."""
    ws, bs = parts(t.draw, (3, 5, 2))
    first, second = t.draw.normal(6, 3), t.draw.normal(4, 3)
    d1, d2 = t.draw.normal(6, 2), t.draw.normal(4, 2)

    def program(m):
        net = m.MLP(ws, bs, "tanh")
        net.forward(first)
        net.backward(d1)
        yield at(("第一次反向", "first backward"), [g for pair in net.grads for g in pair])
        net.backward(2 * d1)
        yield at(("同一批再反向一次", "the same batch again"), [g for pair in net.grads for g in pair])
        net.forward(second)
        net.backward(d2)
        yield at(("换一批", "another batch"), [g for pair in net.grads for g in pair])

    t.agree(program, rtol=1e-6, atol_scale=1e-9)


@check
def one_step(t: Trial) -> None:
    """Weights and biases after one and after two steps of a large rate."""
    for kind in KINDS:
        ws, bs = parts(t.draw, (3, 5, 4, 2))
        x, dy = t.draw.normal(6, 3), t.draw.normal(6, 2)

        def program(m, ws=ws, bs=bs, kind=kind, x=x, dy=dy):
            net = m.MLP(ws, bs, kind)
            for step in (1, 2):
                net.forward(x)
                net.backward(dy)
                net.step(0.3)
                for i in (3, 2, 1):
                    yield at(
                        (f"{kind}，第 {step} 步后第 {i} 层的 W", f"{kind}, W of layer {i} after step {step}"),
                        net.weights[i - 1],
                    )
                    yield at(
                        (f"{kind}，第 {step} 步后第 {i} 层的 b", f"{kind}, b of layer {i} after step {step}"),
                        net.biases[i - 1],
                    )

        t.agree(program, rtol=1e-6, atol_scale=1e-9)  # fmt: skip


@check
def own_copy(t: Trial) -> None:
    """A step leaves the arrays it was made from; two networks of the same arrays do not share."""
    ws, bs = parts(t.draw, (3, 4, 2))
    x, dy = t.draw.normal(5, 3), t.draw.normal(5, 2)
    theirs = [given(t.you, a) for a in (*ws, *bs)]  # the same arrays for both
    net, other = (t.you.MLP(theirs[:2], theirs[2:], "tanh") for _ in range(2))
    net.forward(x)
    net.backward(dy)
    net.step(0.5)
    after = [a.copy() for a in theirs] + [*other.weights, *other.biases]
    shared = max(float(np.max(np.abs(a - b))) for a, b in zip(after, 2 * [*ws, *bs], strict=True))
    t.that(
        shared == 0.0,
        zh=f"用同一份数组造了两个网络，只训其中一个，传进去的数组却变了 {shared:.3g}。构造时要各自复制一份。",
        en=f"Two networks were made from the same arrays and one was trained; the arrays changed by {shared:.3g}. Copy them in the constructor.",
    )
    t.raises(lambda m: m.MLP(ws, bs, "softplus"), "ValueError")


@check
def training_path(t: Trial) -> None:
    """The loss of every step, and the weights at the end."""
    for kind, sizes in (("relu", (3, 8, 3)), ("gelu", (4, 6, 5, 2))):
        ws, bs = parts(t.draw, sizes)
        x = t.draw.normal(12, sizes[0])
        labels = np.array([t.draw.integer(0, sizes[-1] - 1) for _ in range(12)])

        def program(m, ws=ws, bs=bs, kind=kind, x=x, labels=labels):
            net = m.MLP(ws, bs, kind)
            yield at(("逐步的损失", "loss of every step"), m.train(net, x, labels, 0.2, 12))
            yield at(("最后的权重", "weights at the end"), net.weights)

        t.agree(program, rtol=1e-5, atol_scale=1e-8)


@check
def xor(t: Trial) -> None:
    """Ten starts of a 2-8-2 tanh network."""
    x, labels = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    solved = 0
    for _ in range(10):
        net = t.you.MLP([t.draw.normal(2, 8), t.draw.normal(8, 2) / 2], [np.zeros(8), np.zeros(2)], "tanh")
        t.you.train(net, x, labels, 1.0, 250)
        solved += int(np.all(np.argmax(net.forward(x), axis=1) == labels))
    t.that(
        solved >= 9,
        zh=f"2-8-2 的 tanh 网络，250 步，十个随机起点里学会异或的有 {solved} 个，应至少 9 个。",
        en=f"Of ten random starts of a 2-8-2 tanh network {solved} learnt XOR in 250 steps; at least 9 should.",
        solved=solved,
    )


SEGMENTS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")
PLACES = {  # cells of a 7 x 5 image
    "a": [(0, j) for j in (1, 2, 3)], "g": [(3, j) for j in (1, 2, 3)], "d": [(6, j) for j in (1, 2, 3)],
    "f": [(i, 0) for i in (1, 2)], "b": [(i, 4) for i in (1, 2)],
    "e": [(i, 0) for i in (4, 5)], "c": [(i, 4) for i in (4, 5)],
}  # fmt: skip


def images(draw: Draw, n: int):
    """Seven-segment digits under noise, as rows of 35 numbers."""
    labels = np.array([draw.integer(0, 9) for _ in range(n)])
    clean = np.zeros((n, 7, 5))
    for k, digit in enumerate(labels):
        for i, j in (cell for s in SEGMENTS[digit] for cell in PLACES[s]):
            clean[k, i, j] = 1.0
    return clean.reshape(n, 35) + 0.22 * draw.normal(n, 35), labels


@check
def digits(t: Trial) -> None:
    """35-32-10, ReLU, 200 steps of full-batch descent."""
    x, labels = images(t.draw, 500)
    fresh, truth = images(t.draw, 300)
    ws = [t.draw.normal(35, 32) * (2 / 35) ** 0.5, t.draw.normal(32, 10) * (2 / 32) ** 0.5]
    net = t.you.MLP(ws, [np.zeros(32), np.zeros(10)], "relu")
    t.you.train(net, x, labels, 0.4, 200)
    right = float(np.mean(np.argmax(net.forward(fresh), axis=1) == truth))
    t.that(
        right >= 0.95,
        zh=f"数码管数字，没见过的 300 张图上对了 {right:.1%}，应至少 95%。",
        en=f"Seven-segment digits: {right:.1%} of 300 unseen images are right; at least 95% is asked.",
        right=right,
    )


@check
def no_loops(t: Trial) -> None:
    """CPU time of training on a batch of 1024, against the reference."""
    ws, bs = parts(t.draw, (32, 64, 10))
    x, labels = t.draw.normal(1024, 32), np.array([t.draw.integer(0, 9) for _ in range(1024)])
    t.faster(lambda m: m.train(m.MLP(ws, bs, "relu"), x, labels, 0.1, 10), at_most=5.0)
