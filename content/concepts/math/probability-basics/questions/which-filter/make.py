"""Order three filters by precision; the order of hit rates is another one."""

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    show, precision = {}, {}
    bases, hits, alarms = (
        draw.sample([0.5, 1, 2, 5, 10], 3),
        draw.sample([75, 80, 85, 90, 95, 99], 3),
        draw.sample([0.5, 1, 2, 4, 5], 3),
    )
    for name, b, h, f in zip("abc", bases, hits, alarms, strict=True):
        show |= {"b" + name: b, "h" + name: h, "f" + name: f}
        precision[name] = b * h / (b * h + (100 - b) * f)
    ranked = sorted("abc", key=lambda n: -precision[n])
    by_hit = sorted("abc", key=lambda n: -show["h" + n])
    if min(precision[ranked[0]] - precision[ranked[1]], precision[ranked[1]] - precision[ranked[2]]) < 0.05:
        draw.reject()
    return Question(
        show=show,
        truth=order(*ranked),
        steps={"p" + n: precision[n] for n in "abc"},
        wrong={"probability-basics/base-rate-ignored": by_hit} if by_hit != ranked else {},
    )


def second_way(show) -> list:
    """Odds instead of shares."""

    def odds(n):
        return show["b" + n] / (100 - show["b" + n]) * show["h" + n] / show["f" + n]

    return sorted("abc", key=odds, reverse=True)
