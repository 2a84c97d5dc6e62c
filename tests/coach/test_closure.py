"""Closed sets and parts of falling value, against all subsets."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach.closure import closed, falling


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[str], dict[str, list[str]]]:
    n = draw(st.integers(1, 8))
    refs = [f"r{i}" for i in range(n)]
    needs = {r: [refs[k] for k in draw(st.lists(st.integers(0, i - 1), max_size=3, unique=True))] if i else []
             for i, r in enumerate(refs)}  # fmt: skip
    return refs, needs


def all_closed(refs: list[str], needs: dict[str, list[str]]) -> list[set[str]]:
    subsets = chain.from_iterable(combinations(refs, k) for k in range(len(refs) + 1))
    return [set(s) for s in subsets if all(n in s for r in s for n in needs[r])]


@given(networks(), st.data())
@settings(max_examples=300, deadline=None)
def test_the_closed_set_is_the_heaviest(network: tuple[list[str], dict[str, list[str]]], data: st.DataObject) -> None:
    refs, needs = network
    weight = {r: data.draw(st.integers(-30, 30)) for r in refs}
    found = closed(refs, weight, needs)
    sets = all_closed(refs, needs)
    best = max(sum(weight[r] for r in s) for s in sets)
    assert found in sets and sum(weight[r] for r in found) == best
    assert len(found) == min(len(s) for s in sets if sum(weight[r] for r in s) == best)


@given(networks(), st.data())
@settings(max_examples=300, deadline=None)
def test_parts_fall_in_value_and_none_holds_a_better_one(
    network: tuple[list[str], dict[str, list[str]]], data: st.DataObject
) -> None:
    refs, needs = network
    value = {r: data.draw(st.integers(1, 30)) for r in refs}
    minutes = {r: data.draw(st.integers(1, 200)) for r in refs}
    parts = falling(refs, value, minutes, needs)
    assert sorted(r for part in parts for r in part) == sorted(refs)
    before: set[str] = set()
    ratios = []
    for part in parts:
        ratio = _ratio(part, value, minutes)
        inside = [s for s in all_closed(refs, needs) if before < s | before and s - before <= set(part) and before <= s]
        assert before | set(part) in inside
        assert max(_ratio(s - before, value, minutes) for s in inside if s - before) == ratio
        ratios.append(ratio)
        before |= set(part)
    assert ratios == sorted(ratios, reverse=True)


def _ratio(refs: list[str] | set[str], value: dict[str, int], minutes: dict[str, int]) -> Fraction:
    return Fraction(sum(value[r] for r in refs), sum(minutes[r] for r in refs))
