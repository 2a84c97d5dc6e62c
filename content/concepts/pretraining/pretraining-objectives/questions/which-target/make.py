"""Which target belongs to a sentence with two spans removed?"""

from beikao.kit import Draw, Question, choice

SLOTS = ("first", "second", "third", "fourth")
LETTERS = "abcdefghijklmnop"


def make(draw: Draw) -> Question:
    n = draw.integer(8, 11)
    words = draw.sample(LETTERS, n)
    s1 = draw.integer(1, 2)
    e1 = s1 + draw.integer(1, 2)
    s2 = draw.integer(e1 + 1, n - 3)
    e2 = s2 + draw.integer(1, 2)
    given = [*words[:s1], "<0>", *words[e1:s2], "<1>", *words[e2:]]
    right = ["<0>", *words[s1:e1], "<1>", *words[s2:e2], "</s>"]
    one = ["<0>", *words[s1:e1], "<0>", *words[s2:e2], "</s>"]
    whole = [*words, "</s>"]
    kept = [*words[:s1], "<0>", *words[e1:s2], "<1>", *words[e2:], "</s>"]
    options = [right, one, whole, kept]
    order = draw.shuffle(range(4))
    return Question(
        show={"text": " ".join(words), "given": " ".join(given)}
        | {slot: " ".join(options[i]) for slot, i in zip(SLOTS, order, strict=True)},
        truth=choice(SLOTS[order.index(0)]),
        wrong={"pretraining-objectives/one-sentinel": SLOTS[order.index(1)],
               "pretraining-objectives/target-is-whole": SLOTS[order.index(2)]},
    )  # fmt: skip


def second_way(show) -> str:
    """The one that, put back into the input, gives the text."""

    def whole(target):
        parts, current = {}, ""
        for word in target:
            if word.startswith("<"):
                current = word
            parts.setdefault(current, [])
            if not word.startswith("<"):
                parts[current].append(word)
        return [w for word in show["given"].split() for w in (parts.get(word, []) if word.startswith("<") else [word])]

    fits = [slot for slot in SLOTS if whole(show[slot].split()) == show["text"].split()]
    return fits[0] if len(fits) == 1 else "none"
