"""The built files under static/: their hashed URLs, and their bytes, served for ever, as Brotli (built) or gzip (made once)."""

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
        self._bodies: dict[str, dict[str, bytes]] = {}  # by content coding

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

    def answer(self, path: str, accepts: str = "") -> Response:
        """The file in the smallest coding that the header `accept-encoding` allows. Raises NotFoundError for anything
        but a built file."""
        if path not in self._served:
            raise NotFoundError(f"there is no file {path!r}", zh=f"没有文件「{path}」")
        if path not in self._bodies:
            self._bodies[path] = self._packed(path)
        allowed = codings(accepts)
        coding, body = min(
            ((c, b) for c, b in self._bodies[path].items() if c == "identity" or c in allowed),
            key=lambda packed: len(packed[1]),
        )
        headers = {"cache-control": FOREVER, "vary": "accept-encoding"}
        if coding != "identity":
            headers["content-encoding"] = coding
        return Response(body, media_type=TYPES[Path(path).suffix], headers=headers)

    def _packed(self, path: str) -> dict[str, bytes]:
        plain = self.folder / path
        found = {"identity": plain.read_bytes()}
        if plain.suffix != ".woff2":  # a font is packed already
            found["gzip"] = gzip.compress(found["identity"], 9, mtime=0)
        brotli = plain.with_name(plain.name + ".br")
        if brotli.is_file():
            found["br"] = brotli.read_bytes()
        return found


def codings(accepts: str) -> set[str]:
    """The content codings a client takes, by its header `accept-encoding` (RFC 9110, section 12.5.3)."""
    found = set()
    for part in accepts.lower().split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            found.add(name.strip())
    return found
