"""The parameters of three published models, part by part, from their shapes."""

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"model": Slider(0, 2, step=1, start=0, label=("0 GPT-2 小，1 BERT base，2 LLaMA 7B", "0 GPT-2 small, 1 BERT base, 2 LLaMA 7B"))}  # fmt: skip
NAMES = (("GPT-2 小", "GPT-2 small"), ("BERT base", "BERT base"), ("LLaMA 7B", "LLaMA 7B"))


def count(model: int) -> dict[str, int]:
    """Parameters by part."""
    if model == 2:
        layers, d, f, vocab = 32, 4096, 11008, 32000
        return {
            "words": vocab * d, "places": 0, "attention": layers * 4 * d * d, "feed": layers * 3 * d * f,
            "norms": (2 * layers + 1) * d, "head": vocab * d,
        }  # fmt: skip
    layers, d, f = 12, 768, 3072
    vocab, places = (50257, 1024) if model == 0 else (30522, 512 + 2)  # BERT: 512 places and 2 segments
    return {
        "words": vocab * d,
        "places": places * d,
        "attention": layers * (4 * d * d + 4 * d),
        "feed": layers * (2 * d * f + f + d),
        "norms": (2 * layers + 1) * 2 * d,
        "head": 0 if model == 0 else d * d + d,  # tied; BERT has a pooler
    }


LABELS = {
    "words": ("词嵌入", "word embedding"), "places": ("位置与段", "positions, segments"), "attention": ("注意力", "attention"),
    "feed": ("前馈", "feed-forward"), "norms": ("归一化", "norms"), "head": ("输出头或池化", "head or pooler"),
}  # fmt: skip


def figure(draw: Draw, model: int) -> Figure:
    parts = count(model)
    total = sum(parts.values())
    rows = [(LABELS[k], f"{v:,}", f"{v / total:.2%}") for k, v in parts.items()]
    rows.append((("合计", "total"), f"{total:,}", "100%"))
    blocks = parts["attention"] + parts["feed"]
    name = NAMES[model]
    return Figure(
        numbers={
            "total": f"{total:,}", "millions": total / 1e6, "billions": total / 1e9,
            "words": parts["words"] / total, "feed": parts["feed"] / total, "attention": parts["attention"] / total,
            "norms": parts["norms"] / total, "blocks": blocks / total,
        },
        plot=Plot(title=name).table(rows, head=(("部分", "part"), ("参数", "parameters"), ("占比", "share"))),
        says={
            "zh": f"{name[0]}：合计 {total:,} 个参数，前馈 {parts['feed'] / total:.0%}，注意力 {parts['attention'] / total:.0%}，"
            f"词嵌入 {parts['words'] / total:.1%}。",
            "en": f"{name[1]}: {total:,} parameters, feed-forward {parts['feed'] / total:.0%}, attention "
            f"{parts['attention'] / total:.0%}, word embedding {parts['words'] / total:.1%}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    assert at(model=0).numbers["total"] == "124,439,808"
    assert at(model=1).numbers["total"] == "109,482,240"
    assert at(model=2).numbers["total"] == "6,738,415,616"
    assert at(model=0).numbers["words"] > 0.3 and at(model=2).numbers["words"] < 0.02
    assert at(model=2).numbers["norms"] < 1e-4
