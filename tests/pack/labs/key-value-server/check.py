"""The checks of key-value-server: the program is run, asked over HTTP, killed and started again."""

import json
from urllib.parse import quote

from beikao.kit import Draw, Trial, check


def word(draw: Draw) -> str:
    """A short key."""
    return "".join(draw.choice("abcdefghij") for _ in range(draw.integer(3, 9)))


def value(draw: Draw) -> bytes:
    """A few bytes, of any kind, line ends among them."""
    return bytes(draw.integer(0, 255) for _ in range(draw.integer(0, 40)))


def expect(t: Trial, server, method: str, path: str, status: int, sent: bytes | None = None, body: bytes | None = None):
    """One request; its status and, where given, its body."""
    answer = server.http(method, path, sent)
    wanted = (body or b"")[:60]
    t.that(
        answer.status == status,
        zh=f"{method} {path} 应回答 {status}，得到 {answer.status}。",
        en=f"{method} {path} should answer {status}, it answered {answer.status}.",
    )
    sizes = {k: v for k, v in answer.headers.items() if k in ("content-length", "content-type")}
    t.that(
        not sizes if answer.status == 204 else sizes.get("content-length") == str(len(answer.body)),
        zh=f"{method} {path} 的状态是 {status}，头部是 {sizes}：204 不带正文，也不带 Content-Length 和 Content-Type；其余的要写对长度。",
        en=f"{method} {path} answered {status} with the headers {sizes}: a 204 has no body, no Content-Length and no Content-Type; any other answer tells its length.",
    )
    t.that(
        body is None or answer.body == body,
        zh=f"{method} {path} 的正文应是 {wanted!r}，得到 {answer.body[:60]!r}。",
        en=f"The body of {method} {path} should be {wanted!r}, it is {answer.body[:60]!r}.",
    )
    return answer


@check
def stores_and_returns(t: Trial) -> None:
    """Bytes of any kind, an empty value, a value over a former one."""
    server = t.serve()
    key = word(t.draw)
    for data in (b"plain", b"two\nlines\n", bytes(range(256)), b"", value(t.draw)):
        answer = server.http("PUT", f"/{key}", data)
        t.that(
            answer.status in (200, 201, 204),
            zh=f"PUT /{key}（{len(data)} 字节）没有成功：{answer.status}。",
            en=f"PUT /{key} ({len(data)} bytes) did not succeed: {answer.status}.",
        )
        kind = expect(t, server, "GET", f"/{key}", 200, body=data).headers.get("content-type")
        t.that(
            kind == "application/octet-stream",
            zh=f"值是任意字节，Content-Type 应是 application/octet-stream，得到 {kind!r}。",
            en=f"A value is bytes of any kind: its Content-Type should be application/octet-stream, it is {kind!r}.",
        )


@check
def status_codes(t: Trial) -> None:
    """201 for a new key, 204 for a known one, 404 for a missing one, and again after a delete."""
    server = t.serve()
    key, other = word(t.draw), word(t.draw) + "-x"
    expect(t, server, "GET", f"/{key}", 404, body=b"")
    expect(t, server, "DELETE", f"/{key}", 404, body=b"")
    expect(t, server, "PUT", f"/{key}", 201, b"1")
    expect(t, server, "PUT", f"/{key}", 204, b"2")
    expect(t, server, "PUT", f"/{other}", 201, b"")
    expect(t, server, "GET", f"/{other}", 200, body=b"")
    expect(t, server, "DELETE", f"/{key}", 204)
    expect(t, server, "DELETE", f"/{key}", 404)
    expect(t, server, "GET", f"/{key}", 404)
    expect(t, server, "PUT", f"/{key}", 201, b"3")


@check
def keys_are_decoded(t: Trial) -> None:
    """The same key, however it is written in the path."""
    server = t.serve()
    key = f"{word(t.draw)} 键/{word(t.draw)}"
    expect(t, server, "PUT", "/" + quote(key), 201, b"1")
    expect(t, server, "GET", "/" + quote(key, safe=""), 200, body=b"1")
    listed = json.loads(expect(t, server, "GET", "/", 200).body)
    t.that(
        listed == [key],
        zh=f"列出的键应是解码后的 {[key]}，得到 {listed}。",
        en=f"The keys listed should be decoded: {[key]}; they are {listed}.",
    )


@check
def lists_keys(t: Trial) -> None:
    """A sorted JSON array, with its type."""
    server = t.serve()
    keys = sorted({word(t.draw) for _ in range(6)})
    expect(t, server, "GET", "/", 200, body=b"[]")
    for key in t.draw.shuffle(keys):
        expect(t, server, "PUT", f"/{key}", 201, b"x")
    answer = expect(t, server, "GET", "/", 200)
    t.that(
        json.loads(answer.body) == keys,
        zh=f"GET / 应是排好序的 {keys}，得到 {answer.body!r}。",
        en=f"GET / should be the sorted {keys}, it is {answer.body!r}.",
    )
    kind = answer.headers.get("content-type", "")
    t.that(
        kind.partition(";")[0] == "application/json",
        zh=f"GET / 的 Content-Type 应是 application/json，得到 {kind!r}。",
        en=f"The Content-Type of GET / should be application/json, it is {kind!r}.",
    )


@check
def survives_a_kill(t: Trial) -> None:
    """kill -9 right after an answer; what was answered holds."""
    server = t.serve()
    kept, gone = word(t.draw) + "-1", word(t.draw) + "-2"
    data = value(t.draw)
    expect(t, server, "PUT", f"/{gone}", 201, b"old")
    expect(t, server, "PUT", f"/{kept}", 201, b"old")
    expect(t, server, "PUT", f"/{kept}", 204, data)
    expect(t, server, "DELETE", f"/{gone}", 204)
    server.kill(9)
    server = t.serve()
    expect(t, server, "GET", f"/{kept}", 200, body=data)
    expect(t, server, "GET", f"/{gone}", 404)
    expect(t, server, "PUT", f"/{kept}", 204, b"new")
    server.kill(9)
    expect(t, t.serve(), "GET", f"/{kept}", 200, body=b"new")


@check
def many_operations(t: Trial) -> None:
    """Sixty random operations against a dict, with three kills among them."""
    server, model = t.serve(), {}
    keys = [word(t.draw) for _ in range(5)]
    for step in range(60):
        if step in (15, 30, 45):
            server.kill(9)
            server = t.serve()
        key, act = t.draw.choice(keys), t.draw.integer(0, 2)
        if act == 0:
            data = value(t.draw)
            expect(t, server, "PUT", f"/{key}", 204 if key in model else 201, data)
            model[key] = data
        elif act == 1:
            expect(t, server, "DELETE", f"/{key}", 204 if model.pop(key, None) is not None else 404)
        else:
            there = key in model
            expect(t, server, "GET", f"/{key}", 200 if there else 404, body=model[key] if there else None)
    expect(t, server, "GET", "/", 200, body=json.dumps(sorted(model)).encode())
