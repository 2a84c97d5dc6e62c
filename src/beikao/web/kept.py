"""Pages that are asked for again before anything has changed are answered from memory, compressed as they went out.

A page says that it may be kept (`visit.page(..., keep=True)`): it depends on the course, the record, the clock to within
`FRESH_S`, and the headers named here, on nothing else. Any event, draft or import makes all of them stale: the record's
version moves. The questions of a kept lesson stay the same until then, so a reload does not swap them under the reader.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRESH_S = 30.0
PAGES = 64
DEPENDS = frozenset({b"accept-encoding", b"accept-language", b"cookie", b"hx-current-url", b"hx-request"})
Key = tuple[str, bytes, tuple[tuple[bytes, bytes], ...]]
Answer = list[Message]


class Kept:
    """ASGI middleware, between the wall and the compression; `version` is the record's."""

    def __init__(self, app: ASGIApp, version: Callable[[], int]) -> None:
        self.app, self._version = app, version
        self._pages: OrderedDict[Key, tuple[int, float, Answer]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        version = self._version()
        key = (scope["path"], scope["query_string"], tuple((k, v) for k, v in scope["headers"] if k in DEPENDS))
        found = self._pages.get(key)
        if found is not None and found[0] == version and time.monotonic() < found[1]:
            for message in found[2]:
                await send(_copy(message))
            return
        sent: Answer = []

        async def noted(message: Message) -> None:
            sent.append(_copy(message))
            await send(message)

        await self.app(scope, receive, noted)
        if scope.get("state", {}).get("keep") and self._may(sent) and version == self._version():
            self._pages[key] = (version, time.monotonic() + FRESH_S, sent)
            while len(self._pages) > PAGES:
                self._pages.popitem(last=False)

    @staticmethod
    def _may(sent: Answer) -> bool:
        """A whole answer without a cookie for somebody new."""
        whole = len(sent) == 2 and not sent[1].get("more_body", False) and sent[0]["status"] == 200
        return whole and not any(k == b"set-cookie" for k, _ in sent[0]["headers"])


def _copy(message: Message) -> Message:
    """With headers of its own: the wall outside adds its own to them, a nonce among them."""
    return {**message, "headers": list(message["headers"])} if "headers" in message else {**message}
