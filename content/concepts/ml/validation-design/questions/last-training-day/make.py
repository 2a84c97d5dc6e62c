"""The last day that may train in a rolling split, when labels need time to become known."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    splits, size = draw.integer(3, 6), draw.choice([7, 10, 14, 30])
    days = splits * size + draw.integer(100, 300)
    delay = draw.integer(3, 14)
    which = draw.integer(1, splits)
    start = days - (splits - which + 1) * size + 1
    return Question(
        show={"days": days, "splits": splits, "size": size, "delay": delay, "which": which},
        truth=numeric(start - 1 - delay),
        steps={"start": start, "before": start - 1},
        wrong={"validation-design/gap-forgotten": start - 1},
    )


def second_way(show) -> float:
    """Lay out the days and ask of each whether its label was known before the block began."""
    blocks = [range(show["days"] - show["size"] * (k + 1) + 1, show["days"] - show["size"] * k + 1)
              for k in range(show["splits"])][::-1]  # fmt: skip
    first = blocks[show["which"] - 1][0]
    return max(day for day in range(1, show["days"] + 1) if day + show["delay"] < first)
