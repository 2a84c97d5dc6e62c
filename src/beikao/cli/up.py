"""`beikao up`: serves the page on this machine alone and prints its one address."""

from __future__ import annotations

import signal
import socket
import sys
import webbrowser
from typing import Annotated

import typer

from beikao.cli.screen import locale_language, pick, talk

FIRST_PORT, PORTS_TRIED = 8700, 50


def register(app: typer.Typer) -> None:
    app.command("up")(up)


def up(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; the next free one if it is taken.")] = FIRST_PORT,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
) -> None:
    """Serve the page on 127.0.0.1."""
    from beikao.app import open_desk
    from beikao.study.resume import resuming
    from beikao.web import serve

    chosen = free_port(port)
    if chosen != port:
        talk(pick(locale_language(), f"端口 {port} 被占用，改用 {chosen}", f"port {port} is taken, using {chosen}"))

    # The server ends on SIGTERM by the same way as on Ctrl+C, so that its workers and files go with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with open_desk(device="web") as desk, resuming(desk):

        def ready(address: str) -> None:
            print(address, flush=True)
            if desk.settings.warm:
                desk.workshop.warm()
                desk.grader.warm()
            if open_browser:
                webbrowser.open(address)

        serve(desk, host="127.0.0.1", port=chosen, ready=ready)


def free_port(first: int) -> int:
    """The first port from `first` on that nobody listens on."""
    from beikao.errors import EnvironmentFault, UsageError

    if not 1 <= first <= 65535:
        raise UsageError(f"{first} is no port", where="--port", hint="From 1 to 65535.",
                         zh=f"{first} 不是端口号", hint_zh="从 1 到 65535。")  # fmt: skip
    for candidate in range(first, min(first + PORTS_TRIED, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return candidate
    raise EnvironmentFault(f"no free port from {first} on", where="--port", hint="Choose another port.",
                           zh=f"从 {first} 起没有空闲的端口", hint_zh="换一个端口。")  # fmt: skip
