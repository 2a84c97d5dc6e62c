"""Without a cache in practice: each step sends the whole text through the model again."""

import torch
from rig import pick


def cache_bytes(config, tokens, batch=1):
    """Bytes of keys and values of `batch` sequences of `tokens` tokens, over all layers."""
    numbers = 2 * config["layers"] * config["kv_heads"] * config["head_width"]
    return numbers * config["bytes"] * tokens * batch


class Cache:
    """Keys and values of every layer, in room reserved once for `capacity` tokens."""

    def __init__(self, config, batch, capacity):
        shape = (config["layers"], batch, config["kv_heads"], capacity, config["head_width"])
        self.keys = torch.zeros(shape, dtype=torch.float64)
        self.values = torch.zeros(shape, dtype=torch.float64)
        self.held = [0] * config["layers"]  # within a forward pass early layers are ahead of late ones

    @property
    def length(self):
        """Tokens held by the first layer; between forward passes all layers hold as many."""
        return self.held[0]

    def append(self, layer, k, v):
        """k, v (B, G, T, D) behind what `layer` holds -> all its keys and values, (B, G, held, D).

        Raises ValueError where they do not fit.
        """
        start, stop = self.held[layer], self.held[layer] + k.shape[2]
        if stop > self.keys.shape[3]:
            raise ValueError("the cache is full")
        self.keys[layer, :, :, start:stop] = k
        self.values[layer, :, :, start:stop] = v
        self.held[layer] = stop
        return self.keys[layer, :, :, :stop], self.values[layer, :, :, :stop]

    def truncate(self, length):
        """Forget all tokens from `length` on. Raises ValueError where `length` is negative or more than is held."""
        if not 0 <= length <= self.length:
            raise ValueError("cannot truncate to this length")
        self.held = [length] * len(self.held)

    def reorder(self, rows):
        """Row b becomes what row rows[b] was; rows (B,) may name one row twice."""
        self.keys, self.values = self.keys[:, rows], self.values[:, rows]


def attend(q, k, v, past):
    """q (B, H, T, D) of the tokens at past, past + 1, ...; k, v (B, G, past + T, D) -> (B, H, T, D). Causal."""
    group = q.shape[1] // k.shape[1]
    k, v = k.repeat_interleave(group, dim=1), v.repeat_interleave(group, dim=1)  # consecutive heads share
    scores = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5
    mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril(past)  # row r sees past + r + 1 keys
    return torch.softmax(scores.masked_fill(~mask, float("-inf")), dim=-1) @ v


def forward(model, ids, cache):
    """ids (B, T), the tokens after those in the cache -> logits (B, T, V). The cache grows by T."""
    past = cache.length
    positions = torch.arange(past, past + ids.shape[1])
    x = model.embed(ids)
    for layer in range(model.config["layers"]):
        q, k, v = model.qkv(layer, x, positions)
        keys, values = cache.append(layer, k, v)
        x = model.close(layer, x, attend(q, keys, values, past))
    return model.logits(x)


def probabilities(logits, temperature, top_k=0, top_p=1.0):
    """logits (B, V) -> (B, V) to sample from: temperature, then top-k (0: all), then top-p (1: all), each renormalised."""
    logits = logits / temperature
    if top_k > 0:
        least = logits.topk(min(top_k, logits.shape[-1])).values[:, -1:]
        logits = logits.masked_fill(logits < least, float("-inf"))
    p, order = torch.softmax(logits, dim=-1).sort(dim=-1, descending=True)
    before = p.cumsum(-1) - p  # the mass ahead of each token: the one that reaches top_p still stays
    p = p.masked_fill(before >= top_p, 0.0)
    p = p / p.sum(-1, keepdim=True)
    return torch.zeros_like(p).scatter(-1, order, p)


def generate(model, ids, steps, temperature=0.0, top_k=0, top_p=1.0, noise=None):
    """ids (B, T) -> the next `steps` tokens, (B, steps). Temperature 0 is greedy; else token i is pick(..., noise[:, i])."""
    chosen = []
    for step in range(steps):
        cache = Cache(model.config, ids.shape[0], ids.shape[1])
        logits = forward(model, ids, cache)[:, -1]
        if temperature == 0.0:
            new = logits.argmax(-1)
        else:
            new = pick(probabilities(logits, temperature, top_k, top_p), noise[:, step])
        chosen.append(new)
        ids = torch.cat([ids, new[:, None]], dim=1)
    return torch.stack(chosen, dim=1)
