"""Given code that lives beside yours: how text is cut into pieces before any merge. Merges stay inside a piece."""

import re

# a word, a number or a run of signs, each with one space before it; what is left of the white space by itself
PIECE = re.compile(r" ?[^\W\d_]+| ?\d+| ?(?:[^\w\s]|_)+|\s+(?!\S)|\s+")


def pieces(data):
    """The pieces of a str or of bytes, as bytes. Joined they are the input; bytes that are no UTF-8 pass unharmed."""
    text = data.decode("utf-8", "surrogateescape") if isinstance(data, bytes) else data
    return [piece.encode("utf-8", "surrogateescape") for piece in PIECE.findall(text)]
