"""Reads at most 16 bytes."""

import json
import os
import socketserver
import sys
from urllib.parse import unquote_to_bytes

FOLDER = "values"
TEXT = {200: "OK", 201: "Created", 204: "No Content", 404: "Not Found"}


def place(key):
    """One file per key; its name is the key in hexadecimal."""
    return os.path.join(FOLDER, "k" + key.hex())


def all_keys():
    return sorted(bytes.fromhex(n[1:]).decode() for n in os.listdir(FOLDER) if n[0] == "k")


def save(key, value):
    new = not os.path.exists(place(key))
    with open("draft", "wb") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    os.replace("draft", place(key))
    return new


def load(key):
    try:
        with open(place(key), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def drop(key):
    try:
        os.remove(place(key))
    except FileNotFoundError:
        return False
    return True


def answer(method, target, body):
    key = unquote_to_bytes(target[1:])
    if method == "GET" and target == "/":
        return 200, json.dumps(all_keys()).encode(), "application/json"
    if method == "GET":
        found = load(key)
        return (404, b"", "text/plain") if found is None else (200, found, "application/octet-stream")
    if method == "PUT":
        return (201 if save(key, body) else 204), b"", "text/plain"
    return (204 if drop(key) else 404), b"", "text/plain"


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        method, target, _ = self.rfile.readline().decode("latin-1").split()
        length = 0
        while line := self.rfile.readline().strip():
            name, _, text = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(text)
        body = self.rfile.read(length)[:16]
        status, body, kind = answer(method, target, body)
        head = f"HTTP/1.1 {status} {TEXT[status]}\r\nConnection: close\r\n"
        if status != 204:
            head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        self.wfile.write(head.encode() + b"\r\n" + body)


class Server(socketserver.TCPServer):
    allow_reuse_address = True


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    Server(("127.0.0.1", int(sys.argv[1])), Talk).serve_forever()
