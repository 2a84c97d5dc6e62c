"""What is Ray's alone: actors that die, bounds, a GPU for who needs one, loopback only, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beikao.errors import EnvironmentFault
from beikao.grader import Grader, Options, open_grader, probe_job
from beikao.grader.backends.ray import EACH, SOCKET_PATH, _place, pool
from tests.grader.submissions import DOUBLE, Lab
from tests.grader.test_backends import SLOW, TWO_STEPS, killing
from tests.grader.test_processes import command, tree_of
from tests.running import environment

Make = Callable[..., Lab]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """Two judges and a third that holds what Ray is told is a GPU; four may wait."""
    opened = pool(tmp_path_factory.mktemp("home"), 2, gpus=1, waiting=4)
    yield opened
    opened.close()


def actors() -> list[int]:
    """The processes of the actors, by the kernel's word."""
    return [p for p in tree_of(os.getpid()) if command(p).startswith("ray::RemoteJudge")]


def kill_actors() -> None:
    for pid in actors():
        os.kill(pid, signal.SIGKILL)


def ray_kill(grader: Grader) -> None:
    import ray

    for link in grader._links:
        if link._actor is not None:
            ray.kill(link._actor)


@pytest.mark.parametrize("by", ["ray.kill", "kill -9"])
@pytest.mark.parametrize(("times", "state"), [(1, "passed"), (2, "grader_error")])
def test_a_dead_actor_means_once_more_and_once_only(school: Grader, lab: Make, by: str, times: int, state: str) -> None:
    begun, progress = killing(times, kill_actors if by == "kill -9" else lambda: ray_kill(school))
    job = lab(TWO_STEPS, SLOW).job(SLOW)
    assert school.check(job, seed=4, progress=progress)["state"] == state
    assert len(begun) == 2
    assert school.check(job, seed=4)["state"] == "passed"


def test_the_judge_ends_with_its_actor(school: Grader) -> None:
    assert school.check(probe_job())["state"] == "passed"
    of_actors = [pid for actor in actors() for pid in tree_of(actor)[1:]]
    before = [pid for pid in of_actors if "beikao.grader.judge" in command(pid)]
    assert before
    kill_actors()
    limit = time.monotonic() + 20
    while any(command(p) for p in before) and time.monotonic() < limit:
        time.sleep(0.02)
    assert [command(p) for p in before if command(p)] == []


def test_a_second_start_in_one_process() -> None:
    """Closed and opened again, as a server that changes its settings would; in a process of its own."""
    twice = (
        "import tempfile\nfrom pathlib import Path\nfrom beikao.grader import Options, open_grader, probe_job\n"
        "for _ in range(2):\n    folder = tempfile.mkdtemp(prefix='b')\n"
        "    grader = open_grader('ray', Options(Path(folder), workers=1))\n"
        "    print(grader.check(probe_job())['state'])\n    grader.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", twice], capture_output=True, text=True, env=environment(), check=False)
    assert done.stdout.split() == ["passed", "passed"], done.stderr


def test_more_than_its_share_is_turned_away(school: Grader, lab: Make) -> None:
    job = lab().job("import time\ntime.sleep(1)\n" + DOUBLE)
    verdicts: list[dict] = []

    def submit(learner: str) -> None:
        verdicts.append(school.check(job, learner=learner))

    def flood(learners: list[str]) -> list[str]:
        verdicts.clear()
        threads = [threading.Thread(target=submit, args=(who,)) for who in learners]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return sorted(v["state"] for v in verdicts)

    assert flood(["ann"] * (EACH + 2)) == ["passed"] * EACH + ["unavailable"] * 2
    told = next(v for v in verdicts if v["state"] == "unavailable")["checks"][0]["message"]
    assert f"已有 {EACH} 份" in told["zh"]
    assert told["en"].startswith(f"{EACH} of your submissions")
    assert flood([f"learner-{n}" for n in range(9)]) == ["passed"] * 6 + ["unavailable"] * 3
    told = next(v for v in verdicts if v["state"] == "unavailable")["checks"][0]["message"]
    assert "已有 4 份在等" in told["zh"]
    assert "4 submissions are waiting" in told["en"]


def test_a_run_is_turned_away_too(school: Grader, lab: Make) -> None:
    job = lab().job("import time\n\ndef main():\n    time.sleep(1)\n    print('done')\n")
    states: list[str] = []
    threads = [
        threading.Thread(target=lambda: states.append(school.run(job, learner="ann").state)) for _ in range(EACH + 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(states) == ["passed"] * EACH + ["unavailable"]


def test_a_gpu_job_goes_to_the_judge_with_a_gpu(school: Grader, lab: Make) -> None:
    import ray

    school.check(lab().job(DOUBLE, profile="gpu"))  # whether it can be judged is the judge's business
    plain, second, gpu = school._links
    assert gpu._actor is not None
    state = ray.available_resources()
    assert state.get("GPU", 0) == 0
    assert [link._gpus for link in (plain, second, gpu)] == [0, 0, 1]


def test_it_listens_on_loopback_only(school: Grader) -> None:
    assert school.check(probe_job())["state"] == "passed"
    ours = {inode for pid in tree_of(os.getpid()) for inode in sockets_of(pid)}
    heard = [address for address, inode in listening() if inode in ours]
    assert len(heard) >= 3  # Ray's own servers are seen at all
    assert set(heard) <= {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}


def sockets_of(pid: int) -> set[str]:
    found = set()
    for descriptor in Path(f"/proc/{pid}/fd").glob("*"):  # nothing where the process is gone
        with contextlib.suppress(FileNotFoundError):
            found.add(str(descriptor.readlink()).removeprefix("socket:[").rstrip("]"))
    return found


def listening() -> list[tuple[str, str]]:
    """(address as the kernel writes it, inode) of every listening TCP socket."""
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()]
    return [(r[1].split(":")[0], r[9]) for r in rows if r[3] == "0A"]


ALONE = """
import os, sys, time
from pathlib import Path
from beikao.grader import Options, open_grader, probe_job
from tests.grader.test_processes import tree_of
grader = open_grader("ray", Options(Path(sys.argv[1]), workers=1))
assert "ray" not in sys.modules
print(grader.check(probe_job())["state"])
print(*tree_of(os.getpid())[1:], flush=True)
if sys.argv[2] == "close":
    grader.close()
    print(*tree_of(os.getpid())[1:], flush=True)
elif sys.argv[2].startswith("wait"):
    time.sleep(600)
"""


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose name leaves room for a socket's path, wherever the tests' own folders are."""
    with tempfile.TemporaryDirectory(prefix="b") as folder:
        yield Path(folder)


# Ray's own agents try for a minute to tell a server that is dead of its death (publish_error, 60 s).
AGENTS = ("ray::DashboardAgent", "ray::RuntimeEnvAgent")


@pytest.mark.parametrize("end", ["close", "wait", "exit", pytest.param("wait a minute", marks=pytest.mark.long)])
def test_no_process_and_no_file_is_left(short: Path, end: str) -> None:
    """After `close`, after kill -9, and where nobody closed it."""
    line = [sys.executable, "-c", ALONE, str(short), end]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
    assert process.stdout and process.stderr
    assert process.stdout.readline() == "passed\n"
    below = [int(p) for p in process.stdout.readline().split()]
    assert len(below) > 5
    if end.startswith("wait"):
        process.kill()
    out, err = process.communicate(timeout=60)
    assert err == ""
    allowed = AGENTS if end == "wait" else ()
    limit = time.monotonic() + (120 if end == "wait a minute" else 30)
    while left(below, allowed) and time.monotonic() < limit:
        time.sleep(0.05)
    assert left(below, allowed) == []
    if end == "close":
        assert out == "\n"
        assert list((short / "ray").iterdir()) == []
    else:
        _place(short / "ray")  # the next start clears what a killed one left
        assert [p.name for p in (short / "ray").iterdir()] == [str(os.getpid())]


def left(pids: list[int], allowed: tuple[str, ...]) -> list[str]:
    return [line for p in pids if (line := command(p)) and not line.startswith(allowed)]


def test_a_deep_data_folder_gets_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * SOCKET_PATH)
    place = _place(deep)
    assert deep not in place.parents
    assert place.stat().st_mode & 0o77 == 0
    place.rmdir()


def test_ray_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EnvironmentFault) as told:
        open_grader("ray", Options(tmp_path))
    assert told.value.where == "BEIKAO_GRADER"
    assert "beikao[school]" in told.value.hint
