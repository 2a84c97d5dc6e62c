"""Draw: the same numbers for ever, uniform where it says so, normal against scipy."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from beikao.kit import Draw, Rejected


def test_numbers_are_pinned() -> None:
    """These numbers were drawn once; a change here changes every question ever asked."""
    d = Draw("concept/question", 7)
    assert [d.integer(0, 99) for _ in range(5)] == [96, 44, 55, 90, 36]
    assert d.uniform() == pytest.approx(0.0497280130, abs=1e-9)
    assert d.shuffle("abcdef") == list("fbedca")
    assert d.normal(2).tolist() == pytest.approx([1.0953933089, -0.6597139793], abs=1e-9)


@given(st.text(max_size=20), st.integers(0, 2**48), st.integers(-1000, 1000), st.integers(0, 1000))
def test_same_unit_and_seed_same_numbers(unit: str, seed: int, low: int, width: int) -> None:
    a, b = Draw(unit, seed), Draw(unit, seed)
    first = [a.integer(low, low + width) for _ in range(3)]
    assert first == [b.integer(low, low + width) for _ in range(3)]
    assert all(low <= x <= low + width for x in first)


def test_normal_is_normal() -> None:
    x = Draw("n", 1).normal(200_000)
    assert scipy.stats.kstest(x, "norm").pvalue > 0.01
    assert np.isfinite(x).all()


def test_quantile_agrees_with_scipy() -> None:
    from beikao.kit.draw import _normal_quantile

    p = np.concatenate([np.linspace(1e-9, 1 - 1e-9, 5001), 10.0 ** -np.arange(10, 300, 10)])
    assert np.allclose(_normal_quantile(p), scipy.stats.norm.ppf(p), rtol=1e-13, atol=1e-14)


def test_quantile_is_to_the_bit_what_it_was() -> None:
    """A stored seed must give the same inputs for ever: numpy's own polynomials, which it was first written with."""
    from beikao.kit import draw

    def ratio(top: tuple[float, ...], bottom: tuple[float, ...], r: np.ndarray) -> np.ndarray:
        return np.polyval(top[::-1], r) / np.polyval(bottom[::-1], r)

    p = np.concatenate(
        [np.linspace(1e-9, 1 - 1e-9, 5001), 10.0 ** -np.arange(10, 300, 10), 1 - 2.0 ** -np.arange(2, 54)]
    )
    q = p - 0.5
    r = np.sqrt(-np.log(np.minimum(p, 1 - p)))
    inner = np.abs(q) <= 0.425
    tail = np.where(r <= 5, ratio(draw._C, draw._D, r - 1.6), ratio(draw._E, draw._F, r - 5))
    want = np.where(inner, q * ratio(draw._A, draw._B, 0.180625 - q**2), np.sign(q) * tail)
    assert np.array_equal(draw._normal_quantile(p), want)
    for few in (p[:0], p[:1], p[3000:3001]):
        assert np.array_equal(draw._normal_quantile(few), want[np.isin(p, few)])


def test_integers_are_uniform() -> None:
    d = Draw("u", 3)
    counts = np.bincount([d.integer(0, 9) for _ in range(20_000)], minlength=10)
    assert scipy.stats.chisquare(counts).pvalue > 0.001


def test_children_are_independent_and_do_not_move_the_parent() -> None:
    a, b = Draw("c", 1), Draw("c", 1)
    a.child("x").normal(100)
    assert a.integer(0, 10**9) == b.integer(0, 10**9)
    assert Draw("c", 1).child("x").integer(0, 10**9) != Draw("c", 1).child("y").integer(0, 10**9)


def test_first_shape_comes_again() -> None:
    shapes = list(Draw("s", 1).shapes(4, low=1, high=33))
    assert len(shapes) == 4
    assert shapes[0] == shapes[-1]


def test_kinds_of_normal() -> None:
    import torch

    d = Draw("k", 1)
    assert d.normal(2, 3).dtype == np.float64
    assert d.normal(2, 3, like="float32").dtype == np.float32
    assert d.normal(2, 3, like="torch").dtype == torch.float32
    assert isinstance(d.normal(), float)
    with pytest.raises(ValueError, match="like="):
        d.normal(2, like="bf16")


def test_bad_calls() -> None:
    with pytest.raises(ValueError, match="above high"):
        Draw("b", 1).integer(3, 2)
    with pytest.raises(Rejected):
        Draw("b", 1).reject()
