"""The output of an LSTM of one unit from its pre-activations, in the order of torch."""

import math

from beikao.kit import Draw, Question, numeric


def sigmoid(v):
    """The logistic function."""
    return 1 / (1 + math.exp(-v))


def make(draw: Draw) -> Question:
    i, f, g, o = (draw.choice([-2, -1, -0.5, 0.5, 1, 2]) for _ in range(4))
    c0 = draw.choice([-3, -2, -1, 1, 2, 3])
    c = sigmoid(f) * c0 + sigmoid(i) * math.tanh(g)
    right = sigmoid(o) * math.tanh(c)
    swapped = sigmoid(g) * math.tanh(sigmoid(f) * c0 + sigmoid(i) * math.tanh(o))  # read as i, f, o, g
    values = [right, swapped, c]
    if min(abs(a - b) for n, a in enumerate(values) for b in values[:n]) < 0.035:
        draw.reject()
    return Question(
        show={"pre": f"{i:g}, {f:g}, {g:g}, {o:g}", "c0": c0},
        truth=numeric(right, abs=0.01),
        steps={"si": sigmoid(i), "sf": sigmoid(f), "tg": math.tanh(g), "so": sigmoid(o), "c": c, "tc": math.tanh(c)},
        wrong={"rnn/gates-mixed": swapped, "rnn/cell-is-output": c},
    )


def second_way(show) -> float:
    """torch.nn.LSTMCell with these biases and weights of zero."""
    import torch

    cell = torch.nn.LSTMCell(1, 1).double()
    with torch.no_grad():
        for p in cell.parameters():
            p.zero_()
        cell.bias_ih.copy_(torch.tensor([float(v) for v in show["pre"].split(",")], dtype=torch.float64))
        zero = torch.zeros(1, 1, dtype=torch.float64)
        return float(cell(zero, (zero, zero + show["c0"]))[0])
