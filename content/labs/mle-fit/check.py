"""The checks of mle-fit. Fits are also judged by what they claim: nothing nearby makes the data more likely."""

import math

import numpy as np

from beikao.kit import Draw, Trial, check

FAMILIES = ("bernoulli", "poisson", "normal", "exponential", "uniform", "gamma")


def data(draw: Draw, dist: str, n: int):
    """n values that look like draws of the family."""
    u = np.array([draw.uniform(0.0, 1.0) for _ in range(n)])
    if dist == "bernoulli":
        return np.concatenate([[0.0, 1.0], (u < draw.uniform(0.2, 0.8)).astype(float)])
    if dist == "poisson":
        return np.concatenate([[3.0], np.floor(draw.uniform(1.0, 6.0) * -np.log(1 - u))])
    if dist == "normal":
        return draw.uniform(-5.0, 5.0) + draw.uniform(0.5, 4.0) * draw.normal(n)
    if dist == "exponential":
        return -draw.uniform(0.2, 5.0) * np.log(1 - u)
    if dist == "uniform":
        return draw.uniform(0.5, 9.0) * u
    return 0.1 + draw.uniform(0.5, 3.0) * np.exp(0.7 * draw.normal(n))


def field(t: Trial, result, name: str) -> float:
    """One number of a dict; says so where it is not there."""
    t.that(
        isinstance(result, dict) and isinstance(result.get(name), float),
        zh=f"返回值应是字典，键 {name} 下是一个 float；得到 {result!r:.120}。",
        en=f"The result should be a dict with a float under {name}; it is {result!r:.120}.",
    )
    return result[name]


def same_fit(t: Trial, dist: str, sizes=(2, 5, 40)) -> None:
    """Parameters of several samples."""
    for n in sizes:
        x = data(t.draw, dist, n)
        t.agree(lambda s, x=x: s.fit(dist, x), rtol=1e-6)


@check
def counts_and_means(t: Trial) -> None:
    """Bernoulli and Poisson: the sample mean."""
    for dist in ("bernoulli", "poisson"):
        same_fit(t, dist)


@check
def normal_fit(t: Trial) -> None:
    """The variance over n: on three numbers the difference is a third."""
    got = field(t, t.you.fit("normal", np.array([1.0, 2.0, 6.0])), "variance")
    t.that(
        abs(got - 14 / 3) < 1e-9,
        zh=f"数据 1、2、6，均值 3，离差平方和 14，最大似然方差是 14/3 = {14 / 3:.4f}，得到 {got}。",
        en=f"Data 1, 2, 6 have mean 3 and squared deviations that add up to 14; the maximum likelihood variance is 14/3 = {14 / 3:.4f}, got {got}.",
    )
    same_fit(t, "normal")
    x = 1e6 + data(t.draw, "normal", 40)  # E[x²] - mean² would lose its digits here
    t.agree(lambda s: s.fit("normal", x), rtol=1e-6)


@check
def rate_of_waiting(t: Trial) -> None:
    """The rate is one over the mean."""
    got = field(t, t.you.fit("exponential", np.array([1.0, 2.0, 6.0])), "rate")
    t.that(
        abs(got - 1 / 3) < 1e-9,
        zh=f"等待 1、2、6，均值 3，速率是每单位时间 1/3 次，得到 {got}。",
        en=f"Waits of 1, 2, 6 have mean 3, so the rate is 1/3; got {got}.",
    )
    same_fit(t, "exponential")
    t.agree(lambda s: s.fit("exponential", np.array([0.0, 2.0])), rtol=1e-6)  # a wait of 0 is possible


@check
def edge_of_the_support(t: Trial) -> None:
    """The uniform on [0, high] must reach the largest observation and go no further."""
    got = field(t, t.you.fit("uniform", np.array([1.0, 2.0, 6.0])), "high")
    t.that(
        got == 6.0,
        zh=f"数据 1、2、6 来自 [0, high] 上的均匀分布。high 小于 6 时 6 不可能出现，似然是 0；大于 6 时似然 high⁻³ 更小。应是 6，得到 {got}。",
        en=f"Data 1, 2, 6 are uniform on [0, high]. Below 6 the 6 is impossible and the likelihood 0; above 6 it is high⁻³, smaller. It should be 6, got {got}.",
    )
    same_fit(t, "uniform", sizes=(1, 5, 40))
    t.agree(lambda s: s.fit("uniform", np.array([0.0, 2.0])), rtol=1e-6)


@check
def gamma_fit(t: Trial) -> None:
    """No closed form: the shape solves an equation; narrow and wide samples, and the learner's own peak."""
    same_fit(t, "gamma", sizes=(5, 12, 40))
    for spread in (0.02, 2.5):
        x = np.exp(1.0 + spread * t.draw.normal(30))
        t.agree(lambda s, x=x: s.fit("gamma", x), rtol=1e-4)
    x = data(t.draw, "gamma", 50)
    got = t.you.fit("gamma", x)
    shape, rate = field(t, got, "shape"), field(t, got, "rate")

    def loglik(k: float, r: float) -> float:
        return 50 * (k * math.log(r) - math.lgamma(k)) + (k - 1) * float(np.log(x).sum()) - r * float(x.sum())

    here = loglik(shape, rate)
    around = [(shape * a, rate * b) for a in (0.98, 1.0, 1.02) for b in (0.98, 1.0, 1.02)]
    best = max(around, key=lambda pair: loglik(*pair))
    t.that(
        here >= loglik(*best) - 1e-9,
        zh=f"shape={shape:.4f}、rate={rate:.4f} 的对数似然是 {here:.4f}，旁边的 shape={best[0]:.4f}、rate={best[1]:.4f} 更大：{loglik(*best):.4f}。",
        en=f"shape={shape:.4f}, rate={rate:.4f} has log-likelihood {here:.4f}; nearby shape={best[0]:.4f}, rate={best[1]:.4f} has more: {loglik(*best):.4f}.",
    )


@check
def likelihood_by_hand(t: Trial) -> None:
    """Small data on paper, then every family; parameters at the edge of what is allowed."""
    for dist, x, params, want in (
        ("bernoulli", [1.0, 1.0, 0.0], {"p": 0.8}, math.log(0.8 * 0.8 * 0.2)),
        ("uniform", [1.0, 3.0], {"high": 4.0}, -2 * math.log(4)),
        ("exponential", [1.0, 3.0], {"rate": 0.5}, 2 * math.log(0.5) - 2.0),
        ("bernoulli", [1.0, 1.0], {"p": 1.0}, 0.0),
        ("uniform", [1.0, 4.0], {"high": 4.0}, -2 * math.log(4)),
    ):
        got = t.you.log_likelihood(dist, np.array(x), params)
        t.that(
            isinstance(got, float) and abs(got - want) < 1e-9,
            zh=f"{dist}，数据 {x}，参数 {params}：对数似然是 {want:.6f}，得到 {got}。",
            en=f"{dist}, data {x}, parameters {params}: the log-likelihood is {want:.6f}, got {got}.",
        )
    for dist in FAMILIES:
        x = data(t.draw, dist, 12)
        params = {k: 1.1 * v if k != "p" else 0.9 * v for k, v in t.ref.fit(dist, x).items()}
        t.agree(lambda s, a=(dist, x, params): s.log_likelihood(*a), rtol=1e-7)


@check
def many_observations(t: Trial) -> None:
    """Three thousand values: the product of densities is 0 in floating point, the sum of logarithms is not."""
    for dist in ("normal", "bernoulli", "gamma"):
        x = data(t.draw, dist, 3000)
        params = t.ref.fit(dist, x)
        got = t.you.log_likelihood(dist, x, params)
        t.that(
            math.isfinite(got),
            zh=f"{dist}，{len(x)} 个观测，对数似然得到 {got}。几千个小于 1 的数相乘会下溢成 0：取对数以后相加。",
            en=f"{dist} with {len(x)} observations: the log-likelihood came out as {got}. Thousands of numbers below 1 multiply to 0: add their logarithms.",
        )
        t.agree(lambda s, a=(dist, x, params): s.log_likelihood(*a), rtol=1e-7)


@check
def outside_the_support(t: Trial) -> None:
    """Impossible under the parameters: -inf. Impossible under the family: fit refuses."""
    for dist, x, params in (
        ("uniform", [1.0, 5.0], {"high": 4.0}),
        ("uniform", [-1.0, 2.0], {"high": 4.0}),
        ("exponential", [1.0, -0.5], {"rate": 2.0}),
        ("gamma", [1.0, -2.0], {"shape": 2.0, "rate": 1.0}),
        ("poisson", [1.0, 2.5], {"rate": 2.0}),
        ("poisson", [1.0, -1.0], {"rate": 2.0}),
        ("bernoulli", [1.0, 0.5], {"p": 0.4}),
        ("bernoulli", [1.0, 0.0], {"p": 1.0}),
    ):
        got = t.you.log_likelihood(dist, np.array(x), params)
        t.that(
            got == -math.inf,
            zh=f"{dist}，参数 {params}：数据 {x} 里有不可能出现的值，对数似然应是负无穷，得到 {got}。",
            en=f"{dist} with {params}: {x} holds a value that cannot occur, so the log-likelihood is minus infinity; got {got}.",
        )
    for dist, x in (
        ("bernoulli", [0.0, 2.0]),
        ("poisson", [1.0, 1.5]),
        ("poisson", [1.0, -1.0]),
        ("exponential", [1.0, -0.1]),
        ("uniform", [1.0, -0.1]),
        ("gamma", [1.0, 0.0]),
        ("normal", [1.0, math.nan]),
        ("normal", []),
        ("cauchy", [1.0, 2.0]),
    ):
        t.raises(lambda s, a=(dist, x): s.fit(a[0], np.array(a[1])), "ValueError")


def whole_posterior(t: Trial, dist: str, priors) -> None:
    """Everything about the posterior for several priors and amounts of data."""
    for prior in priors:
        for n in (1, 6, 50):
            x = data(t.draw, dist, n)
            t.agree(lambda s, a=(dist, x, prior): s.posterior(*a), rtol=1e-6)


@check
def beta_bernoulli(t: Trial) -> None:
    """Three wins in three against a prior of Beta(2, 2)."""
    got = t.you.posterior("bernoulli", np.array([1.0, 1.0, 1.0]), {"a": 2.0, "b": 2.0})
    for name, want in (("mean", 5 / 7), ("map", 4 / 5)):
        value = field(t, got, name)
        t.that(
            abs(value - want) < 1e-9,
            zh=f"先验 Beta(2, 2)，三战三胜，后验 Beta(5, 2)：{name} 应是 {want:.4f}，得到 {value}。",
            en=f"Prior Beta(2, 2) and three wins in three give Beta(5, 2): {name} should be {want:.4f}, got {value}.",
        )
    whole_posterior(t, "bernoulli", ({"a": 1.0, "b": 1.0}, {"a": 7.0, "b": 2.5}))


@check
def gamma_poisson(t: Trial) -> None:
    """Counts per hour; the prior is worth `rate` hours."""
    whole_posterior(t, "poisson", ({"shape": 1.0, "rate": 0.5}, {"shape": 6.0, "rate": 2.0}))


@check
def normal_normal(t: Trial) -> None:
    """The sharper source weighs more."""
    got = t.you.posterior("normal", np.array([10.0]), {"mean": 0.0, "variance": 1.0, "noise": 9.0})
    value = field(t, got, "mean")
    t.that(
        abs(value - 1.0) < 1e-9,
        zh=f"先验 N(0, 1)，一个观测 10，噪声方差 9：精度 1 对 1/9，后验均值是 10/9 ÷ (10/9) = 1，得到 {value}。",
        en=f"Prior N(0, 1), one observation 10, noise variance 9: precisions 1 and 1/9, so the mean is 10/9 ÷ (10/9) = 1; got {value}.",
    )
    priors = ({"mean": 1.0, "variance": 4.0, "noise": 2.0}, {"mean": -3.0, "variance": 0.3, "noise": 0.5})
    whole_posterior(t, "normal", priors)


@check
def in_two_batches(t: Trial) -> None:
    """The posterior of the first batch is the prior of the second: the prior enters once."""
    for dist, prior in (
        ("bernoulli", {"a": 2.0, "b": 3.0}),
        ("poisson", {"shape": 2.0, "rate": 1.5}),
        ("normal", {"mean": 1.0, "variance": 2.0, "noise": 1.5}),
    ):
        x = data(t.draw, dist, 11)
        once = t.you.posterior(dist, x, prior)
        first = t.you.posterior(dist, x[:4], prior)
        twice = t.you.posterior(dist, x[4:], first["params"])
        t.that(
            all(abs(field(t, once, k) - field(t, twice, k)) < 1e-8 for k in ("mean", "map", "low", "high")),
            zh=f"{dist}：一次给全部数据，后验均值是 {once['mean']}；分两批给，是 {twice['mean']}。两者必须相同。",
            en=f"{dist}: given all data at once the mean is {once['mean']}, in two batches {twice['mean']}. They must be equal.",
        )


@check
def posterior_refuses(t: Trial) -> None:
    """No data, data outside the support, a family without a conjugate prior here."""
    beta = {"a": 2.0, "b": 2.0}
    t.raises(lambda s: s.posterior("bernoulli", np.array([]), beta), "ValueError")
    t.raises(lambda s: s.posterior("bernoulli", np.array([0.0, 3.0]), beta), "ValueError")
    t.raises(lambda s: s.posterior("uniform", np.array([1.0, 3.0]), beta), "ValueError")
