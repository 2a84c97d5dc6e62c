"""The words for a check that broke on the form of what a submission returned: what came, and what was to come."""

from __future__ import annotations

from typing import Any

from beikao.grader.children import Child
from beikao.grader.compare import kind, show
from beikao.grader.trial import CheckFailed

MISSING_ZH, MISSING_EN = "是不是漏了 `return`？", "Is a `return` missing?"


def stumbled(error: Exception, you: Child, ref: Child | None, called: str) -> CheckFailed:
    """The failure of a check that `error` ended, by what the functions of both returned last."""
    wanted = ref.returned if ref is not None else {}
    name = _suspect(you, wanted)
    if not name:
        what = f"{type(error).__name__}: {error}"
        return CheckFailed(
            f"得到的东西不是任务要求的样子（{what}）。",
            f"What came back is not what the task asks for ({what}).",
            called,
            kind="form",
        )
    got, want = you.returned[name], wanted.get(name)
    shown = show(got), show(want) if name in wanted else ""
    zh, en = _words(error, name, got, want, known=name in wanted)
    return CheckFailed(zh, en, called, *shown, kind="form")


def _suspect(you: Child, wanted: dict[str, Any]) -> str:
    """The function whose value broke the check: one that gave None where the reference did not, else the last asked."""
    empty = [n for n, v in you.returned.items() if v is None and wanted.get(n) is not None]
    last = you.call[0] if isinstance(you.call, tuple) else ""
    return empty[-1] if empty else last if last in you.returned else ""


def _words(error: Exception, name: str, got: Any, want: Any, *, known: bool) -> tuple[str, str]:
    zh, en = form(want) if known else ("", "")
    if got is None and want is not None:
        return (f"`{name}` 返回了 None，应当返回{zh}。{MISSING_ZH}", f"`{name}` returned None; {en} is expected. {MISSING_EN}")  # fmt: skip
    if type(error) is KeyError and type(got) is dict and error.args[0] not in got:
        key = repr(error.args[0])
        return f"`{name}` 返回的字典里没有 {key}。", f"`{name}` returned a dict without {key}."
    if known and form(got) != form(want):
        came_zh, came_en = form(got)
        return f"`{name}` 应当返回{zh}，返回的却是{came_zh}。", f"`{name}` should return {en}; it returned {came_en}."
    what = f"{type(error).__name__}: {error}"
    return (f"`{name}` 返回的东西不是任务要求的样子（{what}）。", f"What `{name}` returned is not what the task asks for ({what}).")  # fmt: skip


def form(value: Any) -> tuple[str, str]:
    """What kind of thing a value is, in both languages: of a list or tuple also of what, of a dict its keys."""
    name = kind(value)
    if name in ("list", "tuple"):
        return _sequence(value, name)
    if name == "dict":
        keys = "、".join(map(repr, list(value)[:6])), ", ".join(map(repr, list(value)[:6]))
        return (f"含 {keys[0]} 的字典", f"a dict with {keys[1]}") if value else ("空字典", "an empty dict")
    return NAMES.get(name, (f" {name}", f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}"))


def _sequence(value: Any, name: str) -> tuple[str, str]:
    of_zh, of_en = ITEMS.get(_one_kind(value), ("", ""))
    if name == "list":
        return (f"由{of_zh}组成的列表", f"a list of {of_en}") if of_en else ("列表", "a list")
    n = len(value)
    return f"由 {n} 个{of_zh}组成的元组" if of_zh else f"有 {n} 项的元组", f"a tuple of {n} {of_en or 'items'}"


def _one_kind(values: Any) -> str:
    kinds = {kind(v) for v in values}
    return kinds.pop() if len(kinds) == 1 else ""


ITEMS = {"ndarray": ("数组", "arrays"), "Tensor": ("张量", "tensors"), "float": ("数", "numbers"), "int": ("整数", "integers"),
         "str": ("字符串", "strings"), "bool": ("布尔值", "booleans"), "tuple": ("元组", "tuples"), "list": ("列表", "lists"),
         "dict": ("字典", "dicts")}  # fmt: skip
NAMES = {"ndarray": ("数组", "an array"), "Tensor": ("张量", "a tensor"), "float": ("一个数", "a number"), "int": ("整数", "an integer"),
         "str": ("字符串", "a string"), "bool": ("布尔值", "a boolean"), "None": (" None", "None"), "bytes": ("字节串", "bytes")}  # fmt: skip
