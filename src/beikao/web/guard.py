"""The wall before the pages: host, origin and size of each request, and the security headers of each answer.

A page on another origin must not drive a server on loopback: a foreign `Host` (DNS rebinding) is refused, and so is an
unsafe method whose `Origin` or `Sec-Fetch-Site` is not this very origin. The token in forms (`session.py`) comes on top.
"""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 4 * 1024 * 1024
IMPORT_LIMIT = 256 * 1024 * 1024
# In both languages: which the learner reads is not known here.
NOT_HERE = """\
这个服务只认 127.0.0.1 和 localhost：请把地址里的主机名换成 127.0.0.1，端口照旧。
This server answers to 127.0.0.1 and localhost only: put 127.0.0.1 in place of the host in the address, and keep the port."""
NOT_OURS = """\
这个请求来自别的网站，没有执行：请在 beikao 自己的页面上操作。
This request came from another site and was not carried out: do it on a page of beikao's."""
TOO_LARGE = """\
内容太大，没有收下：这里最多 {0} MiB。
Too large, nothing was kept: at most {0} MiB here."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# A script, style or font never becomes a document: of the headers these tell a browser something, the others are weight.
STATIC_HEADERS = {
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'",
}


def policy(nonce: str) -> str:
    """The content security policy. No inline script at all; the nonce lets the editor add its style element.

    `style-src-attr 'unsafe-inline'` is what KaTeX's boxes need; it lets no style sheet and no script in.
    """
    return (
        "default-src 'self'; script-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


class Guard:
    """ASGI middleware; the nonce of the request is left in `request.state.nonce`."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = LOOPBACK) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        refusal = self._refuse(scope)
        app = PlainTextResponse(refusal[1] + "\n", status_code=refusal[0]) if refusal else self.app
        await app(scope, receive if refusal else _limited(receive, _limit(scope)), _dressed(send, nonce, scope["path"]))

    def _refuse(self, scope: MutableMapping[str, Any]) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host.rpartition(":")[0] not in self.hosts and host not in self.hosts:
            return 421, NOT_HERE
        if scope["method"] in SAFE:
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin != f"{scope['scheme']}://{host}":
            return 403, NOT_OURS
        if site is not None and site != "same-origin":
            return 403, NOT_OURS
        length, limit = headers.get("content-length", "0"), _limit(scope)
        if not length.isdigit() or int(length) > limit:
            return 413, TOO_LARGE.format(limit // 2**20)
        return None


def _limit(scope: MutableMapping[str, Any]) -> int:
    return IMPORT_LIMIT if scope["path"] == "/import" else BODY_LIMIT


def _limited(receive: Receive, limit: int) -> Receive:
    """A body without a declared length is cut off too."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            return {"type": "http.disconnect"}
        return message

    return counted


def _dressed(send: Send, nonce: str, path: str) -> Send:
    document = HEADERS | {"content-security-policy": policy(nonce)}

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            built = (
                path.startswith("/static/") and message["status"] == 200
            )  # else it is a page that says what is wrong
            for name, value in (STATIC_HEADERS if built else document).items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "private, no-cache")
        await send(message)

    return with_headers
