"""How many free targets next-token prediction finds for every human label."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    length = draw.choice([101, 201, 257, 401, 513, 801])
    labelled = 100 * draw.integer(2, 40)
    times = draw.choice([10, 20, 50, 100])
    documents = labelled * times
    return Question(
        show={"documents": documents, "length": length, "labelled": labelled},
        truth=numeric(times * (length - 1), rel=0.001),
        steps={"each": length - 1, "targets": documents * (length - 1)},
        wrong={"learning-paradigms/one-target-per-document": times},
    )


def second_way(show) -> float:
    """Count the pairs (context, next token) position by position."""
    pairs = sum(1 for position in range(show["length"]) if position > 0)
    return show["documents"] * pairs / show["labelled"]
