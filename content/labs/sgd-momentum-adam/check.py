"""The checks of sgd-momentum-adam: the learner's class and the reference run the same program, step by step."""

import torch

from beikao.kit import Draw, Trial, check

SHAPES = ((3, 4), (5,))


def tensors(draw: Draw, scale: float = 1.0):
    """One float64 tensor per parameter."""
    return [scale * torch.from_numpy(draw.normal(*shape)) for shape in SHAPES]


def path(t: Trial, name: str, steps: int, *, scale: float = 1.0, skip=None, once=False, **settings) -> None:
    """Compare every step of `steps` random gradients. `once`: the parameters come as a generator."""
    start = tensors(t.draw)
    grads = [tensors(t.draw, scale) for _ in range(steps)]
    if skip:
        grads = [
            [g if (number + place) % skip else None for place, g in enumerate(gs)] for number, gs in enumerate(grads)
        ]

    def program(m):
        rig = m.rig.Params(start)
        optimiser = getattr(m, name)(rig.each() if once else rig.params(), **settings)
        advance = rig.step  # looked up once: each attribute is a question over the wire
        for gs in grads:
            yield advance(optimiser, gs)

    t.agree(program, rtol=1e-6, atol_scale=1e-8)


@check
def plain_sgd(t: Trial) -> None:
    """No momentum, with and without decay."""
    path(t, "MySGD", 20, lr=0.05, once=True)
    path(t, "MySGD", 20, lr=0.05, weight_decay=0.1)


@check
def momentum_and_nesterov(t: Trial) -> None:
    """Forty steps of the first, two hundred of the second."""
    path(t, "MySGD", 40, lr=0.01, momentum=0.9, weight_decay=0.01)
    path(t, "MySGD", 200, lr=0.01, momentum=0.9, nesterov=True)


@check
def adam_first_steps(t: Trial) -> None:
    """Where bias correction matters most."""
    path(t, "MyAdamW", 5, lr=0.01, weight_decay=0.0, once=True)
    path(t, "MyAdamW", 5, lr=0.01, betas=(0.8, 0.95), weight_decay=0.0)


@check
def adam_small_gradients(t: Trial) -> None:
    """Gradients of the size of eps, with the usual one and with another."""
    path(t, "MyAdamW", 10, scale=1e-7, lr=0.01, weight_decay=0.0)
    path(t, "MyAdamW", 10, scale=1e-3, lr=0.01, eps=1e-4, weight_decay=0.0)


@check
def decoupled_decay(t: Trial) -> None:
    """Strong decay on small and on large gradients."""
    path(t, "MyAdamW", 20, scale=0.01, lr=0.05, weight_decay=0.3)
    path(t, "MyAdamW", 20, scale=30.0, lr=0.05, weight_decay=0.3)


@check
def two_hundred_steps(t: Trial) -> None:
    """A whole run with the usual settings."""
    path(t, "MyAdamW", 200, lr=0.003, betas=(0.9, 0.95), weight_decay=0.1)


@check
def skipped_gradients(t: Trial) -> None:
    """A parameter without a gradient is left alone, and its clock does not tick."""
    path(t, "MyAdamW", 30, lr=0.01, skip=3)
    path(t, "MySGD", 30, lr=0.01, momentum=0.9, skip=3)


@check
def state_survives(t: Trial) -> None:
    """Half of the run, then a new optimiser that loads the state, then the other half."""
    start = tensors(t.draw)
    grads = [tensors(t.draw) for _ in range(40)]
    for name, settings in (("MySGD", {"lr": 0.05, "momentum": 0.9}), ("MyAdamW", {"lr": 0.01})):

        def program(m, name=name, settings=settings):
            rig = m.rig.Params(start)
            optimiser = getattr(m, name)(rig.params(), **settings)
            for number, gs in enumerate(grads):
                if number == 20:
                    optimiser = m.rig.reload(optimiser, getattr(m, name)(rig.params(), **settings))
                yield rig.step(optimiser, gs)

        t.agree(program, rtol=1e-6, atol_scale=1e-8)
        t.agree(
            lambda m, name=name, settings=settings: snapshot(m, name, settings, start, grads),
            rtol=1e-6,
            atol_scale=1e-8,
        )


def snapshot(m, name, settings, start, grads):
    """A state is saved, the run goes on, and two new runs begin from the saved one: none may disturb another."""
    rig = m.rig.Params(start)
    optimiser = getattr(m, name)(rig.params(), **settings)
    for gs in grads[:5]:
        rig.step(optimiser, gs)
    saved, there = m.rig.Saved(optimiser), rig.values()
    for gs in grads[5:8]:
        yield rig.step(optimiser, gs)
    later = [m.rig.Params(there) for _ in range(2)]
    runs = [saved.into(getattr(m, name)(one.params(), **settings)) for one in later]
    for gs in grads[5:8]:
        for one, run in zip(later, runs, strict=True):
            yield one.step(run, gs)
