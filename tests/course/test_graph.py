"""The prerequisite graph, against networkx."""

from __future__ import annotations

import itertools
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.course import Lab, load
from beikao.course.graph import ancestors, closure, dependants, find_cycle, study_order
from beikao.course.manifest import Faults
from beikao.course.structure import _check_graph
from tests.course.tiny import write_concept, write_root


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory):
    root = write_root(tmp_path_factory.mktemp("graph") / "content")
    write_concept(root, "c", needs=("a",))
    write_concept(root, "d", needs=("b", "c"))
    return load([root])


def test_order_and_ancestors(course) -> None:
    order = [c.slug for c in study_order(course)]
    graph = nx.DiGraph([(n, c.slug) for c in course.concepts.values() for n in c.needs])
    assert all(order.index(a) < order.index(b) for a, b in graph.edges)
    for slug in course.concepts:
        assert ancestors(course, slug) == nx.ancestors(graph, slug)
    assert set(dependants(course, "a")) == {"b", "c"}
    assert closure(course, ["d", "not-there"]) == {"a", "b", "c", "d"}
    assert closure(course, []) == frozenset()


@given(st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef"), max_size=3), max_size=6))
def test_a_cycle_is_found_exactly_when_there_is_one(needs: dict[str, set[str]]) -> None:
    graph = nx.DiGraph([(n, slug) for slug, ns in needs.items() for n in ns])
    cycle = find_cycle(needs)
    assert bool(cycle) is not nx.is_directed_acyclic_graph(graph)
    if cycle:
        assert cycle[0] == cycle[-1]
        assert all(a in needs[b] or b in needs.get(a, ()) for a, b in itertools.pairwise(cycle))


def test_labs_that_wait_for_one_another_are_refused() -> None:
    """`one` gates a and b, `two` gates c and d; b needs c and d needs a: nobody could ever pass either."""
    from tests.coach.small_course import concept, course, lab

    knot = (concept("a"), concept("c"), concept("b", needs=("c",)), concept("d", needs=("a",)))
    labs = (lab("one", "a", "b"), lab("two", "c", "d"))

    def faults(*which: Lab) -> list[str]:
        log = Faults(Path())
        _check_graph(course(*knot, labs=which), log)
        return [f.what for f in log.items]

    assert faults() == faults(labs[0]) == faults(labs[1]) == []
    assert len(found := faults(*labs)) == 1 and "labs wait for one another" in found[0] and "lab:one" in found[0]
    assert faults(*labs, lab("three", "a")) == [], "another way to prove a"
