"""Three models with different tokenisers on one text: whose bits per byte are lowest?"""

import math

from beikao.kit import Draw, Question, choice

NAMES = ("first", "second", "third")


def make(draw: Draw) -> Question:
    size = 10 * draw.integer(20, 60)  # million bytes
    lengths = draw.shuffle([2.6, 3.5, 4.6])
    tokens = [round(size / (x * draw.uniform(0.97, 1.03))) for x in lengths]
    winner = lengths.index(draw.choice([3.5, 4.6]))  # never the one whose tokens, and hence whose losses, are smallest
    bits = draw.shuffle([0.9, 0.97])
    bits.insert(winner, 0.82)
    losses = [round(b * math.log(2) * size / t, 2) for b, t in zip(bits, tokens, strict=True)]
    found = {name: loss * t for name, loss, t in zip(NAMES, losses, tokens, strict=True)}
    best, lowest = min(found, key=found.__getitem__), NAMES[losses.index(min(losses))]
    if best == lowest:
        draw.reject()
    show = {"size": size}
    for name, loss, t in zip(NAMES, losses, tokens, strict=True):
        show |= {f"{name}_tokens": t, f"{name}_ppl": round(math.exp(loss), 1)}
    return Question(
        show=show,
        truth=choice(best),
        steps={f"bits_{name}": found[name] / (size * math.log(2)) for name in NAMES},
        wrong={"language-modelling/perplexity-crosses-vocabularies": lowest},
    )


def second_way(show) -> str:
    """The size of the file each would compress the text to."""

    def megabits(name):
        return show[f"{name}_tokens"] * math.log2(show[f"{name}_ppl"])

    return min(NAMES, key=megabits)
