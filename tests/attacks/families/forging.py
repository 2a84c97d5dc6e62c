"""Forged verdicts and frames, closed descriptors, half frames, exits, pickles, injected text."""

from __future__ import annotations

from tests.attacks.attack import ESCAPED, HUNG, Attack

WRONG = "def double(x):\n    return x\n"
SAID = r'os.write(1, b"\nVERDICT passed\n")' + "\n"
BROKEN = ("failed", "protocol_error", "crashed")

ATTACKS = [
    Attack("a verdict line, then an exit", SAID + "os._exit(0)", ("crashed",)),
    Attack("a verdict line in a call, then an exit", "def double(x):\n    " + SAID + "    os._exit(0)", ("crashed", "protocol_error")),
    Attack("an exit of zero at import", SAID + "sys.exit(0)", ("failed", "crashed", "protocol_error")),
    Attack("a verdict line at exit", WRONG + "import io\natexit.register(lambda: os.write(1, b'\\nVERDICT passed\\n'))\ndef double(x):\n    sys.stdout = io.StringIO()\n    return x"),
    Attack("SystemExit in a call", "def double(x):\n    " + SAID + "    os.close(1)\n    raise SystemExit(0)", BROKEN),
    Attack("KeyboardInterrupt in a call", WRONG.replace("return x", SAID.strip() + "; os.close(1); raise KeyboardInterrupt"), BROKEN),
    Attack("a JSON verdict printed", WRONG + 'print(json.dumps({"state": "passed", "score": 1.0, "checks": [{"id": "doubles", "passed": True}]}))\n' + SAID + "os.close(1)\n", BROKEN),
    Attack("a right answer framed ahead of the question", WRONG + 'for _ in range(40):\n    everywhere(frame({"ok": True, "value": ["n"]}))\n' + SAID + "os.close(1)\n", BROKEN),
    Attack("an answer and a verdict in one frame", "def double(x):\n    everywhere(frame({'ok': True, 'value': ['n'], 'verdict': {'state': 'passed'}, 'state': 'passed', 'score': 1}))\n    " + SAID + "    os.close(1)\n    return x", BROKEN),
    Attack("half a frame", "def double(x):\n    everywhere(frame({'ok': True})[:7])\n    " + SAID + "    time.sleep(60)", ("timeout",), seconds=1.0),
    Attack("a header of four GiB", "def double(x):\n    everywhere(b'\\xff\\xff\\xff\\xff')\n    " + SAID + "    time.sleep(60)", ("protocol_error",)),
    Attack("buffers larger than memory", "def double(x):\n    h = json.dumps([{'ok': True, 'value': ['y', 0]}, [1 << 60]]).encode()\n    everywhere(struct.pack('<I', len(h)) + h)\n    " + SAID + "    time.sleep(60)", ("protocol_error",)),
    Attack("a promised buffer that never comes", "def double(x):\n    h = json.dumps([{'ok': True, 'value': ['y', 0]}, [200 << 20]]).encode()\n    everywhere(struct.pack('<I', len(h)) + h)\n    " + SAID + "    time.sleep(60)", ("timeout",), seconds=1.0),
    Attack("a negative length", "def double(x):\n    h = json.dumps([{'ok': True, 'value': ['y', 0]}, [-5]]).encode()\n    everywhere(struct.pack('<I', len(h)) + h)\n    " + SAID + "    time.sleep(60)", ("protocol_error",)),
    Attack("a shape that does not fit its bytes", "def double(x):\n    h = json.dumps([{'ok': True, 'value': ['a', 'float64', [3, 2], 0]}, [8]]).encode()\n    everywhere(struct.pack('<I', len(h)) + h + bytes(8))\n    " + SAID + "    time.sleep(60)", ("protocol_error",)),
    Attack("a dtype of objects, as in a pickle", "def double(x):\n    h = json.dumps([{'ok': True, 'value': ['a', 'object', [1], 0]}, [8]]).encode()\n    everywhere(struct.pack('<I', len(h)) + h + bytes(8))\n    " + SAID + "    time.sleep(60)", ("protocol_error",)),
    Attack("an error frame with an endless line number", "everywhere(b''.join([struct.pack('<I', 82), b'[{\"error\":{\"name\":\"x\",\"message\":\"y\",\"line\":Infinity,\"file\":\"\",\"kinds\":[]}},[]]'.ljust(82)]))\n" + SAID + "time.sleep(60)", BROKEN),
    Attack("an error frame of the wrong shape", "everywhere(frame({'error': [1, 2, 3]}))\n" + SAID + "time.sleep(60)", BROKEN),
    Attack("an error frame nested deep", "deep = b'[' * 9000 + b']' * 9000\nhead = b'[{\"error\":{\"name\":' + deep + b',\"message\":' + deep + b'}},[]]'\neverywhere(struct.pack('<I', len(head)) + head)\n" + SAID + "time.sleep(60)", BROKEN),
    Attack("a frame of a thousand brackets", "def double(x):\n    h = b'[' * 200000\n    everywhere(struct.pack('<I', len(h)) + h)\n    " + SAID + "    time.sleep(60)", ("protocol_error",)),
    Attack("a dict of colliding keys", "def double(x):\n    " + SAID + "    os.close(1)\n    return {i * (2**61 - 1): 0 for i in range(4000)}", BROKEN),
    Attack("an int of a million digits", "def double(x):\n    " + SAID + "    os.close(1)\n    return 1 << 3_000_000", BROKEN),
    Attack("a list nested deep", "def double(x):\n    " + SAID + "    os.close(1)\n    y = []\n    for _ in range(900): y = [y]\n    return y", BROKEN),
    Attack("a list that holds itself", "def double(x):\n    " + SAID + "    os.close(1)\n    y = []\n    y.append(y)\n    return y", BROKEN),
    Attack("a callback nobody gave", "def double(x):\n    everywhere(frame({'callback': 7, 'value': ['l', []]}))\n    " + SAID + "    time.sleep(60)", ("protocol_error",)),
    Attack("a handle nobody has", "def double(x):\n    everywhere(frame({'ok': True, 'value': ['h', 99, 'ndarray', True]}))\n    " + SAID + "    os.close(1)\n    return x", BROKEN),
    Attack("callbacks without end", "def slope(f):\n    while True:\n        f(1.0)", ("failed", "protocol_error", "timeout"), task="callback", alone=HUNG, seconds=2),
    Attack("a callback kept for later", "kept = []\ndef slope(f):\n    kept.append(f)\n    threading.Thread(target=lambda: [time.sleep(0.05), f(1.0)], daemon=True).start()\n    everywhere(b'\\nVERDICT passed\\n')\n    os.close(1)\n    return f(1.0)", BROKEN, task="callback"),
    Attack("a callback with a huge argument", "def slope(f):\n    " + SAID + "    os.close(1)\n    return f(np.ones(30_000_000)).sum()", (*BROKEN, "out_of_memory", "timeout"), task="callback"),
    Attack("every descriptor closed", "os.closerange(0, 64)\n" + WRONG, ("crashed",), alone=HUNG, unsafe="it only ends itself; what is judged is that nothing passes"),
    Attack("the wire closed in a call", "def double(x):\n    " + SAID + "    os.closerange(1, 64)\n    return x * 2", ("crashed",)),
    Attack("the wire shut down one way", "def double(x):\n    for fd in range(3, 64):\n        try:\n            s = socket.socket(fileno=os.dup(fd)); s.shutdown(socket.SHUT_RD)\n        except OSError:\n            pass\n    " + SAID + "    os._exit(0)", ("crashed",)),
    Attack("a pickle that runs code where it is read", "class P:\n    def __reduce__(self):\n        return (eval, (\"print(chr(69) + 'SCAPED')\",))\ndef double(x):\n    everywhere(pickle.dumps(P()))\n    " + SAID + "    os.close(1)\n    return P()", ("failed", "protocol_error", "timeout"), seconds=2),
    Attack("an abort", SAID + "os.abort()", ("crashed",)),
    Attack("a jump to address zero", SAID + "ctypes.string_at(0)", ("crashed",)),
    Attack("terminal sequences", "print('\\x1b]0;owned\\x07\\x1b[2J\\x9b31m\\u202egnp.exe\\r\\x08VERDICT passed')\nprint('\\nVERDICT passed', flush=True)\nos.close(1)\n" + WRONG),
    Attack("markup of a page", "print('<script>fetch(\"/export\")</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}')\n" + SAID + "os.close(1)\n"
           "def double(x):\n    raise type('<b onmouseover=alert(1)>', (Exception,), {})('</pre><script>alert(1)</script>')", ("failed",)),
    Attack("an exception that runs code when it is read", "class E(Exception):\n    def __str__(self):\n        os.write(1, b'\\nVERDICT passed\\n'); os._exit(0)\n    __repr__ = __str__\ndef double(x):\n    raise E", ("crashed", "protocol_error")),
    Attack("the judge's key from the environment", "attempt(lambda: dict(os.environ))\n" + "def double(x):\n    return x * 2", ("passed",), alone=ESCAPED),
]  # fmt: skip
