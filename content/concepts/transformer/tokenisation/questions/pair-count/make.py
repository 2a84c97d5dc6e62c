"""How often the most frequent pair occurs, in a corpus of words with counts."""

from collections import Counter

from beikao.kit import Draw, Question, numeric

WORDS = ["low", "lower", "newer", "wider", "new", "slow", "slower", "wide", "lowest", "news"]


def pairs(corpus, weighted=True):
    found = Counter()
    for word, times in corpus:
        for pair in zip(word, word[1:], strict=False):
            found[pair] += times if weighted else 1
    return found


def make(draw: Draw) -> Question:
    corpus = [(word, draw.integer(2, 12)) for word in draw.sample(WORDS, 5)]
    found = pairs(corpus)
    best = max(found.values())
    pair = max(found, key=found.__getitem__)
    plain = pairs(corpus, weighted=False)[pair]
    if plain == best:
        draw.reject()
    return Question(
        show={"corpus": ", ".join(f"{word} × {times}" for word, times in corpus)},
        truth=numeric(best),
        steps={
            "pair": "".join(pair),
            "sum": " + ".join(str(t) for w, t in corpus for _ in range(w.count("".join(pair)))),
        },
        wrong={"tokenisation/counts-types": plain},
    )


def second_way(show) -> float:
    """Write the whole corpus out and count with overlapping text search."""
    text = " ".join(" ".join([part.split(" × ")[0]] * int(part.split(" × ")[1])) for part in show["corpus"].split(", "))
    letters = sorted(set(text) - {" "})
    return max(sum(text.startswith(a + b, i) for i in range(len(text))) for a in letters for b in letters)
