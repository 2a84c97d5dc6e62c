"""Bytes of a mixed text in UTF-8."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    ascii_, chinese = draw.integer(5, 60), draw.integer(2, 40)
    return Question(
        show={"ascii": ascii_, "chinese": chinese},
        truth=numeric(ascii_ + 3 * chinese),
        wrong={"tiny-http/length-counts-characters": ascii_ + chinese},
    )


def second_way(show) -> float:
    """Encode such a text."""
    return len(("a" * show["ascii"] + "键" * show["chinese"]).encode())
