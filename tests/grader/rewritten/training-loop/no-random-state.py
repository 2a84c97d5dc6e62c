"""Random numbers start anew."""

import io
import math

import torch
from torch.nn import functional


class Trainer:
    def __init__(self, model, optimiser, batch_size, seed, patience, max_norm):
        self.net, self.opt = model, optimiser
        self.size, self.limit, self.patience = batch_size, max_norm, patience
        self.shuffler = torch.Generator()
        self.shuffler.manual_seed(seed)
        self.books = {"done": 0, "since": 0, "low": math.inf, "kept": None}

    def _losses(self, x, y, index):
        """Each batch of the index with its losses, one per sample."""
        for start in range(0, len(index), self.size):
            part = index[start : start + self.size]
            yield functional.cross_entropy(self.net(x[part]), y[part], reduction="none")

    def _clip(self):
        grads = [p.grad for p in self.net.parameters() if p.grad is not None]
        norm = math.sqrt(sum(float((g * g).sum()) for g in grads))
        if norm > self.limit:
            for g in grads:
                g.mul_(self.limit / norm)

    def train_epoch(self, x, y):
        self.net.train()
        seen = []
        index = torch.randperm(x.shape[0], generator=self.shuffler)
        for each in self._losses(x, y, index):
            each.mean().backward()
            self._clip()
            self.opt.step()
            for p in self.net.parameters():
                p.grad = None
            seen += each.tolist()
        return sum(seen) / len(seen)

    def evaluate(self, x, y):
        mode = self.net.training
        self.net.train(False)
        with torch.inference_mode():
            seen = [v for each in self._losses(x, y, torch.arange(x.shape[0])) for v in each.tolist()]
        self.net.train(mode)
        return sum(seen) / len(seen)

    def fit(self, train, val, epochs):
        ran, books = [], self.books
        for _ in range(books["done"], epochs):
            if books["since"] >= self.patience:
                break
            a = self.train_epoch(train[0], train[1])
            b = self.evaluate(val[0], val[1])
            ran.append((a, b))
            books["done"] += 1
            books["since"] += 1
            if b < books["low"]:
                books["low"], books["since"] = b, 0
                books["kept"] = {name: value.detach().clone() for name, value in self.net.state_dict().items()}
        return ran

    def restore_best(self):
        self.net.load_state_dict(self.books["kept"])
        return self.books["low"]

    def save(self):
        out = io.BytesIO()
        torch.save([self.net.state_dict(), self.opt.state_dict(), self.books], out)
        return out.getvalue()

    def load(self, data):
        net, opt, self.books = torch.load(io.BytesIO(data))
        self.net.load_state_dict(net)
        self.opt.load_state_dict(opt)
