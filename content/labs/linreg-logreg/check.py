"""The checks of linreg-logreg. Targets lie far from zero, so a shrunken intercept shows; columns have different scales."""

import numpy as np

from beikao.kit import Draw, Trial, check


def table(draw: Draw, n: int, d: int):
    """Features whose columns have their own scale and centre."""
    return (draw.normal(n, d) + draw.normal(d)) * np.exp(0.5 * draw.normal(d))


def line(draw: Draw, n: int, d: int):
    """x and a target with noise, at a level of about 40."""
    x = table(draw, n, d)
    return x, 40.0 + x @ draw.normal(d) + 0.5 * draw.normal(n)


def classes(draw: Draw, n: int, d: int):
    """x and classes of 0 and 1, both present, of which about a quarter are 1."""
    x = table(draw, n, d)
    score = (x - x.mean(0)) @ draw.normal(d) + draw.normal(n)
    y = (score > np.quantile(score, 0.75)).astype(float)
    return x, y


def solution(m, name: str, x, y, l2: float):
    """Coefficients and intercept of a fit, as one dict."""
    model = getattr(m, name)()
    model.fit(x, y, l2)
    return {"coef": model.coef, "intercept": model.intercept}


def returns_itself(t: Trial, name: str, x, y) -> None:
    """So that a fit can be written in one line."""
    t.that(
        getattr(t.you, name)().fit(x, y, 1.0) is not None,
        zh=f"{name}.fit 应返回 self，得到 None。",
        en=f"{name}.fit should return self; it returns None.",
    )


@check
def ridge_on_paper(t: Trial) -> None:
    """x = 1, 2, 3 and y = 12, 14, 16: the slope is 4 / (2 + l2), the level stays."""
    x, y = np.array([[1.0], [2.0], [3.0]]), np.array([12.0, 14.0, 16.0])
    for l2, slope in ((0.0, 2.0), (2.0, 1.0)):
        got = solution(t.you, "Ridge", x, y, l2)
        w, b = float(np.ravel(got["coef"])[0]), float(got["intercept"])
        t.that(
            abs(w - slope) < 1e-9,
            zh=f"x=1、2、3，y=12、14、16，l2={l2:g}：离差之积 4，离差平方和 2，斜率是 4/(2+{l2:g}) = {slope:g}，得到 {w:.6f}。",
            en=f"x=1, 2, 3, y=12, 14, 16, l2={l2:g}: products of deviations 4, squares 2, so the slope is 4/(2+{l2:g}) = {slope:g}; got {w:.6f}.",
        )
        t.that(
            abs(b - (14 - 2 * slope)) < 1e-9,
            zh=f"斜率 {slope:g} 时，截距应让直线过均值点 (2, 14)，即 {14 - 2 * slope:g}，得到 {b:.6f}。截距不受惩罚。",
            en=f"With slope {slope:g} the line passes through the means (2, 14), so the intercept is {14 - 2 * slope:g}; got {b:.6f}. It is not penalised.",
        )


@check
def ridge_coefficients(t: Trial) -> None:
    """Several shapes and strengths."""
    returns_itself(t, "Ridge", *line(t.draw, 6, 2))
    for n, d in t.draw.shapes(2, low=2, high=9):
        x, y = line(t.draw, n + 12, d)
        for l2 in (0.0, 0.5, 30.0):
            t.agree(lambda s, a=(x, y, l2): solution(s, "Ridge", *a), rtol=1e-6)
        new = table(t.draw, 5, d)

        def predicted(s, a=(x, y, 0.5), new=new):
            model = s.Ridge()
            model.fit(*a)
            return model.predict(new)

        t.agree(predicted, rtol=1e-6)


@check
def ridge_of_dependent_columns(t: Trial) -> None:
    """A column twice, and more columns than rows: without a penalty the smallest solution, with one no trouble."""
    x, y = line(t.draw, 20, 3)
    doubled = np.column_stack([x, x[:, 0]])
    wide, target = line(t.draw, 6, 10)
    for a, b in ((doubled, y), (wide, target)):
        for l2 in (0.0, 1e-3, 2.0):
            t.agree(lambda s, c=(a, b, l2): solution(s, "Ridge", *c), rtol=1e-5)
    got = solution(t.you, "Ridge", doubled, y, 0.0)
    t.that(
        abs(got["coef"][0] - got["coef"][3]) < 1e-6,
        zh=f"第 0 列与第 3 列完全相同，最小范数解给它们同样的系数，得到 {got['coef'][0]:.6g} 与 {got['coef'][3]:.6g}。",
        en=f"Columns 0 and 3 are the same; the smallest solution gives them equal weight, got {got['coef'][0]:.6g} and {got['coef'][3]:.6g}.",
    )
    flat = np.column_stack([x, np.full(20, 7.0)])  # a column that never changes says nothing
    t.agree(lambda s: solution(s, "Ridge", flat, y, 0.0), rtol=1e-5)
    t.agree(lambda s: solution(s, "Ridge", np.full((4, 1), 3.0), y[:4], 0.0), rtol=1e-6)
    t.agree(lambda s: solution(s, "Ridge", 1e-12 * doubled, y, 0.0), rtol=1e-5)  # small is not dependent
    near = np.column_stack([x, x[:, 0] + 1e-8 * t.draw.normal(20)])  # nor is nearly dependent

    def fitted(s):
        model = s.Ridge()
        model.fit(near, y, 0.0)
        return model.predict(near)

    t.agree(fitted, rtol=1e-6)


@check
def logistic_coefficients(t: Trial) -> None:
    """Equal regularisation, equal coefficients; the gradient at the answer is zero."""
    returns_itself(t, "LogReg", *classes(t.draw, 12, 2))
    for n, d in t.draw.shapes(2, low=1, high=6):
        x, y = classes(t.draw, 40 + 10 * n, d)
        for l2 in (0.1, 1.0, 20.0):
            t.agree(lambda s, a=(x, y, l2): solution(s, "LogReg", *a), rtol=1e-5)
    x, y = classes(t.draw, 60, 3)
    got = solution(t.you, "LogReg", x, y, 4.0)
    p = 1 / (1 + np.exp(-(x @ np.asarray(got["coef"]) + got["intercept"])))
    t.that(
        abs(float(np.sum(p - y))) < 1e-5,
        zh=f"截距不受惩罚，所以预测概率之和应等于正例个数 {y.sum():.0f}，得到 {p.sum():.4f}。",
        en=f"The intercept is not penalised, so predicted probabilities add up to the number of positives, {y.sum():.0f}; they give {p.sum():.4f}.",
    )
    pull = x.T @ (y - p)
    t.that(
        bool(np.allclose(pull, 4.0 * np.asarray(got["coef"]), rtol=1e-4, atol=1e-4)),
        zh=f"最优处 Xᵀ(y−p) 应等于 l2·w。l2=4 时你的 w 是 {np.round(got['coef'], 4).tolist()}，Xᵀ(y−p) 是 {np.round(pull, 4).tolist()}。",
        en=f"At the optimum Xᵀ(y−p) equals l2·w. With l2=4 your w is {np.round(got['coef'], 4).tolist()} and Xᵀ(y−p) is {np.round(pull, 4).tolist()}.",
    )


@check
def newton_is_quick(t: Trial) -> None:
    """At most 15 steps, at least two, on ordinary and on separable data; and as many as Newton's method takes."""
    x, y = classes(t.draw, 80, 4)
    split = np.column_stack([np.linspace(-3.0, 3.0, 40)])
    for a, b, l2 in ((x, y, 0.5), (split, (split[:, 0] > 0.1).astype(float), 0.05)):
        model = t.you.LogReg()
        model.fit(a, b, l2)
        steps = model.steps
        t.that(
            isinstance(steps, int) and 2 <= steps <= 15,
            zh=f"牛顿法从 0 出发，应在 2 到 15 步内让梯度不超过 1e-8，你的 steps 是 {steps}。",
            en=f"From zero, Newton's method should bring the gradient to 1e-8 in 2 to 15 steps; your steps are {steps}.",
        )
        t.agree(lambda s, c=(a, b, l2): solution(s, "LogReg", *c), rtol=1e-5)
    for n, d, l2 in ((30, 1, 2.0), (50, 2, 0.3), (60, 3, 10.0), (90, 5, 0.1)):
        x, y = classes(t.draw, n, d)

        def steps_taken(s, c=(x, y, l2)):
            model = s.LogReg()
            model.fit(*c)
            return model.steps

        t.agree(steps_taken, exact=True)


@check
def saturated_scores(t: Trial) -> None:
    """Far from the boundary probabilities are 0 and 1 to the last bit; the loss is still a number, and grows in a line."""
    x, y = classes(t.draw, 50, 2)

    def losses(s):
        model = s.LogReg()
        model.fit(x, y, 0.1)
        yield model.loss(x, y)
        for size in (1e2, 1e4, -1e4):
            # of classes that lie apart it is e^-30, with the last digits of a fit in the exponent
            yield max(model.loss(size * x, y), 1e-3)

    t.agree(losses, rtol=1e-5)

    def probabilities(s):
        model = s.LogReg()
        model.fit(x, y, 0.1)
        yield model.scores(x)
        yield model.predict_proba(x)
        yield model.predict_proba(1e4 * x)

    t.agree(probabilities, rtol=1e-5)


@check
def costs_decide(t: Trial) -> None:
    """Misses that cost nine times a false alarm move the threshold to 0.1."""
    x, y = classes(t.draw, 200, 2)
    model = t.you.LogReg()
    model.fit(x, y, 0.5)
    p = np.asarray(model.predict_proba(x))
    for false_alarm, miss in ((1.0, 9.0), (5.0, 1.0), (2.0, 2.0)):
        threshold = false_alarm / (false_alarm + miss)
        got = np.asarray(model.decide(x, false_alarm, miss))
        clear = np.abs(p - threshold) > 1e-9
        t.that(
            got.shape == (200,) and bool(np.array_equal(got[clear], (p > threshold)[clear])),
            zh=f"误报代价 {false_alarm:g}，漏报代价 {miss:g}：概率到 {threshold:.3f} 就该报警，应报 {int((p > threshold).sum())} 个，你报了 {int(np.sum(got))} 个。",
            en=f"A false alarm costs {false_alarm:g}, a miss {miss:g}: raise the alarm from {threshold:.3f} on, {int((p > threshold).sum())} of them; you raise {int(np.sum(got))}.",
        )

    def decided(s):
        own = s.LogReg()
        own.fit(x, y, 0.5)
        return own.decide(x, 1.0, 3.0)

    t.agree(decided, exact=True)
    tie = np.array([[-1.0], [1.0]])  # with as many on both sides, 0 is exactly in the middle

    def at_the_threshold(s):
        own = s.LogReg()
        own.fit(tie, np.array([0.0, 1.0]), 1.0)
        return own.decide(np.zeros((1, 1)), 1.0, 1.0)

    t.agree(at_the_threshold, exact=True)


@check
def bad_arguments(t: Trial) -> None:
    """Negative strength; no strength at all for the logistic; labels that are no classes."""
    x, y = classes(t.draw, 12, 2)
    for l2 in (-1e-9, -3.0):
        t.raises(lambda s, v=l2: s.Ridge().fit(x, y, v), "ValueError")
        t.raises(lambda s, v=l2: s.LogReg().fit(x, y, v), "ValueError")
    t.raises(lambda s: s.LogReg().fit(x, y, 0.0), "ValueError")
    for labels in (2 * y - 1, y + 1, 0.5 + 0 * y, np.append(y[:-1], 2.0)):
        t.raises(lambda s, b=labels: s.LogReg().fit(x, b, 1.0), "ValueError")


@check
def no_square_of_samples(t: Trial) -> None:
    """With 3,000 samples a diagonal matrix of weights takes 72 MB (19 times); scaling rows next to nothing, an import up to 6 times."""
    x, y = classes(t.draw, 3000, 4)
    t.lighter(lambda s: solution(s, "LogReg", x, y, 1.0), at_most=10.0)


@check
def quick_enough(t: Trial) -> None:
    """A few thousand samples."""
    x, y = classes(t.draw, 4000, 20)
    t.faster(lambda s: solution(s, "LogReg", x, y, 1.0), at_most=5.0)
