"""Grades a lab from inside Jupyter: `%load_ext beikao.notebook`, `%%solution LAB/FILE`, `grade("LAB")`.

A `%%solution` cell is kept word for word and run in the kernel, so that its functions can be tried; that is the learner's
own code in the learner's own kernel. Checks never run here: `grade` submits the kept texts as the command and the page
do, to a grader that stays warm until the kernel ends. Cells not run since the kernel started are not guessed at.
"""

from __future__ import annotations

import atexit
import io
import linecache
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from html import escape
from typing import Any, Protocol

from beikao.app import open_desk
from beikao.cli.screen import STATES, language, pick, verdict_lines
from beikao.cli.today import command_of
from beikao.coach import Step
from beikao.course import Lab
from beikao.errors import BeikaoError, UsageError
from beikao.study import find
from beikao.study.desk import Desk
from beikao.study.notebook import GIVEN, MAGIC, file_text
from beikao.study.submit import submit
from beikao.study.verdicts import Told, told

TEXT_COLUMNS = 100
GREEN, RED, AMBER = "#1f7a4d", "#b3362b", "#8a6100"  # on white and on black 4.5:1 or nearly
PRE = "white-space:pre-wrap;margin:.2em 0;font-size:.9em"


class Shell(Protocol):
    """What is used of IPython's shell."""

    user_ns: dict[str, Any]

    def register_magic_function(self, func: Any, magic_kind: str = ..., magic_name: str = ...) -> None: ...


class _Kernel:
    """What one kernel knows: the cells that were run, and a desk once something was graded."""

    def __init__(self) -> None:
        self.trees: dict[str, dict[str, str]] = {}
        self.shell: Shell | None = None
        self._desk: Desk | None = None

    def desk(self) -> Desk:
        """Opened once, closed with the kernel."""
        if self._desk is None:
            stack = ExitStack()
            self._desk = stack.enter_context(open_desk(device="notebook"))
            atexit.register(stack.close)
        return self._desk


_kernel = _Kernel()


def load_ipython_extension(shell: Shell) -> None:
    """Called by `%load_ext beikao.notebook`: the magics are there, and the grader warms up in the background."""
    _kernel.shell = shell
    shell.register_magic_function(_solution, "cell", MAGIC.lstrip("%"))
    shell.register_magic_function(_given, "cell", GIVEN.lstrip("%"))
    _kernel.desk().grader.warm()


def _solution(line: str, cell: str) -> None:
    """`%%solution LAB/FILE`: keep this cell as that file, then run it."""
    with _in_words():
        lab, name = _named(line)
        if name not in lab.files:
            raise UsageError(f"{lab.slug} has no file {name!r}", where=MAGIC, hint=f"One of: {', '.join(lab.files)}.",
                             zh=f"{lab.slug} 里没有文件「{name}」", hint_zh=f"可选：{'、'.join(lab.files)}。")  # fmt: skip
    text = file_text(cell)
    _kernel.trees.setdefault(lab.slug, {})[name] = text
    _run(lab.slug, name, text)


def _given(line: str, cell: str) -> None:
    """`%%given LAB/FILE`: run code that stands beside a solution. It is not submitted."""
    with _in_words():
        lab, name = _named(line)
    _run(lab.slug, name, file_text(cell))


@contextmanager
def _in_words() -> Iterator[None]:
    """What is wrong with the first line of a cell, in the learner's language; IPython shows it without a traceback."""
    try:
        yield
    except BeikaoError as error:
        from IPython.core.error import UsageError as Shown

        raise Shown(error.told(language(_kernel.desk()))) from None


def _named(line: str) -> tuple[Lab, str]:
    slug, _, name = line.strip().partition("/")
    return find.lab(_kernel.desk().course, slug), name


def _run(slug: str, name: str, text: str) -> None:
    """As a module of the file's name, which others may import; its names are the notebook's too."""
    if not name.endswith(".py"):
        return
    place, stem = f"{slug}/{name}", name.removesuffix(".py").replace("/", ".")
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)  # for tracebacks
    module = types.ModuleType(stem)
    module.__file__ = place
    code = compile(text, place, "exec", dont_inherit=True)
    sys.modules[stem] = module
    exec(code, module.__dict__)
    if _kernel.shell is not None:
        _kernel.shell.user_ns.update({k: v for k, v in vars(module).items() if not k.startswith("__")})


def grade(lab: str) -> Graded:
    """Submit the cells of this lab as they were last run, and show the verdict."""
    desk = _kernel.desk()
    lang = language(desk)
    try:
        unit = find.lab(desk.course, lab)
        done = submit(desk, lab, _tree(unit))
    except BeikaoError as error:
        return Graded(lang, error=error)
    except KeyboardInterrupt:
        desk.grader.close()  # its answer would be taken for that to the next question
        raise
    name = done.verdict.get("misconception")
    words = desk.course.misconception(str(name)) if name else None
    step = done.step if done.verdict["state"] == "passed" else None
    return Graded(lang, verdict=done.verdict, misconception=words[lang] if words else None, step=step,
                  notice=done.notice[lang] if done.notice else "")  # fmt: skip


def _tree(lab: Lab) -> Mapping[str, str]:
    kept = _kernel.trees.get(lab.slug, {})
    for name in lab.files:
        if name not in kept:
            head = f"{MAGIC} {lab.slug}/{name}"
            raise UsageError(
                f"the cell that begins with `{head}` has not been run since the kernel started",
                hint="Run it, then grade again.",
                zh=f"内核启动以来，以 `{head}` 开头的格还没有运行过", hint_zh="先运行它，再判一次。",
            )  # fmt: skip
    return kept


class Graded:
    """What `grade` shows: HTML where that can be shown, else text. `verdict` is None where nothing was judged."""

    def __init__(self, lang: str, *, verdict: Mapping[str, Any] | None = None, misconception: str | None = None,
                 step: Step | None = None, notice: str = "", error: BeikaoError | None = None) -> None:  # fmt: skip
        self.verdict = verdict
        self._lang, self._misconception, self._step, self._error = lang, misconception, step, error
        self._notice = notice

    def __repr__(self) -> str:
        from beikao.cli.lines import Screen

        if self.verdict is None:
            return self._said()
        text = io.StringIO()
        out = Screen(file=text, width=TEXT_COLUMNS, color_system=None, force_terminal=False, force_jupyter=False)
        for line in verdict_lines(self.verdict, self._lang, self._misconception):
            out.print(line)
        for note in self._notes():
            out.print(note, markup=False)
        return text.getvalue().rstrip("\n")

    def _said(self) -> str:
        return self._error.told(self._lang) if self._error else ""

    def _repr_html_(self) -> str:
        return "".join(self._html())

    def _html(self) -> Iterator[str]:
        yield '<div style="line-height:1.5">'
        if self.verdict is None:
            yield f'<p style="color:{RED}">{_lines(self._said())}</p>'
        else:
            yield from _verdict_html(self.verdict, self._lang)
        if self._misconception:
            yield f'<p style="color:{AMBER}">{_lines(self._misconception)}</p>'
        if self.verdict and self.verdict.get("output"):
            yield f"<p>{pick(self._lang, '程序的输出：', 'Your program printed:')}</p>"
            yield f'<pre style="{PRE}">{escape(self.verdict["output"])}</pre>'
        yield from (f"<p>{_lines(note)}</p>" for note in self._notes())
        yield "</div>"

    def _notes(self) -> Sequence[str]:
        """What is next, and what the sandbox lacks here."""
        lang, notes = self._lang, [self._notice] if self._notice else []
        if self._step is not None:
            notes.append(f"{pick(lang, '接下来', 'Next')}: {self._step.title[lang]} · {command_of(self._step)}")
        for layer in self.verdict["sandbox"].get("degraded", []) if self.verdict else []:
            notes.append(pick(lang, f"沙箱缺少一层：{layer}", f"The sandbox lacks a layer: {layer}"))
        return notes


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _verdict_html(verdict: Mapping[str, Any], lang: str) -> Iterator[str]:
    state = str(verdict["state"])
    colour = GREEN if state == "passed" else RED
    yield f'<p><b style="color:{colour}">{escape(STATES[lang].get(state, state))}</b> · {verdict["score"]:.0%}'
    if verdict.get("limit"):
        yield f" · {escape(str(verdict['limit']['kind']))} ≤ {verdict['limit']['limit']:g}"
    yield '</p><ul style="list-style:none;padding-left:0;margin:0">'
    for item in told(verdict):
        passed = item.check["passed"]
        mark = f'<span style="color:{GREEN if passed else RED}">{"✓" if passed else "✗"}</span>'
        yield f"<li>{mark} {escape(item.check['title'][lang])}"
        if not passed:
            yield from _failure_html(item, lang)
        yield "</li>"
    yield "</ul>"


def _failure_html(item: Told, lang: str) -> Iterator[str]:
    names = {
        "called": ("调用", "called"),
        "got": ("得到", "got"),
        "want": ("应为", "expected"),
        "where": ("位置", "where"),
    }
    yield '<div style="margin-left:1.4em">'
    message = item.check["message"].get(lang)
    if message:
        yield f"<div>{_lines(message)}</div>"
    for key, text in item.rows(lang):
        name = pick(lang, *names[key]) if key in names else key
        yield f'<div><small>{escape(name)}</small> <code style="white-space:pre-wrap">{escape(text)}</code></div>'
    if item.also:
        titles = pick(lang, "；", "; ").join(title[lang] for title in item.also)
        words = pick(lang, "同一原因没有通过：", "Not passed for the same reason: ")
        yield f"<div><small>{words}{escape(titles)}</small></div>"
    yield "</div>"
