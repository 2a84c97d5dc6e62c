"""Right, and written otherwise: pairs as complex numbers, the cache holds keys not turned yet."""

import math

import torch


def speeds(d, base):
    return torch.exp(-math.log(base) * 2 * torch.arange(d // 2, dtype=torch.float64) / d)


def sinusoid(n, d, base=10000.0):
    if d % 2 == 1:
        raise ValueError(d)
    out = torch.empty(n, d, dtype=torch.float64)
    angles = torch.outer(torch.arange(n, dtype=torch.float64), speeds(d, base))
    out[:, 0::2], out[:, 1::2] = torch.sin(angles), torch.cos(angles)
    return out.to(torch.float32)


def rotated(x, positions, base, pairing):
    half = x.size(-1) // 2
    where = positions.double().reshape(-1, 1, positions.size(-1), 1)
    spin = torch.polar(torch.ones((), dtype=torch.float64), where * speeds(x.size(-1), base))
    wide = x.double()
    if pairing == "interleaved":
        z = torch.complex(wide[..., ::2], wide[..., 1::2]) * spin
        return torch.view_as_real(z).reshape(x.shape).to(x.dtype)
    z = torch.complex(wide[..., :half], wide[..., half:]) * spin
    return torch.cat((z.real, z.imag), -1).to(x.dtype)


def rope(q, k, positions, base=10000.0, pairing="half"):
    if pairing not in {"half", "interleaved"} or q.size(-1) % 2 == 1:
        raise ValueError(pairing)
    return tuple(rotated(x, positions, base, pairing) for x in (q, k))


def cached_attention(cache, q, k, v, base=10000.0, pairing="half"):
    old_k, old_v = cache or (k[:, :, :0], v[:, :, :0])
    keys, values = torch.cat((old_k, k), 2), torch.cat((old_v, v), 2)
    place = torch.arange(keys.size(2))
    mine = place[old_k.size(2) :]
    turned = rotated(keys, place, base, pairing)
    scores = rotated(q, mine, base, pairing) @ turned.mT / math.sqrt(q.size(-1))
    weights = scores.masked_fill(place > mine[:, None], -math.inf).softmax(-1)
    return weights @ values, (keys, values)
