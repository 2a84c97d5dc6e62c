"""The store is as long as what it holds."""

import math

import torch
from rig import pick


def cache_bytes(config, tokens, batch=1):
    vector = config["head_width"] * config["bytes"]
    return batch * tokens * config["layers"] * config["kv_heads"] * (vector + vector)


class Layer:
    def __init__(self, config, batch, capacity):
        self.store = torch.empty(2, batch, 0, config["kv_heads"], config["head_width"], dtype=torch.float64)
        self.most = capacity
        self.used = 0

    def add(self, pair):
        if self.used + pair.shape[2] > self.most:
            raise ValueError("full")
        self.store = torch.cat([self.store[:, :, : self.used], pair], 2)
        self.used += pair.shape[2]
        return [x.transpose(1, 2) for x in self.store[:, :, : self.used]]


class Cache:
    def __init__(self, config, batch, capacity):
        self.layers = [Layer(config, batch, capacity) for _ in range(config["layers"])]

    @property
    def length(self):
        return self.layers[0].used

    def append(self, layer, k, v):
        keys, values = self.layers[layer].add(torch.stack([k, v]).transpose(2, 3))
        return keys, values

    def truncate(self, length):
        if length < 0 or length > self.length:
            raise ValueError("length")
        for layer in self.layers:
            layer.used = length

    def reorder(self, rows):
        for layer in self.layers:
            layer.store = layer.store.index_select(1, rows)


def attend(q, k, v, past):
    b, h, t, d = q.shape
    g = k.shape[1]
    scores = torch.einsum("bgntd,bgsd->bgnts", q.reshape(b, g, h // g, t, d), k) / math.sqrt(d)
    late = torch.arange(k.shape[2])[None, :] > past + torch.arange(t)[:, None]
    scores = scores + torch.zeros(late.shape, dtype=scores.dtype).masked_fill(late, -torch.inf)
    e = torch.exp(scores - scores.amax(-1, keepdim=True))
    return torch.einsum("bgnts,bgsd->bgntd", e / e.sum(-1, keepdim=True), v).reshape(b, h, t, d)


def forward(model, ids, cache):
    past = cache.length
    positions = past + torch.arange(ids.shape[1])
    x = model.embed(ids)
    for layer in range(model.config["layers"]):
        q, k, v = model.qkv(layer, x, positions)
        x = model.close(layer, x, attend(q, *cache.append(layer, k, v), past))
    return model.logits(x)


def probabilities(logits, temperature, top_k=0, top_p=1.0):
    p = torch.softmax(logits / temperature, -1)
    if 0 < top_k < p.shape[-1]:
        kept = torch.zeros_like(p, dtype=torch.bool).scatter(-1, p.topk(top_k).indices, True)
        p = torch.where(kept, p, 0.0)
        p = p / p.sum(-1, keepdim=True)
    for row in p:
        mass = 0.0
        for token in row.argsort(descending=True).tolist():
            if mass >= top_p and top_p < 1:
                row[token] = 0.0
            else:
                mass += float(row[token])
    return p / p.sum(-1, keepdim=True)


def generate(model, ids, steps, temperature=0.0, top_k=0, top_p=1.0, noise=None):
    batch, prompt = ids.shape
    cache, text = Cache(model.config, batch, prompt + steps), ids
    while text.shape[1] < prompt + steps:
        last = forward(model, text[:, cache.length :], cache)[:, -1]
        if temperature == 0:
            new = last.max(-1).indices
        else:
            new = pick(probabilities(last, temperature, top_k, top_p), noise[:, text.shape[1] - prompt])
        text = torch.cat([text, new.unsqueeze(1)], 1)
    return text[:, prompt:]
