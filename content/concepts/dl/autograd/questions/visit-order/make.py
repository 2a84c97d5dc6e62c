"""A graph with skips whose reverse topological order is unique."""

from beikao.kit import Draw, Question, order

NAMES = ("p", "q", "r", "s", "t")


def breadth_first(uses, loss) -> list:
    seen, queue = [loss], [loss]
    while queue:
        for name in uses.get(queue.pop(0), ()):
            if name not in seen:
                seen.append(name)
                queue.append(name)
    return seen


def make(draw: Draw) -> Question:
    chain = draw.shuffle(list(NAMES))
    uses = {}
    for i in range(1, 5):
        earlier = [n for n in chain[: i - 1] if draw.integer(0, 1)]
        uses[chain[i]] = [*earlier, chain[i - 1]]
    lines = "\n".join(f"{name} = f({', '.join(inputs)})" for name, inputs in uses.items())
    right, naive = chain[::-1], breadth_first(uses, chain[-1])
    if right == naive or len(naive) < 5:
        draw.reject()
    return Question(
        show={"lines": lines, "loss": chain[-1]},
        truth=order(*right),
        steps={"right": " → ".join(right), "naive": " → ".join(naive)},
        wrong={"autograd/breadth-first": naive},
    )


def second_way(show) -> list:
    """Take whatever nobody still waiting uses."""
    uses = {}
    for line in show["lines"].splitlines():
        name, inputs = line.split(" = f(")
        uses[name] = inputs.rstrip(")").split(", ")
    left, out = set(NAMES), []
    while left:
        free = [n for n in left if not any(n in uses.get(other, ()) for other in left)]
        out += free
        left -= set(free)
    return out
