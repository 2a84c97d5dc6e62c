"""The six checks as a lab of beikao has them."""

from cases import ATOL_SCALE, RTOL, cases

from beikao.kit import Trial, check


def same(t: Trial, name: str) -> None:
    """Every case of a check, on the submission and on the reference."""
    for q, k, v, causal in cases(name):
        t.agree(lambda m: m.sdpa(q, k, v, causal), rtol=RTOL, atol_scale=ATOL_SCALE)  # noqa: B023 - called at once


@check
def plain(t: Trial) -> None:
    """No mask."""
    same(t, "plain")


@check
def causal(t: Trial) -> None:
    """Nobody sees what comes later."""
    same(t, "causal")


@check
def wide_heads(t: Trial) -> None:
    """Scores are divided by the root of the width."""
    same(t, "wide-heads")


@check
def large_scores(t: Trial) -> None:
    """A softmax that does not overflow."""
    same(t, "large-scores")


@check
def other_lengths(t: Trial) -> None:
    """More keys than queries."""
    same(t, "other-lengths")


@check
def rows_sum_to_one(t: Trial) -> None:
    """Values of one come back as one."""
    same(t, "rows-sum-to-one")
