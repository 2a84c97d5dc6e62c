"""How things look on a terminal: console, language, JSON, verdicts, texts."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from beikao.study.verdicts import Told, told

if TYPE_CHECKING:
    from rich.console import Console

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
    if chosen:
        return chosen
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def pick(lang: str, zh: str, en: str) -> str:
    """The words of one language."""
    return zh if lang == "zh" else en


def markdown(text: str) -> None:
    """Markdown on the terminal; formulas stay as TeX."""
    from rich.markdown import Markdown

    console().print(Markdown(re.sub(r"\[@([a-z0-9-]+)\]", r"[\1]", text)))


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
MARKS = {True: ("[green]✓[/green]"), False: ("[red]✗[/red]")}


def show_verdict(verdict: Mapping[str, Any], lang: str, misconception: str | None = None) -> None:
    """A verdict: state and score, then each check; for a failed one what was called, what came and what was expected."""
    from rich.markup import escape

    out = console()
    colour = "green" if verdict["state"] == "passed" else "red"
    total = verdict["ms"].get("total", 0)
    state = STATES[lang].get(verdict["state"], verdict["state"])
    out.print(f"[bold {colour}]{state}[/] · {verdict['score']:.0%} · {total:.0f} ms")
    if verdict.get("limit"):
        out.print(f"   {verdict['limit']['kind']} ≤ {verdict['limit']['limit']:g}")
    for item in told(verdict):
        out.print(f" {MARKS[item.check['passed']]} {escape(item.check['title'][lang])}")
        if not item.check["passed"]:
            _show_failure(out, item, lang)
    if misconception:
        out.print(f"[yellow]{escape(misconception)}[/yellow]")
    if verdict.get("output"):
        out.print(pick(lang, "程序的输出：", "Your program printed:"))
        out.print(escape(verdict["output"]), style="dim")
    for layer in verdict["sandbox"].get("degraded", []):
        talk(pick(lang, f"沙箱缺少一层：{layer}", f"The sandbox lacks a layer: {layer}"))


def _show_failure(out: Console, item: Told, lang: str) -> None:
    from rich.markup import escape

    names = {
        "called": pick(lang, "调用", "called"),
        "got": pick(lang, "得到", "got"),
        "want": pick(lang, "应为", "expected"),
        "where": pick(lang, "位置", "where"),
    }
    message = item.check["message"].get(lang) or ""
    if message:
        out.print(f"   {escape(message)}")
    for key, text in item.rows(lang):
        out.print(f"   [dim]{escape(names.get(key, key))}[/dim]  {escape(text)}")
    if item.also:
        titles = pick(lang, "；", "; ").join(title[lang] for title in item.also)
        out.print(
            f"   [dim]{pick(lang, '同一原因没有通过：', 'not passed for the same reason: ')}{escape(titles)}[/dim]"
        )
