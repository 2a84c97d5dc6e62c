"""The web page: FastAPI, Jinja2, htmx and two prebuilt islands of JavaScript. It renders what the verbs of `study` return.

It decides nothing about learning, knows no store, runs no content code and imports neither torch nor numpy. Reading,
answering and submitting work with scripts off; htmx swaps the same templates in place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from beikao.study.desk import Desk


def make_app(desk: Desk) -> FastAPI:
    """The whole site for one desk."""
    from beikao.web.factory import build

    return build(desk)


def serve(desk: Desk, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted. `ready` gets the URL once the socket listens; port 0 takes a free one."""
    from beikao.web.server import run

    run(make_app(desk), host, port, ready)
