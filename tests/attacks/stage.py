"""The stage for attacks: canaries around a grader, and what an attack may not leave behind.

Everything planted is open to all users, so that file permissions are not what withstands. The attacker is told where it is.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from beikao.grader import Grader, Job
from beikao.grader.client import ALL_LAYERS
from beikao.grader.sandbox import FIRST_UID
from beikao.kit import draw
from tests.attacks.attack import TASKS, Attack, whole
from tests.grader.submissions import Lab

LIMITS = Attack("none", "")  # those of most attacks: so the children that wait are used, as between learners of one lab
PLACES = ("/tmp", "/var/tmp", "/dev/shm", str(Path.home()), "/")


class Canaries:
    """A false reference, another learner's data, a key in the environment, listening sockets. Use as a context."""

    def __init__(self) -> None:
        self.word = f"canary-{secrets.token_hex(8)}"
        self.mark = f"beikao-left-{secrets.token_hex(4)}"  # in the name of all that attacks try to leave behind
        self.place = Path(tempfile.mkdtemp(prefix="beikao-stage-"))
        self.place.chmod(0o755)
        self.touched: list[str] = []
        self.sockets: dict[str, socket.socket] = {}

    def __enter__(self) -> Canaries:
        os.environ["JUDGE_KEY"] = self.word
        self._write("labs/double/reference.py", f"# {self.word}\ndef double(x):\n    return x * 2\n")
        self._write("labs/double/.answers.json", json.dumps({"answer": self.word}))
        self._write("learners/other/record.sqlite", f"{self.word} of another learner")
        tcp, udp = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", tcp.getsockname()[1]))
        unix, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        unix.bind(str(self.place / "judge.sock"))
        (self.place / "judge.sock").chmod(0o777)
        abstract.bind(f"\0judge-{self.mark}")
        self.sockets = {"tcp": tcp, "udp": udp, "unix": unix, "abstract": abstract}
        for name, listener in self.sockets.items():
            threading.Thread(target=self._listen, args=(name, listener), daemon=True).start()
        self.content = self._content()
        return self

    def __exit__(self, *_: object) -> None:
        os.environ.pop("JUDGE_KEY", None)
        for listener in self.sockets.values():
            listener.close()
        shutil.rmtree(self.place)

    def _write(self, name: str, text: str) -> None:
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o666)

    def _listen(self, name: str, listener: socket.socket) -> None:
        listener.settimeout(0.2)
        if name != "udp":
            listener.listen()
        while listener.fileno() >= 0:
            try:
                if name == "udp":
                    listener.recvfrom(16)
                else:
                    listener.accept()[0].close()
            except TimeoutError:
                continue
            except OSError:
                return
            self.touched.append(name)

    def _content(self) -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in sorted(self.place.rglob("*")) if p.is_file()}

    @property
    def port(self) -> int:
        """Of the TCP and UDP listeners."""
        return int(self.sockets["tcp"].getsockname()[1])

    def known(self) -> dict[str, object]:
        """What an attacker is told."""
        return {"PLACE": str(self.place), "PORT": self.port, "MARK": self.mark, "ME": os.getpid(), "HOME": str(Path.home()),
                "DRAW": Path(draw.__file__).read_text(),
                "ABSTRACT": self.sockets["abstract"].getsockname().decode()}  # fmt: skip

    def harm(self) -> list[str]:
        """What was reached or changed since last asked."""
        time.sleep(0.01)
        found, self.touched = list(self.touched), []
        found += [] if self._content() == self.content else ["a planted file was changed"]
        marks = [
            p
            for place in (*PLACES, str(self.place))
            if Path(place).is_dir()
            for p in Path(place).glob(f"*{self.mark}*")
        ]
        for path in marks:
            path.unlink(missing_ok=True)
        return found + [f"left {path}" for path in marks]


def processes(but: Set[int] = frozenset()) -> dict[int, tuple[int, int, str]]:
    """pid -> (parent, user, state) of all that lives; `but` are not looked at."""
    found = {}
    for pid in {int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()} - but:
        try:
            entry = Path(f"/proc/{pid}")
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            found[pid] = (int(parent), entry.stat().st_uid, state)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def descendants(root: int, table: dict[int, tuple[int, int, str]]) -> set[int]:
    """Of one process, itself included."""
    found, size = {root}, 0
    while len(found) > size:
        size = len(found)
        found |= {pid for pid, (parent, _, state) in table.items() if parent in found and state != "Z"}
    return found


class Stage:
    """A grader among canaries. `layers` as for `Grader`; `python` to run it as somebody else."""

    def __init__(self, canaries: Canaries, layers: Sequence[str] = ALL_LAYERS, **more: Any) -> None:
        self.canaries = canaries
        self.room = canaries.place / f"room-{secrets.token_hex(4)}"  # the only place for temporary files of this grader
        self.room.mkdir(mode=0o777)
        self.room.chmod(0o777)
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(self.room)
        self.grader = Grader(layers=layers, **more)
        try:
            process = self.grader._links[0].started()
            assert process is not None
            self.judge = process.pid
            self.labs = {name: self._lab(name) for name in TASKS}
            verdict = self.honest()
            assert verdict["state"] == "passed", verdict
        except BaseException:
            self.grader.close()
            raise
        finally:
            os.environ.pop("TMPDIR", None)
            if before:
                os.environ["TMPDIR"] = before
        self.canaries.content = self.canaries._content()
        self.waiting: set[int] = set()  # seen after the last attack, beside judge and zygote
        self.others: frozenset[int] = frozenset()  # of this machine, older than the attacks
        self.at_rest = self._at_rest()
        self.open_files = self._descriptors()

    def _lab(self, name: str) -> Lab:
        folder = self.canaries.place / f"checks-{self.room.name}-{name}"
        folder.mkdir()
        word = f"CANARY = {self.canaries.word!r}\n"
        lab = Lab(folder, TASKS[name].checks, TASKS[name].reference)
        lab.file.write_text(word + lab.file.read_text())
        return lab

    def _at_rest(self) -> int:
        """How many processes the judge has once the children of the first submission are gone and new ones wait."""
        table, same, count = processes(), 0, 0
        while same < 15:  # 0.3 s without a change
            time.sleep(0.02)
            table, before = processes(), count
            count = len(descendants(self.judge, table))
            same = same + 1 if count == before else 0
        (self.zygote,) = (pid for pid, (parent, _, _) in table.items() if parent == self.judge)
        assert count >= 2, count
        self.others = frozenset(table.keys() - descendants(self.judge, table))
        return count

    def _descriptors(self) -> list[int]:
        """How many files each long-lived process holds open."""
        return [len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in (self.judge, self.zygote)]

    def honest(self, task: str = "double") -> dict[str, Any]:
        """The verdict of an honest submission to the same grader."""
        job = self.labs[task].job(TASKS[task].reference, seconds=LIMITS.seconds, memory_mib=LIMITS.memory_mib)
        return self.grader.check(job, diagnose=False)

    def attacked(self, attack: Attack) -> dict[str, Any]:
        """The verdict of an attack."""
        known = self.canaries.known() | {"JUDGE": self.judge, "ZYGOTE": self.zygote}
        job: Job = self.labs[attack.task].job(
            whole(attack, **known), seconds=attack.seconds, memory_mib=attack.memory_mib
        )
        return self.grader.check(job, diagnose=False)

    def leftovers(self) -> list[str]:
        """What outlives an attack, given three seconds to go."""
        until = time.monotonic() + 3
        while (found := self._leftovers()) and time.monotonic() < until:
            time.sleep(0.02)
        return found

    def _leftovers(self) -> list[str]:
        table = processes(self.others)
        living = descendants(self.judge, table)
        self.waiting = living - {self.judge, self.zygote}
        found = [f"gone: {pid}" for pid in {self.judge, self.zygote} - living]
        found += [] if len(living) == self.at_rest else [f"{len(living)} processes, {self.at_rest} at rest: {living}"]
        found += [f"orphan {pid}" for pid, (parent, user, state) in table.items()
                  if parent == 1 and user >= FIRST_UID and user != 65534 and state != "Z"]  # fmt: skip
        found += [f"file {path}" for path in self.room.iterdir()]
        found += [f"listener of {row}" for row in listeners() if row >= FIRST_UID]
        now = self._descriptors() if not found else self.open_files
        return found + ([] if now == self.open_files else [f"open files {self.open_files} -> {now}"])

    def outlived(self) -> set[int]:
        """What was there after an attack and still is, one submission later: children that waited are used up by then."""
        until = time.monotonic() + 3
        while (found := self.waiting & descendants(self.judge, processes(self.others))) and time.monotonic() < until:
            time.sleep(0.02)
        return found

    def close(self) -> None:
        """End the grader."""
        self.grader.close()


def listeners() -> list[int]:
    """The users of all listening TCP sockets."""
    rows = [line.split() for name in ("tcp", "tcp6") if Path(f"/proc/net/{name}").exists()
            for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]  # fmt: skip
    return [int(row[7]) for row in rows if row[3] == "0A"]


@contextmanager
def staged(layers: Sequence[str] = ALL_LAYERS, **more: Any) -> Iterator[Stage]:
    """Canaries and a grader."""
    with Canaries() as canaries:
        stage = Stage(canaries, layers, **more)
        try:
            yield stage
        finally:
            stage.close()


def withstands(stage: Stage, attack: Attack) -> None:
    """The verdict is what it should be, nothing was reached, nothing is left, and the next learner is served."""
    began = time.monotonic()
    verdict = stage.attacked(attack)
    took = time.monotonic() - began
    told = json.dumps(verdict, ensure_ascii=False)
    assert verdict["state"] in attack.states, told[:3000]
    assert stage.canaries.word not in told, told[:3000]
    assert "ESCAPED" not in verdict["output"], told[:3000]
    assert took < attack.seconds + 12, f"{took:.1f} s"  # CPU seconds, on a machine with other work
    harm, left = stage.canaries.harm(), stage.leftovers()
    assert (harm, left) == ([], []), (harm, left)
    began = time.monotonic()
    assert stage.honest()["state"] == "passed"
    assert time.monotonic() - began < 5
    assert stage.outlived() == set()
