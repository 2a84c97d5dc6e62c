"""The checks of entropy-kl-mi. Everything is in nats; small numbers that can be worked out on paper come first."""

import math

import numpy as np

from beikao.kit import Draw, Trial, check


def rows(draw: Draw, *shape: int):
    """Random distributions along the last axis, from even to lopsided."""
    weights = np.exp(2.0 * draw.normal(*shape))
    return weights / weights.sum(-1, keepdims=True)


def covariance(draw: Draw, d: int, scale: float):
    """A random covariance whose standard deviations are near `scale`."""
    a = draw.normal(d, d)
    return scale**2 * (a @ a.T / d + 0.5 * np.eye(d))


def near(got, want: float, rtol: float = 1e-8) -> bool:
    """A number close to `want`."""
    return bool(np.ndim(got) == 0) and bool(abs(float(got) - want) <= rtol * max(1.0, abs(want)))


@check
def entropy_in_nats(t: Trial) -> None:
    """A fair coin, a lopsided one, a fair die, then random rows."""
    for p, want in (([0.5, 0.5], math.log(2)), ([0.9, 0.1], 0.3250829734), ([1 / 6] * 6, math.log(6))):
        got = t.you.entropy(np.array(p))
        t.that(
            near(got, want),
            zh=f"分布 {[round(v, 3) for v in p]} 的熵是 {want:.6f} 奈特（{want / math.log(2):.6f} 比特），得到 {got}。",
            en=f"The entropy of {[round(v, 3) for v in p]} is {want:.6f} nats ({want / math.log(2):.6f} bits); got {got}.",
        )
    for (k,) in t.draw.shapes(1, low=2, high=12):
        p = rows(t.draw, 5, k)
        t.agree(lambda s, p=p: s.entropy(p), rtol=1e-8)


@check
def direction_of_kl(t: Trial) -> None:
    """Both directions by hand, then random rows."""
    p, q = np.array([0.9, 0.1]), np.array([0.5, 0.5])
    forward = 0.9 * math.log(1.8) + 0.1 * math.log(0.2)
    backward = 0.5 * math.log(1 / 1.8) + 0.5 * math.log(5)
    for a, b, want, name in ((p, q, forward, "p‖q"), (q, p, backward, "q‖p")):
        got = t.you.kl(a, b)
        t.that(
            near(got, want),
            zh=f"p=(0.9, 0.1)，q=(0.5, 0.5)：KL({name}) 是 {want:.6f}，得到 {got}。求平均的是写在前面的分布。",
            en=f"p=(0.9, 0.1), q=(0.5, 0.5): KL({name}) is {want:.6f}, got {got}. The average is over the one in front.",
        )
    for (k,) in t.draw.shapes(1, low=2, high=12):
        p, q = rows(t.draw, 5, k), rows(t.draw, 5, k)
        t.agree(lambda s, a=(p, q): s.kl(*a), rtol=1e-8)


@check
def zero_probabilities(t: Trial) -> None:
    """0 log 0 is 0, in an entropy and in a KL, also where both sides are 0."""
    for p, want in (([1.0, 0.0, 0.0], 0.0), ([0.5, 0.0, 0.5], math.log(2))):
        got = t.you.entropy(np.array(p))
        t.that(
            near(got, want),
            zh=f"分布 {p} 的熵应是 {want:.6f}，得到 {got}。概率为 0 的结果不贡献熵。",
            en=f"The entropy of {p} should be {want:.6f}, got {got}. An outcome of probability 0 adds nothing.",
        )
    p, q = np.array([0.5, 0.0, 0.5, 0.0]), np.array([0.25, 0.25, 0.5, 0.0])
    got = t.you.kl(p, q)
    t.that(
        near(got, 0.5 * math.log(2)),
        zh=f"p={p.tolist()}，q={q.tolist()}：KL(p‖q) 应是 0.5 ln 2 = {0.5 * math.log(2):.6f}，得到 {got}。p 为 0 的项一律是 0。",
        en=f"p={p.tolist()}, q={q.tolist()}: KL(p‖q) should be 0.5 ln 2 = {0.5 * math.log(2):.6f}, got {got}. Where p is 0 the term is 0.",
    )


@check
def missing_support(t: Trial) -> None:
    """What happens under p and is impossible under q makes KL infinite; no epsilon may hide it, or move what is small."""
    p, q = np.array([[0.5, 0.5], [0.5, 0.5], [1.0, 0.0]]), np.array([[1.0, 0.0], [0.5, 0.5], [1.0, 0.0]])
    got = np.asarray(t.you.kl(p, q))
    t.that(
        got.shape == (3,) and got[0] == math.inf and abs(got[1]) < 1e-12 and abs(got[2]) < 1e-12,
        zh=f"p=(0.5, 0.5)，q=(1, 0)：q 说第二个结果不可能，p 说它占一半，KL 是正无穷；后两行 p=q，KL 是 0。得到 {got.tolist()}。",
        en=f"p=(0.5, 0.5), q=(1, 0): q calls impossible what p gives half its mass, so KL is infinite; in the other rows p=q and it is 0. Got {got.tolist()}.",
    )
    small = np.array([[1e-30, 1.0 - 1e-30], [1e-9, 1.0 - 1e-9]])  # nearly impossible is not impossible
    t.agree(lambda s: s.kl(np.array([[0.5, 0.5], [0.5, 0.5]]), small), rtol=1e-8)


@check
def gaussian_by_hand(t: Trial) -> None:
    """One dimension on paper, then a few dimensions with correlation."""
    one = np.ones((1, 1))
    for m1, v1, m2, v2 in ((0.0, 1.0, 1.0, 4.0), (1.0, 4.0, 0.0, 1.0), (2.0, 0.25, 2.0, 0.25)):
        want = 0.5 * (math.log(v2 / v1) + (v1 + (m1 - m2) ** 2) / v2 - 1.0)
        got = t.you.gaussian_kl(np.array([m1]), v1 * one, np.array([m2]), v2 * one)
        t.that(
            isinstance(got, float) and near(got, want),
            zh=f"KL(N({m1:g}, {v1:g}) ‖ N({m2:g}, {v2:g})) 是 {want:.6f}（第二个参数是方差），得到 {got}。",
            en=f"KL(N({m1:g}, {v1:g}) ‖ N({m2:g}, {v2:g})) is {want:.6f} (the second argument is a variance); got {got}.",
        )
    for d in (2, 3, 6):
        case = (t.draw.normal(d), covariance(t.draw, d, 1.5), t.draw.normal(d), covariance(t.draw, d, 0.8))
        t.agree(lambda s, a=case: s.gaussian_kl(*a), rtol=1e-8)


@check
def gaussian_in_many_dimensions(t: Trial) -> None:
    """In 200 dimensions the determinants leave the range of floating point, the divergence does not."""
    d = 200
    for scale in (1e-3, 1e3):
        m1, m2 = scale * t.draw.normal(d), scale * t.draw.normal(d)
        s1, s2 = covariance(t.draw, d, scale), covariance(t.draw, d, 1.1 * scale)
        t.agree(lambda s, a=(m1, s1, m2, s2): s.gaussian_kl(*a), rtol=1e-7)


@check
def information_in_tables(t: Trial) -> None:
    """Known tables, the chain rule with the learner's own entropy, and independence."""
    copy, noisy = np.diag([0.25, 0.75]), np.array([[0.4, 0.1], [0.1, 0.4]])
    parabola = np.array([[0.0, 0.25], [0.5, 0.0], [0.0, 0.25]])  # y = x² for x = -1, 0, 1: no correlation
    for joint, want in ((copy, 0.5623351446), (noisy, 0.1927447570), (parabola, math.log(2))):
        got = t.you.mutual_information(joint)
        t.that(
            near(got, want),
            zh=f"联合表 {joint.tolist()} 的互信息是 {want:.6f} 奈特，得到 {got}。",
            en=f"The joint table {joint.tolist()} has {want:.6f} nats of mutual information; got {got}.",
        )
    for r, c in ((2, 3), (4, 2), (5, 5), (1, 4)):
        joint = rows(t.draw, r * c).reshape(r, c)
        t.agree(lambda s, j=joint: 1.0 + float(s.mutual_information(j)), rtol=1e-8, atol_scale=1e-8)
        got = t.you.mutual_information(joint)
        parts = [float(t.you.entropy(p)) for p in (joint.sum(1), joint.sum(0), joint.ravel())]
        t.that(
            near(got, parts[0] + parts[1] - parts[2]),
            zh=f"链式法则：H(X)+H(Y)−H(X,Y) = {parts[0] + parts[1] - parts[2]:.8f}，你的互信息是 {got}。",
            en=f"The chain rule: H(X)+H(Y)−H(X,Y) = {parts[0] + parts[1] - parts[2]:.8f}, your information is {got}.",
        )
        apart = float(t.you.mutual_information(np.outer(joint.sum(1), joint.sum(0))))
        t.that(
            0.0 <= apart < 1e-12,
            zh=f"独立的表互信息是 0，不会是负数（舍入误差也要压到 0），得到 {apart}。",
            en=f"An independent table has 0 mutual information, never a negative number (rounding included); got {apart}.",
        )


@check
def from_samples(t: Trial) -> None:
    """One sample on paper, then many; k3 is never negative for any single sample."""
    got = t.you.kl_from_samples(np.log([0.5]), np.log([0.25]))
    t.that(
        len(got) == 2 and near(got[0], math.log(2)) and near(got[1], math.log(2) - 0.5),
        zh=f"一个样本，p 给它 0.5，q 给它 0.25：k1 = ln 2 = 0.6931，k3 = 0.5 − 1 + ln 2 = 0.1931；得到 {got}。",
        en=f"One sample to which p gives 0.5 and q 0.25: k1 = ln 2 = 0.6931, k3 = 0.5 − 1 + ln 2 = 0.1931; got {got}.",
    )
    for n in (1, 7, 400):
        log_p = -2.0 + 0.5 * t.draw.normal(n)
        log_q = log_p + 0.4 * t.draw.normal(n)
        t.agree(lambda s, a=(log_p, log_q): s.kl_from_samples(*a), rtol=1e-8)


@check
def leading_axes(t: Trial) -> None:
    """No leading axis, two of them, and rows that do not leak into each other."""
    p, q = rows(t.draw, 3, 2, 5), rows(t.draw, 3, 2, 5)
    t.agree(lambda s: s.entropy(p), rtol=1e-8)
    t.agree(lambda s: s.kl(p, q), rtol=1e-8)
    joint = rows(t.draw, 3, 2, 12).reshape(3, 2, 4, 3)
    t.agree(lambda s: s.mutual_information(joint), rtol=1e-8, atol_scale=1e-8)
    t.agree(lambda s: float(s.entropy(p[0, 0])), rtol=1e-8)


@check
def no_distribution(t: Trial) -> None:
    """A negative entry, a sum that is not 1, one bad row among good ones, a table that adds up to 2, nan."""
    good = np.array([0.25, 0.75])
    for bad in map(np.array, ([0.5, 0.6], [0.5, 0.4999985], [1.2, -0.2], [3.0, 1.0], [math.nan, 1.0])):
        t.raises(lambda s, b=bad: s.entropy(b), "ValueError")
        t.raises(lambda s, b=bad: s.kl(good, b), "ValueError")
        t.raises(lambda s, b=bad: s.kl(b, good), "ValueError")
        t.raises(lambda s, b=bad: s.mutual_information(np.diag(b)), "ValueError")
    t.raises(lambda s: s.entropy(np.array([[0.25, 0.75], [0.3, 0.3]])), "ValueError")
    t.raises(lambda s: s.mutual_information(np.full((2, 2), 0.5)), "ValueError")
    rounded = np.array([1 / 3, 1 / 3, 1 / 3 + 8e-7])  # as read from a file with seven digits
    t.agree(lambda s: float(s.entropy(rounded)), rtol=1e-8)


@check
def all_rows_at_once(t: Trial) -> None:
    """Five thousand rows: no loop over them in Python."""
    p, q = rows(t.draw, 5000, 8), rows(t.draw, 5000, 8)
    t.faster(lambda s: [s.entropy(p), s.kl(p, q)], at_most=5.0)
