"""A loss spike with two possible causes: what seeing one cause does to the other."""

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "data": Slider(5, 50, step=5, start=10, label=("坏数据的先验 %", "prior of bad data, %")),
    "leak": Slider(0, 30, step=5, start=5, label=("无故出现尖峰 %", "spike without a cause, %")),
}
NODE, POWER = 0.1, 0.9  # prior of a faulty node; either cause makes a spike with this probability


def spike(a, b, leak):
    """P(spike | causes), noisy-or."""
    return 1 - (1 - leak) * (1 - POWER) ** (a + b)


def figure(draw: Draw, data: int, leak: int) -> Figure:
    pa, ls = data / 100, leak / 100
    joint = {
        (a, b): (pa if a else 1 - pa) * (NODE if b else 1 - NODE) * spike(a, b, ls) for a in (0, 1) for b in (0, 1)
    }
    seen = (joint[1, 0] + joint[1, 1]) / sum(joint.values())
    both = joint[1, 1] / (joint[0, 1] + joint[1, 1])
    names = [("先验", "prior"), ("见尖峰", "spike"), ("见尖峰与坏节点", "spike + bad node")]
    plot = Plot(y=("坏数据的概率", "P(bad data)"), y_range=(0, 1)).bars([pa, seen, both], names=names)
    return Figure(
        numbers={"prior": pa, "seen": seen, "both": both},
        plot=plot,
        says={
            "zh": f"坏数据的概率：先验 {pa:.0%}，见到尖峰升到 {seen:.1%}，再得知节点坏了，跌回 {both:.1%}。",
            "en": f"P(bad data): {pa:.0%} before, {seen:.1%} once a spike is seen, {both:.1%} once the node is known to be faulty.",
        },
    )


def claims(at) -> None:
    for data in (5, 10, 30, 50):
        state = at(data=data, leak=5).numbers
        assert state["prior"] < state["both"] < state["seen"]  # explained away, nearly back to the prior
    assert at(data=10, leak=0).numbers["seen"] > at(data=10, leak=30).numbers["seen"]
