"""The checks of rnn-lstm: one cell, many cells, an RNN whole and in segments, a clipped step, a curve by lag."""

import numpy as np

from beikao.kit import Draw, Trial, at, check


def parameters(draw: Draw, d: int, h: int):
    """Weights of a cell."""
    return draw.normal(4 * h, d) / d**0.5, draw.normal(4 * h, h) / h**0.5, draw.normal(4 * h)


@check
def forget_gate_open(t: Trial) -> None:
    """The initial bias alone, for several sizes."""
    for hidden in (1, 3, 8):
        t.agree(lambda m, h=hidden: m.init_bias(h), exact=True)


@check
def lstm_forward(t: Trial) -> None:
    """Several batch sizes; a batch of one; large pre-activations, of so many rows that some output gate is open: were all
    shut, the largest output would be a rounding error, and no measure of the others."""
    for n, d, h, scale in ((3, 4, 5, 1.0), (1, 2, 3, 1.0), (2, 6, 2, 1.0), (16, 3, 3, 300.0)):
        w, r, b = parameters(t.draw, d, h)
        x, h0, c0 = scale * t.draw.normal(n, d), t.draw.normal(n, h), t.draw.normal(n, h)

        def program(m, w=w, r=r, b=b, x=x, h0=h0, c0=c0):
            h1, c1 = m.LSTMCell(w, r, b).forward(x, h0, c0)
            yield at("c", c1)
            yield at("h", h1)

        t.agree(program, rtol=1e-7)


@check
def lstm_backward(t: Trial) -> None:
    """From h alone, from c alone, from both."""
    for n, d, h in ((3, 4, 5), (1, 2, 3)):
        w, r, b = parameters(t.draw, d, h)
        x, h0, c0 = t.draw.normal(n, d), t.draw.normal(n, h), t.draw.normal(n, h)
        up, over = t.draw.normal(n, h), t.draw.normal(n, h)
        for dh, dc in ((0 * up, over), (up, 0 * over), (up, over)):

            def program(m, w=w, r=r, b=b, x=x, h0=h0, c0=c0, dh=dh, dc=dc):
                cell = m.LSTMCell(w, r, b)
                cell.forward(x, h0, c0)
                found = cell.backward(dh, dc)
                yield at(("返回几个梯度", "gradients returned"), len(found))
                for label, value in zip(
                    ("c", "x", "h", "w", "r", "b"), (found[2], found[0], found[1], *found[3:]), strict=False
                ):
                    yield at((f"对 {label} 的梯度", f"gradient by {label}"), value)

            t.agree(program, rtol=1e-6, atol_scale=1e-9)


@check
def twenty_steps(t: Trial) -> None:
    """The rig strings twenty cells together."""
    w, r, b = parameters(t.draw, 3, 4)
    xs, ups = t.draw.normal(20, 2, 3), t.draw.normal(20, 2, 4)

    def program(m):
        for label, value in zip(("h", "c", "w", "r", "b", "c_0"), m.rig.unroll(w, r, b, xs, ups), strict=True):
            yield at(label, value)

    t.agree(program, rtol=1e-5, atol_scale=1e-8)


def sequence(draw: Draw, steps: int, h: int = 4, d: int = 3):
    """An RNN, its inputs, and the gradients by its states."""
    return draw.normal(h, h) / h**0.5, draw.normal(h, d) / d**0.5, draw.normal(steps, d), draw.normal(steps, h)


def compare(t: Trial, steps: int, truncate: int) -> None:
    """Both gradients of one sequence."""
    w, u, xs, ups = sequence(t.draw, steps)

    def program(m):
        dw, du = m.bptt(w, u, xs, ups, truncate)
        yield at(
            (f"{steps} 步，每段 {truncate} 步：对 w 的梯度", f"{steps} steps, segments of {truncate}: gradient by w"),
            dw,
        )
        yield at(
            (f"{steps} 步，每段 {truncate} 步：对 u 的梯度", f"{steps} steps, segments of {truncate}: gradient by u"),
            du,
        )

    t.agree(program, rtol=1e-6, atol_scale=1e-8)


@check
def whole_sequence(t: Trial) -> None:
    """Short and long; the loss at the last step only; a segment longer than the sequence."""
    for steps, truncate in ((2, 2), (1, 1), (12, 12), (7, 50)):
        compare(t, steps, truncate)
    w, u, xs, ups = sequence(t.draw, 9)
    ups[:-1] = 0
    t.agree(lambda m: list(m.bptt(w, u, xs, ups, 9)), rtol=1e-6, atol_scale=1e-8)


@check
def truncated(t: Trial) -> None:
    """Segments that fit and segments that leave a rest; of one step."""
    for steps, truncate in ((12, 4), (11, 4), (6, 1), (5, 3)):
        compare(t, steps, truncate)


@check
def clipped_step(t: Trial) -> None:
    """Several arrays count together; below the limit nothing changes; gradients of zero."""
    shapes = ((3, 4), (5,), (2, 2))
    params = [t.draw.normal(*s) for s in shapes]
    grads = [5 * t.draw.normal(*s) for s in shapes]
    for lr, limit in ((0.1, 1.0), (1.0, 0.3), (0.5, 1000.0)):
        t.agree(lambda m, lr=lr, k=limit: list(m.clipped_step(params, grads, lr, k)), rtol=1e-4, atol_scale=1e-6)
    t.agree(lambda m: list(m.clipped_step(params, [0 * g for g in grads], 0.1, 1.0)), rtol=1e-9)


@check
def lag_by_lag(t: Trial) -> None:
    """Any matrix, with slopes of one and of a tanh."""
    for h, steps in ((4, 10), (3, 25), (5, 1)):
        w, g = t.draw.normal(h, h) / h**0.5, t.draw.normal(h)
        for slopes in (np.ones((steps, h)), 1 - np.tanh(t.draw.normal(steps, h)) ** 2):
            t.agree(lambda m, w=w, s=slopes, g=g: [float(v) for v in m.gradient_by_lag(w, s, g)], rtol=1e-6)


@check
def as_predicted(t: Trial) -> None:
    """A scaled orthogonal matrix follows its spectral radius within 10%; with tanh it stays below."""
    for radius in (0.8, 0.95, 1.1):
        w = radius * np.linalg.qr(t.draw.normal(6, 6))[0]
        g = t.draw.normal(6)
        sizes = np.array(t.you.gradient_by_lag(w, np.ones((40, 6)), g), float)
        bound = np.linalg.norm(g) * radius ** np.arange(41)
        t.that(
            sizes.shape == (41,) and bool(np.all(np.abs(sizes / bound - 1) < 0.1)),
            zh=f"正交矩阵的 {radius} 倍、线性：隔 k 步应是 {radius} 的 k 次方乘 |g|；得到 {sizes[:4].round(4)}……，应为 {bound[:4].round(4)}……",
            en=f"{radius} times an orthogonal matrix, linear: at lag k it should be {radius} to the k times |g|; got {sizes[:4].round(4)}..., "
            f"should be {bound[:4].round(4)}...",
        )
        slopes = 1 - np.tanh(t.draw.normal(40, 6)) ** 2
        bent = np.array(t.you.gradient_by_lag(w, slopes, g), float)
        t.that(
            bent.shape == (41,) and bool(np.all(bent <= bound * (1 + 1e-9))) and bent[-1] < 0.5 * bound[-1],
            zh="有 tanh 时每一步都不应超过谱半径的幂，而且要小得多。",
            en="With tanh no lag should exceed the power of the spectral radius, and the last should be far below it.",
        )
