"""Profile `processes`: a submission may fork and speak to itself over loopback, and nothing of it outlives the verdict."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from beikao.grader import Grader
from tests.grader.submissions import Lab, first, states
from tests.grader.test_processes import judge_pid, tree_of

Make = Callable[..., Lab]
# Two workers over gloo average their numbers; the start method and the rendezvous are the check's choice.
AVERAGES = """
import multiprocessing, os
import torch
import torch.distributed as dist

def worker(rank, init, numbers, put):
    dist.init_process_group("gloo", init_method=init, rank=rank, world_size=len(numbers))
    x = torch.tensor(numbers[rank], dtype=torch.float64)
    dist.all_reduce(x)
    put(x / len(numbers))
    dist.destroy_process_group()

def by_fork(numbers, init):
    pipes = []
    for rank in range(len(numbers)):
        read, write = os.pipe()
        if os.fork() == 0:
            worker(rank, init, numbers, lambda x: os.write(write, x.numpy().tobytes()))
            os._exit(0)
        os.close(write)
        pipes.append(read)
    found = [torch.frombuffer(bytearray(os.read(r, 4096)), dtype=torch.float64) for r in pipes]
    for _ in numbers:
        pid, status = os.wait()
        assert status == 0, status
    return found

def by_multiprocessing(numbers, init):
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    ranks = [context.Process(target=worker, args=(r, init, numbers, lambda x: queue.put(x.tolist())))
             for r in range(len(numbers))]
    for p in ranks:
        p.start()
    found = [queue.get() for _ in ranks]
    for p in ranks:
        p.join()
    return [torch.tensor(row, dtype=torch.float64) for row in found]
"""
AGREE = """
@check
def forked(t: Trial) -> None:
    for init in ("file:///submission/meet", "tcp://127.0.0.1:29500", "tcp://localhost:29501"):
        numbers = [t.draw.normal(3).tolist() for _ in range(2)]
        t.agree(lambda m: m.by_fork(numbers, init))

@check
def by_multiprocessing(t: Trial) -> None:
    numbers = [t.draw.normal(3).tolist() for _ in range(2)]
    t.agree(lambda m: m.by_multiprocessing(numbers, "tcp://127.0.0.1:29502"))
"""
CALLS = """
@check
def goes(t: Trial) -> None:
    t.agree(lambda m: m.go())
"""
DONE = "def go():\n    return 1\n"


@pytest.fixture
def averages(lab: Make) -> Lab:
    return lab(AGREE, AVERAGES, profile="processes", seconds=60)


@pytest.fixture
def goes(lab: Make) -> Lab:
    return lab(CALLS, DONE, profile="processes", seconds=10)


def test_gloo_over_loopback(grader: Grader, averages: Lab) -> None:
    verdict = grader.check(averages.job(AVERAGES), seed=1)
    assert verdict["state"] == "passed", (first(verdict), verdict["output"])
    assert verdict["output"] == ""
    assert verdict["sandbox"]["degraded"] == []
    assert {"namespaces", "root", "loopback", "landlock", "seccomp"} <= set(verdict["sandbox"]["layers"])


def test_gradients_that_are_summed_and_not_averaged(grader: Grader, averages: Lab) -> None:
    verdict = grader.check(averages.job(AVERAGES.replace("x / len(numbers)", "x")), seed=1)
    assert states(verdict) == {"forked": False, "by-multiprocessing": False}
    assert first(verdict)["where"], first(verdict)


def test_a_pure_lab_may_not_fork(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab(CALLS, DONE).job("import os\ndef go():\n    os.fork()\n    return 1\n"))
    assert "PermissionError" in first(verdict)["message"]["en"]


def test_a_fork_bomb_is_contained(grader: Grader, goes: Lab) -> None:
    bomb = """
        import os, time
        def go():
            made = 0
            try:
                while True:
                    if os.fork() == 0:
                        time.sleep(60)
                        os._exit(0)
                    made += 1
            except BlockingIOError:
                print(made)
            return 1
    """
    began = time.monotonic()
    verdict = grader.check(goes.job(bomb))
    assert verdict["state"] == "passed", first(verdict)
    assert 0 < int(verdict["output"]) < 64
    assert time.monotonic() - began < 10
    every = "import os\ndef go():\n    while True:\n        try:\n            os.fork()\n        except OSError:\n            pass\n"
    assert grader.check(goes.job(every, seconds=1))["state"] == "timeout"
    assert grader.check(goes.job(DONE))["state"] == "passed"


def marked(word: str) -> list[int]:
    """Processes of this machine whose name is `word`."""
    found = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            if path.read_text().strip() == word:
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_a_daemon_is_gone_after_the_verdict(grader: Grader, goes: Lab) -> None:
    word = f"bk{os.getpid()}"
    daemon = f"""
        import ctypes, os, signal, socket, time
        def go():
            read, write = os.pipe()
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    ctypes.CDLL(None).prctl(15, {word!r}.encode(), 0, 0, 0)
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    server = socket.create_server(("127.0.0.1", 7000))
                    open("left", "w").write("x")
                    os.write(write, b"up")
                    time.sleep(600)
                os._exit(0)
            assert os.read(read, 2) == b"up"
            return LOOK
    """
    sees = '(__import__("time").sleep(1), 1)[1]'
    verdict = {}

    import threading

    thread = threading.Thread(target=lambda: verdict.update(grader.check(goes.job(daemon.replace("LOOK", sees)))))
    thread.start()
    limit = time.monotonic() + 9
    while not marked(word) and time.monotonic() < limit:
        time.sleep(0.05)
    assert marked(word), "the daemon never ran, so this test shows nothing"
    thread.join()
    assert verdict["state"] == "passed", first(verdict)
    time.sleep(0.3)
    assert marked(word) == []
    fresh = "import os, socket\ndef go():\n    assert not os.path.exists('left')\n    socket.create_server(('127.0.0.1', 7000))\n    return 1\n"
    assert grader.check(goes.job(fresh))["state"] == "passed"


def test_memory_counts_over_all_processes(grader: Grader, goes: Lab) -> None:
    greedy = """
        import os, time
        def go():
            for _ in range(COUNT):
                if os.fork() == 0:
                    kept = bytearray(60 << 20)
                    kept[::4096] = b"x" * len(kept[::4096])
                    time.sleep(60)
            time.sleep(1)
            return 1
    """
    verdict = grader.check(goes.job(greedy.replace("COUNT", "8"), memory_mib=256))
    assert verdict["state"] == "out_of_memory"
    assert verdict["limit"]["limit"] == 256
    assert 256 < verdict["limit"]["used"] < 700
    assert grader.check(goes.job(greedy.replace("COUNT", "2"), memory_mib=256))["state"] == "passed"


@pytest.mark.parametrize("body", [
    "os.execv('/usr/bin/env', ['env'])",
    "os.unshare(0x10000000) if hasattr(os, 'unshare') else libc.unshare(0x10000000) and no()",
    "libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) < 0 and no()",
    "socket.socket(40, socket.SOCK_STREAM)",
    "socket.socket(16, socket.SOCK_RAW, 4)",
    "socket.socket(17, socket.SOCK_RAW)",
    "socket.create_connection(('1.1.1.1', 53), 1)",
    "socket.getaddrinfo('example.com', 80)",
    "os.kill(JUDGE, 0)",
    "open('/proc/self/status')",
    "open('/etc/passwd')",
    "os.mknod('disk', 0o60666, os.makedev(8, 0))",
    "libc.prctl(1, 0, 0, 0, 0) and no()",
])  # fmt: skip
def test_what_stays_shut(grader: Grader, goes: Lab, body: str) -> None:
    text = (
        "import ctypes, os, socket\nlibc = ctypes.CDLL(None)\ndef no():\n    raise PermissionError\n"
        f"def go():\n    try:\n        {body.replace('JUDGE', str(judge_pid(grader)))}\n    except OSError:\n        return 1\n    return 0\n"
    )
    verdict = grader.check(goes.job(text))
    assert verdict["state"] == "passed", first(verdict)


def test_a_forked_process_never_speaks_on_the_wire(grader: Grader, goes: Lab) -> None:
    falls = "import os\ndef go():\n    if os.fork() == 0:\n        raise ValueError('in the fork')\n    os.wait()\n    return 1\n"
    verdict = grader.check(goes.job(falls))
    assert verdict["state"] == "passed", first(verdict)
    assert "ValueError: in the fork" in verdict["output"]
    both = "import os\ndef go():\n    os.fork()\n    return 1\n"
    assert grader.check(goes.job(both))["state"] == "passed"


def test_without_namespaces_it_is_unavailable(goes: Lab) -> None:
    grader = Grader(layers=("capabilities", "landlock", "seccomp"))
    try:
        verdict = grader.check(goes.job(DONE))
        assert verdict["state"] == "unavailable", verdict
        assert "namespaces" in first(verdict)["message"]["en"]
        assert len(tree_of(judge_pid(grader))) < 10
    finally:
        grader.close()
