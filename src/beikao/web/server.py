"""Runs the site under uvicorn on one socket that is bound before anything is promised. No workers, no reload."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from beikao.errors import EnvironmentFault


class _Announcing(uvicorn.Server):
    """uvicorn's server, calling `ready` once it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def run(app: FastAPI, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Bind, serve, announce. Raises EnvironmentFault when the port is taken."""
    # With the protocol named, asyncio turns Nagle's delay off; else an answer in two pieces waits 40 ms for the peer.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise EnvironmentFault(
            f"port {port} on {host} cannot be used ({error.strerror})", hint="Choose another with --port.",
            zh=f"{host} 的端口 {port} 用不了（{error.strerror}）", hint_zh="用 --port 换一个。",
        ) from error  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listener.getsockname()[1]}/"
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    _Announcing(config, lambda: ready(url)).run(sockets=[listener])
