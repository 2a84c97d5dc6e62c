"""How things look on a terminal: console, language, JSON, verdicts, texts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from textwrap import indent
from typing import TYPE_CHECKING, Any

from beikao.study.verdicts import Told, told

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from beikao.errors import BeikaoError
    from beikao.study.desk import Desk


def console() -> Console:
    """A console on stdout; plain when stdout is no terminal or NO_COLOR is set."""
    from beikao.cli.lines import Screen

    return Screen()


def talk(text: str) -> None:
    """A remark for people, on stderr."""
    print(text, file=sys.stderr)


def refuse(error: BeikaoError, lang: str) -> None:
    """What is wrong with what was just typed, on stderr."""
    talk("\n".join(filter(None, error.words(lang))))


def print_json(value: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def language(desk: Desk) -> str:
    """The learner's language; before one is chosen, that of the locale."""
    from beikao.study.profile import profile

    chosen = profile(desk).language
    return chosen or locale_language()


def locale_language() -> str:
    """zh or en, as the terminal is set."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def pick(lang: str, zh: str, en: str) -> str:
    """The words of one language."""
    return zh if lang == "zh" else en


def listing(*heads: str, rows: Sequence[Sequence[str]], names: int = 0) -> None:
    """A table on stdout. Column `names` holds what is typed back, such as slugs: it is never cut or broken."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    longest = max((len(row[names]) for row in rows), default=0)
    for place, head in enumerate(heads):
        table.add_column(head, no_wrap=place == names, min_width=longest if place == names else None, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def markdown(text: str) -> None:
    """Markdown on the terminal."""
    from beikao.cli.prose import prose

    console().print(prose(text))


STATES = {
    "zh": {
        "passed": "通过", "failed": "未通过", "timeout": "超时", "out_of_memory": "内存不足", "crashed": "崩溃",
        "protocol_error": "通信不合规", "refused": "被拒绝", "withdrawn": "已撤回", "unavailable": "这台机器暂时判不了",
        "grader_error": "判题出错，不计入",
    },
    "en": {
        "passed": "passed", "failed": "not passed", "timeout": "out of time", "out_of_memory": "out of memory",
        "crashed": "crashed", "protocol_error": "broken wire", "refused": "refused", "withdrawn": "withdrawn",
        "unavailable": "cannot be judged on this machine", "grader_error": "the grader failed, nothing was counted",
    },
}  # fmt: skip
MARKS = {True: ("✓", "green"), False: ("✗", "red")}


def show_verdict(
    verdict: Mapping[str, Any], lang: str, misconception: str | None = None, tree: Mapping[str, str] | None = None
) -> None:
    """A verdict on stdout, whole; below it, where the judged `tree` does not even compile, the line and a caret. A layer the
    sandbox lacks is told on stderr."""
    from beikao.cli.watch.syntax import first_problem

    out = console()
    for line in verdict_lines(verdict, lang, misconception):
        out.print(hanging(line))
    problem = first_problem(tree or {}) if verdict["state"] != "passed" else None
    if problem is not None:
        out.print(problem.place, markup=False, style="bold")
        for text in problem.lines(out.width):
            out.print(text, no_wrap=True)
    for layer in verdict["sandbox"].get("degraded", []):
        talk(pick(lang, f"沙箱缺少一层：{layer}", f"The sandbox lacks a layer: {layer}"))


def verdict_lines(verdict: Mapping[str, Any], lang: str, misconception: str | None = None, *,
                  whole: bool = True) -> Iterator[Text]:  # fmt: skip
    """A verdict in lines: state and score, then each check; for a failed one what was called, what came and what was
    expected. Not `whole`: that of the first failed check alone, and nothing the program printed."""
    from rich.text import Text

    colour = "green" if verdict["state"] == "passed" else "red"
    state = STATES[lang].get(verdict["state"], verdict["state"])
    yield Text.assemble(
        (state, f"bold {colour}"), f" · {verdict['score']:.0%} · {verdict['ms'].get('total', 0):.0f} ms"
    )
    if verdict.get("limit"):
        yield Text(f"   {_limit(verdict['limit'], lang)}")
    told_one = False
    for item in told(verdict):
        passed = item.check["passed"]
        yield Text.assemble(" ", MARKS[passed], f" {item.check['title'][lang]}")
        if not passed and (whole or not told_one):
            told_one = True
            yield from _failure_lines(item, lang)
    if misconception:
        yield Text(misconception, "yellow")
    if whole and verdict.get("output"):
        yield Text(pick(lang, "程序的输出：", "Your program printed:"))
        yield Text(verdict["output"], "dim")


def _limit(limit: Mapping[str, Any], lang: str) -> str:
    """Which limit was hit, and what was used where that is known."""
    seconds, used = limit["kind"] == "seconds", limit.get("used")
    unit = "s" if seconds else "MiB"
    if lang == "zh":
        what = "时间" if seconds else "内存"
        return f"{what}上限 {limit['limit']:g} {unit}" + (f"，用了 {used:g} {unit}" if used else "")
    what = "time" if seconds else "memory"
    return f"{what} limit {limit['limit']:g} {unit}" + (f", {used:g} {unit} used" if used else "")


def hanging(line: Text) -> RenderableType:
    """A line that, where it has to wrap, keeps its indent."""
    from rich.padding import Padding

    indent = len(line.plain) - len(line.plain.lstrip(" "))
    return Padding(line[indent:], (0, 0, 0, indent), expand=False) if 0 < indent < 8 else line


def _failure_lines(item: Told, lang: str) -> Iterator[Text]:
    from rich.text import Text

    names = {
        "called": pick(lang, "调用", "called"),
        "got": pick(lang, "得到", "got"),
        "want": pick(lang, "应为", "expected"),
        "where": pick(lang, "位置", "where"),
    }
    message = item.check["message"].get(lang) or ""
    if message:
        yield Text(f"   {message}")
    for key, text in item.rows(lang):
        text = "\n" + indent(text, "      ") if "\n" in text else text
        yield Text.assemble("   ", (names.get(key, key), "dim"), f"  {text}")
    if item.also:
        titles = pick(lang, "；", "; ").join(title[lang] for title in item.also)
        yield Text.assemble(
            "   ", (pick(lang, "同一原因没有通过：", "not passed for the same reason: "), "dim"), titles
        )
