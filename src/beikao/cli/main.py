"""The `beikao` command: gathers the commands and turns errors into messages and exit codes.

Exit codes: 0 ok, 1 a check failed, 2 usage, 3 not found, 4 environment, 130 interrupted.
"""

from __future__ import annotations

import copy
import os
import sys
from typing import Any

import typer
import typer.main

from beikao.cli import (
    completion,
    config,
    content,
    data,
    doctor,
    drill,
    kata,
    lab,
    learn,
    manual,
    map,
    notes,
    place,
    plan,
    progress,
    review,
    search,
    today,
    up,
    usage,
)
from beikao.cli.screen import locale_language
from beikao.errors import BeikaoError

# Typer brings its own copy of click, so the base of its usage errors is found through a public name.
UsageProblem: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")

app = typer.Typer(
    name="beikao",
    help="备考 beikao: from today to the day you can do the work of an LLM algorithm engineer.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
today.register(app)
up.register(app)
learn.register(app)
map.register(app)
progress.register(app)
search.register(app)
notes.register(app)
app.add_typer(lab.app, name="lab")
app.add_typer(kata.app, name="kata")
app.add_typer(drill.app, name="drill")
review.register(app)
place.register(app)
app.add_typer(plan.app, name="plan")
data.register(app)
config.register(app)
doctor.register(app)
completion.register(app)
app.add_typer(content.app, name="content")
app.add_typer(data.record_app, name="record")


def main() -> None:
    """Entry point of the command."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line; returns its exit code."""
    try:
        tree = typer.main.get_command(needed(arguments))
        arguments = manual.asked(tree, arguments)
        code = command(tree, arguments).main(arguments, prog_name="beikao", standalone_mode=False)
    except BeikaoError as error:
        _say(error)
        return error.exit_code
    except UsageProblem as error:
        usage.show(error, _language())
        return 2
    except (typer.Abort, KeyboardInterrupt):
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0


def needed(arguments: list[str]) -> typer.Typer:
    """The commands that a command line can reach: Typer reads all parameters of all it is given, a fifth of a second.

    Under a first word that names one of them that one; without a word the names of the groups and not what is in them;
    everything where the word is unknown, for the advice, and where a shell asks what it may complete.
    """
    first = next((word for word in arguments if not word.startswith("-")), None)
    names = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    groups = {group.name for group in app.registered_groups}
    if "_BEIKAO_COMPLETE" in os.environ or (first is not None and first not in names | groups):
        return app
    part = copy.copy(app)
    if first is None:
        part.registered_groups = [_closed(group) for group in app.registered_groups]
    else:
        part.registered_groups = [group for group in app.registered_groups if group.name == first]
        part.registered_commands = [
            one for one in app.registered_commands if one.callback and first == (one.name or one.callback.__name__)
        ]
    return part


def _closed(group: Any) -> Any:
    """A group of commands without its commands."""
    outside = copy.copy(group)
    outside.typer_instance = copy.copy(group.typer_instance)
    outside.typer_instance.registered_commands = []
    return outside


def command(tree: Any, arguments: list[str]) -> Any:
    """The tree of commands with its manual where help is asked for, and ready to complete where a shell asks."""
    if "_BEIKAO_COMPLETE" in os.environ:
        from typer._completion_classes import completion_init

        completion_init()
    if manual.wanted(arguments):
        manual.attach(tree, locale_language())
    return tree


def _language() -> str:
    """The learner's, as far as it can be known where something went wrong; else the terminal's."""
    from beikao.settings import home_of
    from beikao.spoken import language_at

    return language_at(home_of(dict(os.environ))) or locale_language()


def _say(error: BeikaoError) -> None:
    what, hint = error.words(_language() if error.zh else "en")
    place = f"{error.where}: " if error.where else ""
    print(f"beikao: {place}{what}", file=sys.stderr)
    if hint:
        print(f"  → {hint}", file=sys.stderr)


if __name__ == "__main__":
    main()
