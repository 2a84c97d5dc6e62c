"""The parts of the small model name labs that are there or being written, and what was measured is told once a model."""

from __future__ import annotations

import tomllib
from pathlib import Path

from beikao.study.verse import FOLDER, figures
from tests.conftest import CONTENT, ROOT
from tests.small_poet import write_poet


def test_every_lab_named_is_there_or_being_written() -> None:
    listed = tomllib.loads((FOLDER / "parts.toml").read_text(encoding="utf-8"))["part"]
    known = {
        p.name for folder in (CONTENT / "labs", ROOT / "drafts" / "labs") if folder.exists() for p in folder.iterdir()
    }
    assert {lab for part in listed for lab in part["labs"]} <= known
    assert sum(bool(set(part["labs"]) & {p.name for p in (CONTENT / "labs").iterdir()}) for part in listed) >= 5
    assert all(part["name"]["zh"] and part["name"]["en"] for part in listed)


def test_the_figures_name_each_model_once(tmp_path: Path) -> None:
    found = figures(write_poet(tmp_path / "poems"))
    assert [key for key, _ in found.rows] == ["unigram", "kn", "gpt2", "ours", "shipped"]
    assert (found.parameters, found.tokens, dict(found.rows)["shipped"]) == (20_000, 5_000, 150.0)
