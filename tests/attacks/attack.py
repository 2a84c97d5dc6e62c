"""What an attack is, and the tasks that attacks are handed in for. Data only; who runs them is in `stage` and `unprotected`.

An attack is a whole submission. It wants one of three things: to pass with a wrong answer, to reach what lies outside,
or to hurt the machine and the next learner. `alone` says what it achieves against the unprotected runner: the proof that
it is an attack at all. Where that would hurt the machine which runs the tests, `unsafe` says why it is not tried there.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from textwrap import dedent

FOOLED, ESCAPED, HUNG, LEFT = "fooled", "escaped", "hung", "left"


@dataclass(frozen=True)
class Attack:
    """`states` are those the verdict may have; `seconds` and `memory_mib` the limits of the task.

    `alone`: fooled (passes with a wrong answer), escaped (reads, writes or reaches a canary), hung (no verdict in time),
    left (a process or a file outlives it).
    """

    name: str
    source: str
    states: tuple[str, ...] = ("failed",)
    task: str = "double"
    alone: str = FOOLED
    unsafe: str = ""
    seconds: float = 8.0
    memory_mib: int = 384


@dataclass(frozen=True)
class Task:
    """`checks` for the grader, `reference` for its twin, `naive` the same check as the unprotected runner makes it."""

    checks: str
    reference: str
    naive: str


DOUBLE = "def double(x):\n    return x * 2\n"
TASKS = {
    "double": Task(
        """
        @check
        def doubles(t: Trial) -> None:
            canary = t.draw.unit and CANARY
            for _ in range(2):
                x = t.draw.normal(3, 2)
                t.agree(lambda m: m.double(x))
        """,
        DOUBLE,
        "for _ in range(2):\n    x = draw.normal(size=(3, 2))\n    same(solution.double(x.copy()), reference.double(x))",
    ),
    "tensor": Task(
        """
        @check
        def scales(t: Trial) -> None:
            for _ in range(2):
                x = t.draw.normal(3, 2, like="torch")
                t.agree(lambda m: m.double(x))
        """,
        DOUBLE,
        "for _ in range(2):\n    x = torch.randn(3, 2)\n    same(solution.double(x), reference.double(x))",
    ),
    "count": Task(
        """
        @check
        def counts(t: Trial) -> None:
            n = t.draw.integer(3, 9)
            t.agree(lambda m: m.total(list(range(n))))
            t.agree(lambda m: {"total": m.total([n, n]), "more": [1.0 * m.total([n]), (n, "x")]})
        """,
        "def total(xs):\n    return sum(xs)\n",
        "n = int(draw.integers(3, 9))\nassert solution.total(list(range(n))) == reference.total(list(range(n)))",
    ),
    "truth": Task(
        """
        @check
        def fits(t: Trial) -> None:
            n = t.draw.integer(3, 9)
            t.that(m_fits(t, n, 10), zh="装得下", en="It fits")
            t.that(t.you.fits(n, n) == t.ref.fits(n, n), zh="正好", en="It just fits")
            t.that(t.you.room(n) != t.you.room(n + 1), zh="不同", en="They differ")

        def m_fits(t, n, room):
            return t.you.fits(n, room)
        """,
        "def fits(n, room):\n    return n <= room\n\ndef room(n):\n    return n\n",
        "assert solution.fits(3, 10)\nassert solution.fits(3, 3) == reference.fits(3, 3)\nassert solution.room(3) != solution.room(4)",
    ),
    "speed": Task(
        """
        @check
        def right(t: Trial) -> None:
            x = t.draw.normal(400)
            t.agree(lambda m: m.sums(x))

        @check
        def fast(t: Trial) -> None:
            x = t.draw.normal(2000)
            t.faster(lambda m: m.sums(x), at_most=2.0)
        """,
        "import numpy as np\n\ndef sums(x):\n    return np.cumsum(x)\n",
        "x = draw.normal(size=400)\nsame(solution.sums(x), reference.sums(x))\nx = draw.normal(size=2000)\n"
        "assert best(lambda: solution.sums(x)) < 3 * best(lambda: reference.sums(x)) + 1e-4",
    ),
    "memory": Task(
        """
        @check
        def light(t: Trial) -> None:
            t.lighter(lambda m: m.work(1 << 22), at_most=1.5)
        """,
        "import numpy as np\n\ndef work(n):\n    return sum(float(np.ones(1 << 16).sum()) for _ in range(n >> 16))\n",
        "before = peak()\nfound = solution.work(1 << 22)\nassert peak() - before < 8 << 10",
    ),
    "callback": Task(
        """
        @check
        def calls(t: Trial) -> None:
            seen = []
            a = t.draw.normal()
            def f(x):
                seen.append(x)
                return a * x
            t.agree(lambda m: m.slope(f))
            t.that(len(seen) <= 4, zh="调用太多", en="Too many calls", n=len(seen))
        """,
        "def slope(f):\n    return f(1.0) - f(0.0)\n",
        "a, seen = float(draw.normal()), []\ndef f(x):\n    seen.append(x)\n    return a * x\nsame(solution.slope(f), a)\nassert len(seen) <= 2",
    ),
}  # fmt: skip


def attacks() -> list[tuple[str, Attack]]:
    """(family, attack) of every module in `families`, in order."""
    from tests.attacks import families

    found = []
    for module in sorted(pkgutil.iter_modules(families.__path__), key=lambda m: m.name):
        table: list[Attack] = importlib.import_module(f"{families.__name__}.{module.name}").ATTACKS
        found += [(module.name, attack) for attack in table]
    return found


HEAD = """
import atexit, builtins, ctypes, gc, json, mmap, os, pickle, resource, signal, socket, struct, subprocess, sys, threading, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)

def everywhere(data):
    # to every descriptor that takes it: the wire here, the verdict's pipe elsewhere
    for fd in range(1, 64):
        try:
            os.write(fd, data)
        except OSError:
            pass

def frame(header):
    head = json.dumps([header, []]).encode()
    return struct.pack("<I", len(head)) + head

def attempt(act):
    # what was found is printed: the runner looks for canaries in it
    try:
        print("FOUND", act())
    except BaseException as error:
        print("refused", type(error).__name__)
"""


def whole(attack: Attack, **known: object) -> str:
    """The submission as handed in; the attacker is told all that is in `known`: paths, ports, pids."""
    facts = "".join(f"{name} = {value!r}\n" for name, value in known.items())
    return f"{HEAD}{facts}\n{dedent(attack.source)}"
