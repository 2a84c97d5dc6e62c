"""Bytes a token and layer for MHA, GQA, MQA and MLA at the shape of DeepSeek-V2, BF16."""

from beikao.kit import Draw, Figure, Plot, Slider

HEADS, WIDTH, LAYERS = 128, 128, 60
sliders = {
    "power": Slider(0, 7, step=1, start=3, label=("GQA 的 KV 头数 2^p，p", "p in 2^p KV heads of GQA")),
    "latent": Slider(128, 1024, step=64, start=512, label=("潜向量宽度", "latent width")),
    "rotary": Slider(0, 128, step=32, start=64, label=("带位置的键宽", "rotary key width")),
}


def figure(draw: Draw, power: int, latent: int, rotary: int) -> Figure:
    groups = 2**power
    numbers_kept = {"mha": 2 * HEADS * WIDTH, "gqa": 2 * groups * WIDTH, "mqa": 2 * WIDTH, "mla": latent + rotary}
    kib = {name: 2 * kept * LAYERS / 1024 for name, kept in numbers_kept.items()}
    equal = (latent + rotary) / (2 * WIDTH)
    names = [("MHA", "MHA"), (f"GQA-{groups}", f"GQA-{groups}"), ("MQA", "MQA"), ("MLA", "MLA")]
    plot = Plot(y=("每词元 KiB，60 层", "KiB a token, 60 layers"), log_y=True).bars(list(kib.values()), names=names)
    return Figure(
        numbers={f"{k}_kib": v for k, v in kib.items()}
        | {f"{k}_kept": v for k, v in numbers_kept.items()}
        | {"equal": equal, "share": kib["mla"] / kib["mha"], "to_gqa": kib["mla"] / kib["gqa"]},
        plot=plot,
        says={
            "zh": f"128 个头、头宽 128、60 层，BF16，每词元：MHA {kib['mha']:.0f} KiB，GQA-{groups} {kib['gqa']:.0f}，MQA {kib['mqa']:.0f}，"
            f"MLA {kib['mla']:.1f}（{latent} + {rotary} 个数），相当于 {equal:.2f} 个 KV 头的 GQA。",
            "en": f"128 heads of width 128, 60 layers, BF16, a token: MHA {kib['mha']:.0f} KiB, GQA-{groups} {kib['gqa']:.0f}, MQA {kib['mqa']:.0f}, "
            f"MLA {kib['mla']:.1f} ({latent} + {rotary} numbers), as much as GQA with {equal:.2f} KV heads.",
        },
    )  # fmt: skip


def claims(at) -> None:
    v2 = at(power=3, latent=512, rotary=64).numbers
    assert v2["mla_kib"] == 67.5 and v2["mha_kib"] == 3840 and v2["gqa_kib"] == 240 and v2["mqa_kib"] == 30
    assert v2["equal"] == 2.25 and v2["mla_kept"] == 576
    assert at(power=7).numbers["gqa_kib"] == v2["mha_kib"]
