"""Which renderer draws the figures: our own, matplotlib's SVG back end, or Vega-Lite through vl-convert.

The same three plots (two lines with a rule; bars with Chinese names; a 12 x 12 matrix with its numbers) are drawn by each
renderer that is installed, each in a fresh process. Printed: time to import, first and later drawings, bytes, whether
colours can stay CSS variables and Chinese text stays text, memory, and the size on disk of what would be installed.

    python benchmarks/figure_renderers.py            # renderers that are missing are named, not measured
    pip install matplotlib vl-convert-python         # in a throw-away environment, to compare them all
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 20
TONES = {
    "ink": "#010203",
    "indigo": "#040506",
    "gold": "#070809",
    "muted": "#0a0b0c",
}  # replaced by variables afterwards
N = 512


def data() -> dict[str, Any]:
    """The numbers of the three plots, from nothing but arithmetic."""
    squares = [1.0 / i**2 for i in range(1, N + 1)]
    energy = [sum(squares[:i]) / sum(squares) for i in range(1, N + 1)]
    return {
        "energy": energy,
        "count": [i / N for i in range(1, N + 1)],
        "bars": [31.0, 8.0, 52.0, 9.0],
        "names": ["注意力投影", "注意力得分", "前馈", "输出层"],
        "heat": [[round(((7 * i + 3 * j) % 12) / 11, 2) for j in range(12)] for i in range(12)],
    }


def ours() -> Callable[[], list[str]]:
    """The renderer of `beikao.workers.svg`."""
    from beikao.kit import Plot
    from beikao.workers.svg import render

    d = data()

    def draw() -> list[str]:
        lines = (
            Plot(x=("序号 i", "index i"), y=("累计能量", "energy kept"), y_range=(0, 1.02))
            .line(d["energy"], label=("前 i 个奇异值的能量", "energy of the first i"))
            .line(d["count"], label=("个数占比", "share of the count"), tone="indigo")
            .rule(x=128, label=("k = 128", "k = 128"))
        )
        bars = Plot(y=("占比 %", "share, %")).bars(d["bars"], names=[(n, n) for n in d["names"]])
        heat = Plot(title=("权重", "weights")).heat(d["heat"], numbers=True)
        return [render([plot], "zh", "说明") for plot in (lines, bars, heat)]

    return draw


def with_matplotlib() -> Callable[[], list[str]]:
    """matplotlib's SVG back end; colours are placeholders replaced by variables in the text it writes."""
    import io
    import warnings

    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "beikao", "font.family": ["sans-serif"]})
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

    warnings.filterwarnings("ignore", message="Glyph")  # its bundled font has no Chinese; the browser's font has
    d = data()
    ramp = LinearSegmentedColormap.from_list("ramp", ["#ffffff", "#1d1b18"])

    def save(figure: Figure) -> str:
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
        text = out.getvalue()
        for tone, colour in TONES.items():
            text = text.replace(colour, f"var(--{tone})")
        return text

    def draw() -> list[str]:
        lines = Figure(figsize=(4.0, 2.6), layout="tight")
        axes = lines.subplots()
        axes.plot(range(1, N + 1), d["energy"], color=TONES["ink"], label="前 i 个奇异值的能量")
        axes.plot(range(1, N + 1), d["count"], color=TONES["indigo"], dashes=(4, 2), label="个数占比")
        axes.axvline(128, color=TONES["muted"], linestyle="--")
        axes.annotate("k = 128", (132, 0.9))
        axes.set(xlabel="序号 i", ylabel="累计能量", ylim=(0, 1.02))
        axes.legend()
        bars = Figure(figsize=(4.0, 2.6), layout="tight")
        axes = bars.subplots()
        axes.bar(d["names"], d["bars"], color=TONES["ink"])
        axes.set(ylabel="占比 %")
        heat = Figure(figsize=(4.0, 4.0), layout="tight")
        axes = heat.subplots()
        axes.pcolormesh(d["heat"], cmap=ramp)
        axes.set(title="权重")
        for i, row in enumerate(d["heat"]):
            for j, value in enumerate(row):
                axes.text(
                    j + 0.5, i + 0.5, f"{value:g}", ha="center", va="center", color="white" if value > 0.5 else "black"
                )
        return [save(figure) for figure in (lines, bars, heat)]

    return draw


def with_vega() -> Callable[[], list[str]]:
    """Vega-Lite specifications drawn by vl-convert; CSS variables pass through as colours of marks."""
    import vl_convert

    d = data()
    rows = [
        {"i": i + 1, "v": d[key][i], "s": name}
        for key, name in (("energy", "能量"), ("count", "个数占比"))
        for i in range(N)
    ]
    config = {
        "font": "sans-serif",
        "background": None,
        "axis": {"labelColor": "var(--ink-2)", "gridColor": "var(--rule)"},
    }
    colour = {"field": "s", "scale": {"range": ["var(--ink)", "var(--indigo)"]}, "title": None}
    x, y = (
        {"field": "i", "type": "quantitative", "title": "序号 i"},
        {"field": "v", "type": "quantitative", "title": "累计能量"},
    )
    lines = {
        "config": config, "width": 340, "height": 200,
        "layer": [
            {"data": {"values": rows}, "mark": "line", "encoding": {"x": x, "y": y, "color": colour}},
            {"data": {"values": [{"i": 128}]}, "mark": {"type": "rule", "color": "var(--ink-3)"}, "encoding": {"x": x}},
        ],
    }  # fmt: skip
    values = [{"n": n, "v": v} for n, v in zip(d["names"], d["bars"], strict=True)]
    bars = {
        "config": config, "width": 340, "height": 200, "data": {"values": values}, "mark": {"type": "bar", "color": "var(--ink)"},
        "encoding": {"x": {"field": "n", "type": "nominal", "title": None, "axis": {"labelAngle": 0}},
                     "y": {"field": "v", "type": "quantitative", "title": "占比 %"}},
    }  # fmt: skip
    cells = [{"i": i, "j": j, "v": v} for i, row in enumerate(d["heat"]) for j, v in enumerate(row)]
    place = {"x": {"field": "j", "type": "ordinal", "axis": None}, "y": {"field": "i", "type": "ordinal", "axis": None}}
    heat = {
        "config": config, "width": 340, "height": 340, "title": "权重", "data": {"values": cells}, "encoding": place,
        "layer": [{"mark": {"type": "rect", "color": "var(--ink)"},
                   "encoding": {"opacity": {"field": "v", "type": "quantitative", "legend": None}}},
                  {"mark": "text", "encoding": {"text": {"field": "v"}}}],
    }  # fmt: skip
    return lambda: [vl_convert.vegalite_to_svg(spec) for spec in (lines, bars, heat)]


RENDERERS: dict[str, tuple[Callable[[], Callable[[], list[str]]], str, tuple[str, ...]]] = {
    "ours": (ours, "beikao", ()),
    "matplotlib": (
        with_matplotlib,
        "matplotlib",
        ("matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "pillow"),
    ),
    "vl-convert": (with_vega, "vl_convert", ("vl-convert-python",)),
}


def measure(name: str) -> dict[str, Any]:
    """Everything about one renderer, in this process."""
    began = time.perf_counter()
    draw = RENDERERS[name][0]()
    imported = time.perf_counter() - began
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        drawn = draw()
        times.append((time.perf_counter() - began) / len(drawn))
    return {
        "import ms": 1000 * imported,
        "first ms": 1000 * times[0],
        "later ms": 1000 * statistics.median(times[1:]),
        "bytes": [len(svg.encode()) for svg in drawn],
        "CSS variables": all("var(--ink)" in svg for svg in drawn)
        or f"in {sum('var(--ink)' in s for s in drawn)} of 3",
        "real Chinese text": bool(re.search(r">[^<]*累计能量", drawn[0])),
        "memory MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def disk_mb(packages: tuple[str, ...]) -> float:
    """What the packages take once installed."""
    total = 0
    for package in packages:
        files = importlib.metadata.distribution(package).files or []
        total += sum(path.stat().st_size for path in (Path(str(f.locate())) for f in files) if path.is_file())
    return total / 1e6


def main() -> None:
    """Measure each installed renderer in a process of its own and print the table."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        return
    for name, (_, module, packages) in RENDERERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name:12} not installed, not measured")
            continue
        done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        found["installed MB"] = disk_mb(packages)
        shown = (f"{key} {value:.1f}" if isinstance(value, float) else f"{key} {value}" for key, value in found.items())
        print(f"{name:12} " + " · ".join(shown))


if __name__ == "__main__":
    main()
