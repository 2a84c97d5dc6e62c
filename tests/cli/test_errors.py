"""Errors are told in the learner's language, whatever the terminal's; before one is chosen, in the terminal's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import beikao


@pytest.mark.parametrize(("chosen", "locale", "words"), [
    ("zh", "en_US.UTF-8", "没有概念"), ("en", "zh_CN.UTF-8", "there is no concept"),
    ("", "zh_CN.UTF-8", "没有概念"), ("", "en_US.UTF-8", "there is no concept"),
])  # fmt: skip
def test_an_error_speaks_the_learners_language(chosen: str, locale: str, words: str) -> None:
    env = {"LANG": locale, "LC_ALL": locale, "LC_MESSAGES": locale}
    if chosen:
        assert beikao("config", "language", chosen).code == 0
    found = beikao("place", "--know", "nothing", env=env)
    assert found.code == 3 and words in found.err


def test_an_error_that_hides_the_record_falls_back_to_the_terminals_language() -> None:
    found = beikao("place", env={"BEIKAO_CONTENT": "/nowhere", "LC_ALL": "zh_CN.UTF-8"})
    assert found.code != 0 and "beikao: " in found.err and "Traceback" not in found.err


@pytest.mark.parametrize(("chosen", "locale", "words"), [
    ("zh", "en_US.UTF-8", "没有命令「gte」"), ("en", "zh_CN.UTF-8", "No such command"), ("", "zh_CN.UTF-8", "没有命令「gte」"),
])  # fmt: skip
def test_a_wrong_command_line_is_told_in_the_learners_language(chosen: str, locale: str, words: str) -> None:
    if chosen:
        other = "en" if chosen == "zh" else "zh"
        assert beikao("config", "language", other).code == beikao("config", "language", chosen).code == 0
    found = beikao("lab", "gte", env={"LANG": locale, "LC_ALL": locale, "LC_MESSAGES": locale})
    assert found.code == 2 and words in found.err


def test_a_record_that_is_damaged_leaves_the_terminals_language(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").write_bytes(b"no database" * 1000)
    found = beikao("lab", "gte", env={"BEIKAO_HOME": str(tmp_path), "LC_ALL": "zh_CN.UTF-8"})
    assert found.code == 2 and "没有命令「gte」" in found.err
