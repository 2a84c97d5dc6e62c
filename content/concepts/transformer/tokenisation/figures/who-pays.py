"""A larger vocabulary makes texts shorter and the output layer wider: the work per character, for models of several sizes."""

from beikao.kit import Draw, Figure, Plot, Slider

SIZES = ((512, 8), (768, 12), (1024, 24), (2048, 24), (4096, 32), (8192, 80))  # width, layers
SMALL, LARGE = (32_000, 3.17), (128_256, 3.94)  # entries, English characters per token (Llama 2 and Llama 3)
sliders = {"size": Slider(0, len(SIZES) - 1, step=1, start=4, label=("模型大小的档位", "size of the model, by step"))}


def work(width, layers, vocabulary):
    """Multiply-adds per token: in the layers (12 d^2 each), and in the output layer."""
    entries, length = vocabulary
    return 12 * layers * width**2 / length, entries * width / length


def figure(draw: Draw, size: int) -> Figure:
    width, layers = SIZES[size]
    small, large = work(width, layers, SMALL), work(width, layers, LARGE)
    changes = [100 * (sum(work(d, n, LARGE)) / sum(work(d, n, SMALL)) - 1) for d, n in SIZES]
    change = changes[size]
    body = 12 * layers * width**2
    tied = LARGE[0] * width / (LARGE[0] * width + body)
    unit = 1e6
    names = [("32k 词表", "32k entries"), ("128k 词表", "128k entries")]
    plots = [
        Plot(y=("百万次乘加 / 字符", "million multiply-adds / character"), y_range=(0, 1.08 * max(sum(small), sum(large)) / unit))
        .bars([sum(small) / unit, sum(large) / unit], names=names, label=("合计", "in all"), tone="indigo")
        .bars([small[1] / unit, large[1] / unit], names=names, label=("其中输出层", "output layer"), tone="gold"),
        Plot(x=("模型宽度 d", "width d"), y=("换成大词表，每字符计算量变化（%）", "change in work per character (%)"), log_x=True, y_range=(-25, 80))
        .line(changes, [d for d, _ in SIZES])
        .rule(y=0)
        .points([width], [change], tone="gold"),
    ]  # fmt: skip
    return Figure(
        numbers={
            "width": width, "layers": layers, "change": change, "body": body / 1e6, "tokens": 100 * (SMALL[1] / LARGE[1] - 1),
            "share": tied, "share_untied": 2 * LARGE[0] * width / (2 * LARGE[0] * width + body), "table": LARGE[0] * width / 1e6,
            "gpt2": 50257 * width / (50257 * width + body),
        },
        plot=plots,
        says={
            "zh": f"宽 {width}、{layers} 层：词表从 32k 换成 128k，词元少 {100 * (1 - SMALL[1] / LARGE[1]):.0f}%，每字符计算量变化 {change:+.1f}%。"
            f"一张 128k 的嵌入表占参数的 {tied:.0%}。",
            "en": f"Width {width}, {layers} layers: from 32k to 128k entries there are {100 * (1 - SMALL[1] / LARGE[1]):.0f}% fewer tokens, "
            f"and the work per character changes by {change:+.1f}%. One table of 128k takes {tied:.0%} of the parameters.",
        },
    )  # fmt: skip


def claims(at) -> None:
    tiny, large = at(size=1).numbers, at(size=4).numbers
    assert (
        tiny["change"] > 25 and large["change"] < -10
    )  # the same choice is dear for a small model and cheap for a large one
    assert at(size=5).numbers["change"] > large["tokens"]  # never better than the fall in tokens alone
    assert 0.3 < tiny["gpt2"] < 0.32 and abs(50257 * 768 / 1e6 - 38.6) < 0.01
    shares = [at(size=i).numbers["share"] for i in range(len(SIZES))]
    assert shares == sorted(shares, reverse=True)
