"""The learner's own sentence, cut by byte-pair encoders that have read the Daodejing, Legge's English of it, or both.

The merges are those of `vocabulary-growth` (8,800 bytes of text, 700 merges); run as a script (in this folder) it writes
learnt.json, and the claims learn the first merges again and compare.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # run as a script, the neighbours are found too

from merges import encode, pieces, train  # noqa: E402

from beikao.kit import Draw, Figure, Plot, Slider, Text  # noqa: E402

SHARES, GRID, BUDGET, LINE = (0, 50, 100), (0, 25, 50, 100, 200, 300, 500, 700), 8800, 34
READ = {
    0: ("只读过英文", "English only"),
    50: ("中英文各半", "half and half"),
    100: ("只读过中文", "Chinese only"),
}
sliders = {
    "size": Slider(0, len(GRID) - 1, step=1, start=7, label=("合并次数的档位", "number of merges, by step")),
    "share": Slider(0, 100, step=50, start=50, label=("训练文本里中文占百分之几", "Chinese in the training text, per cent")),
}  # fmt: skip
texts = {
    "sentence": Text(
        "天下皆知美之为美 everyone knows what is good 😀", most=48, label=("你的句子", "your own sentence")
    )
}


def learnt(share, steps=GRID[-1]):
    """The merges learnt from BUDGET bytes, `share` per cent of them Chinese, as in vocabulary-growth."""
    known = json.loads((HERE / "laozi.json").read_text(encoding="utf-8"))
    chinese, english = "".join(known["zh"]).encode(), " ".join(known["en"]).encode()
    cut = BUDGET * share // 100
    return train(pieces(chinese[:cut].decode(errors="ignore") + " " + english[: BUDGET - cut].decode()), steps)


def stored(share):
    """The same from learnt.json, in the form that `encode` takes."""
    pairs = json.loads((HERE / "learnt.json").read_text())[str(share)]
    return [(tuple(bytes.fromhex(half) for half in pair.split()), 0) for pair in pairs]


def name(token):
    """A token as it can be read: a space as a low line; part of a character, or what does not show, as bytes."""
    try:
        word = token.decode()
    except UnicodeDecodeError:
        return token.hex(" ").upper()
    shown = word.replace(" ", "␣")
    return shown if shown.isprintable() else token.hex(" ").upper()


def lines(tokens):
    """Tokens with bars between them, in lines of about LINE characters (a Chinese one counts for two)."""
    out, width = [""], 0
    for token in map(name, tokens):
        needs = sum(2 if ord(c) > 0x2E7F else 1 for c in token) + 3
        if width and width + needs > LINE:
            out, width = [*out, ""], 0
        out[-1] += f" | {token}" if out[-1] else token
        width += needs
    return out


def figure(draw: Draw, size: int, share: int, sentence: str) -> Figure:
    merges = stored(share)
    tokens = encode(sentence, merges[: GRID[size]])
    counts = [len(encode(sentence, merges[:k])) for k in GRID]
    letters, size_bytes = len(sentence), len(sentence.encode())
    each = len(tokens) / letters if letters else 0.0
    whole = sum(1 for t in tokens if name(t) != t.hex(" ").upper())
    plots = [
        Plot(title=(f"切成 {len(tokens)} 个词元", f"{len(tokens)} tokens")).table([(line,) for line in lines(tokens)]),
        Plot(title=READ[share], x=("词表大小", "vocabulary"), y=("这句话的词元数", "tokens of this sentence"),
             y_range=(0, max(1.1 * size_bytes, 4)))
        .line(counts, [256 + k for k in GRID])
        .rule(y=letters, label=("字符数", "characters"))
        .points([256 + GRID[size]], [len(tokens)], tone="gold"),
    ]  # fmt: skip
    return Figure(
        numbers={
            "tokens": len(tokens), "characters": letters, "bytes": size_bytes, "each": each, "size": 256 + GRID[size],
            "broken": len(tokens) - whole,
        },
        plot=plots,
        says={
            "zh": f"词表 {256 + GRID[size]}，{READ[share][0]}：{letters} 个字符，{size_bytes} 个字节，切成 {len(tokens)} 个词元，"
            f"每字符 {each:.2f} 个；其中 {len(tokens) - whole} 个只是半个字。",
            "en": f"A vocabulary of {256 + GRID[size]}, {READ[share][1]}: {letters} characters are {size_bytes} bytes and {len(tokens)} tokens, "
            f"{each:.2f} a character; {len(tokens) - whole} of them are only part of a character.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for share in SHARES:  # what is stored is what training gives
        assert [pair for pair, _ in learnt(share, 30)] == [pair for pair, _ in stored(share)[:30]]
    for sentence in ("", "名可名，非常名", "naïve café 👩‍👧", "道" * 48, "<b>&amp;</b>"):
        tokens = encode(sentence, stored(50))
        assert b"".join(tokens).decode() == sentence  # nothing is lost, whatever is typed
        none = at(size=0, sentence=sentence).numbers
        assert none["tokens"] == none["bytes"]
    own, foreign = at(share=100, sentence="天下皆知美之为美").numbers, at(share=0, sentence="天下皆知美之为美").numbers
    assert own["each"] < 1 < 2.5 < foreign["each"] <= 3  # the same eight characters, another corpus
    new = at(share=100, sentence="显卡又涨价了").numbers  # modern words the Daodejing does not have
    assert new["each"] > 1.5 and new["broken"] > 0
    english = at(share=0, sentence="everyone knows the way").numbers
    assert english["each"] < 0.6 < at(share=100, sentence="everyone knows the way").numbers["each"]


if __name__ == "__main__":
    kept = {str(s): [" ".join(half.hex() for half in pair) for pair, _ in learnt(s)] for s in SHARES}
    (HERE / "learnt.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")
