"""Tree: edits of text files that fail loudly."""

from __future__ import annotations

import pytest

from beikao.kit import Tree


def test_replace_needs_exactly_one() -> None:
    tree = Tree({"a.py": "x = 1\nx = 1\n", "b.json": '{"lr": 1}'})
    with pytest.raises(ValueError, match="found 2"):
        tree.replace("a.py", "x = 1", "x = 2")
    with pytest.raises(KeyError, match=r"a\.py, b\.json"):
        tree.read("c.py")
    config = tree.json("b.json")
    config["lr"] = 2
    tree.write_json("b.json", config)
    assert tree.json("b.json") == {"lr": 2}
    tree.remove("a.py")
    assert list(tree) == ["b.json"]
    assert "a.py" not in tree
