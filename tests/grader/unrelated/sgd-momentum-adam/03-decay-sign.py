"""The decay has the wrong sign."""

import torch


class MySGD:
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.options = {"lr": lr, "mu": momentum, "wd": weight_decay, "nag": nesterov}
        self.slots = [{"p": p} for p in params]

    def step(self):
        lr, mu, wd, nag = (self.options[k] for k in ("lr", "mu", "wd", "nag"))
        with torch.no_grad():
            for slot in self.slots:
                p = slot["p"]
                if p.grad is None:
                    continue
                d = p.grad.clone().sub_(p, alpha=wd)
                if mu != 0:
                    buf = slot.get("buf")
                    buf = d.clone() if buf is None else buf.mul_(mu).add_(d)
                    slot["buf"] = buf
                    d = d.add(buf, alpha=mu) if nag else buf
                p.add_(d, alpha=-lr)

    def state_dict(self):
        return [None if "buf" not in s else s["buf"].clone() for s in self.slots]

    def load_state_dict(self, state):
        for slot, buf in zip(self.slots, state):
            slot.pop("buf", None)
            if buf is not None:
                slot["buf"] = buf.clone()


class MyAdamW:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.lr, (self.b1, self.b2), self.eps, self.wd = lr, betas, eps, weight_decay
        self.slots = [{"p": p, "t": 0, "m": torch.zeros_like(p), "v": torch.zeros_like(p)} for p in params]

    def step(self):
        with torch.no_grad():
            for slot in self.slots:
                p, m, v = slot["p"], slot["m"], slot["v"]
                if p.grad is None:
                    continue
                slot["t"] += 1
                t = slot["t"]
                p.mul_(1 - self.lr * self.wd)
                m.lerp_(p.grad, 1 - self.b1)
                v.mul_(self.b2).addcmul_(p.grad, p.grad, value=1 - self.b2)
                denom = v.sqrt().div_((1 - self.b2**t) ** 0.5).add_(self.eps)
                p.addcdiv_(m, denom, value=-self.lr / (1 - self.b1**t))

    def state_dict(self):
        return [(s["t"], s["m"].clone(), s["v"].clone()) for s in self.slots]

    def load_state_dict(self, state):
        for slot, (t, m, v) in zip(self.slots, state):
            slot.update(t=t, m=m.clone(), v=v.clone())
