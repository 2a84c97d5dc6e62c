"""One check at work on one submission: the implementation of `beikao.kit.Trial`."""

from __future__ import annotations

import inspect
import signal as signals
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from beikao.grader.children import Child, LearnerError, Remote, Unavailable
from beikao.grader.compare import Difference, Tolerance, difference, show
from beikao.kit.draw import Draw

Program = Callable[[Any], Any]
ROUNDS = 5
ENOUGH_S = 0.02


@dataclass
class CheckFailed(Exception):
    """A check did not hold; words for the learner in both languages, and the facts."""

    zh: str
    en: str
    called: str = ""
    got: str = ""
    want: str = ""
    where: str = ""
    facts: Mapping[str, Any] | None = None

    def signature(self) -> tuple[str, ...]:
        """What a replayed wrong answer must show to count as the same mistake."""
        return (self.got, self.want, self.where, self.en if not self.got else "")


class ReferenceFailed(Exception):
    """The reference itself raised or died: the lab's fault, never the learner's."""


class TrialOf:
    """`fresh(which)` gives a new child for memory measurements; `parts` are used labs' modules."""

    def __init__(self, draw: Draw, you: Child, ref: Child | None, parts: Mapping[str, Remote],
                 fresh: Callable[[str], Child]) -> None:  # fmt: skip
        self.draw = draw
        self._you, self._ref, self._fresh = you, ref, fresh
        self.you = you.module()
        self.ref = ref.module() if ref else None
        self.parts = parts

    def _called(self) -> str:
        return self._you.log[-1] if self._you.log else ""

    def agree(self, program: Program, *, rtol: float = 1e-5, atol_scale: float = 1e-6, exact: bool = False) -> None:
        """See `beikao.kit.Trial`."""
        tolerance = Tolerance(rtol, atol_scale, exact)
        if inspect.isgeneratorfunction(program):
            self._agree_stepwise(program, tolerance)
            return
        want = self._of_reference(lambda: program(self.ref))
        got = self._of_learner(lambda: program(self.you))
        self._refuse(difference(got, want, tolerance))

    def _agree_stepwise(self, program: Program, tolerance: Tolerance) -> None:
        yours, theirs = program(self.you), program(self.ref)
        step = 0
        end = object()
        while True:
            want = self._of_reference(lambda: next(theirs, end))
            got = self._of_learner(lambda: next(yours, end))
            if want is end or got is end:
                return
            self._refuse(difference(got, want, tolerance), f"第 {step + 1} 步 · step {step + 1}")
            step += 1

    def _of_reference(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except LearnerError as error:
            raise ReferenceFailed(str(error)) from error

    def _of_learner(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except LearnerError as error:
            raise raised(error, self._called()) from error

    def _refuse(self, found: Difference | None, step: str = "") -> None:
        if found is not None:
            where = " ".join(filter(None, (step, found.where)))
            raise CheckFailed(found.zh, found.en, self._called(), found.got, found.want, where)

    def that(self, ok: bool, *, zh: str, en: str, **facts: Any) -> None:
        """See `beikao.kit.Trial`."""
        if not ok:
            raise CheckFailed(zh, en, self._called(), facts={k: show(v) for k, v in facts.items()})

    def raises(self, program: Program, name: str) -> None:
        """See `beikao.kit.Trial`."""
        try:
            got = program(self.you)
        except LearnerError as error:
            if error.name == name:
                return
            raise CheckFailed(
                f"应当抛出 {name}，抛出的却是 {error.name}：{error.message}",
                f"It should raise {name}; it raised {error.name}: {error.message}",
                self._called(), error.name, name, place(error),
            ) from error  # fmt: skip
        raise CheckFailed(
            f"应当抛出 {name}，却返回了结果。", f"It should raise {name}; it returned.", self._called(), show(got), name
        )

    def faster(self, program: Program, *, at_most: float = 2.0) -> None:
        """See `beikao.kit.Trial`."""
        assert self._ref is not None
        yours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(_cpu(self._ref, lambda: self._of_reference(lambda: program(self.ref))))
            yours.append(_cpu(self._you, lambda: self._of_learner(lambda: program(self.you))))
        ratio = min(yours) / max(min(theirs), 1e-6)
        if ratio > at_most:
            raise CheckFailed(
                f"用的 CPU 时间是参考实现的 {ratio:.1f} 倍，上限 {at_most:g} 倍。",
                f"It takes {ratio:.1f} times the CPU time of the reference; at most {at_most:g}.",
                self._called(), f"{min(yours) * 1000:.2f} ms", f"{min(theirs) * 1000:.2f} ms", facts={"ratio": f"{ratio:.2f}"},
            )  # fmt: skip

    def lighter(self, program: Program, *, at_most: float = 0.5) -> None:
        """See `beikao.kit.Trial`."""
        grown = {}
        for which in ("ref", "you"):
            child = self._fresh(which)
            try:
                before = child.peak_kib()
                (self._of_reference if which == "ref" else self._of_learner)(lambda c=child: program(c.module()))  # type: ignore[misc]
                grown[which] = max(child.peak_kib() - before, 1)
            finally:
                child.close()
        ratio = grown["you"] / grown["ref"]
        if ratio > at_most:
            raise CheckFailed(
                f"峰值内存是参考实现的 {ratio:.2f} 倍，上限 {at_most:g} 倍。",
                f"Its peak memory is {ratio:.2f} times that of the reference; at most {at_most:g}.",
                self._called(), f"{grown['you'] / 1024:.1f} MiB", f"{grown['ref'] / 1024:.1f} MiB",
            )  # fmt: skip

    def serve(self) -> ServiceOf:
        """See `beikao.kit.Trial`."""
        if not self._you.service:
            raise Unavailable("user and network namespaces")
        service = ServiceOf(self._you)
        service.start()
        return service


def _cpu(child: Child, act: Callable[[], Any]) -> float:
    """CPU seconds of one act, repeated until the clock shows enough."""
    before, count = child.cpu_seconds(), 0
    while True:
        act()
        count += 1
        spent = child.cpu_seconds() - before
        if spent > ENOUGH_S or count >= 50:
            return spent / count


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ServiceOf:
    """The learner's running program."""

    def __init__(self, child: Child) -> None:
        self._child = child

    def start(self) -> None:
        """Start it (again). Raises CheckFailed unless it listens."""
        found = self._child.ask({"op": "start"})
        if not found["listening"]:
            logs = self.logs()[-300:]
            ended = found["exit"]
            zh = "程序没有在 127.0.0.1 的给定端口上监听。" + (f"它以 {ended} 退出了。" if ended is not None else "")
            en = "The program does not listen on the given port of 127.0.0.1." + (
                f" It ended with {ended}." if ended is not None else ""
            )
            raise CheckFailed(zh, en, "start", logs, "", "")

    def http(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None,
             timeout_s: float = 2.0) -> Answer:  # fmt: skip
        """One request. Raises CheckFailed where no answer comes."""
        call = f"{method} {path}"
        self._child.log.append(call)
        header = {"op": "http", "method": method, "path": path, "headers": dict(headers or {}), "timeout_s": timeout_s}
        try:
            found = self._child.ask(header, raw=[body] if body is not None else [])
        except LearnerError as error:
            zh, en = f"{call} 没有得到回答：{error.message}", f"{call} got no answer: {error.message}"
            raise CheckFailed(zh, en, call, error.name, "HTTP") from error
        return Answer(int(found["status"]), found["headers"], found["body"])

    def kill(self, signal: int = signals.SIGKILL) -> None:
        """Send a signal; a killed program keeps its files and may be started again with `t.serve()`."""
        self._child.ask({"op": "kill", "signal": int(signal)})

    def logs(self) -> str:
        """What it printed."""
        return str(self._child.ask({"op": "logs"}))


def place(error: LearnerError) -> str:
    """file:line of an error."""
    return f"{error.file}:{error.line}" if error.line else ""


def raised(error: LearnerError, called: str) -> CheckFailed:
    """The failure of a check whose program raised inside the submission."""
    at = place(error)
    if error.name == "AttributeError" and "module" in error.message and not error.line:
        name = error.message.rsplit("'", 2)[-2] if "'" in error.message else error.message
        return CheckFailed(
            f"没有找到 {name}：检查名字是否与任务一致。",
            f"{name} was not found: is the name as the task says?",
            name,
            "",
            name,
        )
    zh = f"你的代码抛出 {error.name}：{error.message}" + (f"({at})" if at else "")
    en = f"Your code raised {error.name}: {error.message}" + (f" ({at})" if at else "")
    return CheckFailed(zh, en, called, error.name, "", at)
