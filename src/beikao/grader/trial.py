"""One check at work on one submission: the implementation of `beikao.kit.Trial`."""

from __future__ import annotations

import inspect
import signal as signals
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from beikao.grader.children import Child, LearnerError, Unavailable
from beikao.grader.compare import Difference, Tolerance, difference, show
from beikao.grader.remote import Remote, module_of
from beikao.kit.draw import Draw

Program = Callable[[Any], Any]
ROUNDS = 5
ENOUGH_S = 0.02
ALIKE = Tolerance(1e-4, 1e-5)  # for the diagnosis: the same mistake in another style rounds otherwise


@dataclass
class CheckFailed(Exception):
    """A check did not hold; words for the learner in both languages, and the facts. `evidence` is the value that came."""

    zh: str
    en: str
    called: str = ""
    got: str = ""
    want: str = ""
    where: str = ""
    facts: Mapping[str, str] | None = None
    evidence: Any = None

    def like(self, other: CheckFailed) -> bool:
        """Whether a replayed wrong answer failed in the same way: same place, same value there within a small error."""
        if (self.want, self.where) != (other.want, other.where):
            return False
        if self.evidence is None and other.evidence is None:
            return (self.en, self.got) == (other.en, other.got)
        return difference(self.evidence, other.evidence, ALIKE) is None


END = object()  # a program of steps has no more


class TrialOf:
    """`fresh(which)` gives a new child for memory measurements; `parts` are used labs' modules."""

    def __init__(self, draw: Draw, you: Child, ref: Child | None, parts: Mapping[str, Remote],
                 fresh: Callable[[str], Child]) -> None:  # fmt: skip
        self.draw = draw
        self._you, self._ref, self._fresh = you, ref, fresh
        self.you = module_of(you)
        self.ref = module_of(ref) if ref else None
        self.parts = parts
        self._served = False

    def _called(self) -> str:
        return self._you.called()

    def agree(self, program: Program, *, rtol: float = 1e-5, atol_scale: float = 1e-6, exact: bool = False) -> None:
        """See `beikao.kit.Trial`."""
        tolerance = Tolerance(rtol, atol_scale, exact)
        want = program(self.ref)
        got = self._of_learner(lambda: program(self.you))
        if inspect.isgenerator(want) and inspect.isgenerator(got):
            self._agree_stepwise(got, want, tolerance)
        else:
            self._refuse(difference(got, want, tolerance), got)

    def _agree_stepwise(self, yours: Iterator[Any], theirs: Iterator[Any], tolerance: Tolerance) -> None:
        step = 0
        while True:
            step += 1
            want = next(theirs, END)
            got = self._of_learner(lambda: next(yours, END))
            label = f"第 {step} 步 · step {step}"
            if (want is END) is not (got is END):
                raise CheckFailed(f"步数不同：参考{'已经结束' if want is END else '还在继续'}。",
                                  f"The number of steps differs: the reference {'has ended' if want is END else 'goes on'}.",
                                  self._called(), where=label)  # fmt: skip
            if want is END:
                return
            self._refuse(difference(got, want, tolerance), got, label)

    def _of_learner(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except LearnerError as error:
            raise raised(error, self._called()) from error

    def _refuse(self, found: Difference | None, got: Any, step: str = "") -> None:
        if found is not None:
            where = " ".join(filter(None, (step, found.where)))
            raise CheckFailed(found.zh, found.en, self._called(), found.got, found.want, where, evidence=got)

    def that(self, ok: bool, *, zh: str, en: str, **facts: Any) -> None:
        """See `beikao.kit.Trial`."""
        if not ok:
            raise CheckFailed(zh, en, self._called(), facts={k: show(v) for k, v in facts.items()})

    def raises(self, program: Program, name: str) -> None:
        """See `beikao.kit.Trial`."""
        try:
            got = program(self.you)
        except LearnerError as error:
            if name in error.kinds:
                return
            raise CheckFailed(
                f"应当抛出 {name}，抛出的却是 {error.name}：{error.message}",
                f"It should raise {name}; it raised {error.name}: {error.message}",
                self._called(), error.name, name, place(error), evidence=error.name,
            ) from error  # fmt: skip
        raise CheckFailed(
            f"应当抛出 {name}，却返回了结果。", f"It should raise {name}; it returned.", self._called(), show(got), name,
            evidence=got,
        )  # fmt: skip

    def faster(self, program: Program, *, at_most: float = 2.0) -> None:
        """See `beikao.kit.Trial`."""
        assert self._ref is not None
        yours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(_cpu(self._ref, lambda: program(self.ref)))
            yours.append(_cpu(self._you, lambda: self._of_learner(lambda: program(self.you))))
        ratio = min(yours) / max(min(theirs), 1e-6)
        if ratio > at_most:
            raise CheckFailed(
                f"用的 CPU 时间是参考实现的 {ratio:.1f} 倍，上限 {at_most:g} 倍。",
                f"It takes {ratio:.1f} times the CPU time of the reference; at most {at_most:g}.",
                self._called(), f"{min(yours) * 1000:.2f} ms", f"{min(theirs) * 1000:.2f} ms",
                facts={"ratio": f"{ratio:.2f}"},
            )  # fmt: skip

    def lighter(self, program: Program, *, at_most: float = 0.5) -> None:
        """See `beikao.kit.Trial`."""
        grown = {}
        for which in ("ref", "you"):
            child = self._fresh(which)
            try:
                before = child.peak_kib()
                self._of_learner(lambda c=child: program(module_of(c)))  # type: ignore[misc]
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
        service.start(clean=not self._served)
        self._served = True
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

    def start(self, *, clean: bool) -> None:
        """Start it (again), in a clean folder or in the one it left. Raises CheckFailed unless it listens."""
        if clean:
            self._child.ask({"op": "clean"})
        self._child.call = "serve()"
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
        self._child.call = call
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
    if error.missing:
        hint_zh = f"你有一个 {error.near}，是它吗？" if error.near else "检查名字是否与任务一致。"
        hint_en = f"You have {error.near}: is that it?" if error.near else "Is the name as the task says?"
        return CheckFailed(f"没有找到 {error.missing}。{hint_zh}", f"{error.missing} was not found. {hint_en}",
                           error.missing, "", error.missing)  # fmt: skip
    zh = f"你的代码抛出 {error.name}：{error.message}" + (f"（{at}）" if at else "")
    en = f"Your code raised {error.name}: {error.message}" + (f" ({at})" if at else "")
    return CheckFailed(zh, en, called, error.name, "", at, evidence=error.name)
