"""Operations of one Transformer block by kind, for a width and a length: matrix products against all the rest."""

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "width": Slider(256, 8192, step=256, start=1024, label=("隐层宽度 d", "hidden width d")),
    "length": Slider(256, 8192, step=256, start=2048, label=("序列长度 T", "sequence length T")),
}


def counts(d, t):
    """Floating-point operations of each kind for one sequence: a standard block with a 4d feed-forward, d/128 heads."""
    heads = max(1, d // 128)
    linear = 2 * t * d * (3 * d + d) + 2 * t * d * 4 * d * 2  # projections, feed-forward
    attention = 2 * t * t * d * 2  # scores and weighted sum
    softmax = 5 * heads * t * t
    other = t * d * (2 * 8 + 2) + 8 * t * 4 * d  # two norms, two residual sums, one activation
    return linear, attention, softmax, other


def bytes_moved(d, t):
    """Numbers read and written by the same kinds, the matrix products with one pass over their operands."""
    heads = max(1, d // 128)
    linear = 12 * d * d + t * d * 16
    attention = 4 * t * d + 2 * heads * t * t
    return linear, attention, 2 * heads * t * t, t * d * 2 * 6 + 2 * t * 4 * d


def figure(draw: Draw, width: int, length: int) -> Figure:
    work, moved = counts(width, length), bytes_moved(width, length)
    shares = [100 * w / sum(work) for w in work]
    traffic = [100 * m / sum(moved) for m in moved]
    names = [("线性层", "linear"), ("注意力乘积", "attention"), ("softmax", "softmax"), ("其余逐元素", "element-wise")]
    matmul = (work[0] + work[1]) / sum(work)
    rest_traffic = (moved[2] + moved[3]) / sum(moved)
    plots = [
        Plot(title=("运算量占比 %", "share of operations, %")).bars(shares, names=names),
        Plot(title=("访存占比 %（不融合）", "share of memory traffic, unfused, %")).bars(
            traffic, names=names, tone="indigo"
        ),
    ]
    return Figure(
        numbers={"matmul": matmul, "rest_traffic": rest_traffic, "rest": 1 - matmul},
        plot=plots,
        says={
            "zh": f"宽度 {width}、长度 {length}：矩阵乘占运算量的 {matmul:.1%}，其余操作只占 {1 - matmul:.1%}，却占访存的 {rest_traffic:.0%}。",
            "en": f"At width {width} and length {length} matrix products are {matmul:.1%} of the operations; the rest is {1 - matmul:.1%} of them and {rest_traffic:.0%} of the memory traffic.",
        },
    )


def claims(at) -> None:
    state = at(width=1024, length=2048).numbers
    assert state["matmul"] > 0.98  # nearly all arithmetic
    assert state["rest_traffic"] > 0.25  # and yet much of the traffic is not matrix products
    assert at(width=8192, length=256).numbers["matmul"] > 0.99
