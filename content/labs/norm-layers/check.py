"""The checks of norm-layers: inputs large and tiny, in two and three dimensions, in both modes."""

import numpy as np

from beikao.kit import Draw, Trial, at, check

BIG = 1e4  # beside this no ε can be seen, not even where two samples are nearly alike


def params(draw: Draw, d: int):
    """A gain and a shift."""
    return 1 + 0.5 * draw.normal(d), draw.normal(d)


@check
def batch_forward(t: Trial) -> None:
    """Fresh layers, then filled ones; also two samples only, and features far from zero."""
    for n, d in ((6, 3), (2, 5), (9, 1)):
        x = BIG * (t.draw.normal(n, d) + 3)
        gain, shift = params(t.draw, d)
        t.agree(lambda m, x=x, d=d: m.BatchNorm1d(d).forward(x), rtol=1e-5)
        t.agree(lambda m, x=x, d=d, g=gain, s=shift: m.rig.fill(m.BatchNorm1d(d), g, s).forward(x), rtol=1e-5)


@check
def layer_forward(t: Trial) -> None:
    """Two and three axes, one vector alone."""
    for shape in ((4, 6), (2, 3, 5), (1, 7), (8,)):
        x = BIG * (t.draw.normal(*shape) + 2)
        gain, shift = params(t.draw, shape[-1])
        t.agree(lambda m, x=x: m.LayerNorm(x.shape[-1]).forward(x), rtol=1e-5)
        t.agree(lambda m, x=x, g=gain, s=shift: m.rig.fill(m.LayerNorm(x.shape[-1]), g, s).forward(x), rtol=1e-5)


@check
def rms_forward(t: Trial) -> None:
    """The mean is far from zero and has to stay in."""
    for shape in ((4, 6), (2, 3, 5), (8,)):
        x = BIG * (t.draw.normal(*shape) + 2)
        gain, _ = params(t.draw, shape[-1])
        t.agree(lambda m, x=x: m.RMSNorm(x.shape[-1]).forward(x), rtol=1e-5)
        t.agree(lambda m, x=x, g=gain: m.rig.fill(m.RMSNorm(x.shape[-1]), g).forward(x), rtol=1e-5)


@check
def where_eps_stands(t: Trial) -> None:
    """Variances of the size of ε, the usual ones and others; equal numbers, whose variance is zero."""
    for scale, eps in ((3e-3, None), (1e-3, None), (0.1, 1e-2)):
        x = scale * t.draw.normal(8, 6)
        more = {} if eps is None else {"eps": eps}

        def program(m, x=x, more=more):
            for name in ("BatchNorm1d", "LayerNorm", "RMSNorm"):
                yield at(name, getattr(m, name)(6, **more).forward(x))

        t.agree(program, rtol=1e-6)
    flat = np.full((4, 6), 0.5)
    t.agree(
        lambda m: [m.BatchNorm1d(6).forward(flat), m.LayerNorm(6).forward(flat), m.RMSNorm(6).forward(0 * flat)],
        rtol=1e-6,
    )


@check
def running_statistics(t: Trial) -> None:
    """One batch, then fifty of several sizes, with the usual momentum and another."""
    for momentum, count in ((None, 1), (0.3, 2), (None, 50)):
        batches = [2 + 3 * t.draw.normal(t.draw.integer(2, 9), 4) for _ in range(count)]
        more = {} if momentum is None else {"momentum": momentum}

        def program(m, batches=batches, more=more):
            layer = m.BatchNorm1d(4, **more)
            m.rig.rounds(layer, batches)
            mean, var = m.rig.running(layer)
            yield at((f"{len(batches)} 批之后的滑动均值", f"running mean after {len(batches)} batches"), mean)
            yield at((f"{len(batches)} 批之后的滑动方差", f"running variance after {len(batches)} batches"), var)

        t.agree(program, rtol=1e-6)


@check
def evaluation_mode(t: Trial) -> None:
    """Alone and with neighbours, nothing moved, and training mode again afterwards."""
    batches = [2 + 3 * t.draw.normal(7, 4) for _ in range(5)]
    x = t.draw.normal(6, 4)
    gain, shift = params(t.draw, 4)
    tiny = 1e-3 * t.draw.normal(3, 4)

    def program(m):
        layer = m.rig.fill(m.BatchNorm1d(4), gain, shift)
        m.rig.rounds(layer, batches)
        layer.eval()
        whole = layer.forward(x)
        yield at(("评估：六个一批", "evaluated: six together"), whole)
        yield at(("评估：只送第一个", "evaluated: the first alone"), layer.forward(x[:1]))
        yield at(("评估之后的滑动统计量", "running statistics after evaluating"), list(m.rig.running(layer)))
        layer.train()
        yield at(("切回训练", "training mode again"), layer.forward(x))
        yield at(("切回训练之后的滑动统计量", "running statistics after that"), list(m.rig.running(layer)))
        fresh = m.BatchNorm1d(4)
        fresh.eval()
        yield at(("没训练过就评估", "evaluated untrained"), fresh.forward(x))
        small = m.BatchNorm1d(4, momentum=1.0)
        small.forward(tiny)
        small.eval()
        yield at(("滑动方差极小", "tiny running variance"), small.forward(tiny))

    t.agree(program, rtol=1e-6)


@check
def batch_of_one(t: Trial) -> None:
    """Refused in training, without a trace; answered in evaluation."""
    x = t.draw.normal(1, 3)
    t.raises(lambda m: m.BatchNorm1d(3).forward(x), "ValueError")

    def program(m):
        layer = m.BatchNorm1d(3)
        layer.forward(np.vstack([x, x + 1]))
        layer.eval()
        return layer.forward(x)

    t.agree(program, rtol=1e-6)


def gradients(t: Trial, name: str, shapes, *, evaluated: bool = False) -> None:
    """All gradients of a filled layer on inputs of size one and tiny ones."""
    for shape in shapes:
        for scale in (1.0, 3e-3):
            x, g = scale * (t.draw.normal(*shape) + 1), t.draw.normal(*shape)
            gain, shift = params(t.draw, shape[-1])

            def program(m, x=x, g=g, gain=gain, shift=shift):
                layer = m.rig.fill(getattr(m, name)(x.shape[-1]), gain, *([] if name == "RMSNorm" else [shift]))
                if evaluated:
                    layer.forward(x)
                    layer.eval()
                layer.forward(x)
                if name == "BatchNorm1d":  # what counts is the mode of the forward
                    (layer.train if evaluated else layer.eval)()
                found = layer.backward(g)
                labels = ["x", "gain", "shift"]
                yield at(("返回几个梯度", "gradients returned"), len(found))
                for label, value in zip(labels, found, strict=False):
                    yield at((f"对 {label} 的梯度", f"gradient by {label}"), value)

            t.agree(program, rtol=1e-5, atol_scale=1e-7)


@check
def batch_backward(t: Trial) -> None:
    """Training mode, where a shift of the input changes nothing; then evaluation mode."""
    gradients(t, "BatchNorm1d", ((6, 3), (2, 4), (9, 1)))
    gradients(t, "BatchNorm1d", ((5, 3), (4, 2)), evaluated=True)


@check
def layer_backward(t: Trial) -> None:
    """Two and three axes."""
    gradients(t, "LayerNorm", ((6, 4), (2, 3, 5), (7,)))


@check
def rms_backward(t: Trial) -> None:
    """Two and three axes."""
    gradients(t, "RMSNorm", ((6, 4), (2, 3, 5), (7,)))


@check
def fast_enough(t: Trial) -> None:
    """Whole arrays, no loop over rows."""
    x, g = t.draw.normal(400, 96), t.draw.normal(400, 96)
    t.faster(lambda m: m.rig.both(m.LayerNorm(96), x, g, 12), at_most=5.0)
