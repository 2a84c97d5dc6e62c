"""What a lab's `check.py` is written against: `Trial` and `@check`, protocols implemented by the grader.

A check depends on nothing but its trial, so the same file serves grading, diagnosis, nulls and mutants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from beikao.kit.draw import Draw


class Module(Protocol):
    """A submission seen from a check: its functions, classes and (if the lab has one) `rig`.

    Calls go over the wire: None, bool, int, float, str, bytes, ndarray, Tensor, list, tuple, dict travel as plain
    data, anything else comes back as a handle whose methods and attributes are called in turn. A function passed as
    an argument becomes a callback that gets and returns plain data.
    """

    def __getattr__(self, name: str) -> Any: ...


class Service(Protocol):
    """A running program of the learner's (profile `service`)."""

    def http(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None,
             timeout_s: float = 2.0) -> Response: ...  # fmt: skip
    def metrics(self, path: str = "/metrics") -> Mapping[str, float]: ...
    def kill(self, signal: int = 9) -> None: ...
    def logs(self) -> str: ...


class Response(Protocol):
    """An HTTP answer: status, headers (lower-case names), body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Trial(Protocol):
    """One check at work on one submission."""

    draw: Draw  # the check's own stream: from the submission's seed and the check's id
    you: Module  # the learner's submission
    ref: Module  # the reference, in its twin process
    parts: Mapping[str, Module]  # the labs named in `uses`

    def agree(self, program: Callable[[Module], Any], *, rtol: float = 1e-5, atol_scale: float = 1e-6,
              exact: bool = False) -> None:  # fmt: skip
        """Run the same program on `you` and on `ref` and compare all it returns or yields.

        Same structure, dtype and shape, finite where the reference is finite, and
        |got - want| <= atol_scale * max|want| + rtol * |want| in float64. A generator is compared step by step and the
        first step that differs is reported, by its number or, for `yield at("layer 3", h)`, by its name.
        """

    def that(self, ok: bool, *, zh: str, en: str, **facts: Any) -> None:
        """The check fails with these words unless `ok`. Write them for the learner: what was asked, what came."""

    def raises(self, program: Callable[[Module], Any], name: str) -> None:
        """`program(you)` must raise an exception whose class is called `name`."""

    def faster(self, program: Callable[[Module], Any], *, at_most: float = 2.0) -> None:
        """CPU time of `program(you)` is at most `at_most` times that of `program(ref)` (interleaved, best of 5).

        Each time it is the first call in a fresh child, and the values must agree within 1e-3: return what was worked
        out. Give it some milliseconds of work, or the cost of the call itself is what is measured.
        """

    def lighter(self, program: Callable[[Module], Any], *, at_most: float = 0.5) -> None:
        """Peak memory of `program(you)` above a fresh child is at most `at_most` times that of `program(ref)`.

        The values must agree within 1e-3: return what was worked out.
        """

    def serve(self) -> Service:
        """Start the submission's program (profile `service`) and wait until it listens.

        `.metrics()["name{a=\"b\"}"]` is a sample of its Prometheus text, labels in alphabetical order.
        """


def kept(thing: Any) -> Any:
    """The same object of a submission, except that what it gives stays there: `kept(x).grad` and `kept(f)(a)` are handles
    on the very array, not copies of its numbers.

    An array's own methods are then asked of it (`.fill(5.0)`, `.copy()`): whether two things share memory can be seen, and
    a large answer need not travel to be measured.
    """
    return thing.__beikao_kept__()


def given(module: Any, value: Any) -> Any:
    """A handle on plain data laid down beside the submission: the same array can be handed to two calls."""
    return module.__beikao_given__(value)


C = TypeVar("C", bound=Callable[[Trial], None])


def check(function: C) -> C:
    """Mark a function of `check.py` as a check. Its id is its name with dashes: `def loss_falls` is `loss-falls`."""
    function.__beikao_check__ = function.__name__.replace("_", "-")  # type: ignore[attr-defined]
    return function
