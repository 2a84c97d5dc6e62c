"""How many numbers does the optimiser see when some layers stand in a plain list?"""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, h, out = draw.choice([6, 8, 10, 12]), draw.choice([16, 20, 24, 32]), draw.choice([2, 3, 4, 5])
    depth = draw.integer(2, 4)
    holder = draw.choice(["[", "nn.ModuleList(["])
    hidden = depth * (h * h + h)
    ends = d * h + h + h * out  # the head has no bias
    seen = ends if holder == "[" else ends + hidden
    wrong = {"pytorch-workflow/unregistered-list": ends + hidden} if holder == "[" else {}
    return Question(
        show={"d": d, "h": h, "out": out, "depth": depth, "open": holder, "close": "]" if holder == "[" else "])"},
        truth=numeric(seen),
        steps={"first": d * h + h, "hidden": hidden, "head": h * out},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Build the module with torch and count."""
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(show["d"], show["h"])
            layers = [nn.Linear(show["h"], show["h"]) for _ in range(show["depth"])]
            self.layers = layers if show["open"] == "[" else nn.ModuleList(layers)
            self.head = nn.Linear(show["h"], show["out"], bias=False)

    return float(sum(p.numel() for p in Net().parameters()))
