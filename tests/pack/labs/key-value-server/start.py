"""A key-value server over HTTP: python server.py <port>."""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    """GET, PUT and DELETE on /<key>; GET / lists the keys."""

    def do_GET(self):
        self.send_error(501)

    def do_PUT(self):
        self.send_error(501)

    def do_DELETE(self):
        self.send_error(501)


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
