"""Attempts to reach what lies outside the sandbox. Each prints ESCAPED if it succeeds; none may, and the grader goes on."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from beikao.grader import Grader
from tests.grader.submissions import DOUBLE, Lab, first

Make = Callable[..., Lab]

# name: the body of `attack()`; reaching its end, or returning something true, is an escape
ATTEMPTS = {
    # processes
    "fork": "os.fork()",
    "fork bomb": "while True: os.fork()",
    "vfork by the C library": "assert libc.vfork() >= 0",
    "raw clone of a process": "assert libc.syscall(56, 17, 0, 0, 0, 0) >= 0",
    "raw clone3 of a process": "assert libc.syscall(435, (ctypes.c_uint64 * 8)(), 64) >= 0",
    "posix_spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "subprocess": "subprocess.run([sys.executable, '-c', ''], check=True)",
    "system": "assert os.system('true') == 0",
    "exec": "os.execv(sys.executable, [sys.executable, '-c', 'print(\"ESCAPED\")'])",
    "exec of the loader": "os.execv('/lib64/ld-linux-x86-64.so.2', ['ld', sys.executable])",
    "raw execveat": "assert libc.syscall(322, -100, b'/bin/true', 0, 0, 0) >= 0",
    "multiprocessing": "multiprocessing.get_context('fork').Process(target=print).start()",
    "a daemon of its own session": "os.setsid()",
    "pty": "import pty; pty.fork()",
    # files
    "passwd": "return open('/etc/passwd').read()",
    "shadow": "return open('/etc/shadow').read()",
    "home": "found = [x for x in os.listdir(HOME) if not (sys.base_prefix + '/').startswith(f'{HOME}/{x}/')]; assert found; return found",
    "a file of home": "return open(HOME + '/.bashrc').read() or open(HOME + '/.profile').read()",
    "machine id": "return open('/etc/machine-id').read()",
    "var": "return os.listdir('/var')",
    "tmp": "found = [x for x in os.listdir('/tmp') if not (sys.prefix + '/').startswith(f'/tmp/{x}/')]; assert found; return found",
    "dev": "return open('/dev/mem', 'rb') or open('/dev/kmsg')",
    "dev shm": "open('/dev/shm/x', 'w')",
    "sys": "return os.listdir('/sys')",
    "cgroup": "return open('/sys/fs/cgroup/cgroup.procs').read()",
    "docker socket": "s = socket.socket(socket.AF_UNIX); s.connect('/var/run/docker.sock')",
    "the checks": "return open(CHECK).read()",
    "the secret": "return open(SECRET).read()",
    "the secret through dots": "return open('../../../../../../' + SECRET).read()",
    "the secret through a link": "os.symlink(SECRET, 'link'); return open('link').read()",
    "the secret by a handle": "assert libc.open_by_handle_at(-100, (ctypes.c_byte * 64)(), 0) >= 0",
    "the secret by openat2": "how = (ctypes.c_uint64 * 3)(0, 0, 0); assert libc.syscall(437, -100, SECRET.encode(), how, 24) >= 0",
    "a folder kept open": "for fd in range(0, 64):\n            try:\n                return os.open(SECRET.lstrip('/'), os.O_RDONLY, dir_fd=fd)\n            except OSError:\n                pass\n        raise OSError",
    "write to Python": "open(os.path.join(sys.prefix, 'x'), 'w')",
    "write to a library": "open(numpy.__file__, 'a')",
    "write to the root": "open('/x', 'w')",
    "chmod of a library": "os.chmod(numpy.__file__, 0o777)",
    "a device": "os.mknod('disk', 0o60666, os.makedev(8, 0)); open('disk')",
    "a set-uid file": "import shutil; shutil.copy(sys.executable, 'p'); os.chown('p', 0, 0)",
    "a mount": "assert libc.mount(b'tmpfs', b'/submission', b'tmpfs', 0, None) == 0",
    "undo the root": "assert libc.umount2(b'/submission', 2) == 0",
    "chroot": "os.chroot('.')",
    "more room on disk": "open('big', 'wb').truncate(10**12)",
    "a full disk": "f = open('big', 'wb', 0)\n        for _ in range(200): f.write(bytes(1 << 20))",
    "many files": "for i in range(10**5): open(f'f{i}', 'w').close()",
    "memory as a file": "os.memfd_create('x')",
    # other processes
    "the parent's memory": "return open(f'/proc/{os.getppid()}/mem', 'rb')",
    "its own maps": "return open('/proc/self/maps').read()",
    "the list of processes": "return os.listdir('/proc')",
    "the judge's environment": "return open('/proc/1/environ').read()",
    "kill pid 1": "os.kill(1, 9)",
    "kill everything": "os.kill(-1, 9)",
    "kill the parent": "os.kill(os.getppid(), 9)",
    "kill the judge": "os.kill(JUDGE, 9)",
    "signal the judge by thread": "assert libc.syscall(234, JUDGE, JUDGE, 9) == 0",
    "signal the judge by pidfd": "signal.pidfd_send_signal(os.pidfd_open(JUDGE), 9)",
    "queue a signal": "assert libc.syscall(129, JUDGE, 9, (ctypes.c_byte * 128)()) == 0",
    "ptrace": "assert libc.ptrace(16, JUDGE, 0, 0) == 0",
    "ptrace of itself": "assert libc.ptrace(0, 0, 0, 0) == 0",
    "read the judge's memory": "iov = (ctypes.c_uint64 * 2)(id(0), 8); assert libc.process_vm_readv(JUDGE, iov, 1, iov, 1, 0) >= 0",
    "take a descriptor": "fd = os.pidfd_open(JUDGE); assert libc.syscall(438, fd, 0, 0) >= 0",
    "its namespaces": "assert libc.setns(0, 0) == 0",
    "new namespaces": "assert libc.unshare(0x10000000) == 0",
    "shared memory": "assert libc.shmget(0x1234, 4096, 0o1666) >= 0",
    "a message queue": "assert libc.msgget(0x1234, 0o1666) >= 0",
    "undo the kill at the parent's death": "assert libc.prctl(1, 0, 0, 0, 0) == 0",
    "become dumpable": "assert libc.prctl(4, 1, 0, 0, 0) == 0",
    "seccomp of its own": "assert libc.prctl(22, 1, 0, 0, 0) == 0",
    "more limits": "resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))",
    "raise a limit by prlimit": "resource.prlimit(0, resource.RLIMIT_AS, (-1, -1))",
    "setuid": "os.setuid(0)",
    "capabilities": "assert libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)) == 0",
    "nice": "os.setpriority(os.PRIO_PROCESS, 0, -20)",
    # network
    "tcp": "socket.create_connection(('127.0.0.1', PORT), 1)",
    "tcp over IPv6": "socket.create_connection(('::1', PORT), 1)",
    "udp": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))",
    "dns": "return socket.gethostbyname('example.com')",
    "an abstract socket": "socket.socket(socket.AF_UNIX).connect(f'\\0beikao-test-{PORT}')",
    "a unix socket": "socket.socket(socket.AF_UNIX).bind('sock')",
    "vsock": "socket.socket(40, socket.SOCK_STREAM)",
    "netlink": "socket.socket(16, socket.SOCK_RAW)",
    "raw packets": "socket.socket(17, socket.SOCK_RAW)",
    "listen": "socket.create_server(('127.0.0.1', 0))",
    "a request": "import urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{PORT}')",
    # the kernel
    "io_uring": "assert libc.syscall(425, 8, (ctypes.c_byte * 120)()) >= 0",
    "bpf": "assert libc.syscall(321, 0, (ctypes.c_byte * 64)(), 64) >= 0",
    "perf": "assert libc.syscall(298, (ctypes.c_byte * 128)(), 0, -1, -1, 0) >= 0",
    "userfaultfd": "assert libc.syscall(323, 0) >= 0",
    "keyring": "assert libc.syscall(250, 0, -3, 0) >= 0",
    "kernel module": "assert libc.syscall(175, 0, 0, b'') == 0",
    "reboot": "assert libc.reboot(0) == 0",
    "set the clock": "time.clock_settime(time.CLOCK_REALTIME, 0)",
    "host name": "socket.sethostname('x')",
    "the kernel's log": "assert libc.klogctl(3, ctypes.create_string_buffer(100), 100) >= 0",
    "an unknown call": "assert libc.syscall(9999) >= 0",
    "32-bit numbers": "assert libc.syscall(0x40000000 + 41, 2, 1, 0) >= 0",
}  # fmt: skip

HEAD = """
import ctypes, fcntl, mmap, multiprocessing, os, resource, signal, socket, subprocess, sys, time
import numpy
libc = ctypes.CDLL(None, use_errno=True)
HOME, CHECK, SECRET, JUDGE, PORT = {home!r}, {check!r}, {secret!r}, {judge}, {port}

def attack():
    def inner():
        {body}
        return True
    if inner():
        print("ESCAPED")

def double(x):
    try:
        attack()
    except BaseException as error:
        print("refused", type(error).__name__)
    return x * 2
"""


@pytest.fixture(scope="module")
def neighbour() -> Iterator[int]:
    """A server of this machine that a submission might reach, and an abstract socket."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        port: int = server.getsockname()[1]
        abstract.bind(f"\0beikao-test-{port}")
        abstract.listen()
        yield port


def source(body: str, check: Path, secret: Path, grader: Grader, port: int) -> str:
    process = grader._links[0].started()
    assert process is not None
    return HEAD.format(
        home=str(Path.home()), check=str(check), secret=str(secret), judge=process.pid, port=port, body=body
    )


KILLED = {"32-bit numbers"}  # answered by the kernel with SIGSYS


@pytest.mark.parametrize("name", ATTEMPTS)
def test_nothing_outside_is_reached(grader: Grader, lab: Make, tmp_path: Path, neighbour: int, name: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    it = lab()
    verdict = grader.check(it.job(source(ATTEMPTS[name], it.file, secret, grader, neighbour), seconds=5), seed=1)
    assert "ESCAPED" not in verdict["output"], verdict["output"]
    assert "hidden" not in verdict["output"]
    if name in KILLED:
        assert verdict["state"] == "crashed"
    else:
        assert verdict["state"] == "passed", (first(verdict), verdict["output"])
        assert "refused" in verdict["output"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lab0", "secret.txt"]
    assert grader.check(lab().job(DOUBLE, seconds=5))["state"] == "passed"


def test_another_submission_leaves_nothing(grader: Grader, lab: Make) -> None:
    leaves = (
        "import numpy as np, os, builtins\nopen('left', 'w').write('x')\nnp.left = builtins.left = 1\nos.environ['LEFT'] = '1'\n"
        + DOUBLE
    )
    assert grader.check(lab().job(leaves))["state"] == "passed"
    looks = (
        "import numpy as np, os, builtins\nassert not os.path.exists('left') and not hasattr(np, 'left')\nassert not hasattr(builtins, 'left') and 'LEFT' not in os.environ\n"
        + DOUBLE
    )
    assert grader.check(lab().job(looks))["state"] == "passed"


def test_two_at_once_do_not_see_each_other(lab: Make, tmp_path: Path) -> None:
    import threading

    waits = "import time, os\nopen('mine', 'w').write('x')\ntime.sleep(1.5)\n" + DOUBLE
    looks = dedent("""
        import os, socket, ctypes, time
        time.sleep(0.3)
        if os.path.exists("mine") or any(not os.kill(p, 0) for p in ()):
            print("ESCAPED")
        try:
            open("/proc/2/status")
            print("ESCAPED")
        except OSError:
            pass
    """) + DOUBLE  # fmt: skip
    grader = Grader(zygotes=2)
    try:
        job = lab().job(waits)
        thread = threading.Thread(target=grader.check, args=(job,))
        thread.start()
        verdict = grader.check(lab().job(looks))
        thread.join()
    finally:
        grader.close()
    assert (verdict["state"], verdict["output"]) == ("passed", "")


def test_the_environment_is_bare(grader: Grader, lab: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hidden")
    other = Grader()
    try:
        text = "import os, sys\nprint(sorted(os.environ), sys.argv)\n" + DOUBLE
        output = other.check(lab().job(text))["output"]
    finally:
        other.close()
    assert "SECRET" not in output
    assert "PATH" in output


def test_reading_the_course(grader: Grader, lab: Make) -> None:
    """The folder of the course is not there for a submission, however beikao is installed."""
    import beikao
    from tests.conftest import CONTENT

    package = Path(beikao.__file__).parent
    text = (
        f"import os\nfor p in ({str(CONTENT)!r}, {str(package / '_content')!r}):\n    if os.path.exists(p) and os.listdir(p):\n        print('ESCAPED', p)\n"
        + DOUBLE
    )
    assert grader.check(lab().job(text))["output"] == ""


def test_the_grader_itself_is_alive_and_owns_no_strays(grader: Grader) -> None:
    process = grader._links[0].started()
    assert process is not None
    os.kill(process.pid, 0)
    assert signal.getsignal(signal.SIGCHLD) in (signal.SIG_DFL, None)
