"""Byte-pair encoding on one verse in two languages: what each merge joins, and what becomes of a sentence."""

import re
from collections import Counter

from beikao.kit import Draw, Figure, Plot, Slider

PIECE = re.compile(r" ?[^\W\d_]+| ?\d+| ?[^\w\s]+|\s+")  # words with the space before them; a merge never leaves one
TEXT = (
    "道可道，非常道。名可名，非常名。无名天地之始。有名万物之母。 The name that can be named is not the enduring name."
)
SHOWN = ("非常", "可名", " the", " naming")
STEPS = 23  # then no pair occurs twice
sliders = {"merges": Slider(0, STEPS, step=1, start=0, label=("合并的次数", "number of merges"))}


def pieces(text):
    """Counts of pre-tokens, each as a tuple of single bytes."""
    return Counter(tuple(bytes([b]) for b in piece.encode()) for piece in PIECE.findall(text))


def pairs_in(words):
    """How often each pair of neighbours occurs."""
    found = Counter()
    for word, times in words.items():
        for pair in zip(word, word[1:], strict=False):
            found[pair] += times
    return found


def joined(word, pair):
    """The word with the pair made one, from left to right."""
    out, i = [], 0
    while i < len(word):
        if tuple(word[i : i + 2]) == pair:
            out.append(pair[0] + pair[1])
            i += 2
        else:
            out.append(word[i])
            i += 1
    return tuple(out)


def train(words, steps):
    """(pair, count) of each merge; most frequent first, ties to the pair with the smaller bytes; stops when none repeats."""
    words, done = dict(words), []
    for _ in range(steps):
        counts = pairs_in(words)
        if not counts:
            break
        pair = min(counts, key=lambda p: (-counts[p], p))
        if counts[pair] < 2:
            break
        done.append((pair, counts[pair]))
        words = {joined(word, pair) if pair[0] in word else word: times for word, times in words.items()}
    return done


def encode(text, merges):
    """The tokens of a text: every merge in its order, wherever it applies."""
    out = []
    for piece in PIECE.findall(text):
        word = tuple(bytes([b]) for b in piece.encode())
        for pair, _ in merges:
            if len(word) > 1 and pair[0] in word:
                word = joined(word, pair)
        out += word
    return out


def name(token):
    """A token as people read it; bytes that are no whole character in hexadecimal, a space as a low line."""
    try:
        return token.decode().replace(" ", "␣")
    except UnicodeDecodeError:
        return " ".join(f"{b:02X}" for b in token)


LEARNT = train(pieces(TEXT), STEPS)
LENGTHS = [len(encode(TEXT, LEARNT[:k])) for k in range(STEPS + 1)]


def figure(draw: Draw, merges: int) -> Figure:
    done = LEARNT[:merges]
    rows = [
        (str(i + 1), name(done[i][0][0]), name(done[i][0][1]), str(done[i][1]))
        for i in range(max(0, merges - 6), merges)
    ] or [("—", "—", "—", "—")]
    samples = {word: encode(word, done) for word in SHOWN}
    plots = [
        Plot(title=("最近的合并", "latest merges")).table(rows, head=(("第", "no."), ("左", "left"), ("右", "right"), ("次数", "count"))),
        Plot(title=("没见过的写法怎么切", "how new strings are cut")).table(
            [(name(word.encode()), " | ".join(map(name, tokens)), str(len(tokens))) for word, tokens in samples.items()],
            head=(("文本", "text"), ("词元", "tokens"), ("个数", "how many")),
        ),
        Plot(x=("合并的次数", "merges"), y=("整段的词元数", "tokens in all"), y_range=(0, 150))
        .line(LENGTHS, range(STEPS + 1), label=("词元数", "tokens"))
        .points([merges], [LENGTHS[merges]], tone="gold"),
    ]  # fmt: skip
    last = f"{name(done[-1][0][0])} + {name(done[-1][0][1])}" if done else "—"
    return Figure(
        numbers={
            "tokens": LENGTHS[merges], "bytes": len(TEXT.encode()), "characters": len(TEXT), "size": 256 + merges,
            "last": last, "count": done[-1][1] if done else 0, "the": len(samples[" the"]), "naming": len(samples[" naming"]),
            "very": len(samples["非常"]), "name": len(samples["可名"]),
        },
        plot=plots,
        says={
            "zh": f"合并 {merges} 次，词表 {256 + merges} 项。最后一次：{last}。整段 {len(TEXT.encode())} 字节切成 {LENGTHS[merges]} 个词元；"
            f"「可名」{len(samples['可名'])} 个，「␣the」{len(samples[' the'])} 个。",
            "en": f"{merges} merges, a vocabulary of {256 + merges}. The last: {last}. The {len(TEXT.encode())} bytes are {LENGTHS[merges]} tokens; "
            f"“可名” takes {len(samples['可名'])}, “␣the” {len(samples[' the'])}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    start, end = at(merges=0).numbers, at(merges=STEPS).numbers
    assert start["tokens"] == start["bytes"]  # before the first merge tokens are bytes
    assert end["tokens"] < 0.6 * start["tokens"]
    assert start["name"] == 6 and end["name"] <= 2  # a Chinese character is three bytes until merges join them
    assert end["naming"] > end["the"] and end["very"] == 1
    assert at(merges=17).numbers["very"] == 2  # for a while a token reaches from one character into the next
    assert len(train(pieces(TEXT), 99)) == STEPS
    lengths = [at(merges=k).numbers["tokens"] for k in range(STEPS + 1)]
    counts = [at(merges=k).numbers["count"] for k in range(1, STEPS + 1)]
    assert all(
        a - b <= c for a, b, c in zip(lengths, lengths[1:], counts, strict=False)
    )  # a merge saves at most its count
    for k in (0, 7, 23, STEPS):  # nothing is lost
        assert b"".join(encode(TEXT + "未见 unseen 😀", LEARNT[:k])).decode() == TEXT + "未见 unseen 😀"
