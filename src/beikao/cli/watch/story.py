"""A view in words: the lines of the body, and the keys of the footer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from beikao.cli.screen import hanging, pick, verdict_lines
from beikao.cli.today import command_of
from beikao.cli.watch.view import View
from beikao.grader.words import clean

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text


def body(view: View, width: int) -> Iterator[RenderableType]:
    """From the top: what is watched, what is going on, the hint if one was asked for, the newest verdict."""
    from rich.text import Text

    from beikao.cli.prose import prose

    yield Text.assemble((view.title, "bold"), f" · {clean(', '.join(view.names))}")
    yield Text(status(view), "dim")
    if view.hint:
        yield prose(view.hint)
        yield Text("")
    if view.missing:
        yield Text(missing(view), "yellow")
    elif view.problem is not None:
        yield from problem_lines(view, width)
    elif view.error is not None:
        yield Text(clean(view.error.told(view.lang)), "red")
    elif view.verdict is not None:
        yield from map(hanging, verdict_lines(view.verdict, view.lang, view.misconception, whole=view.whole))
        yield from ending(view)


def status(view: View) -> str:
    """One line: when, and what is being done."""
    parts = [view.at] if view.at else []
    if view.missing:
        return view.at
    if view.busy and view.passing is not None and view.quick_only:
        parts.append(pick(view.lang, f"快检查已判，慢检查进行中 {view.passing.done}/{view.passing.of}",
                          f"quick checks judged, long ones under way {view.passing.done}/{view.passing.of}"))  # fmt: skip
    elif view.busy and view.quick_only:
        parts.append(pick(view.lang, "快检查已判，慢检查进行中", "quick checks judged, long ones under way"))
    elif view.busy and view.verdict is None:
        parts.append(pick(view.lang, "正在启动判题进程……", "the grader is starting…"))
    elif view.busy:
        parts.append(pick(view.lang, "正在判……", "judging…"))
    elif view.unchanged:
        parts.append(pick(view.lang, "已保存，内容没有变", "saved, nothing in it changed"))
    return " · ".join(parts)


def missing(view: View) -> str:
    """Which file is waited for."""
    names = ", ".join(clean(n) for n in view.missing)
    return pick(
        view.lang, f"{names} 不在了。等它回来就重新判。", f"{names} is gone. Judged again as soon as it is back."
    )


def problem_lines(view: View, width: int) -> Iterator[Text]:
    """A syntax error as an editor shows it. It is no attempt: nothing was submitted."""
    from rich.text import Text

    problem = view.problem
    assert problem is not None
    words = pick(view.lang, "语法错误，没有提交", "a syntax error; nothing was submitted")
    yield Text.assemble((problem.place, "bold"), f"  {words}")
    yield from problem.lines(width)


def ending(view: View) -> Iterator[Text]:
    """What a verdict means: passed and what is next, or that the quick checks are not all."""
    from rich.text import Text

    assert view.verdict is not None
    if view.notice is not None:
        yield Text(view.notice[view.lang], "bold")
    if view.quick_only and not view.busy:
        yield Text(
            pick(view.lang, "只判了快检查，没有记录。按 l 判全部。", "Quick checks only, not recorded. l judges all."),
            "dim",
        )
    if view.verdict["state"] != "passed" or view.quick_only:
        return
    yield Text("")
    yield Text(pick(view.lang, "每一项都成立。", "Every check holds."), "green")
    if view.step is not None:
        yield Text.assemble(pick(view.lang, "接下来：", "Next: "), view.step.title[view.lang])
        yield Text(f"  $ {command_of(view.step)}", "bold")


def keys(view: View, *, more: bool) -> list[str]:
    """The footer's pieces, each a key and its word."""
    found = [("r", "重判", "again"), ("h", "提示", "hint")]
    found.append(("d", "收起", "less") if view.whole else ("d", "详情", "details"))
    if view.has_long:
        found.append(("l", "慢检查：开", "long: on") if view.long else ("l", "慢检查：关", "long: off"))
    if more:
        found.append((pick(view.lang, "空格", "space"), "下一页", "more"))
    found.append(("q", "退出", "quit"))
    return [f"{key} {pick(view.lang, zh, en)}" for key, zh, en in found]
