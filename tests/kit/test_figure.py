"""Figure data: slider positions, marks that refuse nonsense."""

from __future__ import annotations

import pytest

from beikao.kit import Figure, Plot, Slider, Text


def test_slider_positions_include_both_ends() -> None:
    assert Slider(1, 7, step=2, start=1).values() == [1, 3, 5, 7]
    assert Slider(0, 1, step=0.1, start=0).values()[-1] == 1.0
    assert all(isinstance(v, int) for v in Slider(1, 4, step=1, start=1).values())


def test_a_line_of_text_is_short_and_shows_what_it_is() -> None:
    line = Text("a start", most=6)
    assert line.clean("名可名 非常名") == "名可名 非常"
    assert line.clean("a\tb\r\nc") == "a b  c"  # breaks are spaces: one line
    assert line.clean("\x00\x1b[31m\u202e\u2066x\ud800") == "[31mx"  # no controls, nothing that turns the writing round
    assert line.clean("  x  ") == "  x  "  # spaces are tokens too
    assert line.clean("👨‍👩‍👧‍👦") == "👨‍👩‍👧"[:5] + "\u200d"  # joiners stay, the cut is by characters
    assert line.clean("\0" * 10**6 + "x") == ""  # what is looked at is bounded as well
    assert line.clean("") == ""


def test_marks_refuse_what_they_cannot_draw() -> None:
    with pytest.raises(ValueError, match="tone"):
        Plot().line([1, 2], tone="red")
    with pytest.raises(ValueError, match="2 xs but 3 ys"):
        Plot().line([1, 2, 3], xs=[1, 2])
    with pytest.raises(ValueError, match="exactly one"):
        Plot().rule(x=1, y=2)


def test_panels() -> None:
    one = Plot().line([1, 2])
    assert Figure({}, one, {}).panels() == [one]
    assert Figure({}, [one, one], {}).panels() == [one, one]
