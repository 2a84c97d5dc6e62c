"""What the package imports is what it declares: an empty environment has nothing that came along by chance."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.conftest import ROOT

HOST = {"IPython": "notebook.py"}  # it loads that module into itself, so it is there


def plain(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(root: Path) -> dict[str, str]:
    """Top-level module -> a file that imports it, for everything outside the standard library and the package itself."""
    found: dict[str, str] = {}
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            found |= {n.partition(".")[0]: path.name for n in names}
    return {n: f for n, f in found.items() if n not in sys.stdlib_module_names and n != "beikao"}


def test_every_import_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    every = [*project["dependencies"], *project["optional-dependencies"].get("school", ())]
    declared = {plain(re.split(r"[<>=!~;\[ ]", d)[0]) for d in every}
    homes = packages_distributions()
    missing = {
        name: where
        for name, where in imported(ROOT / "src" / "beikao").items()
        if not declared & {plain(d) for d in homes.get(name, [name])}
    }
    assert missing == HOST


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["check"]]
    pinned = {plain(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().split()}
    assert {plain(re.split(r"[<>=!~;\[ ]", w)[0]) for w in wanted} - pinned == set()
