"""Length of the decoder's target when spans are cut out."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    spans, mean = draw.integer(6, 30), draw.integer(2, 6)
    noise = spans * mean
    tokens = noise * draw.choice([4, 5, 6, 8]) + draw.integer(0, 9)
    return Question(
        show={"tokens": tokens, "noise": noise, "spans": spans},
        truth=numeric(noise + spans + 1),
        steps={"input": tokens - noise + spans + 1},
        wrong={"pretraining-objectives/target-is-whole": tokens + 1, "pretraining-objectives/one-sentinel": noise + 2},
    )


def second_way(show) -> float:
    """Build both sequences; the kept, the removed, two sentinels a span and two end marks are all there is."""
    removed = [show["noise"] // show["spans"]] * show["spans"]
    target = [x for i, n in enumerate(removed) for x in (f"<{i}>", *["word"] * n)] + ["</s>"]
    return len(target)
