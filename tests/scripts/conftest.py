"""Lets the tests import what stands in scripts/poems, which is run as a script and belongs to no package."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(ROOT / "scripts" / "poems"))
    yield
    for name in {"corpus", "count", "evaluate", "held", "kneser_ney", "tokenise", "train"} & (
        set(sys.modules) - before
    ):
        del sys.modules[name]
