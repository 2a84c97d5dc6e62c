"""The one check of the probe: a value goes to the sandbox and comes back."""

from beikao.kit import Trial, check


@check
def same_answer(t: Trial) -> None:
    """A number returns."""
    number = t.draw.integer(0, 10**6)
    t.agree(lambda m: m.same(number), exact=True)
