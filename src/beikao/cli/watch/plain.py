"""The same news as plain lines, one block after another: for pipes, files and terminals that cannot draw."""

from __future__ import annotations

from beikao.cli.screen import console, hanging, pick, verdict_lines
from beikao.cli.watch import story
from beikao.cli.watch.view import View


class Plain:
    """On standard output, as rich draws it there: no colours in a pipe."""

    def __init__(self) -> None:
        self._last = ""

    def show(self, view: View) -> None:
        """Print what is news; what is only under way is not."""
        if view.missing:
            text = story.missing(view)
        elif view.problem is not None:
            p = view.problem
            text = f"{p.place}: {p.kind}: {p.message}"
        elif view.error is not None:
            text = view.error.told(view.lang)
        elif view.verdict is not None and not view.unchanged and (not view.busy or view.quick_only):
            self._verdict(view)
            return
        else:
            return
        self._block(view, text)

    def _block(self, view: View, text: str) -> None:
        if text != self._last:
            self._last = text
            console().print(f"{view.at} {text}", markup=False)

    def _verdict(self, view: View) -> None:
        verdict = view.verdict
        assert verdict is not None
        name = f"{verdict['seed']}{view.quick_only}{view.busy}"
        if name == self._last:
            return
        self._last = name
        part = pick(view.lang, "快检查", "quick checks") if view.quick_only else pick(view.lang, "判定", "verdict")
        out = console()
        out.print(f"{view.at} {part}", markup=False)
        for line in (*verdict_lines(verdict, view.lang, view.misconception), *story.ending(view)):
            out.print(hanging(line))

    def end(self, view: View) -> None:
        """Nothing is left behind."""
