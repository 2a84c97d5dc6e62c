"""Profile `service`: the learner's program is run, asked over HTTP, killed and started again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from beikao.grader import Grader
from tests.grader.submissions import Lab, first, states

Make = Callable[..., Lab]
SERVER = """
import os, sys, time, socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

def opened():
    found = []
    for fd in range(3, 64):
        try:
            os.fstat(fd)
        except OSError:
            continue
        found.append(fd)
    if not found:
        raise OSError("nothing is open")
    return found

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.respond().encode()
        self.send_response(200)
        self.send_header("X-Name", "value")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def respond(self):
        return "hello"

    def log_message(self, *args):
        print("asked", self.path)

if __name__ == "__main__":
    print("started", sys.argv)
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
ANSWERS = """
@check
def answers(t: Trial) -> None:
    got = t.serve().http("GET", "/x?y=1", headers={"X-Test": "1"})
    t.that((got.status, got.body) == (200, b"hello"), zh="你好", en="hello", body=got.body)
    t.that(got.headers["x-name"] == "value", zh="头", en="header")
"""


@pytest.fixture
def serve(lab: Make) -> Callable[..., Any]:
    """serve(checks): a service lab."""

    def make(checks: str = ANSWERS, **more: Any) -> Lab:
        return lab(checks, SERVER, profile="service", entry="server.py", **more)

    return make


def responding(expression: str) -> str:
    return SERVER.replace('return "hello"', f"return {expression}")


def test_right(grader: Grader, serve: Make) -> None:
    verdict = grader.check(serve().job(SERVER))
    assert verdict["state"] == "passed", first(verdict)
    assert verdict["sandbox"]["degraded"] == []
    assert {"namespaces", "root", "loopback", "landlock", "seccomp"} <= set(verdict["sandbox"]["layers"])


def test_output_and_logs(grader: Grader, serve: Make) -> None:
    checks = ANSWERS + '    t.that("asked /x" in t.serve().logs(), zh="日志", en="log", log=t.serve().logs())\n'
    assert grader.check(serve(checks).job(SERVER))["state"] == "passed"
    verdict = grader.check(serve().job(responding("print('<b>\\x1b[1m') or 'no'")))
    assert verdict["state"] == "failed"
    assert "started ['server.py', '8080']\n<b>[1m\nasked /x?y=1\n" in verdict["output"]
    assert first(verdict)["facts"] == {"body": "b'no'"}


def test_files_stay_after_a_kill_and_not_after_a_check(grader: Grader, serve: Make) -> None:
    checks = """
        @check
        def stays(t: Trial) -> None:
            server = t.serve()
            server.http("GET", "/")
            server.kill(9)
            t.that(t.serve().http("GET", "/").body == b"2", zh="二", en="two")

        @check
        def begins_anew(t: Trial) -> None:
            t.that(t.serve().http("GET", "/").body == b"1", zh="一", en="one")
    """
    count = responding("self.count()") + ""
    count = count.replace(
        "    def respond",
        "    def count(self):\n        with open('n', 'a') as f: f.write('x')\n        return str(len(open('n').read()))\n\n    def respond",
    )
    assert states(grader.check(serve(checks).job(count))) == {"stays": True, "begins-anew": True}


@pytest.mark.parametrize(("text", "word"), [
    ("", "It ended with 0"),
    ("raise ValueError('no')\n", "It ended with 1"),
    ("import os\nos._exit(7)\n", "It ended with 7"),
    ("import sys\nsys.exit('words')\n", "It ended with 1"),
    ("x = \n", "It ended with 1"),
])  # fmt: skip
def test_a_program_that_ends(grader: Grader, serve: Make, text: str, word: str) -> None:
    verdict = grader.check(serve().job(text))
    assert verdict["state"] == "failed"
    assert word in first(verdict)["message"]["en"]


def test_a_traceback_is_shown(grader: Grader, serve: Make) -> None:
    verdict = grader.check(serve().job("raise ValueError('no')\n"))
    assert 'server.py", line 1' in first(verdict)["got"]
    assert "ValueError: no" in verdict["output"]


def test_a_program_that_never_listens(grader: Grader, serve: Make) -> None:
    verdict = grader.check(serve(seconds=1).job("import time\ntime.sleep(60)\n"))
    assert verdict["state"] in ("failed", "timeout")


def test_a_request_without_an_answer(grader: Grader, serve: Make) -> None:
    checks = """
        @check
        def answers(t: Trial) -> None:
            t.serve().http("GET", "/", timeout_s=0.3)

        @check
        def dies(t: Trial) -> None:
            t.serve().http("GET", "/")
    """
    verdict = grader.check(serve(checks).job(responding("time.sleep(5) or ''")))
    assert "got no answer" in first(verdict)["message"]["en"]
    verdict = grader.check(serve(checks).job(responding("os._exit(1)")))
    assert states(verdict) == {"answers": False, "dies": False}


def test_a_slow_drip_ends_with_the_limit(grader: Grader, serve: Make) -> None:
    drip = SERVER.replace(
        "self.wfile.write(body)", "[self.wfile.write(b'x') and time.sleep(0.1) for _ in range(10**6)]"
    ).replace("str(len(body))", "'1000000'")
    began = time.monotonic()
    verdict = grader.check(serve(seconds=1).job(drip))
    assert verdict["state"] == "timeout"
    assert time.monotonic() - began < 12


def test_a_signal_that_is_caught(grader: Grader, serve: Make) -> None:
    checks = """
        @check
        def saves(t: Trial) -> None:
            server = t.serve()
            server.kill(15)
            t.that("bye" in server.logs(), zh="再见", en="bye", logs=server.logs())
    """
    bye = SERVER.replace(
        '    print("started"',
        '    import signal\n    signal.signal(15, lambda *_: (print("bye"), sys.exit(0)))\n    print("started"',
    )
    assert grader.check(serve(checks).job(bye))["state"] == "passed"


PROBES = {
    "AF_INET to outside": "[s := socket.socket(), s.settimeout(1), s.connect(('1.1.1.1', 53))]",
    "AF_VSOCK": "socket.socket(40, socket.SOCK_STREAM)",
    "AF_NETLINK": "socket.socket(16, socket.SOCK_RAW)",
    "AF_PACKET": "socket.socket(17, socket.SOCK_RAW)",
    "dns": "socket.getaddrinfo('example.com', 80)",
    "kill the broker": "os.kill(1, 9)",
    "fork": "os.fork()",
    "exec": "os.execv('/usr/bin/env', ['env'])",
    "the judge's wire": "opened()",
    "the machine's files": "open('/etc/hostname').read()",
    "write outside": "open('/tmp/x', 'w')",
    "environment": "os.environ['USER']",
}  # fmt: skip


@pytest.mark.parametrize("name", PROBES)
def test_a_service_is_shut_in(grader: Grader, serve: Make, name: str) -> None:
    text = SERVER.replace(
        '    print("started"',
        f'    try:\n        x = {PROBES[name]}\n        print("escaped", x)\n    except Exception as e:\n        print("refused", type(e).__name__)\n    print("started"',
    )
    checks = ANSWERS + '    t.that(False, zh="看日志", en="see the log")\n'
    verdict = grader.check(serve(checks).job(text))
    assert "refused" in verdict["output"] and "escaped" not in verdict["output"], verdict["output"]
    assert first(verdict)["message"]["en"] == "see the log"


def test_a_log_that_is_a_link_or_a_flood(grader: Grader, serve: Make) -> None:
    linked = SERVER.replace(
        '    print("started"',
        '    os.unlink("program.log"); os.symlink("/proc/1/environ", "program.log")\n    print("started"',
    )
    assert grader.check(serve().job(linked))["state"] == "passed"
    flood = SERVER.replace('    print("started"', '    for _ in range(3000): print("x" * 1000)\n    print("started"')
    verdict = grader.check(serve().job(flood))
    assert verdict["state"] == "passed"
    assert len(verdict["output"]) <= 64 * 1024


def test_hostile_answers(grader: Grader, serve: Make) -> None:
    raw = "\nimport socket, sys\ns = socket.create_server(('127.0.0.1', int(sys.argv[1])))\nwhile True:\n    c, _ = s.accept()\n    c.recv(4096)\n    c.sendall({!r})\n    c.close()\n"
    for answer in (b"HTTP/1.1 200 OK\r\n" + b"A: " + b"x" * 70_000 + b"\r\n\r\n", b"\xff" * 5000, b"", b"HTTP/1.1 999999 X\r\n\r\n",
                   b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5000 + b"\r\n"):  # fmt: skip
        verdict = grader.check(serve().job(raw.format(answer)))
        assert verdict["state"] == "failed", answer[:40]
        json.dumps(verdict)


def test_memory_of_a_service(grader: Grader, serve: Make) -> None:
    verdict = grader.check(serve(memory_mib=128).job(responding("str(len(bytearray(10**9)))")))
    assert verdict["state"] == "failed"
    assert "MemoryError" in verdict["output"]


def test_run_of_a_service_prints(grader: Grader, serve: Make) -> None:
    ran = grader.run(serve().job("def main():\n    print('hi')\n"))
    assert (ran.state, ran.output) == ("passed", "hi\n")
