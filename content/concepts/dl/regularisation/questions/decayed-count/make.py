"""How many numbers decay by the rule 'two dimensions or more'?"""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    v, d, f = draw.choice([50, 80, 100, 120]), draw.choice([8, 12, 16]), draw.choice([24, 32, 48])
    n = draw.integer(2, 5)
    matrices = v * d + n * (d * f + f * d)
    vectors = n * (2 * d + f + d) + 2 * d
    return Question(
        show={"v": v, "d": d, "f": f, "n": n},
        truth=numeric(matrices),
        steps={"table": v * d, "block": 2 * d * f, "vectors": vectors},
        wrong={"regularisation/decay-everything": matrices + vectors},
    )


def second_way(show) -> float:
    """Build it with torch and ask each parameter for its dimensions."""
    from torch import nn

    v, d, f, n = (show[k] for k in "vdfn")
    net = nn.ModuleList([nn.Embedding(v, d)])
    for _ in range(n):
        net.append(nn.Sequential(nn.LayerNorm(d), nn.Linear(d, f), nn.GELU(), nn.Linear(f, d)))
    net.append(nn.LayerNorm(d))
    return float(sum(p.numel() for p in net.parameters() if p.dim() >= 2))
