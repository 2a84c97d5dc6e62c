"""The checks of cosine-warmup. Rates are compared to the last digits; every run is walked through step by step."""

import math

from beikao.kit import Draw, Trial, check


def schedule(draw: Draw) -> tuple[float, int, int, float]:
    """A random (base, warmup, total, floor) with at least three steps in both parts."""
    base = draw.uniform(0.2, 3.0)
    warmup = draw.integer(3, 12)
    return base, warmup, warmup + draw.integer(5, 30), base * draw.uniform(0.02, 0.4)


def close(got, want: float) -> bool:
    """A number within rounding of `want`."""
    return isinstance(got, (int, float)) and math.isfinite(got) and abs(got - want) <= 1e-11 * max(1.0, abs(want))


@check
def warm_up_stairs(t: Trial) -> None:
    """Equal stairs from base / warmup to base, whatever floor and total are."""
    for _ in range(4):
        base, warmup, total, floor = schedule(t.draw)
        got = t.you.rig.rates(range_of(0, warmup), base, warmup, total, floor)
        for step, rate in enumerate(got):
            want = base / warmup * (step + 1)
            t.that(
                close(rate, want),
                zh=f"峰值 {base:.4f}，预热 {warmup} 步（total={total}，floor={floor:.4f}）：第 {step} 步应为峰值的 "
                f"{step + 1}/{warmup}，即 {want:.6f}，得到 {rate}。",
                en=f"Peak {base:.4f}, {warmup} steps of warm-up (total={total}, floor={floor:.4f}): step {step} should "
                f"have {step + 1}/{warmup} of the peak, {want:.6f}; it has {rate}.",
            )


@check
def joint_is_continuous(t: Trial) -> None:
    """The last step of the warm-up and the first of the annealing both have the peak."""
    for _ in range(4):
        base, warmup, total, floor = schedule(t.draw)
        before, at = t.you.rig.rates([warmup - 1, warmup], base, warmup, total, floor)
        t.that(
            close(before, base) and close(at, base),
            zh=f"预热 {warmup} 步：第 {warmup - 1} 步与第 {warmup} 步都应是峰值 {base:.6f}，得到 {before} 与 {at}。",
            en=f"{warmup} steps of warm-up: steps {warmup - 1} and {warmup} should both have the peak {base:.6f}; "
            f"they have {before} and {at}.",
        )


@check
def every_step_of_the_cosine(t: Trial) -> None:
    """Symmetric about its middle, flat at first, and the reference's at every step."""
    for _ in range(4):
        base, warmup, total, floor = schedule(t.draw)
        got = t.you.rig.rates(range_of(warmup, total + 1), base, warmup, total, floor)
        gentle = (base - floor) * (1 - math.cos(math.pi / (total - warmup))) / 2
        t.that(
            close(got[0] - got[1], gentle),
            zh=f"退火 {total - warmup} 步，第一步只应降 {gentle:.6f}（余弦开头是平的），实际降了 {got[0] - got[1]:.6f}。",
            en=f"Over {total - warmup} steps of annealing the first should lower the rate by {gentle:.6f} only (a cosine "
            f"begins flat); it fell by {got[0] - got[1]:.6f}.",
        )
        for k, pair in enumerate(zip(got, reversed(got), strict=True)):
            if k in (0, total - warmup):
                continue  # step total belongs to the next check
            t.that(
                close(sum(pair), base + floor),
                zh=f"余弦关于中点对称：第 {warmup + k} 步与第 {total - k} 步之和应为 base + floor = "
                f"{base + floor:.6f}，得到 {sum(pair):.6f}。",
                en=f"A cosine is symmetric about its middle: steps {warmup + k} and {total - k} should add up to "
                f"base + floor = {base + floor:.6f}; they give {sum(pair):.6f}.",
            )
        t.agree(lambda s, a=(base, warmup, total, floor): s.rig.rates(range_of(a[1], a[2]), *a), rtol=1e-12)


@check
def end_and_beyond(t: Trial) -> None:
    """The last update is above the floor, step total is on it, and so is everything later."""
    for _ in range(3):
        base, warmup, total, floor = schedule(t.draw)
        later = [total, total + 1, total + (total - warmup) // 2, 2 * total - warmup, 3 * total, 1000 * total]
        last, *rates = t.you.rig.rates([total - 1, *later], base, warmup, total, floor)
        t.that(
            last > floor and not close(last, floor),
            zh=f"第 {total - 1} 步还没走完，学习率应略高于下限 {floor:.6f}，得到 {last}。",
            en=f"Step {total - 1} is not the end yet; its rate should be a little above the floor {floor:.6f}; it is {last}.",
        )
        for step, rate in zip(later, rates, strict=True):
            t.that(
                close(rate, floor),
                zh=f"total={total}：第 {step} 步应停在下限 {floor:.6f}，得到 {rate}。余弦是周期函数，不截住会升回去。",
                en=f"total={total}: step {step} should stay at the floor {floor:.6f}; it has {rate}. A cosine is periodic "
                "and rises again if not held.",
            )
    t.agree(lambda s: s.rig.rates(range_of(0, 30), 2.0, 3, 9, 0.0), rtol=1e-12)


@check
def no_warm_up_and_only_warm_up(t: Trial) -> None:
    """warmup = 0, warmup = total, total = 1, a floor equal to the peak, a peak of 0, and a floor that is an int."""
    for case in (
        (1.5, 0, 10, 0.2),
        (1.5, 0, 1, 0.2),
        (1.5, 1, 1, 0.2),
        (0.8, 6, 6, 0.1),
        (0.7, 2, 9, 0.7),
        (0.0, 3, 8, 0.0),
    ):
        t.agree(lambda s, a=case: s.rig.rates(range_of(0, a[2] + 3), *a), rtol=1e-12)
    got = t.you.lr_at(9, 1.0, 2, 9, 0)
    t.that(
        isinstance(got, float) and got == 0.0,
        zh=f"floor 给的是整数 0，第 total 步也应返回 float 0.0，得到 {got!r}。",
        en=f"With the whole number 0 as floor, step total should still return the float 0.0; it is {got!r}.",
    )


@check
def any_order(t: Trial) -> None:
    """Resumed runs and gradient accumulation ask for steps twice, backwards, or in leaps: only `step` may count."""
    for _ in range(2):
        base, warmup, total, floor = schedule(t.draw)
        steps = t.draw.shuffle([*range(total + 3), *range(total + 3)])
        t.agree(lambda s, a=(base, warmup, total, floor), k=steps: s.rig.rates(k, *a), rtol=1e-12)


@check
def bad_arguments(t: Trial) -> None:
    """Each bound, just outside it."""
    good = {"step": 3, "base": 1.0, "warmup": 2, "total": 10, "floor": 0.1}
    for change in (
        {"step": -1},
        {"warmup": -1},
        {"warmup": 11},
        {"total": 0, "warmup": 0},
        {"total": -5, "warmup": -5},
        {"floor": -0.001},
        {"floor": 1.001},
        {"base": -1.0, "floor": -2.0},
        {"base": 0.05},
        {"step": -1, "warmup": 0},
    ):
        call = {**good, **change}
        t.raises(lambda s, c=call: s.lr_at(**c), "ValueError")


@check
def hand_example(t: Trial) -> None:
    """base 1, warm-up 4, total 12, floor 0.1; numbers that can be worked out on paper."""
    known = {0: 0.25, 1: 0.5, 2: 0.75, 3: 1.0, 4: 1.0, 8: 0.55, 12: 0.1, 13: 0.1}
    known[6] = 0.1 + 0.9 * (1 + math.sqrt(0.5)) / 2
    known[10] = 0.1 + 0.9 * (1 - math.sqrt(0.5)) / 2
    for step, want in known.items():
        got = t.you.lr_at(step, 1.0, 4, 12, 0.1)
        t.that(
            close(got, want),
            zh=f"base=1、warmup=4、total=12、floor=0.1：第 {step} 步应为 {want:.6f}，得到 {got}。",
            en=f"base=1, warmup=4, total=12, floor=0.1: step {step} should have {want:.6f}, it has {got}.",
        )


def range_of(first: int, after: int) -> list[int]:
    """The steps first, ..., after - 1 as plain data."""
    return list(range(first, after))
