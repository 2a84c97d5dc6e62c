"""Submissions that keep the interface and return nonsense: of a module by wrapping the reference, of a service by HTTP."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from beikao.audit.nonsense import CHANGED, KINDS

CODE_SUFFIX = ".py"
SERVER = dedent(
    """
    import sys, time
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) if length else self.path.encode()
            status, body = {act}
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = do_HEAD = answer

    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
    """
)
ACTS = {
    "always-200-empty": '200, b""',
    "always-404": '404, b""',
    "echo": "200, body",
    "never-answers": "time.sleep(3600)",
}


def nulls_of(profile: str, tree: Mapping[str, str], entry: str) -> dict[str, Mapping[str, str]]:
    """name -> the files handed in. Empty where the entry is no Python (a configuration, a query): nothing to wrap."""
    if not entry.endswith(CODE_SUFFIX):
        return {}
    if profile == "service":
        return {name: {**tree, entry: SERVER.replace("{act}", act)} for name, act in ACTS.items()}
    return {kind: {**tree, entry: spoilt(tree[entry], kind)} for kind in KINDS}


def spoilt(source: str, kind: str) -> str:
    """A module's text followed by what replaces its answers."""
    return f"{source}\n_null = {{'__name__': '_null'}}\nexec({nonsense_text()!r}, _null)\n_null['spoil'](globals(), {kind!r})\n"


def nonsense_text() -> str:
    """The text of `nonsense`, which runs where beikao is not installed."""
    from beikao.audit import nonsense

    return Path(inspect.getfile(nonsense)).read_text(encoding="utf-8")


def changed_nothing(output: str) -> bool:
    """Whether a null's run never came upon anything to spoil: then passing says nothing about the checks."""
    return CHANGED not in output
