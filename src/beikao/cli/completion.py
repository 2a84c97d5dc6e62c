"""`beikao completion`: the script that lets a shell complete commands, options, units and settings."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Shell(StrEnum):
    """The shells there is a script for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def register(app: typer.Typer) -> None:
    app.command("completion")(completion)


def completion(shell: Annotated[Shell, typer.Argument(help="bash, zsh or fish.", metavar="SHELL")]) -> None:
    """Print the script that makes Tab complete commands and names of units."""
    from typer._completion_shared import get_completion_script  # public through --show-completion only

    print(get_completion_script(prog_name="beikao", complete_var="_BEIKAO_COMPLETE", shell=shell.value))
