"""Complaints on two channels in two years: both get better, the total gets worse."""

from beikao.kit import Draw, Figure, Plot, Slider

BEFORE = (0.12, 0.48)  # share of negative messages: hotline, app reviews
OLD_SHARE = 0.2  # of app reviews last year
sliders = {
    "share": Slider(10, 90, step=10, start=60, label=("今年应用评论占百分之几", "app reviews this year, per cent")),
    "better": Slider(0, 6, step=1, start=3, label=("每个渠道各降几个百分点", "each channel down by, points")),
}


def figure(draw: Draw, share: int, better: int) -> Figure:
    now = tuple(v - better / 100 for v in BEFORE)
    total = lambda rates, app: (1 - app) * rates[0] + app * rates[1]  # noqa: E731
    old, new, fixed = total(BEFORE, OLD_SHARE), total(now, share / 100), total(now, OLD_SHARE)
    shares = [s / 100 for s in range(10, 91, 5)]
    left = (
        Plot(x=("渠道", "channel"), y=("负面比例", "negative share"), y_range=(0, 0.55))
        .bars([BEFORE[0], BEFORE[1], old], [0.85, 1.85, 2.85], label=("去年", "last year"),
              names=[("热线", "hotline"), ("应用评论", "app"), ("合计", "total")])
        .bars([now[0], now[1], new], [1.15, 2.15, 3.15], label=("今年", "this year"), tone="gold")
    )  # fmt: skip
    right = (
        Plot(x=("今年应用评论的占比", "share of app reviews"), y=("今年合计", "total this year"), y_range=(0, 0.55))
        .line([total(now, s) for s in shares], shares)
        .rule(y=old, label=("去年合计", "total last year"))
        .points([share / 100], [new], tone="gold")
    )
    return Figure(
        numbers={"old": old, "new": new, "fixed": fixed, "hotline": now[0], "app": now[1], "old_app": BEFORE[1],
                 "old_hotline": BEFORE[0], "old_share": OLD_SHARE},
        plot=[left, right],
        says={
            "zh": f"两个渠道的负面比例各降 {better} 个百分点；应用评论从 {OLD_SHARE:.0%} 变成 {share}%，合计从 {old:.1%} 变成 {new:.1%}。"
            f"按去年的构成算，应是 {fixed:.1%}。",
            "en": f"Both channels are down by {better} points; app reviews went from {OLD_SHARE:.0%} to {share}%, and the total from "
            f"{old:.1%} to {new:.1%}. With last year's mix it would be {fixed:.1%}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    state = at(share=60, better=3).numbers
    assert (
        state["hotline"] < state["old_hotline"]
        and state["app"] < state["old_app"]
        and state["new"] > 1.5 * state["old"]
    )
    assert abs(state["old"] - state["fixed"] - 0.03) < 1e-12  # the mix held, the fall of both is seen
    assert abs(at(share=20, better=3).numbers["new"] - at(share=20, better=3).numbers["fixed"]) < 1e-12
