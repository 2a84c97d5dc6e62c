"""What a learner reads when something is wrong exists in Chinese too: read off the sources, so that a new error cannot forget it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import beikao
from beikao.errors import UsageError

SOURCES = Path(beikao.__file__).parent
ERRORS = {"UsageError", "NotFoundError", "EnvironmentFault", "NotPassed", "NoKata", "Busy"}
AUTHORS_ONLY = {
    "cli/content.py": "`beikao content` is for authors of units",
    "study/audit.py": "what `content audit` says to an author",
    "study/fair.py": "what `content fair` says to an author",
    "study/prove.py": "what `content check` says to an author",
    "study/scaffold.py": "what `content new` says to an author",
}
HAN = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,.?!;:]({HAN}|\s|\Z)")
HOLE = "\0"  # stands for what an f-string puts in


@cache
def errors_made() -> tuple[tuple[str, ast.Call], ...]:
    return tuple(_errors_made())


def _errors_made() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        if name in AUTHORS_ONLY:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                yield f"{name}:{node.lineno}", node


def words_of(call: ast.Call) -> dict[str, ast.expr]:
    return {word.arg: word.value for word in call.keywords if word.arg}


def text_of(value: ast.expr) -> str:
    """The literal text of an expression, the strings of a choice one after the other; a hole for what is computed."""
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(text_of(part) for part in parts)
        case ast.IfExp(body=body, orelse=orelse):
            return text_of(body) + HOLE + text_of(orelse)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return text_of(left) + text_of(right)
    return HOLE


def test_every_error_that_a_learner_meets_is_written_in_chinese_too() -> None:
    bare = [place for place, call in errors_made() if "zh" not in words_of(call)]
    assert not bare


def test_where_there_is_advice_it_is_in_chinese_too() -> None:
    bare = [place for place, call in errors_made() if "hint" in words_of(call) and "hint_zh" not in words_of(call)]
    assert not bare


def test_the_chinese_is_chinese() -> None:
    texts = [(place, text_of(words_of(call)["zh"])) for place, call in errors_made() if "zh" in words_of(call)]
    assert len(texts) > 100
    assert not [place for place, text in texts if text.strip(HOLE) and not re.search(HAN, text)]


def test_chinese_has_marks_of_full_width() -> None:
    wrong = [
        (place, name)
        for place, call in errors_made()
        for name, value in words_of(call).items()
        if name in ("zh", "hint_zh") and HALF_WIDTH.search(text_of(value))
    ]
    assert not wrong


def test_modules_named_as_exceptions_are_there() -> None:
    assert not [name for name in AUTHORS_ONLY if not (SOURCES / name).is_file()]


@pytest.mark.parametrize(("language", "words"), [
    ("zh", "学习率: 读不成数\n写一个数。"), ("en", "学习率: this is no number\nWrite a number."),
])  # fmt: skip
def test_an_error_is_told_whole_in_either_language(language: str, words: str) -> None:
    error = UsageError("this is no number", where="学习率", hint="Write a number.", zh="读不成数", hint_zh="写一个数。")
    assert error.told(language) == words


def test_an_error_without_chinese_is_told_in_english() -> None:
    assert UsageError("this is no number", hint="Write a number.").told("zh") == "this is no number\nWrite a number."
