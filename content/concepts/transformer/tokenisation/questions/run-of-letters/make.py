"""A run of one letter under merges that double it."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, doublings = draw.integer(9, 40), draw.integer(1, 3)
    whole, rest = divmod(n, 2**doublings)
    right = whole + bin(rest).count("1")
    smooth = n - (
        2**doublings - 1
    )  # each merge believed to join every overlapping pair: one fewer each time and longer
    if smooth <= 0 or smooth == right:
        draw.reject()
    names = ["a" * 2**i for i in range(doublings + 1)]
    return Question(
        show={"n": n, "merges": ", ".join(f"{names[i]}+{names[i]}" for i in range(doublings))},
        truth=numeric(right),
        steps={"longest": names[-1], "whole": whole, "rest": rest, "more": bin(rest).count("1")},
        wrong={"tokenisation/overlapping-pairs": smooth},
    )


def second_way(show) -> float:
    """Replay the merges on the string."""
    parts = ["a"] * show["n"]
    for rule in show["merges"].split(", "):
        half, out, i = rule.split("+")[0], [], 0
        while i < len(parts):
            both = parts[i : i + 2] == [half, half]
            out.append(half * 2 if both else parts[i])
            i += 1 + both
        parts = out
    return len(parts)
