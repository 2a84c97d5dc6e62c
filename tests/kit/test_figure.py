"""Figure data: slider positions, marks that refuse nonsense."""

from __future__ import annotations

import pytest

from beikao.kit import Figure, Plot, Slider


def test_slider_positions_include_both_ends() -> None:
    assert Slider(1, 7, step=2, start=1).values() == [1, 3, 5, 7]
    assert Slider(0, 1, step=0.1, start=0).values()[-1] == 1.0
    assert all(isinstance(v, int) for v in Slider(1, 4, step=1, start=1).values())


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
