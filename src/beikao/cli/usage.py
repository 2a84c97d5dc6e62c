"""Wrong command lines, told in Chinese: what the parser says in English, by pattern. English stays the parser's own."""

from __future__ import annotations

import re
import sys
from typing import Any

NEAR = r"(?: \(Possible options: (?P<many>.*)\)| Did you mean (?P<one>.*)\?)?"
SAID = tuple(
    (re.compile(pattern + r"\.?\Z", re.DOTALL), zh)
    for pattern, zh in (
        (rf"No such command '(?P<a>.*?)'\.?{NEAR}", "没有命令「{a}」"),
        (rf"No such option:? '?(?P<a>\S+?)'?\.?{NEAR}", "没有选项 {a}"),
        (r"Missing argument '(?P<a>.*?)'(?:\..*)?", "缺少参数 {a}"),
        (r"Missing option '(?P<a>.*?)'(?:\..*)?", "缺少选项 {a}"),
        (r"Missing (?:command|parameter).*", "缺少命令"),
        (r"Got unexpected extra arguments?(?:\(s\))? \((?P<a>.*)\)", "多出来的参数：{a}"),
        (r"Option '?(?P<a>\S+?)'? requires (?:an argument|\d+ arguments)", "选项 {a} 后面要有一个值"),
        (r"Option '?(?P<a>\S+?)'? does not take a value", "选项 {a} 后面不带值"),
        (r"Invalid value for '(?P<a>.*?)'.*?: .*is not one of (?P<b>.*)", "{a} 的值不对，只能是 {b}"),
        (r"Invalid value for '(?P<a>.*?)'.*?: .*valid int(?:eger)?\b.*", "{a} 要写一个整数"),
        (r"Invalid value for '(?P<a>.*?)'.*?: .*valid (?:number|float).*", "{a} 要写一个数"),
        (r"Invalid value for '(?P<a>.*?)'.*?: .*greater than or equal to (?P<b>\S+)", "{a} 至少是 {b}"),
        (r"Invalid value for '(?P<a>.*?)'.*?: .*less than or equal to (?P<b>\S+)", "{a} 最多是 {b}"),
        (r"Invalid value for '(?P<a>.*?)'.*?: .*not in the range x>=(?P<b>\S+)", "{a} 至少是 {b}"),
        (r"Invalid value for '(?P<a>.*?)'.*?: .*not in the range x<=(?P<b>\S+)", "{a} 最多是 {b}"),
        (r"Invalid value for '(?P<a>.*?)'.*?: .*not in the range (?P<b>\S+)", "{a} 要在这个范围里：{b}"),
        (r"Invalid value for '(?P<a>.*?)'.*?: (?P<b>.*)", "{a} 的值不对：{b}"),
    )
)  # fmt: skip


def show(error: Any, lang: str) -> None:
    """A usage error of the parser on stderr, in one language."""
    if lang != "zh":
        error.show()
        return
    what, near = in_chinese(error.format_message())
    path = getattr(getattr(error, "ctx", None), "command_path", "") or "beikao"
    print(f"{path}：{what}", file=sys.stderr)
    if near:
        print(f"  → 是不是 {near}？", file=sys.stderr)
    print(f"  → {path} --help", file=sys.stderr)


def in_chinese(message: str) -> tuple[str, str]:
    """(what is wrong, what was perhaps meant); a message that is not known stays as it is."""
    for pattern, zh in SAID:
        match = pattern.match(message.strip())
        if match:
            found = match.groupdict()
            near = found.get("one") or found.get("many") or ""
            return zh.format(a=found.get("a"), b=_list(found.get("b") or "")), _list(near)
    return message, ""


def _list(words: str) -> str:
    return words.rstrip(".").replace("'", "").replace(", ", "、").replace(" or ", "、")
