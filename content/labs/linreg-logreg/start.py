"""Ridge regression in closed form and logistic regression by Newton's method; neither shrinks its intercept."""

import numpy as np


class Ridge:
    """Minimises sum (y - b - x·w)² + l2 |w|². After fit: coef (d,) and intercept (float)."""

    def fit(self, x, y, l2):
        """x (n, d), y (n,) float64, l2 >= 0. With l2 = 0 and dependent columns: the solution of smallest |w|."""
        self.coef, self.intercept = np.zeros(x.shape[1]), 0.0
        return self

    def predict(self, x):
        """x (n, d) -> (n,)."""
        return np.zeros(len(x))


class LogReg:
    """Minimises sum log-loss + l2/2 |w|² over y in {0, 1}. After fit: coef (d,), intercept (float), steps (int)."""

    def fit(self, x, y, l2):
        """x (n, d), y (n,) of 0 and 1, l2 > 0: Newton's method from zero, until no entry of the gradient exceeds 1e-8."""
        self.coef, self.intercept, self.steps = np.zeros(x.shape[1]), 0.0, 0
        return self

    def scores(self, x):
        """x (n, d) -> (n,): the log-odds of class 1."""
        return np.zeros(len(x))

    def predict_proba(self, x):
        """x (n, d) -> (n,): the probability of class 1."""
        return np.zeros(len(x))

    def loss(self, x, y):
        """The mean log-loss, a float; finite however far the scores are out."""
        return 0.0

    def decide(self, x, false_alarm, miss):
        """x (n, d) -> (n,) int64: 1 where raising the alarm costs no more on average than staying silent."""
        return np.zeros(len(x), dtype=np.int64)
