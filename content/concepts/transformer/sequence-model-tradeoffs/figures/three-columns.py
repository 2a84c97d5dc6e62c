"""The three columns of the comparison (work, serial steps, longest path) as numbers for one length and width."""

import math

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "power": Slider(4, 14, step=1, start=10, label=("长度 2^p，p", "p in the length 2^p")),
    "width": Slider(128, 2048, step=128, start=512, label=("宽度 d", "width d")),
    "kernel": Slider(2, 8, step=1, start=3, label=("卷积核 k", "kernel k")),
}


def layers_to_span(n: int, kernel: int) -> int:
    """Dilated layers (dilation 1, k, k², ...) until the view covers n positions."""
    layers, view = 0, 1
    while view < n:
        layers, view = layers + 1, view * kernel
    return layers


def figure(draw: Draw, power: int, width: int, kernel: int) -> Figure:
    n, d, k = 2**power, width, kernel
    spans = layers_to_span(n, k)
    work = {"attention": n * n * d, "recurrent": n * d * d, "scan": n * d, "convolution": k * n * d * d}
    rounds = math.ceil(math.log2(n))
    rows = [
        (("自注意力", "self-attention"), f"n²d = {work['attention']:.2g}", "1", "1"),
        (("RNN", "recurrent"), f"nd² = {work['recurrent']:.2g}", str(n), str(n)),
        (("线性递推（扫描）", "linear recurrence (scan)"), f"n·d = {work['scan']:.2g}", str(rounds), str(n)),
        (("膨胀卷积", "dilated convolution"), f"knd² = {work['convolution']:.2g}", "1", str(spans)),
    ]
    head = [
        ("一层", "one layer"),
        ("混合位置的乘加", "multiply-adds that mix positions"),
        ("先后步数", "serial steps"),
        ("最长路径", "longest path"),
    ]
    return Figure(
        numbers={"n": n, "ratio": n / d, "rounds": rounds, "spans": spans},
        plot=Plot().table(rows, head=head),
        says={
            "zh": f"长度 {n}，宽 {d}：注意力的 n²d 是循环 nd² 的 {n / d:.3g} 倍；循环要先后走 {n} 步，线性递推用扫描 {rounds} 轮，注意力 1 步；"
            f"最远两个位置之间，循环隔 {n} 步，核为 {k} 的膨胀卷积隔 {spans} 层，注意力隔 1 步。",
            "en": f"Length {n}, width {d}: n²d of attention is {n / d:.3g} times nd² of recurrence; recurrence takes {n} serial steps, a scanned linear "
            f"recurrence {rounds} rounds, attention 1; the farthest positions are {n} steps apart in recurrence, {spans} layers in a dilated "
            f"convolution with kernel {k}, one step in attention.",
        },
    )  # fmt: skip


def claims(at) -> None:
    assert at(power=10, width=1024).numbers["ratio"] == 1 and at(power=5, width=512).numbers["ratio"] < 0.1
    assert at(power=10).numbers["rounds"] == 10 and at(power=10, kernel=2).numbers["spans"] == 10
    assert at(power=10, kernel=3).numbers["spans"] == 7
