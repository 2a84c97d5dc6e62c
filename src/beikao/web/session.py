"""The token that every form carries: an HMAC, under a secret kept in the learner's home, of a random cookie.

It is no login. It shows that a form was rendered by this server for this browser.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

COOKIE = "beikao-session"
FIELD = "token"
HEADER = "x-beikao-token"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")


class Session:
    """Makes cookies and tokens. The secret survives a restart, so an open page keeps saving."""

    def __init__(self, home: Path) -> None:
        self._secret = _secret(home / "web-secret")

    def cookie(self, sent: str | None) -> str:
        """The browser's cookie if it is one of ours by shape, else a new one."""
        return sent if sent and _SHAPE.fullmatch(sent) else secrets.token_urlsafe(16)

    def token(self, cookie: str) -> str:
        """The token that belongs to a cookie."""
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()

    def holds(self, cookie: str | None, token: str | None) -> bool:
        """Whether the token belongs to the cookie, compared in constant time."""
        if not cookie or not token or not token.isascii():
            return False
        return hmac.compare_digest(self.token(cookie), token)


def _secret(path: Path) -> bytes:
    if path.is_file() and len(found := path.read_bytes()) == 32:
        return found
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = secrets.token_bytes(32)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(fresh)
    return fresh
