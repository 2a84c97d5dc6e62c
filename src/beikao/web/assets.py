"""The built files under static/: their hashed URLs, and their bytes, served for ever with gzip made once."""

from __future__ import annotations

import gzip
import json
from functools import cached_property
from pathlib import Path

from starlette.responses import Response

from beikao.errors import NotFoundError

STATIC = Path(__file__).resolve().parent / "static"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"


class Assets:
    """`url("site.css")` is its hashed URL; `answer(path, ...)` is the response for a path below /static/."""

    def __init__(self, folder: Path = STATIC) -> None:
        self.folder = folder
        self._bodies: dict[str, tuple[bytes, bytes | None]] = {}

    @cached_property
    def names(self) -> dict[str, str]:
        """Plain name -> hashed name, from the manifest."""
        manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        files: dict[str, str] = manifest["files"]
        return files

    @cached_property
    def _served(self) -> frozenset[str]:
        licences = {f"licences/{p.name}" for p in (self.folder / "licences").glob("*.txt")}
        return frozenset(self.names.values()) | licences

    def url(self, name: str) -> str:
        """Raises KeyError for a name that is not in the manifest: a template is wrong."""
        return f"/static/{self.names[name]}"

    def answer(self, path: str, accepts_gzip: bool) -> Response:
        """Raises NotFoundError for anything but a built file."""
        if path not in self._served:
            raise NotFoundError(f"there is no file {path!r}")
        plain, packed = self._body(path)
        headers = {"cache-control": FOREVER, "vary": "accept-encoding"}
        use_packed = packed is not None and accepts_gzip
        if use_packed:
            headers["content-encoding"] = "gzip"
        body = packed if use_packed and packed is not None else plain
        return Response(body, media_type=TYPES[Path(path).suffix], headers=headers)

    def _body(self, path: str) -> tuple[bytes, bytes | None]:
        if path not in self._bodies:
            plain = (self.folder / path).read_bytes()
            packed = None if path.endswith(".woff2") else gzip.compress(plain, 9, mtime=0)
            self._bodies[path] = (plain, packed)
        return self._bodies[path]
