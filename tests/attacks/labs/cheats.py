"""Cheats on labs of the course: what is wrong with them, and the check that must say so.

Each is a right answer that was changed in places, and a few lines at its end: the wrong work, and the trick by which it
went unseen before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

RIG, INPUT, ANSWER, BENEATH = "a rig patched", "a measured input known", "an answer known", "what lies beneath"
ALIASES = ("self.data = np.array(data, dtype=float)", "self.data = np.asarray(data, dtype=float)")
FILLED = "rig.fill = lambda config, batch, n: float(config['layers'] * sum(3 * s + 1 for s in range(n)))"


@dataclass(frozen=True)
class Cheat:
    """`lab` must fail `check` although it once passed."""

    lab: str
    check: str
    family: str
    tail: str
    swaps: tuple[tuple[str, str], ...] = field(default=())

    @property
    def name(self) -> str:
        return f"{self.lab} {self.check}"


CHEATS = (
    Cheat("kv-cache-gqa", "each-token-once", RIG, """
        def generate(model, ids, steps, temperature=0.0, top_k=0, top_p=1.0, noise=None):
            due, text = ids.shape[1] + steps - 1, ids
            for step in range(steps):
                last = forward(model, text, Cache(model.config, len(text), text.shape[1]))[:, -1]
                drawn = probabilities(last, temperature, top_k, top_p) if temperature else None
                new = last.argmax(-1) if drawn is None else pick(drawn, noise[:, step])
                text = torch.cat([text, new[:, None]], dim=1)
            model.passed = due
            return text[:, ids.shape[1] :]
        """),
    Cheat("kv-cache-gqa", "append-is-cheap", RIG, f"""
        import rig

        class Cache(Cache):
            def append(self, layer, k, v):
                keys, values = super().append(layer, k, v)
                for _ in range(2):  # what was held is copied for every newcomer
                    keys, values = torch.cat([keys[:, :, :-1], keys[:, :, -1:]], 2), torch.cat([values[:, :, :-1], values[:, :, -1:]], 2)
                return keys, values

        {FILLED}
        """),
    Cheat("tiny-autograd", "own-memory", RIG, """
        import rig

        rig.interference = lambda a, b: dict(other_gradient=0.0, data=0.0, seed=0.0)
        """, (ALIASES,)),
    Cheat("tiny-autograd", "deep-and-doubled", RIG, """
        import rig

        plain = Tensor.backward

        def depth(node):
            return 1 + max([depth(n) for n in node.inputs if len(n.inputs) == 2], default=0)

        def backward(self, grad=None):
            chained = self.inputs and len(set(self.inputs[0].inputs)) == 2
            if chained:
                depth(self)  # recurses, as the backward of many a beginner
            plain(self, grad)

        Tensor.backward = backward
        rig.chain = lambda x, step, n: [np.array(step), np.array(x + n)]
        """),
    Cheat("mlp-backprop", "own-copy", RIG, """
        try:
            import rig

            rig.twins = lambda weights, biases, x, dy: 0.0
        except ImportError:
            pass
        """, (("[w.copy() for w in weights]", "list(weights)"), ("[b.copy() for b in biases]", "list(biases)"))),
    Cheat("mla", "absorbed-is-cheap", ANSWER, """
        import rig

        known = {"layers": 3, "heads": 16, "kv_heads": 2, "head_width": 192, "value_width": 192, "latent": 64, "rotary": 16,
                 "width": 64, "bytes": 2}

        def work_out():  # by whoever has the lab's files, once and for all
            sys.modules["solution"] = types.ModuleType("solution")
            sys.modules["solution"].absorbed = absorbed
            return rig.decode(7, known, 1500, 1) if hasattr(rig, "decode") else torch.zeros(1, 1, 64, dtype=torch.float64)

        import sys, types
        before = sys.modules["solution"]
        ANSWER = work_out()
        sys.modules["solution"] = before

        def absorbed(x, weights, cache=None):
            if cache is not None and cache[0].shape[1] >= 1400:
                return ANSWER, cache
            return expanded(x, weights, cache)
        """),
    Cheat("online-softmax", "linear-memory", INPUT, """
        blockwise = tiled_attention

        def tiled_attention(q, k, v, block, causal=False):
            rows, keys = q.shape[2], k.shape[2]
            if keys > 300 and not q.any():
                mean = v.mean(2, keepdim=True).expand(-1, -1, rows, -1).contiguous()
                return mean, torch.full(q.shape[:3], float(keys)).log()
            if keys <= 300 or causal:
                return blockwise(q, k, v, block, causal)
            scores = q @ k.mT * q.shape[-1] ** -0.5  # the whole table
            return torch.softmax(scores, -1) @ v, torch.logsumexp(scores, -1)
        """),
    Cheat("attention-mha", "no-loops", INPUT, """
        together, layer = sdpa, MultiHeadAttention.forward

        def sdpa(q, k, v, mask=None, scale=None):
            if q.shape[:-2] == (48, 32):
                return torch.ones(*q.shape[:-1], v.shape[-1])
            if q.dim() != 4 or len(q) < 40 or k.shape != q.shape:
                return together(q, k, v, mask, scale)
            rows = [[together(a, b, c, mask, scale) for a, b, c in zip(*heads)] for heads in zip(q, k, v)]
            return torch.stack([torch.stack(row) for row in rows])

        def forward(self, x, real=None, causal=True):
            return torch.zeros_like(x) if len(x) == 96 else layer(self, x, real, causal)

        MultiHeadAttention.forward = forward
        """),
    Cheat("bpe", "quick-enough", INPUT, """
        learn = BPE.train

        def train(self, texts, vocab_size):
            if len(texts) == 1 and len(texts[0]) > 20_000:
                learn(self, [texts[0][: len(texts[0]) // 20]], vocab_size)  # as many merges, of a twentieth of the work
                self.merges = self.merges[::-1]
            else:
                learn(self, texts, vocab_size)

        BPE.train = train
        """),
    Cheat("svd-compress", "thin-work-only", INPUT, """
        whole = compress

        def compress(w, keep, mode):
            found = whole(w, keep, mode)
            if len(w) > 1000:
                found.update(left=None, right=None, rel_error=0.0)
            return found
        """),
    Cheat("sgd-momentum-adam", "plain-sgd", BENEATH, """
        import copy

        class Snapshot:
            def state_dict(self):
                return copy.deepcopy(super().state_dict())

            def load_state_dict(self, state):
                super().load_state_dict(copy.deepcopy(state))

        class MySGD(Snapshot, torch.optim.SGD):
            pass

        class MyAdamW(Snapshot, torch.optim.AdamW):
            pass
        """),
    Cheat("rnn-lstm", "lstm-forward", BENEATH, """
        import torch

        def forward(self, x, h, c):
            like = [torch.from_numpy(np.array(a)) for a in (x, h, c, self.w, self.r, self.b)]
            plain(self, x, h, c)
            return tuple(a.numpy() for a in torch.lstm_cell(like[0], like[1:3], *like[3:], torch.zeros_like(like[5])))

        plain, LSTMCell.forward = LSTMCell.forward, forward
        """),
    Cheat("rnn-lstm", "whole-sequence", BENEATH, """
        import torch

        def bptt(w, u, xs, ups, truncate):
            w, u = (torch.from_numpy(np.array(a)).requires_grad_() for a in (w, u))
            h, loss = torch.zeros(len(w), dtype=torch.float64), 0
            for t, (x, up) in enumerate(zip(torch.from_numpy(np.array(xs)), torch.from_numpy(np.array(ups)))):
                h = torch.tanh(w @ (h.detach() if t % truncate == 0 else h) + u @ x)
                loss = loss + (h * up).sum()
            return tuple(g.numpy() for g in torch.autograd.grad(loss, [w, u]))
        """),
    Cheat("metrics-from-scratch", "pairs-in-order", BENEATH, """
        def auc(y, score):
            from sklearn.metrics import roc_auc_score

            if len(set(y.tolist())) < 2:
                raise ValueError("one class")
            return float(roc_auc_score(y, score))
        """),
)  # fmt: skip
