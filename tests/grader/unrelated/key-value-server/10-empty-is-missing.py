"""An empty value counts as missing."""

import http.server
import json
import sqlite3
import sys
import urllib.parse


def database():
    connection = sqlite3.connect("store.db", isolation_level=None)
    connection.execute("CREATE TABLE IF NOT EXISTS pairs (name TEXT PRIMARY KEY, body BLOB)")
    return connection


DB = database()


def find(name):
    row = DB.execute("SELECT body FROM pairs WHERE name = ?", (name,)).fetchone()
    return None if row is None else bytes(row[0])


class Web(http.server.BaseHTTPRequestHandler):
    def reply(self, code, body=None, kind="text/plain"):
        self.send_response(code)
        if code != 204:
            body = b"" if body is None else body
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)

    def name(self):
        return urllib.parse.unquote(self.path.removeprefix("/"))

    def do_GET(self):
        if self.path == "/":
            rows = DB.execute("SELECT name FROM pairs ORDER BY name").fetchall()
            return self.reply(200, json.dumps([r[0] for r in rows]).encode(), "application/json")
        body = find(self.name())
        if not body:
            return self.reply(404)
        return self.reply(200, body)

    def do_PUT(self):
        length = int(self.headers["Content-Length"] or 0)
        body = self.rfile.read(length)
        known = find(self.name()) is not None
        DB.execute("INSERT OR REPLACE INTO pairs VALUES (?, ?)", (self.name(), body))
        self.reply(204 if known else 201)

    def do_DELETE(self):
        gone = DB.execute("DELETE FROM pairs WHERE name = ?", (self.name(),)).rowcount
        self.reply(204 if gone else 404)


if __name__ == "__main__":
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Web).serve_forever()
