"""Bytes between the large memory and the chip, for attention with its scores written down and for tiled attention."""

import math

from beikao.kit import Draw, Figure, Plot, Slider

BYTES = 2  # FP16
sliders = {
    "power": Slider(9, 15, step=1, start=12, label=("长度 2^p 里的 p", "p in the length 2^p")),
    "width": Slider(32, 128, step=32, start=64, label=("每头宽度 d", "width d of a head")),
    "chip": Slider(32, 224, step=32, start=96, label=("片上内存（KiB）", "memory on the chip (KiB)")),
}


def standard(n, d):
    """Read Q and K, write S, read S, write P, read P and V, write O: in bytes."""
    return BYTES * (4 * n * d + 4 * n * n)


def rows_of(d, chip):
    """How many rows of Q, K, V and O fit on the chip together."""
    return chip * 1024 // (4 * d * BYTES)


def tiled(n, d, chip):
    """Q and O once; K and V once for each block of queries; one number a row for the backward pass."""
    passes = math.ceil(n / min(rows_of(d, chip), n))
    return BYTES * (2 * n * d + passes * 2 * n * d) + 4 * n


def figure(draw: Draw, power: int, width: int, chip: int) -> Figure:
    n = 2**power
    rows = rows_of(width, chip)
    whole, tiles = standard(n, width), tiled(n, width, chip)
    powers = list(range(9, 16))
    lengths = [2**p for p in powers]
    flops = 4 * n * n * width
    left = (
        Plot(title=("读写量", "traffic"), x=("长度 2^p 的 p", "p of the length 2^p"), y=("MiB", "MiB"), log_y=True)
        .line([standard(m, width) / 2**20 for m in lengths], powers, label=("写下分数", "scores written"), tone="gold")
        .line([tiled(m, width, chip) / 2**20 for m in lengths], powers, label=("分块", "tiled"), tone="indigo")
        .points([power, power], [whole / 2**20, tiles / 2**20])
    )
    right = (
        Plot(
            title=("要放下的中间结果", "what must be held"),
            x=("长度 2^p 的 p", "p of the length 2^p"),
            y=("MiB", "MiB"),
            log_x=True,
            log_y=True,
        )
        .line([2 * BYTES * m * m / 2**20 for m in lengths], powers, tone="gold")
        .line([4 * m / 2**20 for m in lengths], powers, tone="indigo")
    )
    return Figure(
        numbers={
            "n": n, "standard": whole / 2**20, "tiled": tiles / 2**20, "ratio": whole / tiles, "rows": rows,
            "passes": math.ceil(n / min(rows, n)), "intensity": flops / whole, "intensity_tiled": flops / tiles,
            "held": 2 * BYTES * n * n / 2**20, "held_tiled": 4 * n / 2**20,
        },
        plot=[left, right],
        says={
            "zh": f"一个头，长度 {n}，宽 {width}：写下分数要搬 {whole / 2**20:,.1f} MiB；片上 {chip} KiB 放得下 {rows} 行，键值读 {math.ceil(n / min(rows, n))} 遍，"
            f"分块只搬 {tiles / 2**20:,.1f} MiB，前者是它的 {whole / tiles:.1f} 倍。",
            "en": f"One head, length {n}, width {width}: with scores written {whole / 2**20:,.1f} MiB move; {chip} KiB on the chip hold {rows} rows, "
            f"keys and values are read {math.ceil(n / min(rows, n))} times, tiled {tiles / 2**20:,.1f} MiB move, {whole / tiles:.1f} times less.",
        },
    )  # fmt: skip


def counted(n, d, rows):
    """The tiled traffic counted by walking through the loops; in numbers moved."""
    moved = 0
    for start in range(0, n, rows):
        queries = min(rows, n - start)
        moved += queries * d  # read a block of Q
        for other in range(0, n, rows):
            moved += 2 * min(rows, n - other) * d  # read K and V
        moved += queries * d  # write O
    return moved


def claims(at) -> None:
    for n, d, chip in ((512, 64, 96), (1000, 32, 32), (4096, 128, 224)):
        assert BYTES * counted(n, d, min(rows_of(d, chip), n)) + 4 * n == tiled(n, d, chip)
    state = at(power=12, width=64, chip=96).numbers
    assert state["ratio"] > 5 and state["held"] > 1000 * state["held_tiled"]
    ratios = [at(power=12, width=64, chip=c).numbers["ratio"] for c in (32, 96, 224)]
    assert ratios[0] < ratios[1] < ratios[2]  # the larger the chip's memory, the fewer passes
    assert at(power=12, width=128, chip=96).numbers["ratio"] < state["ratio"]
    assert state["intensity_tiled"] > 5 * state["intensity"]
