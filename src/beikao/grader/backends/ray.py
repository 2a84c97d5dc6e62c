"""Judges as a pool of Ray actors: for a school, many learners at once on one machine, within bounds and in turn.

An actor holds one judge process, the same that `local` starts, and one CPU (and one GPU for the profile `gpu`). Ray
never retries by itself: a submission whose actor or judge ends is asked once more, here, and once only.
Ray starts with the first submission or `warm`, listens on loopback only, and ends with the server. One per process.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import queue
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from beikao.errors import EnvironmentFault
from beikao.grader.backends import Options
from beikao.grader.client import START_S, Grader, JudgeLink, Progress, for_judge

log = logging.getLogger("beikao.grader")
EACH = 4  # submissions of one learner, waiting or being judged
END_S = 10.0
SHARED_MIB = 80  # Ray's smallest store of shared objects; what is passed here is small and does not use it
SOCKET_PATH = 107 - len("/session_2026-01-01_00-00-00_000000_0000000/sockets/plasma_store")
# The kernel ends the judge when its actor ends, however that happens.
TIED = """
import ctypes, runpy, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL
runpy.run_module("beikao.grader.judge", run_name="__main__")
"""


def open_grader(options: Options) -> Grader:
    """As many judges as CPUs unless `workers` says otherwise, and one more for each GPU."""
    if importlib.util.find_spec("ray") is None:
        raise EnvironmentFault("ray is not installed", where="BEIKAO_GRADER",
                               hint="Install it (pip install 'beikao[school]') or unset BEIKAO_GRADER.",
                               zh="没有安装 ray", hint_zh="装上它（pip install 'beikao[school]'），或取消 BEIKAO_GRADER。")  # fmt: skip
    workers = options.workers or len(os.sched_getaffinity(0))
    return pool(options.home, workers, gpus(), waiting=options.waiting, multi_user=options.multi_user)


def pool(home: Path, workers: int, gpus: int = 0, *, waiting: int | None = None,
         multi_user: bool = False) -> Grader:  # fmt: skip
    """A grader over that many actors."""
    cluster = Cluster(home / "ray", workers + gpus, gpus, for_judge(multi_user=multi_user))
    plain = [ActorLink(cluster, 0) for _ in range(workers)]
    with_gpu = [ActorLink(cluster, 1) for _ in range(gpus)]
    return Grader(links=plain, gpu_links=with_gpu, waiting=waiting, each=EACH, closing=cluster.close)


def gpus() -> int:
    """How many NVIDIA devices this machine shows."""
    return len(list(Path("/dev").glob("nvidia[0-9]*")))


class RemoteJudge:
    """Inside the actor: one judge process."""

    def __init__(self, asked: str) -> None:
        self._link = JudgeLink([sys.executable, "-P", "-c", TIED, asked])

    def start(self) -> tuple[bool, str]:
        """Whether the judge is up, and what is missing. Started on the actor's own thread, whose end ends the judge."""
        return self._link.started() is not None, self._link.missing

    def ask(self, request: dict[str, Any], limit_s: float) -> Iterator[dict[str, Any]]:
        """Each progress, then the answer; None in its place where the judge ended on the way."""
        said: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

        def exchange() -> None:
            answer = None
            try:
                answer = self._link.ask(request, limit_s, lambda event: said.put({"progress": event}), attempts=1)
            finally:
                said.put({"answer": answer})

        threading.Thread(target=exchange, daemon=True).start()
        item = said.get()
        while "progress" in item:
            yield item
            item = said.get()
        yield item


class JudgeEnded(Exception):
    """The judge of an actor ended while it was asked."""


class ActorLink:
    """One actor, started again when it is gone; used by one thread at a time."""

    def __init__(self, cluster: Cluster, gpus: int) -> None:
        self.missing = ""
        self._cluster, self._gpus = cluster, gpus
        self._actor: Any = None
        self._ended = 0

    def ask(self, request: dict[str, Any], limit_s: float, progress: Progress | None) -> dict[str, Any] | None:
        """The answer, or None where no judge could be started or two ended."""
        ended = self._ended
        for _ in range(2):
            actor = self.started() if ended == self._ended else None
            if actor is None:
                return None
            try:
                return self._exchange(actor, request, limit_s, progress)
            except self._cluster.faults as fault:
                unit = request["job"]["unit"] if "job" in request else request["call"]
                log.warning("a judge ended with %s: %s", unit, type(fault).__name__)
            except BaseException:  # the answer still to come is nobody's
                self._kill(actor)
                raise
        return None

    def _exchange(self, actor: Any, request: dict[str, Any], limit_s: float,
                  progress: Progress | None) -> dict[str, Any]:  # fmt: skip
        import ray

        answer: dict[str, Any] | None = None
        with self._limited(actor, limit_s + START_S):  # the judge's own limit comes first; this one is for a lost actor
            for reference in actor.ask.options(num_returns="streaming").remote(request, limit_s):
                item = ray.get(reference)
                if "progress" in item and progress:
                    progress(item["progress"])
                answer = item.get("answer")
        if answer is None:
            raise JudgeEnded
        return answer

    @contextmanager
    def _limited(self, actor: Any, limit_s: float) -> Iterator[None]:
        alarm = threading.Timer(limit_s, self._kill, (actor,))
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def started(self) -> Any:
        """The actor with its judge up, started if need be; None where neither comes up (`missing` may say why)."""
        if not self._cluster.join():
            return None
        for _ in range(2):  # an actor that died while nobody asked costs no attempt
            self._actor = self._actor or self._cluster.actor(self._gpus)
            up = self._up(self._actor)
            if up is not None:
                return self._actor if up else None
            self._drop()
        return None

    def _up(self, actor: Any) -> bool | None:
        """Whether its judge is up; None for an actor that is gone."""
        import ray

        try:
            up, self.missing = ray.get(actor.start.remote(), timeout=START_S)
        except self._cluster.faults:
            return None
        return bool(up)

    def stop(self) -> None:
        """End the actor; its judge ends with it."""
        self._ended += 1
        self._drop()

    def _drop(self) -> None:
        actor, self._actor = self._actor, None
        if actor is not None:
            self._kill(actor)

    def _kill(self, actor: Any) -> None:
        import ray

        if ray.is_initialized():
            ray.kill(actor)


class Cluster:
    """Ray's own processes, kept by one thread: the kernel ends them when the thread that started them ends."""

    def __init__(self, folder: Path, cpus: int, gpus: int, asked: str) -> None:
        self.faults: tuple[type[Exception], ...] = (JudgeEnded,)
        self._folder, self._cpus, self._gpus, self._asked = folder, cpus, gpus, asked
        self._lock = threading.Lock()
        self._keeper: threading.Thread | None = None
        self._up, self._end = threading.Event(), threading.Event()

    def join(self) -> bool:
        """Start Ray unless it is up; False where it cannot, or was closed."""
        with self._lock:
            if self._end.is_set():
                return False
            if self._keeper is None or not self._keeper.is_alive():
                settled = threading.Event()
                self._keeper = threading.Thread(target=self._keep, args=(settled,), name="ray", daemon=True)
                self._keeper.start()
                settled.wait()
            return self._up.is_set()

    def actor(self, gpus: int) -> Any:
        """A new actor; it starts when a CPU (and GPU) is free."""
        import ray

        options = ray.remote(num_cpus=1, num_gpus=gpus, max_restarts=0, max_task_retries=0)
        return options(RemoteJudge).remote(self._asked)

    def close(self) -> None:
        """End Ray and remove its files. Nothing is started after this."""
        self._end.set()
        with self._lock:
            if self._keeper is not None:
                self._keeper.join()

    def _keep(self, settled: threading.Event) -> None:
        place: Path | None = None
        try:
            place = _place(self._folder)
            self._start(place)
            self._up.set()
            settled.set()
            self._end.wait()
        except Exception:
            log.exception("Ray did not start")
        finally:
            self._stop(place)
            settled.set()

    def _start(self, place: Path) -> None:
        os.environ.update(_environment())
        import ray

        logging.getLogger("ray").setLevel(logging.ERROR)  # it tells that signals are left to the server

        self.faults = (ray.exceptions.RayError, JudgeEnded)
        ray.init(address="local", num_cpus=self._cpus, num_gpus=self._gpus, include_dashboard=False,
                 log_to_driver=False, configure_logging=False, object_store_memory=SHARED_MIB * 2**20,
                 _temp_dir=str(place))  # fmt: skip

    def _stop(self, place: Path | None) -> None:
        if self._up.is_set():  # else it is not ours to end
            self._up.clear()
            _shut_down()
        if place is not None:
            shutil.rmtree(place, ignore_errors=True)


def _shut_down() -> None:
    """End Ray, and wait for its processes, which it does not do itself."""
    import ray

    node: Any = ray._private.worker._global_node
    kept = [info.process for infos in node.all_processes.values() for info in infos] if node else []
    ray.shutdown()
    for process in kept:
        process.wait(END_S)


@cache
def _token() -> str:
    """One a process: Ray's client reads it once, and a second start with another would be refused by its own server."""
    return secrets.token_hex(32)


def _environment() -> dict[str, str]:
    """Read by Ray when it is imported and started: quiet, on loopback, and closed to whoever has no token."""
    return {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # the one way to make Ray bind 127.0.0.1; on Linux too
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": _token(),
        "RAY_memory_monitor_refresh_ms": "0",  # each submission has a limit of its own
        "RAY_OBJECT_STORE_ALLOW_SLOW_STORAGE": "1",  # a container's /dev/shm may be smaller than the store
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
        "RAY_enable_metrics_collection": "0",
    }


def _place(folder: Path) -> Path:
    """A folder of this process; those of processes that are gone are removed.

    A socket's path has room for about a hundred bytes, so a deep data folder is replaced by a private temporary one.
    """
    for old in folder.glob("[0-9]*"):
        if not Path(f"/proc/{old.name}").exists():
            shutil.rmtree(old, ignore_errors=True)
    place = folder / str(os.getpid())
    if len(os.fsencode(place)) > SOCKET_PATH:
        return Path(tempfile.mkdtemp(prefix="beikao-"))
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place
