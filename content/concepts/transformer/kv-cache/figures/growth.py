"""Size of the KV cache against the context for five published shapes, BF16."""

import tomllib
from pathlib import Path

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

# name: layers, KV heads, head width (facts.toml)
SHAPES = {
    "gpt3": (96, 96, 128),
    "llama7": (32, 32, 128),
    "llama70": (80, 8, 128),
    "llama8": (32, 8, 128),
    "palm": (118, 1, 256),
}
NAMES = {
    "gpt3": "GPT-3 175B",
    "llama7": "LLaMA 7B",
    "llama70": "Llama 3 70B",
    "llama8": "Llama 3 8B",
    "palm": "PaLM 540B",
}
TONES = {
    "gpt3": ("ink", False),
    "llama7": ("ink", True),
    "llama70": ("indigo", False),
    "llama8": ("indigo", True),
    "palm": ("gold", False),
}
sliders = {
    "power": Slider(10, 17, step=1, start=13, label=("每条序列 2^p 个词元，p", "p in 2^p tokens a sequence")),
    "batch": Slider(1, 64, step=1, start=1, label=("同时几条序列", "sequences at once")),
}


def token_bytes(shape) -> int:
    layers, heads, width = shape
    return 2 * layers * heads * width * 2


def figure(draw: Draw, power: int, batch: int) -> Figure:
    lengths = 2.0 ** np.arange(10, 18)
    n, plot = 2**power, Plot(x=("词元数", "tokens"), y=("GiB", "GiB"), log_x=True, log_y=True)
    numbers = {"n": n}
    for key, shape in SHAPES.items():
        each = token_bytes(shape)
        tone, dash = TONES[key]
        plot.line(batch * each * lengths / 2**30, lengths, label=(NAMES[key], NAMES[key]), tone=tone, dash=dash)
        numbers[f"{key}_kib"], numbers[f"{key}_gib"] = each / 2**10, batch * each * n / 2**30
    plot.rule(x=n).rule(y=80e9 / 2**30, label=("一块 80 GB 的卡", "one card of 80 GB"))
    return Figure(
        numbers=numbers,
        plot=plot,
        says={
            "zh": f"{batch} 条序列，每条 {n} 个词元，BF16："
            + "；".join(f"{NAMES[k]} {numbers[k + '_gib']:.3g} GiB" for k in SHAPES)
            + "。",
            "en": f"{batch} sequences of {n} tokens, BF16: "
            + "; ".join(f"{NAMES[k]} {numbers[k + '_gib']:.3g} GiB" for k in SHAPES)
            + ".",
        },
    )


def published() -> None:
    """The shapes are those of facts.toml; a model with no key heads of its own has as many as query heads (PaLM has one)."""
    facts = tomllib.loads((Path(__file__).parent.parent / "facts.toml").read_text(encoding="utf-8"))
    names = {"gpt3": "gpt3", "llama7": "llama-7b", "llama70": "llama3-70b", "llama8": "llama3-8b", "palm": "palm"}
    for key, name in names.items():
        fact = facts[name]
        width = fact.get("head_width") or (fact["width"] // fact["heads"] if "width" in fact else 128)
        heads = 1 if key == "palm" else fact.get("kv_heads", fact["heads"])
        assert SHAPES[key] == (fact["layers"], heads, width), key


def claims(at) -> None:
    published()
    one = at(power=13, batch=1).numbers
    assert one["llama8_kib"] == 128 and one["llama8_gib"] == 1  # the interview question
    assert one["llama7_kib"] == 4 * one["llama8_kib"]
    assert one["gpt3_kib"] == 4608 and one["palm_kib"] == 118 and one["llama70_kib"] == 320
    assert at(power=13, batch=32).numbers["llama7_gib"] > 80e9 / 2**30  # MHA overflows the card, GQA does not
    assert at(power=13, batch=32).numbers["llama8_gib"] == 32
