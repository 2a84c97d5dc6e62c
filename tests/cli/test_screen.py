"""What a lesson looks like on a terminal."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from beikao.cli.questions import given_of
from beikao.cli.screen import markdown


def test_blanks_are_seen_and_code_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    markdown("分数 ____、____；权重 ____、____。\n\n```python\nx = ____\n```\n\n`a____b`\n")
    shown = capsys.readouterr().out
    assert "分数 ____、____；权重 ____、____。" in shown
    assert "x = ____" in shown and "a____b" in shown and "\\" not in shown


def test_formulas_are_said_or_left_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    markdown(
        r"和 $\sigma_i\,u_i v_i^\top$，集合 $\{x\mid\|x\|\le1\}$，矩阵 $\begin{pmatrix}1&\;2\\3&4\end{pmatrix}\!$。"
    )
    shown = "".join(capsys.readouterr().out.splitlines())
    assert "σᵢ uᵢ vᵢᵀ" in shown and "{x | ‖x‖ ≤ 1}" in shown
    assert r"$\begin{pmatrix}1&\;2\\3&4\end{pmatrix}\!$" in shown


def test_lines_of_chinese(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Full lines across a border of Latin and Chinese, no stop at a line's start, no blanks at its end."""
    monkeypatch.setenv("COLUMNS", "80")
    markdown("这一层的缓存只有原来的四分之一，所以同样的显存能放下更多请求，难怪都谈 KV 缓存压缩与量化。")
    first, second = capsys.readouterr().out.splitlines()
    assert first == first.rstrip() and second == second.rstrip()
    assert "KV 缓" in first
    markdown("字" * 40 + "。后面还有字")
    assert capsys.readouterr().out.splitlines()[1].startswith("字。")


def test_numbers_apart_by_any_comma() -> None:
    options = tuple((slug, {"zh": slug, "en": slug}) for slug in "abc")
    asked = SimpleNamespace(question=SimpleNamespace(kind="choices"), options=options)
    for text in ("1 3", "1,3", "1，3", "1、 3"):
        assert given_of(asked, text, "zh") == ["a", "c"]  # type: ignore[arg-type]
