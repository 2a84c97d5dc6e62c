"""A section's Markdown as blocks."""

from __future__ import annotations

from beikao.study.blocks import parse


def test_directives_stand_alone() -> None:
    blocks = parse("前文\n\n:::figure spectrum k=8 decay=1\n\n后文 :::figure not-this\n")
    assert [b.kind for b in blocks] == ["prose", "figure", "prose"]
    assert blocks[1].slug == "spectrum"
    assert blocks[1].params == {"k": "8", "decay": "1"}


def test_folds_nest() -> None:
    (fold,) = parse(":::fold 答案\n里面\n:::note\n旁注\n:::end\n:::question q\n:::end\n")
    assert fold.title == "答案"
    assert [b.kind for b in fold.blocks] == ["prose", "note", "question"]
    assert fold.blocks[1].blocks[0].markdown == "旁注"


def test_code_is_left_alone() -> None:
    text = "```python\n:::figure spectrum\n```"
    (only,) = parse(text)
    assert only.kind == "prose"
    assert only.markdown == text
