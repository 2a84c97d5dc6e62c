"""Which cut does encoding by merge rank give, where longest match gives another?"""

from beikao.kit import Draw, Question, choice

SLOTS = ("first", "second", "third", "fourth")


def by_rank(word, merges):
    """Replay the merges in order."""
    parts = list(word)
    for a, b in merges:
        i = 0
        while i < len(parts) - 1:
            if parts[i] == a and parts[i + 1] == b:
                parts[i : i + 2] = [a + b]
            i += 1
    return parts


def greedy(word, merges, *, backwards=False):
    """Longest entry first, from the left or from the right."""
    known = {a + b for a, b in merges} | set(word)
    parts = []
    while word:
        sizes = range(len(word), 0, -1)
        size = next(n for n in sizes if (word[-n:] if backwards else word[:n]) in known)
        parts.append(word[-size:] if backwards else word[:size])
        word = word[:-size] if backwards else word[size:]
    return parts[::-1] if backwards else parts


def make(draw: Draw) -> Question:
    a, b, c, d = draw.sample("abcdehilmnorstu", 4)
    # the later merge ab+c is longer than the earlier bc: rank says a|bc.., longest match says abc|..
    merges = [(b, c), (a, b), (a + b, c)] if draw.integer(0, 1) else [(c, d), (b, c), (a, b + c)]
    word = a + b + c + d
    right, longest, letters = by_rank(word, merges), greedy(word, merges), list(word)
    fourth = [a + b, c, d] if merges[1] == (a, b) else [a, b + c, d]
    options = [right, longest, letters, fourth]
    if len({tuple(o) for o in options}) < 4:
        draw.reject()
    order = draw.shuffle(range(4))
    show = {slot: " | ".join(options[i]) for slot, i in zip(SLOTS, order, strict=True)}
    return Question(
        show={**show, "word": word, "merges": ", ".join(f"{x}+{y}" for x, y in merges)},
        truth=choice(SLOTS[order.index(0)]),
        steps={"top": "+".join(merges[0]), "after": " | ".join(right)},
        wrong={"tokenisation/longest-match": SLOTS[order.index(1)]},
    )


def second_way(show) -> str:
    """The lowest rank among the present pairs, again and again."""
    rank = {tuple(m.split("+")): i for i, m in enumerate(show["merges"].split(", "))}
    parts = list(show["word"])
    while True:
        present = [p for p in zip(parts, parts[1:], strict=False) if p in rank]
        if not present:
            break
        pair = min(present, key=rank.__getitem__)
        i = next(i for i in range(len(parts)) if tuple(parts[i : i + 2]) == pair)
        parts[i : i + 2] = ["".join(pair)]
    return next(slot for slot in SLOTS if show[slot] == " | ".join(parts))
