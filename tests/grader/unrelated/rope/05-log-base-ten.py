"""The logarithm to base ten of the base."""

import math

import torch


def speeds(width, base):
    i = torch.arange(width // 2).double()
    return torch.exp(-2 * i / width * math.log10(base))


def sinusoid(n, d, base=10000.0):
    if d % 2 != 0:
        raise ValueError("odd width")
    table = torch.zeros(n, d)
    for i, speed in enumerate(speeds(d, base).tolist()):
        phase = torch.arange(n).double() * speed
        table[:, 2 * i], table[:, 2 * i + 1] = phase.sin(), phase.cos()
    return table


def spin(x, places, base, pairing):
    phase = places.double().unsqueeze(-1) * speeds(x.size(-1), base)
    phase = phase.reshape(-1, 1, *phase.shape[-2:])
    z = torch.polar(torch.ones_like(phase), phase)
    w = x.double()
    if pairing == "interleaved":
        w = w.unflatten(-1, (-1, 2))
    else:
        w = w.unflatten(-1, (2, -1)).mT
    w = torch.view_as_real(torch.view_as_complex(w.contiguous()) * z)
    if pairing == "half":
        w = w.mT
    return w.reshape(x.shape).type_as(x)


def rope(q, k, positions, base=10000.0, pairing="half"):
    if pairing not in ("half", "interleaved"):
        raise ValueError(f"no pairing {pairing}")
    if q.size(-1) % 2:
        raise ValueError("odd width")
    return spin(q, positions, base, pairing), spin(k, positions, base, pairing)


def cached_attention(cache, q, k, v, base=10000.0, pairing="half"):
    if cache is None:
        cache = {"k": k[:, :, :0], "v": v[:, :, :0]}
    start = cache["k"].size(2)
    places = start + torch.arange(q.size(2))
    q, k = rope(q, k, places, base, pairing)
    keys, values = torch.cat([cache["k"], k], 2), torch.cat([cache["v"], v], 2)
    late = torch.arange(keys.size(2)) > places.unsqueeze(1)
    p = (q @ keys.mT / math.sqrt(q.size(-1))).masked_fill(late, -math.inf).softmax(-1)
    return p @ values, {"k": keys, "v": values}
