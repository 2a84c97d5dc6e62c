"""What serves each item of the guide, against the manifests read a second way."""

from __future__ import annotations

import tomllib
from collections import defaultdict

from beikao.course import load
from beikao.study.coverage import coverage
from tests.conftest import CONTENT
from tests.running import beikao


def named() -> dict[str, set[str]]:
    """item -> units, straight from the files."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, pattern in (
        ("concept", "concepts/*/*/concept.toml"),
        ("lab", "labs/*/lab.toml"),
        ("drill", "drills/*/drill.toml"),
    ):
        for path in CONTENT.glob(pattern):
            for item in tomllib.loads(path.read_text(encoding="utf-8")).get("guide", []):
                found[item].add(f"{kind}:{path.parent.name}")
    return found


def test_every_item_with_what_serves_it() -> None:
    items = tomllib.loads((CONTENT / "guide.toml").read_text(encoding="utf-8"))["item"]
    served, expected = coverage(load([CONTENT])), named()
    assert set(served) == set(items)
    assert len(items) == 243
    assert {slug: set(s.by) for slug, s in served.items() if s.by} == dict(expected)


def test_the_command() -> None:
    told = beikao("content", "coverage", "--json").json()
    assert told["items"] == 243
    assert told["served"] == len(named()) == sum(bool(row["by"]) for row in told["by_item"].values())
    shown = told["by_item"]["s1.1.1-09"]
    assert shown["shown"].startswith("svd/")
    assert f"{told['served']} of 243" in beikao("content", "coverage").out
