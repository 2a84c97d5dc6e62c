"""Right answers of the course's own on thousands of seeds, judged in this very process: no fork, no wire and NO WALL.

A learner's code never comes here: nothing that serves imports this module, and a test looks. What a check sees is what it
sees in a verdict: every value is encoded and decoded, reference and answer each have their generators and their modules,
and the same `Trial` judges. Two things are not done: the CPU time and the memory of a process cannot be told apart here
(checks that ask for them are named and left to the real grader), and banned operators are not banned.

Every check is first tried with a tenth of each tolerance of `agree`, and where that fails with the whole: what only then holds came near.

`python -m beikao.grader.unwalled` reads one JSON line, {"job", "seeds"}, and writes a line a seed: {"seed", "failed":
[[check, message] ...], "near": [[check, what it says with a tenth] ...], "left": [checks that ask for a measurement]}.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import json
import os
import random
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

if __name__ == "__main__":  # the limits on threads come before numpy
    for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[_name] = "1"

import numpy as np

from beikao.grader import wire
from beikao.grader.asked import Asked
from beikao.grader.child import MODULE, CallbackFailed, Server, describe, near
from beikao.grader.failures import LearnerError, ReferenceFailed
from beikao.grader.job import Job, Tree
from beikao.grader.judging import LabFault
from beikao.grader.remote import Remote, module_of
from beikao.grader.trial import CheckFailed, TrialOf, raised
from beikao.grader.verdict import load_checks
from beikao.kit.draw import Draw

MT19937_BYTES = 624 * 4 + 4
TENTH = 0.1
REFUSED = (TypeError, ValueError, LookupError, ArithmeticError, RuntimeError, AttributeError, AssertionError)


class Measured(Exception):
    """The check asks for the CPU time or the memory of a process."""


class Turn:
    """Whose generators and modules are in place: those of the reference or those of the answer.

    Both begin a check with the same seed, and seldom draw. So what is looked at on every turn is only whether the present one
    drew since: numpy takes 90 us to tell its state, its bytes are read at once.
    """

    def __init__(self) -> None:
        import torch

        self._torch = torch
        bits: Any = np.random.get_bit_generator()  # type: ignore[attr-defined]  # its stub leaves it out
        self._numpy = int(bits.ctypes.state_address)
        self.whose: Here | None = None
        self.began()

    def began(self) -> None:
        """The generators were seeded just now: a check begins."""
        self._seen, self._begin = self._look(), self._states()
        if self.whose is not None:
            self.whose.generators = None

    def give(self, to: Here) -> None:
        """Lay the present one's generators aside and take out those of `to`."""
        if self.whose is to:
            return
        drew = self._look() != self._seen
        if self.whose is not None:
            self.whose.generators = self._states() if drew else None
        if drew or to.generators is not None:
            self._restore(to.generators or self._begin)
        sys.modules.update(to.modules)
        self.whose = to

    def _look(self) -> Any:
        """All three generators, but for a second normal number that numpy may hold: before the first it holds none."""
        torch = bytes(self._torch.get_rng_state().numpy())
        return random.getstate(), ctypes.string_at(self._numpy, MT19937_BYTES), torch

    def _states(self) -> Any:
        return random.getstate(), np.random.get_state(), self._torch.get_rng_state()

    def _restore(self, states: Any) -> None:
        random.setstate(states[0])
        np.random.set_state(states[1])
        self._torch.set_rng_state(states[2])


class Objects(Server):
    """The child's side of the questions, without a connection."""

    def __init__(self, here: Here, folder: str) -> None:
        self.here, self.folder, self.files = here, folder, ()
        self.objects = {MODULE: types.ModuleType("submission")}
        self.numbers = itertools.count(MODULE + 1)
        self.depth, self.pid, self.touched = 0, os.getpid(), False

    def put(self, number: int, given: list[Any]) -> Any:
        """What a function of the check's gives, asked at once."""
        return self.here.serve(number, given)


class Here(Asked):
    """A submission imported into this process."""

    def __init__(self, turn: Turn, folder: str) -> None:
        super().__init__()
        self.turn, self.objects = turn, Objects(self, folder)
        self.generators: Any = None
        self.modules: dict[str, types.ModuleType] = {}
        self._broken: Exception | None = None  # a failure of the check itself inside a callback, raised at the end

    def begin(self, entry: str, files: Mapping[str, str], parts: Mapping[str, str]) -> None:
        """Import the entry. Raises LearnerError."""
        names = {"rig", "parts", entry.removesuffix(".py")}
        for name in [n for n in sys.modules if n in names or n.startswith("parts.")]:
            del sys.modules[name]
        known = set(sys.modules)
        self.setup(entry, files, write=True, seed=1, parts=parts)
        own = (n for n in set(sys.modules) - known if n in names or self._lies_here(sys.modules[n]))
        self.modules = {name: sys.modules[name] for name in own}

    def _lies_here(self, module: types.ModuleType) -> bool:
        return str(getattr(module, "__file__", None) or "").startswith(self.objects.folder)

    def ask(self, header: dict[str, Any], value: Any = None, *, has_value: bool = False,
            raw: list[bytes] | None = None) -> Any:  # fmt: skip
        """See `Asked`."""
        self.count()
        self.turn.give(self)
        encoder = wire.Encoder(self.handle)
        if has_value:
            header = {**header, "value": encoder(value)}
        for number in self.unused:
            self.objects.objects.pop(number, None)
        self.unused, self.objects.touched, self._broken = [], False, None
        try:
            node, buffers = self._answer(header, raw if raw is not None else encoder.buffers)
        except Exception as error:
            failed = self._broken or self._described(header, error)
            raise (ReferenceFailed(str(failed)) if self.trusted else failed) from error
        if self._broken:
            raise self._broken
        if header["op"] == "begin":
            self.turn.began()
        if self.objects.touched:
            self.touched = self.call if isinstance(self.call, str) else self.call[0]
        return wire.Decoder(buffers, self.resolve)(node)

    def _answer(self, header: dict[str, Any], buffers: list[bytes]) -> tuple[list[Any], list[bytes]]:
        value = getattr(self.objects, "op_" + header["op"])(header, buffers)
        encoder = wire.Encoder(self.objects.handle)
        return self.objects.handle(value) if "keep" in header else encoder(value), encoder.buffers

    def _described(self, header: dict[str, Any], error: Exception) -> LearnerError:
        found = describe(error, self.objects.files, self.objects.folder)
        if header["op"] == "get" and isinstance(error, AttributeError) and not found["line"]:
            found["missing"] = header["name"]
            found["near"] = near(header["name"], self.objects.objects[header["target"]])
        return LearnerError.read(found)

    def serve(self, number: int, given: list[Any]) -> Any:
        """A callback, its arguments and what it gives carried over as the wire would carry them."""
        args, kwargs = _carried(given, self.objects.handle, self.resolve)
        try:
            result = self.callbacks[number](*args, **kwargs)
        except (CheckFailed, LearnerError) as error:
            self._broken = error
            raise CallbackFailed("the check ended") from error
        except REFUSED as error:
            raise CallbackFailed(f"{type(error).__name__}: {error}"[:500]) from error
        finally:
            self.turn.give(self)
        return _carried(result, self.handle, self.objects.resolve)

    def cpu_seconds(self) -> float:
        """Cannot be told here. Raises Measured."""
        raise Measured

    def peak_kib(self) -> int:
        """Cannot be told here. Raises Measured."""
        raise Measured

    def close(self) -> None:
        """Nothing is held."""


def _carried(value: Any, handle: Callable[[Any], list[Any]], resolve: Callable[[str, list[Any]], Any]) -> Any:
    encoder = wire.Encoder(handle)
    node = encoder(value)
    return wire.Decoder(encoder.buffers, resolve)(node)


class Bench:
    """Reference, used labs and answer of a job, imported once. Use as a context manager: its folders go with it."""

    def __init__(self, job: Job) -> None:
        self.job, self.checks, self.left = job, load_checks(job), set[str]()
        self._folders = contextlib.ExitStack()
        turn = Turn()
        used = {f"parts/{n}/{path}": text for n, (_, tree) in job.parts.items() for path, text in tree.items()}
        entries = {name: entry for name, (entry, _) in job.parts.items()}
        self.ref = self._here(turn, job.entry, {**used, **job.given, **job.reference}, entries, trusted=True)
        self.parts: dict[str, Remote] = {}
        for name, (entry, tree) in job.parts.items():
            self.parts[name] = module_of(self._here(turn, entry, tree, {}, trusted=True))
        self.you = self._here(turn, job.entry, {**used, **job.given, **job.tree}, entries, trusted=False)

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self._folders.close()

    def _here(self, turn: Turn, entry: str, files: Tree, parts: Mapping[str, str], *, trusted: bool) -> Here:
        here = Here(turn, self._folders.enter_context(tempfile.TemporaryDirectory(prefix="beikao-unwalled-")))
        here.begin(entry, files, parts)
        here.trusted = trusted
        return here

    def judged(self, seed: int) -> dict[str, Any]:
        """What the quick checks say of this seed; those in `left` ask for a measurement and are not run."""
        failed, near = [], []
        for check in (c.id for c in self.job.checks if c.phase == "quick"):
            if check in self.left:
                continue
            try:
                strict = self._failure(check, seed, TENTH * self.job.tightness)
                failure = self._failure(check, seed, self.job.tightness) if strict else ""
            except Measured:
                self.left.add(check)
                continue
            failed += [(check, failure)] if failure else []
            near += [(check, strict)] if strict and not failure else []
        return {"seed": seed, "failed": failed, "near": near, "left": sorted(self.left)}

    def _failure(self, check: str, seed: int, tightness: float) -> str:
        draw = Draw(f"{self.job.unit}/{check}", seed)
        begin = draw.child("begin").integer(0, 2**48)
        for one in (self.you, self.ref):
            one.calls, one.call = 0, ""
            one.callbacks.clear()
            one.ask({"op": "begin", "seed": begin})
        trial = TrialOf(draw, self.you, self.ref, self.parts, _no_process)
        trial.tightness = tightness
        try:
            self.checks[check](trial)
        except CheckFailed as failure:
            return failure.en
        except LearnerError as error:
            return raised(error, self.you.called()).en
        except ReferenceFailed as error:
            raise LabFault(f"check {check}, seed {seed}: the reference failed: {error}") from error
        return ""


def _no_process(which: str) -> Asked:
    raise Measured


def judged(job: Job, seeds: Iterable[int]) -> Iterator[dict[str, Any]]:
    """A line for each seed, see the module. Raises LabFault."""
    with Bench(job) as bench:
        yield from map(bench.judged, seeds)


def main(requests: IO[str], answers: IO[str]) -> None:
    """One request."""
    import torch

    torch.set_num_threads(1)
    np.seterr(all="ignore")
    request = json.loads(requests.readline())
    for line in judged(Job.from_dict(request["job"]), request["seeds"]):
        print(json.dumps(line, ensure_ascii=False), file=answers, flush=True)


if __name__ == "__main__":
    _answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an answer prints is none of ours
    main(sys.stdin, _answers)
