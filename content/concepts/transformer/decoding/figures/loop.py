"""A token that has just been repeated is likelier to be repeated again: greedy decoding never leaves, sampling may."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

OTHERS, STEPS, LONG = 30, 200, 8  # alternatives, tokens generated, repeats that count as a loop
sliders = {
    "temperature": Slider(0.2, 1.4, step=0.1, start=1, label=("温度 T", "temperature T")),
    "penalty": Slider(1, 2, step=0.1, start=1, label=("重复惩罚 θ", "repetition penalty θ")),
}


def repeat_logit(n):
    """The logit of saying the same again after n repeats; every alternative has 0."""
    return np.minimum(1.2 + 0.7 * n, 6.0)


def repeat_chance(temperature, penalty):
    """Probability of one more repeat after 0, 1, 2, ... repeats; a positive logit is divided by the penalty."""
    z = repeat_logit(np.arange(LONG + 1)) / penalty / temperature
    return np.exp(z) / (np.exp(z) + OTHERS)


def looped(chance):
    """Probability that LONG repeats in a row happen within STEPS tokens."""
    state = np.zeros(LONG + 1)
    state[0] = 1.0
    for _ in range(STEPS):
        new = np.zeros_like(state)
        new[0] = np.sum(state[:LONG] * (1 - chance[:LONG]))
        new[1:] = state[:LONG] * chance[:LONG]
        new[LONG] += state[LONG]
        state = new
    return float(state[LONG])


def figure(draw: Draw, temperature: float, penalty: float) -> Figure:
    chance = repeat_chance(temperature, penalty)
    grid = np.arange(0.2, 1.41, 0.1)
    curve = [looped(repeat_chance(t, penalty)) for t in grid]
    here = looped(chance)
    plots = [
        Plot(x=("已经连着重复几次", "repeats so far"), y=("再重复一次的概率", "chance of one more"), y_range=(0, 1))
        .line(chance, range(LONG + 1))
        .points(range(LONG + 1), chance),
        Plot(
            x=("温度 T", "temperature T"),
            y=("200 个词元里陷入循环的概率", "chance of a loop in 200 tokens"),
            y_range=(0, 1.02),
        )
        .line(curve, grid, tone="indigo")
        .points([temperature], [here], tone="gold"),
    ]
    return Figure(
        numbers={
            "loop": here,
            "first": float(chance[0]),
            "late": float(chance[-1]),
            "other": float((1 - chance[0]) / OTHERS),
        },
        plot=plots,
        says={
            "zh": f"温度 {temperature:.1f}，惩罚 {penalty:.1f}：第一次重复的概率 {chance[0]:.0%}，重复过 {LONG} 次之后 {chance[-1]:.0%}；200 个词元里陷入循环的概率 {here:.0%}。",
            "en": f"Temperature {temperature:.1f}, penalty {penalty:.1f}: a first repeat has {chance[0]:.0%}, another after {LONG} has {chance[-1]:.0%}; a loop within 200 tokens has {here:.0%}.",
        },
    )


def claims(at) -> None:
    usual = at(temperature=1, penalty=1).numbers
    assert (
        usual["first"] > usual["other"] and usual["first"] < 0.2 < usual["late"]
    )  # greedy takes the repeat at once, and for ever
    assert at(temperature=0.3, penalty=1).numbers["loop"] > 0.99 and usual["loop"] < 0.2
    assert (
        at(temperature=0.3, penalty=2).numbers["loop"] > 0.5
    )  # a penalty delays, it does not mend a cold distribution
    assert at(temperature=0.7, penalty=1.5).numbers["loop"] < at(temperature=0.7, penalty=1).numbers["loop"]
    rng, chance, hits = np.random.default_rng(0), repeat_chance(0.6, 1.0), 0
    for _ in range(400):
        run = 0
        for _ in range(STEPS):
            run = run + 1 if rng.random() < chance[run] else 0
            if run == LONG:
                hits += 1
                break
    assert abs(hits / 400 - looped(chance)) < 0.08
