"""The number of tokens before any merge: bytes of UTF-8."""

from beikao.kit import Draw, Question, numeric

CHINESE = "今天我们学习如何把一句话切成词元再交给模型去读"
ENGLISH = ["token", "model", "byte", "merge", "loss", "train"]


def make(draw: Draw) -> Question:
    han = "".join(draw.sample(CHINESE, draw.integer(4, 9)))
    word = draw.choice(ENGLISH)
    emoji = draw.choice(["", "😀", "🚀", "👍"])
    text = han + word + str(draw.integer(10, 999)) + emoji
    return Question(
        show={"text": text},
        truth=numeric(len(text.encode())),
        steps={"han": len(han), "ascii": len(text) - len(han) - len(emoji), "emoji": len(emoji)},
        wrong={"tokenisation/character-is-byte": len(text)},
    )


def second_way(show) -> float:
    """By the ranges of UTF-8: 1 byte below 128, 2 below 2048, 3 below 65536, else 4."""
    return sum(1 + (ord(c) >= 0x80) + (ord(c) >= 0x800) + (ord(c) >= 0x10000) for c in show["text"])
