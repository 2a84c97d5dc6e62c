"""One check at work on one submission: the implementation of `beikao.kit.Trial`."""

from __future__ import annotations

import inspect
import re
import signal as signals
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from beikao.grader import wire
from beikao.grader.asked import Asked
from beikao.grader.compare import Difference, Tolerance, difference, elsewhere, error_size, show
from beikao.grader.failures import ChildDied, LearnerError, OutOfTime, ReferenceFailed, Unavailable
from beikao.grader.metrics import NotMetrics, read_metrics
from beikao.grader.profiles import SPACES
from beikao.grader.remote import Remote, module_of
from beikao.kit.draw import Draw
from beikao.kit.point import Point

Program = Callable[[Any], Any]
ROUNDS = 5
ENOUGH_S = 0.02
GROWTH_STEPS, GROWTH_S = 20, 0.03  # how far past the first divergence the error is followed, and for how long
SERIES = 5  # so many values of one form without a name are steps of something; fewer may be anything
FOLLOW_S = 0.5  # when a step that does not end there is given up
MEASURED = Tolerance(1e-3, 1e-3)  # a measured call must still answer; how well is for `agree` to say
ALIKE = Tolerance(1e-4, 1e-5)  # for the diagnosis: the same mistake in another style rounds otherwise


@dataclass
class CheckFailed(Exception):
    """A check did not hold; words for the learner in both languages, and the facts.

    For the diagnosis: `kind` says what `evidence` is: the value that came ("value"), what the check said and measured
    ("told"), what the submission raised ("raised"), a measured cost ("cost"), a form that the check broke on ("form"). `apart` says in numbers how far off it is.
    `broke`: the child was lost after it had failed, and can be asked nothing more.
    """

    zh: str
    en: str
    called: str = ""
    got: str = ""
    want: str = ""
    where: str = ""
    facts: Mapping[str, str] | None = None
    evidence: Any = None
    kind: str = "told"
    apart: dict[str, Any] | None = None
    broke: bool = False

    def like(self, other: CheckFailed) -> bool:
        """Whether a replayed wrong answer failed in the same way: the same value came, or the same was said of it."""
        if self.kind != other.kind:
            return False
        if self.kind == "cost":
            return True
        if self.kind == "form":  # what came is shown, and is another in every run
            return said_alike(self.en, other.en)
        if self.kind == "value":
            return self.want == other.want and difference(self.evidence, other.evidence, ALIKE) is None
        if self.kind == "raised":
            return self.evidence == other.evidence and said_alike(self.got, other.got)
        mine, theirs = ("\n".join((f.en, f.got, *(f.facts or {}).values())) for f in (self, other))
        return said_alike(mine, theirs)


# What a program may meet once the two have parted: the check's own claims, and values it was not written for.
STRAYED = (CheckFailed, LearnerError, ReferenceFailed, TypeError, ValueError, LookupError, ArithmeticError,
           AttributeError, RuntimeError, AssertionError)  # fmt: skip
NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def series_of(value: Any) -> Any:
    """What values share that are steps of one thing: the name up to its numbers, or the form of one without a name."""
    if isinstance(value, Point):
        return NUMBER.sub("#", value.label())
    return type(value).__name__, str(getattr(value, "dtype", "")), tuple(getattr(value, "shape", ()))


def said_alike(one: str, two: str) -> bool:
    """Whether two messages say the same, their numbers apart by no more than rounding: whole numbers are exact."""
    if NUMBER.sub("#", one) != NUMBER.sub("#", two):
        return False
    return all(_number_alike(a, b) for a, b in zip(NUMBER.findall(one), NUMBER.findall(two), strict=True))


def _number_alike(a: str, b: str) -> bool:
    if a == b:
        return True
    x, y = float(a.replace("−", "-")), float(b.replace("−", "-"))
    if not any(c in a + b for c in ".e"):
        return x == y
    return abs(x - y) <= 1e-4 * max(abs(x), abs(y)) + max(_last_digit(a), _last_digit(b))


def _last_digit(text: str) -> float:
    """What one more in the last digit of a printed number is worth: rounding may turn it."""
    mantissa, _, exponent = text.partition("e")
    return float(10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2])))


NOT_ALLOWED = "NotAllowedHere"  # what a banned operator raises in the child; a learner who raises it fools nobody

END = object()  # a program of steps has no more


class TrialOf:
    """`fresh(which)` gives a new child for memory measurements; `parts` are used labs' modules."""

    follows = True  # whether an error is followed past the first step that differs

    def __init__(self, draw: Draw, you: Asked, ref: Asked | None, parts: Mapping[str, Remote],
                 fresh: Callable[[str], Asked]) -> None:  # fmt: skip
        self.draw = draw
        self._you, self._ref, self._fresh = you, ref, fresh
        self.you = module_of(you)
        self.ref = module_of(ref) if ref else None
        self.parts = parts
        self._served = False
        self.tightness = 1.0
        self.measured: dict[str, str] = {}  # of what was measured, the cost that came nearest to its limit

    def _called(self) -> str:
        return self._you.called()

    def _judge(self, failure: CheckFailed | None) -> None:
        """One judgement of the check: None where it holds. A failure ends the check."""
        if failure is not None:
            raise failure

    def agree(self, program: Program, *, rtol: float = 1e-5, atol_scale: float = 1e-6, exact: bool = False) -> None:
        """See `beikao.kit.Trial`."""
        tolerance = Tolerance(rtol * self.tightness, atol_scale * self.tightness, exact)
        self._you.touched = ""
        if self._ref:
            self._ref.touched = ""
        want = program(self.ref)
        got = self._of_learner(lambda: program(self.you))
        if inspect.isgenerator(want) and inspect.isgenerator(got):
            self._agree_stepwise(got, want, tolerance)
        else:
            self._judge(self._apart(got, want, tolerance))
        self._inputs_kept()

    def _inputs_kept(self) -> None:
        """Arguments that the reference leaves as they came must be left so by the learner too."""
        name = self._you.touched
        if name and self._ref and not self._ref.touched:
            raise CheckFailed(f"{name} 改动了传给它的参数，参考实现没有。先复制，再修改。",
                              f"{name} changed its arguments; the reference leaves them alone. Copy before changing.",
                              self._called(), kind="value")  # fmt: skip

    def _agree_stepwise(self, yours: Iterator[Any], theirs: Iterator[Any], tolerance: Tolerance) -> None:
        step, began = 0, time.monotonic()
        while True:
            step += 1
            want = next(theirs, END)
            got = self._of_learner(lambda: next(yours, END))
            label = "" if isinstance(want, Point) else f"第 {step} 步 · step {step}"
            if (want is END) is not (got is END):
                raise CheckFailed(f"步数不同：参考{'已经结束' if want is END else '还在继续'}。",
                                  f"The number of steps differs: the reference {'has ended' if want is END else 'goes on'}.",
                                  self._called(), where=label)  # fmt: skip
            if want is END:
                return
            failure = self._apart(got, want, tolerance, label)
            if failure is not None and self.follows:
                pace = (time.monotonic() - began) / step
                self._follow(failure, (got, want), yours, theirs, step, pace)
            self._judge(failure)

    def _follow(self, failure: CheckFailed, pair: tuple[Any, Any], yours: Iterator[Any], theirs: Iterator[Any],
                step: int, pace_s: float) -> None:  # fmt: skip
        """Add to `failure` how the error goes on: [step, error relative to the largest number wanted], while it costs
        little. Whatever goes wrong there hides nothing of what was found: the divergence stays the verdict."""
        growth: list[list[float]] = []
        deadline, more_s = self._you.deadline, self._you.more_s
        self._you.deadline, self._you.more_s = min(deadline, time.monotonic() + FOLLOW_S), float
        try:
            name = series_of(pair[1])
            for number in range(step, step + 1 + min(GROWTH_STEPS, int(GROWTH_S / max(pace_s, 1e-6)))):
                size = error_size(*pair)
                if size is None or series_of(pair[1]) != name:
                    break
                growth.append([number, size])
                want, got = next(theirs, END), next(yours, END)
                if want is END or got is END:
                    break
                pair = got, want
        except (ChildDied, OutOfTime, wire.ProtocolError):
            failure.broke = True
        except STRAYED:
            pass  # no more is known
        finally:
            self._you.deadline, self._you.more_s = deadline, more_s
            told = growth if isinstance(pair[1], Point) or len(growth) >= SERIES else growth[:1]
            failure.apart = {**(failure.apart or {}), "growth": told}

    def _of_learner(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except LearnerError as error:
            raise raised(error, self._called()) from error

    def _apart(self, got: Any, want: Any, tolerance: Tolerance, step: str = "") -> CheckFailed | None:
        """The failure that the difference between two values is, or None."""
        found = difference(got, want, tolerance)
        if found is None:
            return None
        found = self._elsewhere(found, got, want, tolerance)
        where = " ".join(filter(None, (step, found.where.strip())))
        return CheckFailed(found.zh, found.en, self._called(), found.got, found.want, where, evidence=got, kind="value",
                           apart=found.apart)  # fmt: skip

    def _elsewhere(self, found: Difference, got: Any, want: Any, tolerance: Tolerance) -> Difference:
        """The difference, and where in the tuple just returned the wanted value stands, if it is in another place."""
        name = self._you.call[0] if isinstance(self._you.call, tuple) else ""
        mine, theirs = self._you.returned.get(name), self._ref.returned.get(name) if self._ref else None
        if type(mine) is not tuple or type(theirs) is not tuple or len(mine) != len(theirs):
            return found
        value, came = (v.value if isinstance(v, Point) else v for v in (want, got))
        at = next((i for i, v in enumerate(theirs) if v is value), None)
        if at is None or mine[at] is not came:
            return found
        return elsewhere(found, mine, theirs, at, tolerance)

    def that(self, ok: bool, *, zh: str, en: str, **facts: Any) -> None:
        """See `beikao.kit.Trial`."""
        failed = None if ok else CheckFailed(zh, en, self._called(), facts={k: show(v) for k, v in facts.items()})
        self._judge(failed)

    def raises(self, program: Program, name: str) -> None:
        """See `beikao.kit.Trial`."""
        try:
            got = program(self.you)
        except LearnerError as error:
            wrong = None if name in error.kinds else CheckFailed(
                f"应当抛出 {name}，抛出的却是 {error.said('：')}",
                f"It should raise {name}; it raised {error.said(': ')}",
                self._called(), error.name, name, place(error), evidence=error.name, kind="raised",
            )  # fmt: skip
            if error.name == NOT_ALLOWED:
                wrong = raised(error, self._called())
        else:
            wrong = CheckFailed(
                f"应当抛出 {name}，却返回了结果。", f"It should raise {name}; it returned.", self._called(), show(got),
                name, evidence=got, kind="value",
            )  # fmt: skip
        self._judge(wrong)

    def faster(self, program: Program, *, at_most: float = 2.0) -> None:
        """See `beikao.kit.Trial`."""
        yours, theirs = [], []
        for _ in range(ROUNDS):
            want, spent = self._first_call("ref", program)
            theirs.append(spent)
            got, spent = self._first_call("you", program)
            yours.append(spent)
            self._answered(got, want)
        ratio = min(yours) / max(min(theirs), 1e-6)
        self._cost(ratio, at_most)
        slow = None
        if ratio > at_most:
            slow = CheckFailed(
                f"用的 CPU 时间是参考实现的 {ratio:.1f} 倍，上限 {at_most:g} 倍。",
                f"It takes {ratio:.1f} times the CPU time of the reference; at most {at_most:g}.",
                self._called(), f"{min(yours) * 1000:.2f} ms", f"{min(theirs) * 1000:.2f} ms",
                facts={"ratio": f"{ratio:.2f}"}, kind="cost",
            )  # fmt: skip
        self._judge(slow)

    def lighter(self, program: Program, *, at_most: float = 0.5) -> None:
        """See `beikao.kit.Trial`."""
        want, theirs, loaded = self._growth("ref", program, None)
        got, yours, _ = self._growth("you", program, loaded)
        self._answered(got, want)
        ratio = yours / theirs
        self._cost(ratio, at_most)
        heavy = None
        if ratio > at_most:
            heavy = CheckFailed(
                f"峰值内存是参考实现的 {ratio:.2f} 倍，上限 {at_most:g} 倍。",
                f"Its peak memory is {ratio:.2f} times that of the reference; at most {at_most:g}.",
                self._called(), f"{yours / 1024:.1f} MiB", f"{theirs / 1024:.1f} MiB", kind="cost",
            )  # fmt: skip
        self._judge(heavy)

    def _cost(self, ratio: float, at_most: float) -> None:
        """Note a cost, as a share of the reference's."""
        if ratio / at_most >= float(self.measured.get("ratio", 0)) / float(self.measured.get("at most", 1)):
            self.measured = {"ratio": f"{ratio:.4g}", "at most": f"{at_most:g}"}

    def _answered(self, got: Any, want: Any) -> None:
        """A measured call must give the value too. Raises CheckFailed."""
        if (wrong := self._apart(got, want, MEASURED)) is not None:
            raise replace(
                wrong,
                zh=f"答案不对，因此没有比较用量。{wrong.zh}",
                en=f"The answer is wrong, so its cost was not judged. {wrong.en}",
            )

    def _first_call(self, which: str, program: Program) -> tuple[Any, float]:
        """(value, CPU seconds) of the first call in a fresh child: nothing can be remembered, or worked out between calls."""
        child = self._fresh(which)
        try:
            before = child.cpu_seconds()
            value = self._of_learner(lambda: program(module_of(child)))
            return value, child.cpu_seconds() - before
        finally:
            self._you.call = child.call
            child.close()

    def _growth(self, which: str, program: Program, loaded: int | None) -> tuple[Any, int, int]:
        """(value, KiB by which a call raises the peak, KiB by which the import did). An import may raise it by `loaded` at
        most, the rest counts: else who takes much memory at import and gives it back could take it again unseen."""
        child = self._fresh(which)
        try:
            imported = child.peak_kib() - child.start_kib
            before = child.start_kib + (imported if loaded is None else min(imported, loaded))
            value = self._of_learner(lambda: program(module_of(child)))
            return value, max(child.peak_kib() - before, 1), imported
        finally:
            self._you.call = child.call
            child.close()

    def serve(self) -> ServiceOf:
        """See `beikao.kit.Trial`."""
        if not self._you.service:
            raise Unavailable(SPACES)
        service = ServiceOf(self._you)
        service.start(clean=not self._served)
        self._served = True
        return service


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ServiceOf:
    """The learner's running program."""

    def __init__(self, child: Asked) -> None:
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

    def metrics(self, path: str = "/metrics") -> dict[str, float]:
        """What it tells Prometheus: `name{labels}` with the labels in order -> value. Raises CheckFailed."""
        answer = self.http("GET", path)
        if answer.status != 200:
            raise CheckFailed(
                f"{path} 应当回答 200。", f"{path} should answer 200.", f"GET {path}", str(answer.status), "200"
            )
        try:
            return read_metrics(answer.body)
        except NotMetrics as error:
            zh, en = f"{path} 不是 Prometheus 的文本格式：{error}", f"{path} is not Prometheus text: {error}"
            raise CheckFailed(zh, en, f"GET {path}", str(error), "name{labels} value") from error

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
    if error.name == NOT_ALLOWED:
        return CheckFailed(f"这里不能用 {error.message}：本题要求自己写出这一步。",
                           f"{error.message} is not allowed here: this step is yours to write.",
                           called, "", "", at, evidence=error.name, kind="raised")  # fmt: skip
    if error.missing:
        hint_zh = f"你有一个 {error.near}，是它吗？" if error.near else "检查名字是否与任务一致。"
        hint_en = f"You have {error.near}: is that it?" if error.near else "Is the name as the task says?"
        return CheckFailed(f"没有找到 {error.missing}。{hint_zh}", f"{error.missing} was not found. {hint_en}",
                           error.missing, "", error.missing, kind="raised")  # fmt: skip
    zh = f"你的代码抛出 {error.said('：')}" + (f"（{at}）" if at else "")
    en = f"Your code raised {error.said(': ')}" + (f" ({at})" if at else "")
    return CheckFailed(zh, en, called, error.name, "", at, evidence=error.name, kind="raised")
