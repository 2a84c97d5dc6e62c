"""What a lesson looks like on a terminal."""

from __future__ import annotations

import pytest

from beikao.cli.screen import markdown


def test_blanks_are_seen_and_code_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    markdown("分数 ____、____；权重 ____、____。\n\n```python\nx = ____\n```\n\n`a____b`\n")
    shown = capsys.readouterr().out
    assert "分数 ____、____；权重 ____、____。" in shown
    assert "x = ____" in shown and "a____b" in shown and "\\" not in shown
