"""Joins the parts: a save or a key comes in, the worker is asked, the view is shown."""

from __future__ import annotations

import os
import queue
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from beikao.cli.screen import language
from beikao.cli.watch.frame import Frame
from beikao.cli.watch.plain import Plain
from beikao.cli.watch.saves import POLL_S, Saved, Saves
from beikao.cli.watch.terminal import Keyboard, Waker, keyboard, listening
from beikao.cli.watch.view import View
from beikao.cli.watch.worker import Passing, Told, Worker
from beikao.course import Lab
from beikao.errors import BeikaoError
from beikao.grader import Grader
from beikao.settings import Settings
from beikao.study.desk import Desk
from beikao.study.submit import hint

QUIT = "q\x04"  # Ctrl+D ends it too
Reader = Callable[[], Mapping[str, str]]


def watch(desk: Desk, lab: Lab, files: Sequence[Path], read: Reader) -> None:
    """Judge now and after every save, until `q` or Ctrl+C. `read` gives the tree of a submission."""
    lang = language(desk)
    drawing = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    keys = keyboard() if drawing else Keyboard(None)
    worker_news: queue.SimpleQueue[Told] = queue.SimpleQueue()
    waker = Waker()

    def tell(told: Told) -> None:
        worker_news.put(told)
        waker.wake()

    multi_user = Settings.from_environment().multi_user
    worker = Worker(desk, lab.slug, tell, new_grader=lambda: Grader(multi_user=multi_user))
    view = View(lang, lab.title[lang], tuple(f.name for f in files), has_long=worker.has_long)
    screen = Frame(keys=keys.descriptor is not None) if drawing else Plain()
    try:
        Loop(desk, lab, Saves(files), read, worker, worker_news, view, screen).run(keys, waker)
    finally:
        worker.close()
        screen.end(view)
        waker.close()


class Loop:
    """One watch under way."""

    def __init__(self, desk: Desk, lab: Lab, saves: Saves, read: Reader, worker: Worker,
                 news: queue.SimpleQueue[Told], view: View, screen: Frame | Plain) -> None:  # fmt: skip
        self.desk, self.lab, self.saves, self.read, self.worker = desk, lab, saves, read, worker
        self.news, self.view, self.screen = news, view, screen
        self._tree: Mapping[str, str] | None = None

    def run(self, keys: Keyboard, waker: Waker) -> None:
        """Until a key or a signal ends it."""
        with listening(keys, waker) as heard:
            self.screen.show(self.view)
            while True:
                changed = self._files() | self._worker()
                if heard.resumed:
                    keys.enter()
                changed |= heard.resized
                heard.resized = heard.resumed = False
                if changed:
                    self.screen.show(self.view)
                watched = () if keys.descriptor is None else (keys.descriptor,)
                if waker.wait(POLL_S, *watched):
                    pressed = keys.read()
                    if any(k in pressed for k in QUIT):
                        return
                    for key in pressed:
                        self._press(key)
                    self.screen.show(self.view)

    def _files(self) -> bool:
        now = time.monotonic()
        self.worker.tick(now)
        saved = self.saves.poll(now)
        if saved is None:
            return False
        self._saved(saved)
        return True

    def _saved(self, saved: Saved) -> None:
        view = self.view
        view.saved(tuple(f.name for f in saved.missing))
        view.at = _clock()
        if saved.missing:
            return
        try:
            tree = self.read()
        except BeikaoError as error:
            self._tree = None
            view.take(error, None)
            return
        if tree == self._tree:
            view.unchanged = True
            return
        self._tree = tree
        self._ask()

    def _ask(self) -> None:
        if self._tree is not None:
            self.view.busy, self.view.passing, self.view.unchanged = True, None, False
            self.worker.ask(self._tree, long=self.view.long)

    def _worker(self) -> bool:
        changed = False
        while not self.news.empty():
            told = self.news.get()
            changed = True
            self.view.take(told, self._misconception(told))
            if not isinstance(told, Passing):
                self.view.at = _clock()
            if self.worker.waiting:
                self.view.busy = True  # this one is old already
        return changed

    def _misconception(self, told: Told) -> str | None:
        verdict = getattr(told, "verdict", None)
        name = verdict.get("misconception") if verdict else None
        words = self.desk.course.misconception(str(name)) if name else None
        return words[self.view.lang] if words else None

    def _press(self, key: str) -> None:
        view = self.view
        if key == "r":
            self._ask()
        elif key == "h":
            given = hint(self.desk, self.lab.ref, view.lang)
            view.hint = f"**{given.number}/{given.total}** {given.markdown}"
        elif key == "d":
            view.whole, view.page = not view.whole, 0
        elif key == " ":
            view.page += 1
        elif key == "l" and view.has_long:
            view.long = not view.long
            self._ask()


def _clock() -> str:
    return datetime.now().strftime("%H:%M:%S")
