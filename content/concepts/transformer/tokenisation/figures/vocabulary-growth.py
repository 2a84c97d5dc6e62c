"""Tokens per character on unseen passages as the vocabulary grows, for more or less Chinese in the training text.

Run as a script (in this folder) it writes growth.json; the claims train one mixture again and compare.
"""

import json
from pathlib import Path

from merges import encode, pieces, train

from beikao.kit import Draw, Figure, Plot, Slider

HERE = Path(__file__).parent
TEXTS = json.loads((HERE / "laozi.json").read_text(encoding="utf-8"))
GRID = (0, 25, 50, 100, 150, 200, 300, 400, 500, 600, 700)
SHARES = (0, 25, 50, 75, 100)
BUDGET = 8800  # bytes of training text, whatever the mixture
sliders = {
    "share": Slider(
        0, 100, step=25, start=50, label=("训练文本里中文占百分之几", "Chinese in the training text, per cent")
    ),
    "size": Slider(0, len(GRID) - 1, step=1, start=5, label=("合并次数的档位", "number of merges, by step")),
}


def learnt(share):
    """The merges learnt from BUDGET bytes, `share` per cent of them Chinese."""
    chinese, english = ("".join(TEXTS["zh"]).encode(), " ".join(TEXTS["en"]).encode())
    cut = BUDGET * share // 100
    text = chinese[:cut].decode(errors="ignore") + " " + english[: BUDGET - cut].decode()
    return train(pieces(text), GRID[-1])


def curves(share):
    """Tokens of the unseen Chinese and of the same passages in English after each number of merges of the grid."""
    merges = learnt(share)
    held = ["\n".join(pair[i] for pair in TEXTS["held"]) for i in (0, 1)]
    return [[len(encode(text, merges[:k])) for k in GRID] for text in held]


def figure(draw: Draw, share: int, size: int) -> Figure:
    known = json.loads((HERE / "growth.json").read_text(encoding="utf-8"))
    zh, en = known["tokens"][str(share)]
    long_zh, long_en = known["characters"]
    per_zh, per_en = zh[size] / long_zh, en[size] / long_en
    plot = (
        Plot(x=("词表大小", "vocabulary"), y=("每个字符几个词元", "tokens per character"), y_range=(0, 3.1))
        .line([v / long_zh for v in zh], [256 + k for k in GRID], label=("中文", "Chinese"))
        .line([v / long_en for v in en], [256 + k for k in GRID], label=("英文", "English"), tone="indigo")
        .rule(x=256 + GRID[size])
        .points([256 + GRID[size]] * 2, [per_zh, per_en], tone="gold")
    )
    same = (
        Plot(
            x=("词表大小", "vocabulary"),
            y=("同样内容：中文词元 ÷ 英文词元", "same content: Chinese ÷ English tokens"),
            y_range=(0, 1.4),
        )
        .line([a / b for a, b in zip(zh, en, strict=True)], [256 + k for k in GRID])
        .rule(y=1, label=("一样多", "equal"))
        .points([256 + GRID[size]], [zh[size] / en[size]], tone="gold")
    )
    return Figure(
        numbers={
            "size": 256 + GRID[size], "zh": per_zh, "en": per_en, "zh_tokens": zh[size], "en_tokens": en[size],
            "ratio": zh[size] / en[size], "bytes_zh": known["bytes"][0], "bytes_en": known["bytes"][1],
            "bytes_per_token": sum(known["bytes"]) / (zh[size] + en[size]), "window": 4096 * long_zh / zh[size],
        },
        plot=[plot, same],
        says={
            "zh": f"训练文本中文占 {share}%，词表 {256 + GRID[size]}：没见过的段落里，一个汉字或标点平均 {per_zh:.2f} 个词元，"
            f"一个英文字母或标点 {per_en:.2f} 个；同样的内容，中文用的词元是英文的 {zh[size] / en[size]:.2f} 倍。",
            "en": f"With {share}% Chinese in training and a vocabulary of {256 + GRID[size]}: on unseen passages a Chinese character takes "
            f"{per_zh:.2f} tokens on average, an English letter {per_en:.2f}; the same content takes {zh[size] / en[size]:.2f} times as many tokens in Chinese.",
        },
    )  # fmt: skip


def claims(at) -> None:
    known = json.loads((HERE / "growth.json").read_text(encoding="utf-8"))
    assert curves(50) == known["tokens"]["50"]  # the recorded counts come from this code
    last = len(GRID) - 1
    for share in SHARES:
        first, end = at(share=share, size=0).numbers, at(share=share, size=last).numbers
        assert first["zh_tokens"] == first["bytes_zh"] and first["en_tokens"] == first["bytes_en"]
        assert end["zh"] <= first["zh"] and end["en"] <= first["en"]
    only_en, only_zh = at(share=0, size=last).numbers, at(share=100, size=last).numbers
    assert only_en["zh"] > 2.5  # a vocabulary that saw no Chinese leaves nearly every character three tokens
    assert only_zh["zh"] < 1.2 and only_zh["ratio"] < 0.25
    assert only_en["ratio"] > 2 * only_zh["ratio"]
    gains = [at(share=50, size=i).numbers["en"] for i in (2, 5, 7, last)]
    assert gains[0] - gains[1] > gains[2] - gains[3]  # ever less for ever more entries


if __name__ == "__main__":
    held = ["\n".join(pair[i] for pair in TEXTS["held"]) for i in (0, 1)]
    record = {"characters": [len(t) for t in held], "bytes": [len(t.encode()) for t in held],
              "tokens": {str(share): curves(share) for share in SHARES}}  # fmt: skip
    (HERE / "growth.json").write_text(json.dumps(record) + "\n", encoding="utf-8")
