"""The larger, the freer."""

import numpy as np
import torch


class Ridge:
    def fit(self, x, y, l2):
        if not l2 >= 0:
            raise ValueError("negative l2")
        x0, y0 = np.average(x, axis=0), np.average(y)
        d = x.shape[1]
        a = np.concatenate([x - x0, np.sqrt(l2) * np.eye(d)])
        b = np.concatenate([y - y0, np.zeros(d)])
        self.coef = np.linalg.lstsq(a, b, rcond=1e-10)[0]
        self.intercept = float(y0 - np.dot(x0, self.coef))
        return self

    def predict(self, x):
        return np.dot(x, self.coef) + self.intercept


class LogReg:
    def fit(self, x, y, l2):
        if not l2 > 0 or set(np.unique(y).tolist()) - {0.0, 1.0}:
            raise ValueError("l2 or labels")
        l2 = 1 / l2
        features, labels = torch.tensor(x), torch.tensor(y)
        w, b = torch.zeros(x.shape[1], dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
        self.steps = 0
        for _ in range(60):
            p = torch.sigmoid(features @ w + b)
            slope = torch.cat([features.T @ (p - labels) + l2 * w, (p - labels).sum().reshape(1)])
            if float(slope.abs().max()) < 1e-8:
                break
            weight = (p * (1 - p))[:, None]
            top = features.T @ (weight * features) + l2 * torch.eye(x.shape[1], dtype=torch.float64)
            side = (weight * features).sum(0)
            whole = torch.cat([torch.cat([top, side[:, None]], 1), torch.cat([side, weight.sum().reshape(1)])[None]])
            move = torch.linalg.solve(whole, slope)
            w, b = w - move[:-1], b - move[-1:]
            self.steps += 1
        self.coef, self.intercept = w.numpy(), float(b)
        return self

    def scores(self, x):
        return np.dot(x, self.coef) + self.intercept

    def predict_proba(self, x):
        return torch.sigmoid(torch.tensor(self.scores(x))).numpy()

    def loss(self, x, y):
        z = torch.tensor(self.scores(x))
        return float(torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(y)))

    def decide(self, x, false_alarm, miss):
        p = self.predict_proba(x)
        return np.where((1 - p) * false_alarm <= p * miss, 1, 0)
