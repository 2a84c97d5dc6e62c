"""Puts the site together: the pages found by scanning, the wall, the error pages, the static files."""

from __future__ import annotations

import importlib
import logging
import pkgutil

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from beikao.errors import BeikaoError
from beikao.study.desk import Desk
from beikao.web import pages
from beikao.web.guard import Guard
from beikao.web.kept import Kept
from beikao.web.site import Nav, Site, Visit, page_above

log = logging.getLogger("beikao.web")
KNOWN = (403, 404, 405, 422, 503)


def build(desk: Desk) -> FastAPI:
    """The application for one desk."""
    app = FastAPI(title="beikao", docs_url=None, redoc_url=None, openapi_url=None)
    site = Site(desk)
    app.state.site = site
    for found in sorted(pkgutil.iter_modules(pages.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"beikao.web.pages.{found.name}.routes")
        app.include_router(module.router)
        site.nav += [n for n in getattr(module, "NAV", ()) if isinstance(n, Nav)]
    site.nav.sort(key=lambda n: n.order)
    app.add_api_route("/static/{path:path}", static, methods=["GET"])
    app.add_exception_handler(BeikaoError, told)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(404, refused)
    app.add_exception_handler(405, refused)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_middleware(Boundary)
    app.add_middleware(GZipMiddleware, minimum_size=700, compresslevel=4)
    app.add_middleware(Kept, version=desk.record.version)
    app.add_middleware(Guard)
    return app


def static(path: str, request: Request) -> Response:
    """A built file."""
    site: Site = request.app.state.site
    return site.assets.answer(path, request.headers.get("accept-encoding", ""))


def told(request: Request, error: Exception) -> Response:
    """An error that knows what to say."""
    assert isinstance(error, BeikaoError)
    visit = Visit(request.app.state.site, request)
    if visit.language == "zh" and error.zh:
        return page_of(request, error.status, what=error.zh, hint=error.hint_zh, said_in="zh")
    return page_of(request, error.status, what=error.what, hint=error.hint)


def refused(request: Request, error: Exception) -> Response:
    """An HTTP error of the framework or of the token."""
    status = error.status_code if isinstance(error, HTTPException) else getattr(error, "status_code", 404)
    if status == 405 and request.method in (
        "GET",
        "HEAD",
    ):  # the address of a form: to the page that the form stands on
        return RedirectResponse(page_above(request, request.url.path), status_code=303)
    return page_of(request, status)


def unreadable(request: Request, error: Exception) -> Response:
    """A parameter of the wrong type."""
    return page_of(request, 422)


def page_of(request: Request, status: int, what: str = "", hint: str = "", said_in: str = "en") -> Response:
    """The error page, or for htmx a notice that leaves the page as it is."""
    visit = Visit(request.app.state.site, request)
    key = str(status) if status in KNOWN else "500"
    if visit.in_place:
        headers = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
        return visit.page("notice.html", status=status, headers=headers, key=key, what=what, hint=hint, said_in=said_in)
    return visit.page("error.html", status=status, key=key, what=what, hint=hint, said_in=said_in)


class Boundary:
    """Turns a fault of ours into the error page, inside the wall, so that even this answer has its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            log.exception("%s %s", scope["method"], scope["path"])
            if started:
                raise
            await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        try:
            return page_of(Request(scope), 500)
        except Exception:
            log.exception("the error page failed too")
            return PlainTextResponse("500 beikao: something of ours broke; the log says what.\n", status_code=500)
