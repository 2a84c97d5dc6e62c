"""The contract of a grader back end, over every module found by scanning: the same verdicts, and never none at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beikao.grader import Grader, GraderPort, Options, names, open_grader, probe_job
from tests.grader.submissions import DOUBLE, DOUBLE_CHECK, Lab, states
from tests.grader.test_processes import command, judge_pid, tree_of

Make = Callable[..., Lab]
TWO_STEPS = (
    DOUBLE_CHECK
    + """
@check
def slowly(t: Trial) -> None:
    t.that(t.you.slow() == 1, zh="是一", en="is one")
"""
)
SLOW = DOUBLE + "\ndef slow():\n    import time\n    time.sleep(0.7)\n    return 1\n"


before_any: set[int] = set()  # the processes of this test run itself and of the plain grader


@pytest.fixture(scope="module", params=names())
def port(
    request: pytest.FixtureRequest, grader: Grader, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GraderPort]:
    assert grader.check(probe_job())["state"] == "passed"
    before_any.update(tree_of(os.getpid()))
    opened = open_grader(request.param, Options(tmp_path_factory.mktemp("home"), workers=2))
    yield opened
    opened.close()


def judges() -> set[int]:
    """Every judge process below this one but the plain grader's."""
    return {pid for pid in tree_of(os.getpid()) if pid not in before_any and "beikao.grader.judge" in command(pid)}


def same(verdict: dict[str, Any]) -> dict[str, Any]:
    """A verdict without what a clock or a gauge measured."""
    limit = verdict["limit"] and {**verdict["limit"], "used": None}
    return {**verdict, "ms": None, "limit": limit, "checks": [{**c, "ms": None} for c in verdict["checks"]]}


SUBMISSIONS = {
    "passed": DOUBLE,
    "failed": "def double(x):\n    print('tried')\n    return x * 3\n",
    "crashed": "import os\n\ndef double(x):\n    os._exit(3)\n",
    "timeout": "while True:\n    pass\n",
    "out_of_memory": "kept = bytearray(900 << 20)\n" + DOUBLE,
    "unavailable": DOUBLE,
    "grader_error": DOUBLE,
}


def job_of(lab: Make, state: str) -> Any:
    if state == "grader_error":
        return lab("@check\ndef broken(t: Trial) -> None:\n    raise OSError\n").job(DOUBLE)
    more: dict[str, Any] = {"unavailable": {"needs_programs": ("no-such-program",)}, "timeout": {"seconds": 1.0}}
    return lab().job(SUBMISSIONS[state], memory_mib=512, **more.get(state, {}))


@pytest.mark.parametrize("state", SUBMISSIONS)
def test_the_same_verdict_as_a_plain_grader(port: GraderPort, grader: Grader, lab: Make, state: str) -> None:
    job = job_of(lab, state)
    verdict = port.check(job, seed=7, learner="ann")
    assert verdict["state"] == state
    assert same(verdict) == same(grader.check(job, seed=7))


def test_the_same_run(port: GraderPort, grader: Grader, lab: Make) -> None:
    text = "import random\n\ndef main():\n    print(random.random(), {'a', 'b', 'c'})\n    open('out.txt', 'w').write('kept')\n"
    ran = [one.run(lab().job(text), seed=3) for one in (port, grader)]
    assert ran[0].state == "passed"
    assert dict(ran[0].files) == {"out.txt": "kept"}
    assert (ran[0].output, ran[0].sandbox) == (ran[1].output, ran[1].sandbox)
    stopped = port.run(lab().job("def main():\n    while True:\n        pass\n"), seconds=0.5)
    assert stopped.state == "timeout"


def test_progress(port: GraderPort, lab: Make) -> None:
    seen: list[dict[str, Any]] = []
    port.check(lab(TWO_STEPS, SLOW).job(SLOW), progress=seen.append)
    assert [(e["check"], e["done"], e["of"]) for e in seen] == [("doubles", 1, 2), ("slowly", 2, 2)]


def killing(times: int, kill: Callable[[], None]) -> tuple[list[str], Callable[[dict[str, Any]], None]]:
    """A progress that kills in the middle of a submission, that many times; and the list of attempts it saw begin."""
    begun: list[str] = []

    def progress(event: dict[str, Any]) -> None:
        if event["check"] == "doubles":
            begun.append("attempt")
            if len(begun) <= times:
                kill()

    return begun, progress


def kill_judges() -> None:
    killed = judges()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    while any(map(dying, killed)):
        time.sleep(0.01)


def dying(pid: int) -> bool:
    """Whether it has not quite ended: its memory, and so its command line, goes first, and its parent knows last."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(("times", "state"), [(1, "passed"), (2, "grader_error")])
def test_a_dead_judge_means_once_more_and_once_only(port: GraderPort, lab: Make, times: int, state: str) -> None:
    begun, progress = killing(times, kill_judges)
    job = lab(TWO_STEPS, SLOW).job(SLOW)
    verdict = port.check(job, seed=4, progress=progress)
    assert verdict["state"] == state
    assert len(begun) == 2
    assert port.check(job, seed=4)["state"] == "passed"  # the pool has recovered
    if state == "grader_error":
        assert verdict["score"] == 0
        assert all(c["message"]["zh"] and c["message"]["en"] for c in verdict["checks"])
        assert states(verdict) == {"doubles": False, "slowly": False}


def test_a_judge_that_died_while_idle_costs_no_attempt(port: GraderPort, lab: Make) -> None:
    assert port.check(probe_job())["state"] == "passed"
    kill_judges()
    begun, progress = killing(1, kill_judges)
    assert port.check(lab(TWO_STEPS, SLOW).job(SLOW), progress=progress)["state"] == "passed"
    assert len(begun) == 2


def test_what_breaks_an_exchange_off_gives_nobody_the_answer_to_another(port: GraderPort, lab: Make) -> None:
    """A progress that raises stands for all that may end a wait in the middle, such as Ctrl+C or a test's limit of time."""

    def broken(event: dict[str, Any]) -> None:
        raise InterruptedHere

    unit = lab(TWO_STEPS, SLOW)
    with pytest.raises(InterruptedHere):
        port.check(unit.job(SLOW), seed=1, progress=broken)
    for seed, text, state in ((2, "def double(x):\n    return x\n", "failed"), (3, SLOW, "passed")):
        verdict = port.check(unit.job(text), seed=seed)
        assert (verdict["seed"], verdict["state"]) == (seed, state)


class InterruptedHere(Exception):
    """Raised by a test in the middle of an exchange."""


def test_one_learner_does_not_starve_another(port: GraderPort, lab: Make) -> None:
    job = lab().job("import time\ntime.sleep(0.6)\n" + DOUBLE)
    ended: list[str] = []

    def submit(learner: str) -> None:
        ended.append(f"{learner} {port.check(job, learner=learner)['state']}")

    threads = [threading.Thread(target=submit, args=(who,)) for who in ("flood", "flood", "flood", "flood", "ann")]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join(300)
    assert sorted(ended) == ["ann passed"] + ["flood passed"] * 4
    assert ended.index("ann passed") < 4


def test_warm_twice_and_closed_twice(port: GraderPort) -> None:
    port.warm()
    port.warm()
    assert port.check(probe_job())["state"] == "passed"


def test_closing_ends_what_is_under_way(port: GraderPort, grader: Grader, lab: Make) -> None:
    """The last test of each: its port stays closed."""
    own = set(tree_of(os.getpid())) - before_any - set(tree_of(judge_pid(grader)))  # whose spares come and go
    verdicts: list[str] = []
    under_way = threading.Event()
    job = lab(TWO_STEPS, SLOW).job(SLOW.replace("0.7", "20"), seconds=30)

    def submit() -> None:
        verdicts.append(port.check(job, progress=lambda event: under_way.set())["state"])

    threads = [threading.Thread(target=submit) for _ in range(3)]  # one more than there are workers
    for thread in threads:
        thread.start()
    assert under_way.wait(60)
    port.close()
    for thread in threads:
        thread.join(20)
    assert verdicts == ["grader_error"] * 3
    port.close()
    assert port.check(probe_job())["state"] == "grader_error"
    limit = time.monotonic() + 10
    while own & set(tree_of(os.getpid())) and time.monotonic() < limit:
        time.sleep(0.05)
    assert own & set(tree_of(os.getpid())) == set()


ASKS = """
import json, sys
from beikao.grader import Grader
from beikao.grader.job import Job
Grader().check(Job.from_dict(json.load(sys.stdin)), seed=1, progress=lambda p: print(p, flush=True))
"""


def test_a_judge_whose_client_was_killed_ends_without_a_word(lab: Make, tmp_path: Path) -> None:
    job, said = lab(TWO_STEPS, SLOW).job(SLOW), tmp_path / "stderr"
    with said.open("wb") as errors:
        client = subprocess.Popen(
            [sys.executable, "-c", ASKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )
    with client.stdin as request, client.stdout as answers:
        request.write(json.dumps(job.as_dict()).encode())
        request.close()
        assert answers.readline()  # the first check is judged; the second takes .7 s
        below = {pid for pid in tree_of(client.pid) if "beikao.grader.judge" in command(pid)}
        client.kill()
        client.wait()
    assert below
    end = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in below) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any("beikao.grader.judge" in command(pid) for pid in below)
    assert said.read_text() == ""
