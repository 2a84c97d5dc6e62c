"""Three MLPs: the one with the most units is not the one with the most parameters."""

from beikao.kit import Draw, Question, order


def count(sizes) -> int:
    return sum(m * n + n for m, n in zip(sizes, sizes[1:], strict=False))


def make(draw: Draw) -> Question:
    i, o, w = draw.integer(3, 12), draw.integer(2, 8), draw.integer(20, 40)
    nets = [[i, w, w, o], [i, 2 * w + draw.integer(8, 30), o], [i, w // 2, w // 2, w // 2, w // 2, o]]
    nets = draw.shuffle(nets)
    names = ("a", "b", "c")
    most = sorted(names, key=lambda n: -count(nets[names.index(n)]))
    units = sorted(names, key=lambda n: -sum(nets[names.index(n)]))
    sizes = sorted(count(n) for n in nets)
    if most == units or min(sizes[1] / sizes[0], sizes[2] / sizes[1]) < 1.1:
        draw.reject()
    return Question(
        show={n: " → ".join(map(str, net)) for n, net in zip(names, nets, strict=True)},
        truth=order(*most),
        steps={f"n{n}": count(net) for n, net in zip(names, nets, strict=True)},
        wrong={"mlp/units-are-parameters": units},
    )


def second_way(show) -> list:
    """Ask torch."""
    import torch

    def size(name):
        s = [int(v) for v in show[name].split("→")]
        layers = [torch.nn.Linear(m, n, device="meta") for m, n in zip(s, s[1:], strict=False)]
        return sum(p.numel() for layer in layers for p in layer.parameters())

    return sorted("abc", key=lambda name: -size(name))
