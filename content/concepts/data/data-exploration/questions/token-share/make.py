"""The share of training tokens of one source, from documents and mean lengths."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    web, books, code = 100 * draw.integer(30, 90), 10 * draw.integer(2, 12), 100 * draw.integer(4, 25)
    lengths = (100 * draw.integer(6, 14), 10_000 * draw.integer(6, 13), 100 * draw.integer(8, 25))
    tokens = [n * t for n, t in zip((web, books, code), lengths, strict=True)]
    right, naive = 100 * tokens[1] / sum(tokens), 100 * books / (web + books + code)
    return Question(
        show={"web": web, "books": books, "code": code, "lw": lengths[0], "lb": lengths[1], "lc": lengths[2]},
        truth=numeric(right, rel=0.02, unit="%"),
        steps={"books_tokens": tokens[1] / 1e6, "total": sum(tokens) / 1e6, "naive": naive,
               "books_wan": tokens[1] / 1e4, "total_wan": sum(tokens) / 1e4},
        wrong={"data-exploration/documents-are-tokens": naive},
    )  # fmt: skip


def second_way(show) -> float:
    """Draw tokens: the expected share by weighting each document with its length."""
    import numpy as np

    counts, lengths = (
        np.array([show[k] for k in keys], float) for keys in (("web", "books", "code"), ("lw", "lb", "lc"))
    )
    return float(100 * np.average([0, 1, 0], weights=counts * lengths))
