"""What a symmetric 2 x 2 matrix does to the unit circle: two directions stay, all others turn."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"angle": Slider(0, 175, step=5, start=20, label=("输入方向（度）", "input direction (degrees)"))}
A = np.array([[2.0, 1.0], [1.0, 2.0]])


def figure(draw: Draw, angle: int) -> Figure:
    t = np.linspace(0, 2 * np.pi, 181)
    circle = np.stack([np.cos(t), np.sin(t)])
    image = A @ circle
    x = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    y = A @ x
    turned = float(np.rad2deg(np.arccos(np.clip(x @ y / np.linalg.norm(y), -1, 1))))
    plot = (
        Plot(equal=True, x=("", ""), y=("", ""))
        .line(circle[1], circle[0], label=("单位圆", "unit circle"), tone="muted")
        .line(image[1], image[0], label=("它的像", "its image"), tone="indigo")
        .arrows([(0, 0)], [tuple(x)], label=("x", "x"))
        .arrows([(0, 0)], [tuple(y)], label=("Ax", "Ax"), tone="gold")
    )
    return Figure(
        numbers={"turned": turned, "length": float(np.linalg.norm(y))},
        plot=plot,
        says={
            "zh": f"输入方向 {angle} 度，输出转过 {turned:.1f} 度，长度是原来的 {np.linalg.norm(y):.2f} 倍。",
            "en": f"For an input at {angle} degrees the output has turned by {turned:.1f} degrees and is {np.linalg.norm(y):.2f} times as long.",
        },
    )


def claims(at) -> None:
    assert at(angle=45).numbers["turned"] < 1e-5 and abs(at(angle=45).numbers["length"] - 3) < 1e-9
    assert at(angle=135).numbers["turned"] < 1e-5 and abs(at(angle=135).numbers["length"] - 1) < 1e-9
    assert at(angle=0).numbers["turned"] > 20
