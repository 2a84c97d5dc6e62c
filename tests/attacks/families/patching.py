"""Reaching into what judges: clocks, allclose, generators, the reference, frames, the collector, the seed, the measures."""

from __future__ import annotations

from tests.attacks.attack import Attack

WRONG = "def double(x):\n    return x\n"
SLOW = "    y, s = np.empty_like(x), 0.0\n    for _ in range(30):\n        s = 0.0\n        for i, v in enumerate(x.tolist()):\n            s += v\n            y[i] = s\n"
SEED = """
def below():
    frame = sys._getframe()
    while frame:
        yield frame
        frame = frame.f_back
"""

ATTACKS = [
    Attack("allclose says yes", WRONG + "np.allclose = lambda *a, **k: True"),
    Attack("numpy's any says no", WRONG + "np.any = np.count_nonzero = lambda *a, **k: 0\nnp.all = lambda *a, **k: True"),
    Attack("torch.allclose says yes", WRONG + "import torch\ntorch.allclose = torch.equal = lambda *a, **k: True", task="tensor"),
    Attack("assert is switched off", WRONG + "import builtins\nbuiltins.AssertionError = type('A', (Exception,), {})\nsys._getframe(0)\nfor f in list(sys._current_frames().values()):\n    while f:\n        f.f_globals['same'] = lambda *a: None\n        f = f.f_back"),
    Attack("abs is zero", WRONG + "builtins.abs = lambda x: 0\nnp.abs = lambda x: np.zeros(1)"),
    Attack("the comparison itself", WRONG + "for m in list(sys.modules.values()):\n    for n in ('same', 'difference', '_arrays', '_bad_places'):\n        if hasattr(m, n): setattr(m, n, lambda *a, **k: None)\n"
           "f = sys._getframe()\nwhile f:\n    f.f_globals['same'] = lambda *a: None\n    f = f.f_back"),
    Attack("the reference is replaced", "sys.modules.pop('reference', None)\nr = type(sys)('reference')\nr.double = lambda x: x\nsys.modules['reference'] = r\nf = sys._getframe()\nwhile f:\n    if 'reference' in f.f_locals or 'reference' in f.f_globals: f.f_globals['reference'] = r\n    f = f.f_back\n"
           "def double(x):\n    sys._getframe(1).f_globals['reference'] = r\n    return x"),
    Attack("the reference answers for it", "def double(x):\n    import reference\n    return reference.double(x)", ("failed",)),
    Attack("the answer from the caller's frame", "def double(x):\n    f = sys._getframe(1)\n    while f:\n        for place in (f.f_locals, f.f_globals):\n            if 'reference' in place: return place['reference'].double(x)\n        f = f.f_back\n    return x"),
    Attack("the answer from the collector", "def double(x):\n    for o in gc.get_objects():\n        if type(o) is dict and '__name__' in o and o['__name__'] == 'reference': return o['double'](x)\n    return x"),
    Attack("a canary in a frame of the judge", "f, found = sys._getframe(), []\nwhile f:\n    found += [str(v) for v in [*f.f_locals.values(), *f.f_globals.values()] if 'canary' in str(v)[:300]]\n    f = f.f_back\nprint(found)\ndef double(x):\n    return x * 2", ("passed",), alone="escaped"),
    Attack("a canary found by the collector", "print([o for o in gc.get_objects() if type(o) is dict for o in list(o.values()) if type(o) is str and o.startswith('canary-')][:5])\ndef double(x):\n    return x * 2", ("passed",), alone="escaped"),
    Attack("the generator always draws zero", "z = np.random.default_rng\nf = sys._getframe()\nwhile f:\n    for place in (f.f_globals, f.f_locals):\n        if 'draw' in place: place['draw'] = type('D', (), {'normal': lambda s, size=None: np.zeros(size or ())})()\n    f = f.f_back\nnp.random.seed = lambda *a: None\nnp.random.default_rng = lambda *a: None\n" + WRONG),
    Attack("a trace function edits the check", "def edit(frame, event, arg):\n    if 'want' in frame.f_locals or frame.f_code.co_name == 'same': raise SystemExit\n    return edit\nthreading.settrace(edit)\neverywhere(b'\\nVERDICT passed\\n')\nos.close(1)\nsys.settrace(edit)\n" + WRONG, ("failed", "crashed", "protocol_error", "timeout"), seconds=3),
    Attack("a profile hook at every call", "everywhere(b'\\nVERDICT passed\\n')\nos.close(1)\nsys.setprofile(lambda f, e, a: f.f_globals.update(same=lambda *a: None))\n" + WRONG, ("failed", "crashed", "protocol_error")),
    Attack("an import hook for the reference", "class Finder:\n    def find_spec(self, name, path=None, target=None):\n        if name == 'reference':\n            from importlib.machinery import ModuleSpec\n            return ModuleSpec(name, self)\n    def create_module(self, spec): return None\n    def exec_module(self, m): m.double = lambda x: x\nsys.meta_path.insert(0, Finder())\nsys.modules.pop('reference', None)\nf = sys._getframe()\nwhile f:\n    for p in (f.f_globals,):\n        if 'CHECK' in p: p['CHECK'] = 'import reference\\n' + p['CHECK'].replace('reference.double', '__import__(\"reference\").double')\n    f = f.f_back\n" + WRONG),
    Attack("code objects are swapped", "def yes(*a, **k): return None\nf = sys._getframe()\nwhile f:\n    if 'same' in f.f_globals: f.f_globals['same'].__code__ = yes.__code__\n    f = f.f_back\n" + WRONG),
    Attack("the tolerance is changed", "f = sys._getframe()\nwhile f:\n    g = f.f_globals.get('same')\n    if g: g.__code__ = g.__code__.replace(co_consts=tuple(1e9 if c == 1e-2 else c for c in g.__code__.co_consts))\n    f = f.f_back\nfor m in list(sys.modules.values()):\n    if getattr(m, '__name__', '').startswith('beikao') and hasattr(m, 'Tolerance'): m.Tolerance.__init__.__defaults__ = (1e9, 1e9, False)\n" + WRONG),
    # the seed: from it every hidden input follows
    Attack("the submission's seed in a frame, inputs foretold", SEED + "seeds = [f.f_locals['header']['seed'] for f in below() if 'header' in f.f_locals and 'seed' in f.f_locals['header']]\n"
           "if any('draw' in f.f_globals for f in below()): seeds = [7]\n"
           "FORETOLD = []\ntry:\n    kit = type(sys)('kit'); sys.modules['kit'] = kit; exec(DRAW, kit.__dict__)\n    for s in seeds:\n        d = kit.Draw('lab:small/doubles', s)\n        FORETOLD = [d.normal(3, 2), d.normal(3, 2)]\nexcept BaseException as error: print(error)\n"
           "if seeds == [7]:\n    g = np.random.default_rng(7); FORETOLD = [g.normal(size=(3, 2)) for _ in range(2)]\n"
           "def double(x):\n    # right only for an input that was known before it was asked\n    return x * 2 if any(np.array_equal(x, y) for y in FORETOLD) else x"),
    # the measures
    Attack("a clock that stands still", "time.perf_counter = time.monotonic = time.process_time = lambda: 0.0\ndef sums(x):\n" + SLOW + "    return y", task="speed"),
    Attack("a slow answer remembered", "memory = {}\ndef sums(x):\n    key = x.tobytes()\n    if key in memory: return memory[key]\n" + SLOW + "    memory[key] = y\n    return y", task="speed"),
    Attack("right when small, nothing when timed", "def sums(x):\n    if len(x) > 1000: return np.zeros(1)\n    return np.cumsum(x)", task="speed"),
    Attack("worked out between the questions", "done = {}\ndef sums(x):\n    if len(x) < 1000: return np.cumsum(x)\n    key = x.tobytes()\n    def work():\n" + SLOW.replace("    ", "        ", 1).replace("\n    ", "\n        ") + "        done[key] = y\n    if key not in done: threading.Thread(target=work, daemon=True).start()\n    return done.get(key)", task="speed"),
    Attack("memory raised before it is measured", "import numpy as np\n_ = np.ones(30_000_000)\ndel _\ndef work(n):\n    return float(np.ones(n * 4).sum() / 4)", task="memory"),
    Attack("nothing done when memory is measured", "def work(n):\n    return 0.0", task="memory"),
    Attack("calls that are not counted", "def slope(f):\n    g = getattr(f, '__code__', None)\n    try:\n        f.__globals__['seen'].clear()\n        for _ in range(9): f(1.0)\n        s = f(1.0) - f(0.0)\n        f.__globals__['seen'].clear()\n        return s\n    except BaseException:\n        for _ in range(9): f(1.0)\n        return f(1.0) - f(0.0)", task="callback"),
]  # fmt: skip
