"""A key-value server over HTTP. Every write is on disk before it is answered."""

import base64
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import unquote

LOG = "writes.log"


class Store:
    """A dict whose changes are appended to a log; a new process replays the log."""

    def __init__(self, path=LOG):
        self.path = Path(path)
        self.values = {}
        if self.path.exists():
            for line in self.path.read_text().splitlines():
                key, value = json.loads(line)
                self._apply(key, None if value is None else base64.b64decode(value))

    def _apply(self, key, value):
        if value is None:
            self.values.pop(key, None)
        else:
            self.values[key] = value

    def _write(self, key, value):
        """One line, on disk when this returns. A delete is a line too: a log that keeps only puts forgets it."""
        coded = None if value is None else base64.b64encode(value).decode()
        with self.path.open("a") as file:
            file.write(json.dumps([key, coded]) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._apply(key, value)

    def get(self, key):
        """The value, or None."""
        return self.values.get(key)

    def put(self, key, value):
        """Store; whether the key is new."""
        new = key not in self.values
        self._write(key, value)
        return new

    def delete(self, key):
        """Remove; whether it was there."""
        there = key in self.values
        if there:
            self._write(key, None)
        return there

    def keys(self):
        """All keys, sorted."""
        return sorted(self.values)


class Handler(BaseHTTPRequestHandler):
    """GET, PUT and DELETE on /<key>; GET / lists the keys."""

    store = None

    def key(self):
        """The path without its first slash, percent-decoded."""
        return unquote(self.path[1:])

    def answer(self, status, body=b"", kind="application/octet-stream"):
        """One whole response."""
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/":
            self.answer(200, json.dumps(self.store.keys()).encode(), "application/json")
            return
        value = self.store.get(self.key())
        self.answer(404 if value is None else 200, value or b"")

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201 if self.store.put(self.key(), body) else 204)

    def do_DELETE(self):
        self.answer(204 if self.store.delete(self.key()) else 404)


def main():
    Handler.store = Store()
    # One request after another, so no two writes ever meet.
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()


if __name__ == "__main__":
    main()
