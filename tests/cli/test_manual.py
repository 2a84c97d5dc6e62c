"""The manual: every command explained in both languages with examples that parse, its pages fresh, the Tab key at work."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from beikao.cli import manual
from beikao.cli.main import app
from tests.running import beikao, environment

ROOT = Path(__file__).parents[2]
CHINESE = {"LANG": "zh_CN.UTF-8"}


def tree() -> Any:
    return typer.main.get_command(app)


def commands() -> Iterator[tuple[str, Any]]:
    return manual.walk(tree())


PATHS = [path for path, _ in commands()]
LEAVES = [path for path, command in commands() if path and not hasattr(command, "commands")]


def test_the_manual_knows_each_command_and_no_other() -> None:
    assert sorted(manual.entries()["commands"]) == sorted(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_every_text_is_there_in_both_languages(path: str) -> None:
    command, entry = dict(commands())[path], manual.entries()["commands"][path]
    words = {**manual.entries()["options"], **entry.get("options", {})}
    assert command.help and entry["zh"]
    for parameter in command.params:
        assert parameter.help, f"{path} {parameter.name}"
        assert manual.key_of(parameter) in words, f"{path} {parameter.name} has no Chinese"
    named = {manual.key_of(p) for p in command.params}
    assert set(entry.get("options", ())) <= named


@pytest.mark.parametrize("path", LEAVES)
def test_examples_are_commands(path: str) -> None:
    examples = manual.entries()["commands"][path]["examples"]
    assert examples
    for line, _, _ in examples:
        words = shlex.split(line.split(" >")[0])
        assert words[0] == "beikao"
        assert " ".join(words[1:]).startswith(path), line
        command, rest = tree(), words[1:]
        while hasattr(command, "commands"):
            command, rest = command.commands[rest[0]], rest[1:]
        command.make_context(path, list(rest))  # raises where it does not parse


def test_every_reference_leads_to_a_command() -> None:
    for entry in manual.entries()["commands"].values():
        assert set(entry.get("see", ())) <= set(PATHS)


def test_help_in_the_language_of_the_terminal() -> None:
    chinese, english = beikao("lab", "check", "--help", env=CHINESE), beikao("lab", "check", "--help")
    assert chinese.code == english.code == 0
    for words in ("用法：", "参数", "选项", "例子：", "[必填]", "另见：beikao lab hint"):
        assert words in chinese.out
    for words in ("Usage:", "Arguments", "Options", "Examples:", "See also: beikao lab hint", "the whole verdict"):
        assert words in english.out
    assert beikao("lab", env=CHINESE).out + beikao("lab", env=CHINESE).err != ""


def test_the_pages_are_fresh() -> None:
    done = subprocess.run([sys.executable, "scripts/manual.py", "--check"], cwd=ROOT, env=environment(), check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("beikao le", {"learn"}),
        ("beikao lab ch", {"check"}),
        ("beikao learn eigend", {"eigendecomposition"}),
        ("beikao lab get svd", {"svd-compress"}),
        ("beikao drill start lr-", {"lr-past-edge"}),
        ("beikao map --track inf", {"inference"}),
        ("beikao config th", {"theme"}),
        ("beikao config theme ", {"auto", "light", "dark"}),
    ],
)
def test_the_tab_key(line: str, offered: set[str]) -> None:
    """In a real bash with the script the command prints."""
    script = beikao("completion", "bash").out
    words = line.split(" ")
    (folder := Path(environment()["BEIKAO_HOME"])).mkdir(parents=True, exist_ok=True)
    command = folder / "beikao"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m beikao.cli.main "$@"\n')
    command.chmod(0o700)
    asked = (
        f"{script}\nCOMP_WORDS=({shlex.join(words)})\nCOMP_CWORD={len(words) - 1}\n"
        "_beikao_completion beikao\nprintf '%s\\n' \"${COMPREPLY[@]}\""
    )
    bash = shutil.which("bash")
    assert bash
    done = subprocess.run([bash, "-c", asked], capture_output=True, text=True, check=False,
                          env=environment({"PATH": f"{folder}:{environment()['PATH']}"}))  # fmt: skip
    assert set(done.stdout.split()) == offered, done.stderr


def test_a_shell_without_a_script() -> None:
    done = beikao("completion", "csh")
    assert done.code == 2
    assert "bash" in done.err
