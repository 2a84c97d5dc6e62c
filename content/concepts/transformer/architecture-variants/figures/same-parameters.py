"""The work of one example: an encoder with a decoder, and decoders with as many parameters or as many layers."""

from beikao.kit import Draw, Figure, Plot, Slider

LAYERS, D = 12, 768
sliders = {
    "source": Slider(64, 2048, step=64, start=512, label=("输入的词元", "tokens in")),
    "target": Slider(64, 2048, step=64, start=128, label=("输出的词元", "tokens out")),
}


def decoder(layers, n):
    """FLOPs of a decoder-only model on n tokens; full score tables, hidden width 4 * D."""
    return layers * n * (24 * D * D + 4 * n * D)


def both(s, t):
    """FLOPs of LAYERS encoder and LAYERS decoder blocks: cross-attention projects K, V of the source, Q, O of the target."""
    cross = 4 * s * D * D + 4 * t * D * D + 4 * s * t * D
    return decoder(LAYERS, s) + decoder(LAYERS, t) + LAYERS * cross


def figure(draw: Draw, source: int, target: int) -> Figure:
    n = source + target
    ours = both(source, target) / 1e9
    thin = decoder(LAYERS, n) / 1e9
    deep = decoder(LAYERS * 28 // 12, n) / 1e9
    names = [
        ("编码器加解码器", "encoder with decoder"),
        ("同样参数的解码器", "decoder, as many parameters"),
        ("同样层宽、12 层的解码器", "decoder of 12 layers"),
    ]
    plot = Plot(x=("结构", "architecture"), y=("一条样本的 GFLOPs", "GFLOPs of an example")).bars(
        [ours, deep, thin], names=names
    )
    return Figure(
        numbers={"both": ours, "deep": deep, "thin": thin, "to_deep": ours / deep, "to_thin": ours / thin,
                 "parameters": 28 / 12},
        plot=plot,
        says={
            "zh": f"输入 {source}、输出 {target}：编码器加解码器 {ours:.0f} GFLOPs，同样参数的解码器（28 层）{deep:.0f}，12 层的解码器 {thin:.0f}。",
            "en": f"{source} tokens in, {target} out: encoder with decoder {ours:.0f} GFLOPs, a decoder of as many parameters (28 layers) "
            f"{deep:.0f}, one of 12 layers {thin:.0f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for source in (64, 512, 2048):
        for target in (64, 512, 2048):
            state = at(source=source, target=target).numbers
            assert state["to_deep"] < 0.52 and state["to_thin"] < 7 / 6 + 1e-9
    assert LAYERS * 28 % 12 == 0
