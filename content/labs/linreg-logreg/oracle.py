"""Proves the reference against scikit-learn's Ridge and LogisticRegression, and numpy's least squares."""

import warnings

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.linear_model import Ridge as SkRidge
from sklearn.metrics import log_loss


def oracle(ref, draw) -> None:
    """Ridge: alpha is l2. LogisticRegression: C is 1 / l2."""
    x = draw.normal(60, 4) * np.array([1.0, 3.0, 0.3, 1.0]) + 2.0
    target = 40.0 + x @ draw.normal(4) + draw.normal(60)
    for l2 in (0.3, 5.0):
        ours, theirs = ref.Ridge().fit(x, target, l2), SkRidge(alpha=l2).fit(x, target)
        assert np.allclose(ours.coef, theirs.coef_, rtol=1e-8) and abs(ours.intercept - theirs.intercept_) < 1e-8
        assert np.allclose(ours.predict(x), theirs.predict(x), rtol=1e-9)
    wide = draw.normal(5, 9)
    assert np.allclose(
        ref.Ridge().fit(wide, target[:5], 0.0).coef, LinearRegression().fit(wide, target[:5]).coef_, atol=1e-8
    )

    y = (x @ draw.normal(4) + draw.normal(60) > 0).astype(float)
    y[:2] = 0.0, 1.0
    for l2 in (0.2, 3.0):
        ours = ref.LogReg().fit(x, y, l2)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = LogisticRegression(C=1 / l2, tol=1e-10, max_iter=100_000).fit(x, y)
        assert np.allclose(ours.coef, theirs.coef_[0], rtol=1e-4, atol=1e-5)
        assert abs(ours.intercept - theirs.intercept_[0]) < 1e-3
        assert np.allclose(ours.predict_proba(x), theirs.predict_proba(x)[:, 1], atol=1e-5)
        assert abs(ours.loss(x, y) - log_loss(y, ours.predict_proba(x))) < 1e-9
