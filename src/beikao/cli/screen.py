"""How things look on a terminal: console, language, JSON, verdicts, texts."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from textwrap import indent
from typing import TYPE_CHECKING, Any

from beikao.study.verdicts import Told, told

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from beikao.study.desk import Desk


def console() -> Console:
    """Rich console on stdout; plain when stdout is no terminal or NO_COLOR is set."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def talk(text: str) -> None:
    """A remark for people, on stderr."""
    print(text, file=sys.stderr)


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


def markdown(text: str) -> None:
    """Markdown on the terminal; formulas stay as TeX."""
    from rich.markdown import Markdown

    console().print(Markdown(_blanks(re.sub(r"\[@([a-z0-9-]+)\]", r"[\1]", text))))


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


def _blanks(text: str) -> str:
    """Blanks to fill in as they are: outside code, Markdown would take two of them for bold (`beikao.workers.prose`)."""
    parts = re.split(r"(^```.*?^```|`[^`\n]*`)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(p if n % 2 else re.sub(r"_{3,}", lambda m: r"\_" * len(m[0]), p) for n, p in enumerate(parts))


def show_verdict(verdict: Mapping[str, Any], lang: str, misconception: str | None = None) -> None:
    """A verdict on stdout, whole; a layer the sandbox lacks is told on stderr."""
    out = console()
    for line in verdict_lines(verdict, lang, misconception):
        out.print(hanging(line))
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
        yield Text(f"   {verdict['limit']['kind']} ≤ {verdict['limit']['limit']:g}")
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
