"""The manual behind `--help`: extra text, examples and cross-references from `manual.toml`, in the terminal's language.

It changes the tree of commands that Typer built, and writes it as pages (`scripts/manual.py`). Typer's own headings are
put into Chinese by a formatter. Read only when help is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

HEADINGS = {"Options": "选项", "Arguments": "参数", "Commands": "命令"}
ASKED = ("--help", "-h")


def wanted(arguments: list[str]) -> bool:
    """Whether this command line asks for help."""
    return any(word in ASKED for word in arguments)


def asked(root: Any, arguments: list[str]) -> list[str]:
    """The command line; a group of commands named alone asks for its help."""
    below = root
    for word in arguments:
        below = getattr(below, "commands", {}).get(word)
        if below is None:
            return arguments
    group = below is not root and hasattr(below, "commands") and not below.invoke_without_command
    return [*arguments, "--help"] if group else arguments


def entries() -> Mapping[str, Any]:
    """The whole of `manual.toml`."""
    import tomllib
    from importlib.resources import files

    return tomllib.loads((files("beikao.cli") / "manual.toml").read_text(encoding="utf-8"))


def attach(root: Any, lang: str) -> None:
    """Give every command of a tree its texts in one language."""
    manual = entries()
    for path, command in walk(root):
        entry = manual["commands"].get(path, {})
        first = entry["zh"] if lang == "zh" and "zh" in entry else (command.help or "").strip()
        more = entry.get(f"{lang}_more", "")
        command.short_help, command.help = first, f"{first}\n\n{more}" if more else first
        command.epilog = _epilog(entry, lang)
        if lang == "zh":
            _options_in_chinese(command, {**manual["options"], **entry.get("options", {})})
            command.context_class = _chinese(command.context_class)


def walk(command: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(path, command) of a tree, the root first with an empty path."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from walk(below, f"{path} {name}".strip())


def key_of(parameter: Any) -> str:
    """What a parameter is called in the manual: an argument by what help shows for it, an option by its name."""
    return (
        str(parameter.metavar) if parameter.param_type_name == "argument" and parameter.metavar else _plain(parameter)
    )


def _plain(parameter: Any) -> str:
    return "json" if parameter.name == "as_json" else str(parameter.name)


def _options_in_chinese(command: Any, words: Mapping[str, str]) -> None:
    for parameter in command.params:
        if key_of(parameter) in words:
            parameter.help = words[key_of(parameter)]
    own = command.get_help_option_names
    if own:
        make = command.get_help_option

        def help_option(context: Any) -> Any:
            option = make(context)
            if option is not None:
                option.help = words["help"]
            return option

        command.get_help_option = help_option


def _epilog(entry: Mapping[str, Any], lang: str) -> str:
    """Examples and cross-references, each on a line of its own."""
    rows = [(line, zh if lang == "zh" else en) for line, zh, en in entry.get("examples", ())]
    width = max((len(line) for line, _ in rows if len(line) <= 46), default=0)
    lines = [f"  {line:<{width}}  {'# ' + what if what else ''}".rstrip() for line, what in rows]
    parts = ["\b\n" + "\n".join(["例子：" if lang == "zh" else "Examples:", *lines])] if lines else []
    if entry.get("see"):
        parts.append(
            ("另见：" if lang == "zh" else "See also: ") + ", ".join(f"beikao {name}" for name in entry["see"])
        )
    return "\n\n".join(parts)


def _chinese(context_class: Any) -> Any:
    """The same context whose help has Chinese headings."""

    class Formatter(context_class.formatter_class):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix=prefix or "用法：")

        def write_heading(self, heading: str) -> None:
            super().write_heading(HEADINGS.get(heading, heading))

        def write_dl(self, rows: Any, *args: Any, **kwargs: Any) -> None:
            super().write_dl([(name, _remarks(what)) for name, what in rows], *args, **kwargs)

    return type("Context", (context_class,), {"formatter_class": Formatter})


def _remarks(text: str) -> str:
    return text.replace("[required]", "[必填]").replace("[default: ", "[默认：")


def page(root: Any, lang: str) -> str:
    """The whole manual as one Markdown page."""
    attach(root, lang)
    title = "# 命令手册" if lang == "zh" else "# The commands"
    made = "由 `python scripts/manual.py` 生成。" if lang == "zh" else "Written by `python scripts/manual.py`."
    parts = [title, made]
    for path, command in walk(root):
        name = f"beikao {path}".strip()
        context = command.make_context(name, [], resilient_parsing=True)
        parts.append(f"## `{name}`\n\n```\n{command.get_help(context).rstrip()}\n```")
    return "\n\n".join(parts) + "\n"
