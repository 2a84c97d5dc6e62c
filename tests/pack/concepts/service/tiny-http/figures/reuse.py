"""The time of many requests to one server, each on a new connection or all on one."""

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"rtt": Slider(1, 100, step=1, start=40, label=("往返时间（毫秒）", "round trip (ms)"))}
WORK = 5  # ms the server works on one request
COUNTS = list(range(1, 21))


def figure(draw: Draw, rtt: int) -> Figure:
    fresh = [n * (2 * rtt + WORK) for n in COUNTS]
    kept = [rtt + n * (rtt + WORK) for n in COUNTS]
    ratio = fresh[-1] / kept[-1]
    return Figure(
        numbers={"fresh": fresh[-1], "kept": kept[-1], "ratio": ratio},
        plot=Plot(x=("请求数", "requests"), y=("毫秒", "ms"))
        .line(fresh, COUNTS, label=("每次新建连接", "a new connection each"))
        .line(kept, COUNTS, label=("复用一条连接", "one connection"), tone="indigo", dash=True),
        says={
            "zh": f"往返 {rtt} 毫秒，每个请求服务器干 {WORK} 毫秒：20 个请求新建连接要 {fresh[-1]} 毫秒，复用要 {kept[-1]} 毫秒，差 {ratio:.2f} 倍。",
            "en": f"With a round trip of {rtt} ms and {WORK} ms of work, 20 requests take {fresh[-1]} ms on new connections and {kept[-1]} ms on one, {ratio:.2f} times less.",
        },
    )


def claims(at) -> None:
    assert at(rtt=40).numbers["fresh"] == 20 * 85 and at(rtt=40).numbers["kept"] == 40 + 20 * 45
    assert at(rtt=1).numbers["ratio"] < at(rtt=100).numbers["ratio"] < 2
