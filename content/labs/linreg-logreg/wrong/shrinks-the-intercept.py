"""Penalises the intercept like any other weight."""

import numpy as np
from scipy.special import expit


class Ridge:
    """Minimises sum (y - b - x·w)² + l2 |w|². After fit: coef (d,) and intercept (float)."""

    def fit(self, x, y, l2):
        """x (n, d), y (n,) float64, l2 >= 0. With l2 = 0 and dependent columns: the solution of smallest |w|."""
        if l2 < 0:
            raise ValueError("l2 must not be negative")
        rows = np.column_stack([np.ones(len(x)), x])
        u, s, vt = np.linalg.svd(rows, full_matrices=False)
        real = s > 1e-10 * np.max(s)
        w = vt[real].T @ (s[real] / (s[real] ** 2 + l2) * (u[:, real].T @ y))
        self.intercept, self.coef = float(w[0]), w[1:]
        return self

    def predict(self, x):
        """x (n, d) -> (n,)."""
        return x @ self.coef + self.intercept


class LogReg:
    """Minimises sum log-loss + l2/2 |w|² over y in {0, 1}. After fit: coef (d,), intercept (float), steps (int)."""

    def fit(self, x, y, l2):
        """x (n, d), y (n,) of 0 and 1, l2 > 0: Newton's method from zero, until no entry of the gradient exceeds 1e-8."""
        if l2 <= 0 or not np.all((y == 0) | (y == 1)):
            raise ValueError("l2 must be positive and y hold only 0 and 1")
        rows = np.column_stack([np.ones(len(x)), x])
        penalty = np.full(rows.shape[1], float(l2))
        w, self.steps = np.zeros(rows.shape[1]), 0
        while True:
            p = expit(rows @ w)
            gradient = rows.T @ (p - y) + penalty * w
            if np.max(np.abs(gradient)) <= 1e-8 or self.steps == 50:
                break
            curvature = (rows.T * (p * (1 - p))) @ rows + np.diag(penalty)  # scales columns; no n by n matrix
            w = w - np.linalg.solve(curvature, gradient)
            self.steps += 1
        self.intercept, self.coef = float(w[0]), w[1:]
        return self

    def scores(self, x):
        """x (n, d) -> (n,): the log-odds of class 1."""
        return x @ self.coef + self.intercept

    def predict_proba(self, x):
        """x (n, d) -> (n,): the probability of class 1."""
        return expit(self.scores(x))

    def loss(self, x, y):
        """The mean log-loss, a float; finite however far the scores are out."""
        z = self.scores(x)
        return float(np.mean(np.logaddexp(0.0, z) - y * z))  # never the logarithm of a probability

    def decide(self, x, false_alarm, miss):
        """x (n, d) -> (n,) int64: 1 where raising the alarm costs no more on average than staying silent."""
        return (self.predict_proba(x) >= false_alarm / (false_alarm + miss)).astype(np.int64)
