"""Lengths of input and target when spans are cut out, as T5 counts them."""

from beikao.kit import Draw, Figure, Plot, Slider

TOKENS = 568
sliders = {
    "density": Slider(5, 60, step=5, start=15, label=("去掉百分之几", "removed, per cent")),
    "span": Slider(1, 10, step=1, start=3, label=("平均片段长度", "mean length of a span")),
}


def lengths(tokens, density, span):
    """(input, target): both end with an end mark, every span has one sentinel in each."""
    noise = round(tokens * density)
    count = max(1, round(noise / span))
    return tokens - noise + count + 1, noise + count + 1, noise, count


def figure(draw: Draw, density: int, span: int) -> Figure:
    given, target, noise, count = lengths(TOKENS, density / 100, span)
    spans = list(range(1, 11))
    plots = [
        Plot(y=("词元数", "tokens"), y_range=(0, 650)).bars(
            [TOKENS, given, target],
            names=[("原文", "text"), ("编码器输入", "encoder input"), ("解码器目标", "decoder target")],
        ),
        Plot(x=("平均片段长度", "mean length of a span"), y=("词元数", "tokens"), y_range=(0, 750))
        .line([lengths(TOKENS, density / 100, s)[0] for s in spans], spans, label=("输入", "input"))
        .line([lengths(TOKENS, density / 100, s)[1] for s in spans], spans, label=("目标", "target"), tone="indigo")
        .points([span] * 2, [given, target], tone="gold"),
    ]
    return Figure(
        numbers={
            "tokens": TOKENS,
            "input": given,
            "target": target,
            "noise": noise,
            "spans": count,
            "both": given + target,
        },
        plot=plots,
        says={
            "zh": f"{TOKENS} 个词元去掉 {density}%，平均 {span} 个一段：去掉 {noise} 个，分 {count} 段，编码器输入 {given} 个，解码器目标 {target} 个。",
            "en": f"{TOKENS} tokens, {density}% removed in spans of {span}: {noise} removed in {count} spans, {given} in the encoder's input, {target} in the target.",
        },
    )


def claims(at) -> None:
    usual = at(density=15, span=3).numbers
    assert (usual["input"], usual["target"]) == (512, 114)  # why T5 reads 568 tokens at a time
    assert at(density=15, span=1).numbers["target"] > 1.4 * usual["target"]
    for density, span in ((5, 1), (15, 3), (50, 10)):
        state = at(density=density, span=span).numbers
        assert state["input"] + state["target"] == TOKENS + 2 * state["spans"] + 2
