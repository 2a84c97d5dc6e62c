"""Who runs where, who dies with whom, and that nobody is left without a verdict."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from beikao.grader import Grader, probe_job
from beikao.grader.spares import SPARES
from tests.grader.submissions import DOUBLE, Lab, first

Make = Callable[..., Lab]


def children_of(pid: int) -> list[int]:
    """Direct children, by the kernel's word; none of a process that has ended meanwhile."""
    found = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(p) for p in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        pass
    return found


def tree_of(pid: int) -> list[int]:
    return [pid, *(p for child in children_of(pid) for p in tree_of(child))]


def command(pid: int) -> str:
    """Its command line; empty for a process that has ended, also where nobody has read its exit yet."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def judge_pid(grader: Grader) -> int:
    process = grader._links[0].started()
    assert process is not None
    return process.pid


def test_twin_and_learner_never_share_a_process(grader: Grader, lab: Make) -> None:
    alone = lab("""
        @check
        def apart(t: Trial) -> None:
            t.you.put("mine")
            t.ref.put("reference")
            t.that(t.you.get() == "mine" and t.ref.get() == "reference", zh="各是各的", en="each its own")
            t.that(t.you.child.pid != t.ref.child.pid, zh="两个进程", en="two processes")
            t.that(t.you.others() == [], zh="看不见别的进程", en="sees no other process")
    """, """
        import os
        kept = []

        def put(x):
            kept.append(x)

        def get():
            return kept[-1]

        def others():
            return [p for p in range(2, 4000) if there(p)]

        def there(pid):
            try:
                os.sched_getparam(pid)
            except OSError:
                return False
            return True
    """)  # fmt: skip
    verdict = grader.check(alone.job(alone.reference))
    assert verdict["state"] == "passed", first(verdict)


def test_nothing_is_left_behind(grader: Grader, lab: Make) -> None:
    text = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()\n" + DOUBLE
    for source in (text, "while True: pass\n", "import os\nos._exit(3)\n"):
        grader.check(lab().job(source, seconds=0.5))
    at_rest = settled(grader)
    for _ in range(5):
        grader.check(lab().job(DOUBLE, seconds=0.5))
    assert settled(grader) == at_rest


def settled(grader: Grader) -> int:
    """Open files of a judge whose tree is at rest: itself, its zygote, and the spares, each with its keeper."""
    judge, idle, limit = judge_pid(grader), 2 + 2 * SPARES, time.monotonic() + 10
    while len(tree_of(judge)) != idle and time.monotonic() < limit:
        time.sleep(0.02)
    time.sleep(0.2)
    assert len(tree_of(judge)) == idle
    return len(list(Path(f"/proc/{judge}/fd").iterdir()))


def test_a_dead_judge_is_replaced_and_the_submission_judged_again(lab: Make) -> None:
    grader = Grader()
    try:
        assert grader.check(probe_job())["state"] == "passed"
        before = judge_pid(grader)
        os.kill(before, 9)
        assert grader.check(probe_job())["state"] == "passed"
        slow = lab().job("import time\ntime.sleep(1)\n" + DOUBLE)
        threading.Timer(0.4, os.kill, (judge_pid(grader), 9)).start()
        assert grader.check(slow)["state"] == "passed"
        assert judge_pid(grader) != before
    finally:
        grader.close()


def test_a_dead_zygote_is_replaced() -> None:
    grader = Grader()
    try:
        assert grader.check(probe_job())["state"] == "passed"
        (zygote,) = children_of(judge_pid(grader))
        os.kill(zygote, 9)
        time.sleep(0.1)
        assert grader.check(probe_job())["state"] == "passed"
    finally:
        grader.close()


def test_a_judge_that_cannot_start_is_grader_error() -> None:
    grader = Grader(python="/bin/false")
    verdict = grader.check(probe_job(), seed=1)
    assert verdict["state"] == "grader_error"
    assert verdict["checks"][0]["message"]["zh"]
    assert grader.run(probe_job()).state == "grader_error"
    grader.close()


def test_the_children_end_with_the_judge(lab: Make) -> None:
    grader = Grader()
    pid = judge_pid(grader)
    waiting = threading.Thread(target=grader.check, args=(lab().job("import time\ntime.sleep(30)\n", seconds=20),))
    waiting.start()
    limit = time.monotonic() + 5
    while len(tree_of(pid)) < 5 and time.monotonic() < limit:
        time.sleep(0.02)
    every = tree_of(pid)
    grader.close()
    waiting.join(10)
    assert not waiting.is_alive()
    limit = time.monotonic() + 5
    while any(Path(f"/proc/{p}").exists() for p in every) and time.monotonic() < limit:
        time.sleep(0.02)
    assert [p for p in every if Path(f"/proc/{p}").exists()] == []


def test_two_judges_side_by_side(lab: Make) -> None:
    grader = Grader(zygotes=2)
    try:
        for _ in range(2):
            assert grader.check(probe_job())["state"] == "passed"
        job = lab().job("import time\ntime.sleep(1)\n" + DOUBLE)
        verdicts: list[str] = []
        threads = [threading.Thread(target=lambda: verdicts.append(grader.check(job)["state"])) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert verdicts == ["passed"] * 4
    finally:
        grader.close()


def test_warm_is_idempotent_and_close_too() -> None:
    grader = Grader()
    grader.warm()
    grader.warm()
    assert grader.check(probe_job())["state"] == "passed"
    grader.close()
    grader.close()


def test_the_client_starts_light() -> None:
    code = "import sys, beikao.grader as g; g.Grader(); print([m for m in ('torch', 'numpy') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
