"""How many places to mask: more of them give more to learn from and less to go by. Exact, on a chain that is known."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STATES, FAR = 8, 60
RATES = np.arange(0.05, 0.96, 0.05)
sliders = {
    "rate": Slider(5, 95, step=5, start=15, label=("掩掉百分之几", "masked, per cent")),
    "stay": Slider(30, 95, step=5, start=80, label=("下一个与这一个相同的概率（%）", "next equals this one (%)")),
}


def reach(stay):
    """reach[i]: the probability that two symbols i apart are equal."""
    shrink = (STATES * stay - 1) / (STATES - 1)
    return 1 / STATES + (1 - 1 / STATES) * shrink ** np.arange(FAR + 1)


def losses(stay):
    """Mean nats of a masked symbol whose nearest visible neighbours stand i to the left and j to the right, for all i, j."""
    p = reach(stay)[1:]
    q = (1 - p) / (STATES - 1)
    left, right = np.meshgrid(np.arange(FAR), np.arange(FAR), indexing="ij")
    a, b, c, d = p[left], q[left], p[right], q[right]
    alike = a * c + (STATES - 1) * b * d  # the probability that both neighbours are the same symbol, given one of them
    with_alike = np.stack([a * c / alike, *[b * d / alike] * (STATES - 1)])
    differ = a * d + b * c + (STATES - 2) * b * d  # that the right one is a certain other symbol
    with_differ = np.stack([a * d / differ, b * c / differ, *[b * d / differ] * (STATES - 2)])
    nats = [-np.sum(w * np.log(w), axis=0) for w in (with_alike, with_differ)]
    return alike * nats[0] + (1 - alike) * nats[1]


def mean_loss(stay, rate):
    """Over the distances to visible neighbours when every symbol is masked with probability `rate`."""
    near = (1 - rate) * rate ** np.arange(FAR)
    near[-1] += rate**FAR  # whoever is farther off is as good as absent
    return float(near @ losses(stay) @ near)


def figure(draw: Draw, rate: int, stay: int) -> Figure:
    table = losses(stay / 100)
    near = (1 - RATES[:, None]) * RATES[:, None] ** np.arange(FAR)
    near[:, -1] += RATES**FAR
    loss = np.einsum("ri,ij,rj->r", near, table, near)
    gain = RATES * (np.log(STATES) - loss)
    here, best = rate // 5 - 1, int(np.argmax(gain))
    plots = [
        Plot(x=("掩掉的比例", "share masked"), y=("每个目标的损失（奈特）", "loss per target (nats)"), y_range=(0, 2.2))
        .line(loss, RATES, label=("看两边", "both sides"))
        .rule(y=float(np.log(STATES)), label=("乱猜", "blind guess"))
        .points([RATES[here]], [loss[here]], tone="gold"),
        Plot(
            x=("掩掉的比例", "share masked"), y=("每个位置学到的（奈特）", "learnt per place (nats)"), y_range=(0, 0.8)
        )
        .line(gain, RATES, tone="indigo")
        .points([RATES[here]], [gain[here]], tone="gold")
        .points([RATES[best]], [gain[best]], hollow=True, label=("最多", "most")),
    ]
    return Figure(
        numbers={"loss": float(loss[here]), "gain": float(gain[here]), "best": float(RATES[best]), "most": float(gain[best]),
                 "blind": float(np.log(STATES)), "passes": 100 / rate},
        plot=plots,
        says={
            "zh": f"掩掉 {rate}%：每个目标 {loss[here]:.3f} 奈特，平均每个位置学到 {gain[here]:.3f}；掩掉 {RATES[best]:.0%} 时学到的最多，{gain[best]:.3f}。",
            "en": f"With {rate}% masked a target costs {loss[here]:.3f} nats and a place teaches {gain[here]:.3f} on average; most, {gain[best]:.3f}, at {RATES[best]:.0%}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    few, usual, many = (at(rate=r, stay=80).numbers for r in (5, 15, 80))
    assert few["loss"] < usual["loss"] < many["loss"] < usual["blind"]
    assert usual["gain"] < usual["most"] and 0.2 < usual["best"] < 0.7
    rng, n, stay, share = np.random.default_rng(3), 60_000, 0.8, 0.4  # simulate, and score with the two-sided posterior
    moves = (rng.random(n) > stay) * rng.integers(1, STATES, n)
    text = np.cumsum(moves) % STATES
    hidden = rng.random(n) < share
    step = np.full((STATES, STATES), (1 - stay) / (STATES - 1)) + (stay - (1 - stay) / (STATES - 1)) * np.eye(STATES)
    powers = [np.linalg.matrix_power(step, k) for k in range(40)]
    shown = np.flatnonzero(~hidden)
    total, count = 0.0, 0
    for i in np.flatnonzero(hidden)[50:4050]:
        at_right = np.searchsorted(shown, i)
        a, b = shown[at_right - 1], shown[at_right]
        weight = powers[min(i - a, 39)][text[a]] * powers[min(b - i, 39)][:, text[b]]
        total -= np.log(weight[text[i]] / weight.sum())
        count += 1
    assert abs(total / count - mean_loss(stay, share)) < 0.06
