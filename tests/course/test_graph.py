"""The prerequisite graph, against networkx."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.course import load
from beikao.course.graph import ancestors, closure, dependants, find_cycle, study_order
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
