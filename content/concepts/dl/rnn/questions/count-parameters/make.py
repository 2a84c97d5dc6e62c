"""Parameters of a recurrent network of torch."""

from beikao.kit import Draw, Question, numeric

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}


def make(draw: Draw) -> Question:
    kind = draw.choice(["RNN", "GRU", "LSTM", "LSTM"])
    d, h, layers = draw.choice([8, 10, 16, 20]), draw.choice([12, 24, 32, 50]), draw.integer(1, 3)
    one = h * (d + h) + 2 * h
    deeper = h * (h + h) + 2 * h
    total = GATES[kind] * (one + (layers - 1) * deeper)
    wrong = {"rnn/one-gate-counted": total / GATES[kind]} if kind != "RNN" else {}
    return Question(
        show={"kind": kind, "d": d, "h": h, "layers": layers},
        truth=numeric(total),
        steps={"gates": GATES[kind], "one": one, "deeper": deeper, "more": layers - 1},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Let torch build it."""
    import torch

    net = getattr(torch.nn, show["kind"])(show["d"], show["h"], num_layers=show["layers"])
    return float(sum(p.numel() for p in net.parameters()))
