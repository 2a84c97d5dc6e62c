"""Where each head of a trained network looks: a small model of Tang and Song poems, four layers of six heads, on two couplets."""

import json
from pathlib import Path

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

COUPLETS = json.loads((Path(__file__).parent / "heads.json").read_text(encoding="utf-8"))["couplets"]
WEIGHTS = [np.array(row["weights"]) for row in COUPLETS]
LAYERS, HEADS = WEIGHTS[0].shape[:2]
sliders = {
    "couplet": Slider(0, len(COUPLETS) - 1, step=1, start=0, label=("哪一联：0 五言，1 七言", "couplet: 0 of five, 1 of seven characters")),
    "layer": Slider(1, LAYERS, step=1, start=1, label=("第几层", "layer")),
    "head": Slider(1, HEADS, step=1, start=1, label=("第几个头", "head")),
}  # fmt: skip


def looks(table, back):
    """The mean weight that a character gives to the one so many places before it."""
    return float(np.diagonal(table, -back)[1 - min(back, 1) :].mean()) if back else float(np.diagonal(table)[1:].mean())


def figure(draw: Draw, couplet: int, layer: int, head: int) -> Figure:
    text, table = COUPLETS[couplet]["text"], WEIGHTS[couplet][layer - 1, head - 1]
    half = len(text) // 2
    plot = Plot(
        title=(f"第 {layer} 层第 {head} 个头，每行一个查询", f"layer {layer}, head {head}; one query a row")
    ).heat(table, low=0, high=1)
    for i, name in enumerate("⌂" + text):
        plot.text(-0.15, i + 0.65, (name, name), align="end")
    before, start = looks(table, 1), float(table[1:, 0].mean())
    second = table[half + 1 :]  # rows of the second line
    across = float(np.mean([row[i + 1] for i, row in enumerate(second)]))
    return Figure(
        numbers={"before": before, "start": start, "itself": looks(table, 0), "across": across, "half": half},
        plot=plot,
        says={
            "zh": f"「{text}」，第 {layer} 层第 {head} 个头：平均给前一个字 {before:.2f}，给自己 {looks(table, 0):.2f}，给开头的记号 {start:.2f}；"
            f"下句的字给上句同一位置的字 {across:.2f}。",
            "en": f"“{text}”, layer {layer}, head {head}: on average {before:.2f} to the character before, {looks(table, 0):.2f} to oneself, {start:.2f} to the mark "
            f"at the beginning; the second line gives {across:.2f} to the same place in the first.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for table in WEIGHTS:
        assert np.allclose(table.sum(-1), 1, atol=0.02)  # three decimals of each weight
        assert np.all(np.triu(table, 1) == 0)  # causal
