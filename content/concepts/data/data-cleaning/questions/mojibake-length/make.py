"""UTF-8 text read as Latin-1: how many characters come out."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    han, ascii_count, accents = draw.integer(20, 400), draw.integer(10, 200), draw.integer(2, 9)
    total = 3 * han + ascii_count + 2 * accents
    return Question(
        show={"han": han, "ascii": ascii_count, "accents": accents},
        truth=numeric(total),
        steps={"three": 3 * han, "two": 2 * accents},
        wrong={"data-cleaning/bytes-are-characters": han + ascii_count + accents},
    )


def second_way(show) -> float:
    """Do it."""
    text = "清" * show["han"] + "a" * show["ascii"] + "é" * show["accents"]
    return float(len(text.encode("utf-8").decode("latin-1")))
