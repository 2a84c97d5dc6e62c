"""Profile `service` with `run`: the learner writes what an installed program reads. The real programs, not doubles."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from beikao.grader import Grader
from beikao.grader.job import wall_s
from beikao.grader.programs import find
from tests.grader.submissions import Lab, first, states

Make = Callable[..., Lab]
NGINX = ("nginx", "-e", "stderr", "-p", "{folder}", "-c", "{file}", "-g", "daemon off; pid nginx.pid;")
CONF = """
events {}
http {
    include /etc/nginx/mime.types;
    access_log /dev/stdout;
    server {
        listen 127.0.0.1:8080;
        location /page.css { return 200 "p {}"; }
        location /slow { return 503; }
        location / { proxy_pass http://127.0.0.1:8081; proxy_set_header X-Request-Start "t=1"; add_header X-Served-By front always; }
    }
    server {
        listen 127.0.0.1:8081;
        location / { default_type text/plain; return 200 "behind $http_x_request_start"; }
    }
}
"""
PROXIES = """
@check
def proxies(t: Trial) -> None:
    got = t.serve().http("GET", "/x")
    t.that((got.status, got.body) == (200, b"behind t=1"), zh="应当转发", en="should forward", body=got.body)

@check
def says_who(t: Trial) -> None:
    got = t.serve().http("GET", "/x")
    t.that(got.headers.get("x-served-by") == "front", zh="缺少响应头", en="a header is missing", headers=sorted(got.headers))
    got = t.serve().http("GET", "/page.css")
    t.that(got.headers["content-type"] == "text/css", zh="类型", en="type", type=got.headers.get("content-type"))
"""


@pytest.fixture
def nginx(lab: Make) -> Lab:
    return lab(PROXIES, CONF, profile="service", entry="nginx.conf", needs_programs=("nginx",), run=NGINX)


def test_a_right_configuration(grader: Grader, nginx: Lab) -> None:
    verdict = grader.check(nginx.job(CONF))
    assert verdict["state"] == "passed", (first(verdict), verdict["output"])
    assert verdict["sandbox"]["degraded"] == []
    assert "emerg" not in verdict["output"] and "alert" not in verdict["output"], verdict["output"]
    # nginx writes a request's line after its answer has gone, so the last lines may be missing when the server is stopped
    assert re.search(r'"GET /(x|page\.css) HTTP/1\.[01]" 200', verdict["output"]), verdict["output"]


def test_wrong_configurations(grader: Grader, nginx: Lab) -> None:
    verdict = grader.check(nginx.job(CONF.replace("add_header X-Served-By front always;", "")))
    assert states(verdict) == {"proxies": True, "says-who": False}
    verdict = grader.check(nginx.job(CONF.replace("http://127.0.0.1:8081", "http://127.0.0.1:8082")))
    assert states(verdict)["proxies"] is False
    assert "Connection refused" in verdict["output"]


def test_nginx_itself_says_what_is_wrong(grader: Grader, nginx: Lab) -> None:
    verdict = grader.check(nginx.job(CONF.replace("proxy_pass", "proxi_pass")))
    assert verdict["state"] == "failed"
    assert 'unknown directive "proxi_pass" in /submission/nginx.conf:10' in first(verdict)["got"]
    assert "It ended with 1" in first(verdict)["message"]["en"]


def test_the_machines_own_configuration_is_not_there(grader: Grader, nginx: Lab) -> None:
    assert Path("/etc/nginx/nginx.conf").exists()
    for path in ("/etc/nginx/nginx.conf", "/etc/passwd", "/proc/1/environ"):
        verdict = grader.check(nginx.job(CONF.replace("/etc/nginx/mime.types", path)))
        assert "No such file or directory" in first(verdict)["got"], first(verdict)


def test_a_worker_that_stays_behind_is_ended(grader: Grader, lab: Make) -> None:
    """Each start finds its port free, also after the master alone was killed."""
    checks = """
        @check
        def starts_again(t: Trial) -> None:
            for _ in range(3):
                server = t.serve()
                t.that(server.http("GET", "/page.css").status == 200, zh="起来", en="up")
                server.kill(9)
    """
    verdict = grader.check(
        lab(checks, CONF, profile="service", entry="nginx.conf", needs_programs=("nginx",), run=NGINX).job(CONF)
    )
    assert verdict["state"] == "passed", (first(verdict), verdict["output"])


REDIS = ("redis-server", "{file}", "--port", "{port}")
PINGS = """
@check
def answers(t: Trial) -> None:
    redis = t.serve()
    try:
        redis.http("GET", "/")  # Redis takes a request of HTTP for an attack, logs it and closes
    except Exception as error:
        t.that("got no answer" in str(error.en), zh="连接", en="connection", error=str(error))
    redis.kill(15)
    t.that("Possible SECURITY ATTACK" in redis.logs(), zh="日志", en="log", logs=redis.logs())
    t.that("DB saved on disk" in redis.logs(), zh="落盘", en="saved", logs=redis.logs())
"""


def test_redis(grader: Grader, lab: Make) -> None:
    conf = "bind 127.0.0.1\ndir /submission\nsave 3600 1\n"
    it = lab(PINGS, conf, profile="service", entry="redis.conf", needs_programs=("redis-server",), run=REDIS)
    verdict = grader.check(it.job(conf))
    assert verdict["state"] == "passed", (first(verdict), verdict["output"])
    verdict = grader.check(it.job(conf.replace("save 3600 1", "save nonsense")))
    assert "Invalid save parameters" in first(verdict)["got"], first(verdict)
    verdict = grader.check(it.job(conf + "daemonize yes\n"))
    assert verdict["state"] in ("passed", "failed")
    assert grader.check(it.job(conf))["state"] == "passed"  # the daemon keeps no port


PROMETHEUS = (
    "prometheus",
    "--config.file={file}",
    "--web.listen-address=127.0.0.1:{port}",
    "--storage.tsdb.path=/var/lib/prometheus",
)
SCRAPES = """
@check
def tells(t: Trial) -> None:
    server = t.serve()
    for _ in range(100):  # it listens before it has read its rules
        if server.http("GET", "/-/ready").status == 200:
            break
    found = server.metrics()
    t.that(found["prometheus_ready"] == 1.0, zh="就绪", en="ready")
    t.that(found["prometheus_rule_group_rules{rule_group=\\"/submission/prometheus.yml;x\\"}"] == 1.0 if WITH else
           len(found) > 100, zh="指标", en="metrics", n=len(found))
"""


def test_prometheus_and_its_metrics(grader: Grader, lab: Make) -> None:
    conf = "global:\n  scrape_interval: 1s\nscrape_configs: []\n"
    it = lab("WITH = False\n" + SCRAPES, conf, profile="service", entry="prometheus.yml", needs_programs=("prometheus",),
             run=PROMETHEUS, seconds=30)  # fmt: skip
    verdict = grader.check(it.job(conf))
    assert verdict["state"] == "passed", (first(verdict), verdict["output"][-2000:])
    verdict = grader.check(it.job("global:\n  scrape_intervall: 1s\n"))
    assert "scrape_intervall" in verdict["output"]


def test_a_missing_program_is_named_with_the_way_to_get_it(grader: Grader, lab: Make) -> None:
    it = lab(
        PROXIES,
        CONF,
        profile="service",
        entry="x.conf",
        needs_programs=("envoy-is-not-here",),
        run=("envoy-is-not-here",),
    )
    verdict = grader.check(it.job(CONF))
    assert verdict["state"] == "unavailable"
    assert "sudo apt install envoy-is-not-here" in first(verdict)["message"]["en"]
    assert find("../bin/sh") is None


EXECS = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
for path in ("/usr/sbin/nginx", "/usr/bin/env", "/bin/sh", "/submission/server.py"):
    try:
        os.execv(path, [path])
    except OSError as error:
        print(path, error.errno)
HTTPServer(("127.0.0.1", int(sys.argv[1])), BaseHTTPRequestHandler).serve_forever()
"""


def test_only_a_declared_program_is_executed(grader: Grader, lab: Make) -> None:
    """A Python service executes nothing; nginx can be made to execute nothing else, by Landlock too."""
    check = "@check\ndef up(t: Trial) -> None:\n    t.serve()\n    t.that(False, zh='看', en='see')\n"
    verdict = grader.check(
        lab(check, EXECS, profile="service", entry="server.py", needs_programs=("nginx",)).job(EXECS)
    )
    assert [line.split()[1] for line in verdict["output"].splitlines() if " " in line][:4] == ["1"] * 4, verdict[
        "output"
    ]


def test_a_program_that_hangs_meets_the_deadline(grader: Grader, lab: Make) -> None:
    check = (
        "@check\ndef waits(t: Trial) -> None:\n    s = t.serve()\n    while True:\n        s.http('GET', '/page.css')\n"
    )
    it = lab(check, CONF, profile="service", entry="nginx.conf", needs_programs=("nginx",), run=NGINX, seconds=1)
    began = time.monotonic()
    assert grader.check(it.job(CONF))["state"] == "timeout"
    assert time.monotonic() - began < wall_s(1) + 10, (
        "whoever is at work has its CPU time, and at most this on the wall"
    )
