"""Errors are told in the learner's language, whatever the terminal's; before one is chosen, in the terminal's."""

from __future__ import annotations

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
