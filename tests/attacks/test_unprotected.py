"""Every attack that may be tried safely succeeds against a runner without protection: so that it is an attack at all."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

import pytest

from tests.attacks.attack import ESCAPED, FOOLED, HUNG, LEFT, TASKS, Attack, attacks, whole
from tests.attacks.stage import Canaries
from tests.attacks.unprotected import Unprotected, unprotected

ALL = attacks()
TRIED = [(family, a) for family, a in ALL if not a.unsafe]


@pytest.fixture(scope="module")
def runner(canaries: Canaries) -> Iterator[Unprotected]:
    with unprotected() as runner:
        yield runner


@pytest.fixture(scope="module")
def canaries() -> Iterator[Canaries]:
    with Canaries() as canaries:
        yield canaries


def achieved(runner: Unprotected, canaries: Canaries, attack: Attack) -> dict[str, bool]:
    """What an attack does to the unprotected runner."""
    pid = runner._process.pid
    task = TASKS[attack.task]
    limit = 0.6 if attack.alone == HUNG else 20.0
    source = whole(attack, **canaries.known(), JUDGE=pid, ZYGOTE=pid)
    found = runner.run(source, task.reference, dedent(task.naive), canaries.word, limit)
    harm = canaries.harm()
    if any("changed" in h for h in harm):
        for path, data in canaries.content.items():
            with open(path, "wb") as file:  # noqa: PTH123
                file.write(data)
    print(found, harm)
    return {
        FOOLED: found["state"] == "passed",
        HUNG: found["state"] == "hung",
        ESCAPED: canaries.word in found["output"] or "ESCAPED" in found["output"] or bool(harm),
        LEFT: any(h.startswith("left") for h in harm),
    }


@pytest.mark.parametrize("attack", [pytest.param(a, id=f"{family}: {a.name}") for family, a in TRIED])
def test_it_succeeds_without_protection(runner: Unprotected, canaries: Canaries, attack: Attack) -> None:
    """Once in five: some of them are races, which a busy machine decides."""
    assert any(achieved(runner, canaries, attack)[attack.alone] for _ in range(5))


@pytest.mark.parametrize("task", TASKS)
def test_the_unprotected_runner_does_judge(runner: Unprotected, canaries: Canaries, task: str) -> None:
    """It passes honest work and fails plainly wrong work, so that being fooled means something."""
    right = runner.run(TASKS[task].reference, TASKS[task].reference, dedent(TASKS[task].naive), canaries.word)
    assert right["state"] == "passed", right
    wrong = "import numpy as np\n" + "\n".join(
        f"def {name}(*a): return {value}"
        for name, value in (("double", "a[0] * 3"), ("total", "-1"), ("fits", "False"), ("room", "1"), ("slope", "7.5"),
                            ("sums", "np.zeros(1) + 9"), ("work", "float(np.ones(1 << 24).sum())"))
    )  # fmt: skip
    assert runner.run(wrong, TASKS[task].reference, dedent(TASKS[task].naive), canaries.word, 9.0)["state"] == "failed"


def test_each_reason_for_not_trying_is_given() -> None:
    assert len(ALL) >= 120
    assert all(a.unsafe == "" or len(a.unsafe) > 20 for _, a in ALL)
    assert len(TRIED) >= 80
