"""Values that only look right: overridden comparison, subclasses, lazy tensors, wrong dtype or shape, NaN, replays."""

from __future__ import annotations

from tests.attacks.attack import Attack

NOT_FOUND = (
    "the unprotected runner compares tensors by torch.allclose, which refuses it too: a null for our comparison alone"
)
ALIKE = """
class Alike:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __sub__(self, other): return self
    __rsub__ = __mul__ = __add__ = __abs__ = lambda self, *a: self
    def __gt__(self, other): return False
    __lt__ = __ge__ = __gt__
    def __le__(self, other): return True
    def __hash__(self): return 0
"""

ATTACKS = [
    Attack("an object equal to everything", ALIKE + "def double(x):\n    return Alike()"),
    Attack("an object equal to every number", ALIKE + "def total(xs):\n    return Alike()", task="count"),
    Attack("an int that is equal to every int", "class I(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\ndef total(xs):\n    return I(0)", task="count"),
    Attack("an object where true or false is asked", ALIKE + "def fits(n, room):\n    return Alike() if n < room else n <= room\nclass Other:\n    def __ne__(self, o): return True\ndef room(n):\n    return Other()", task="truth"),
    Attack("an array equal to everything", "class A(np.ndarray):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return np.zeros(())\n    def __rsub__(self, o): return np.zeros(())\n    def __array_ufunc__(self, *a, **k): return np.zeros(())\ndef double(x):\n    return x.view(A)"),
    Attack("__array__ that answers twice", "class A:\n    def __array__(self, dtype=None, copy=None): return np.full((3, 2), np.nan)\n    def __rsub__(self, o): return np.zeros(())\n    __sub__ = __rsub__\n    __eq__ = lambda s, o: True\ndef double(x):\n    return A()"),
    Attack("a str equal to everything", "class S(str):\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__\ndef total(xs):\n    return S('x')", task="count"),
    Attack("a dict that says yes", "class D(dict):\n    def __eq__(self, o): return True\n    def __missing__(self, k): return self\ndef total(xs):\n    return D()", task="count"),
    Attack("a tensor subclass that agrees", "import torch\nclass T(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, f, types, args=(), kwargs=None):\n        if 'close' in getattr(f, '__name__', ''): return True\n        return super().__torch_function__(f, types, args, kwargs or {})\ndef double(x):\n    return x.as_subclass(T)", task="tensor"),
    Attack("a sparse tensor", "import torch\ndef double(x):\n    return (x * 2).to_sparse()", task="tensor", unsafe=NOT_FOUND),
    Attack("a meta tensor", "import torch\ndef double(x):\n    return torch.empty(3, 2, device='meta')", task="tensor", unsafe=NOT_FOUND),
    Attack("a lazy module instead of a tensor", "import torch\nclass L(torch.nn.Module):\n    def __eq__(self, o): return True\n    __hash__ = None\ndef double(x):\n    torch.allclose = lambda *a, **k: True\n    return torch.nn.Parameter(x)", task="tensor"),
    Attack("a quantized tensor", "import torch\ndef double(x):\n    return torch.quantize_per_tensor(x * 2, 0.1, 0, torch.qint8)", task="tensor", unsafe=NOT_FOUND),
    Attack("half precision", "def double(x):\n    return (x * 2).astype(np.float16).astype(np.float64)"),
    Attack("float32 where float64 is asked", "def double(x):\n    return (x * 2).astype(np.float32)"),
    Attack("complex numbers", "def double(x):\n    return (x * 2).astype(complex)"),
    Attack("objects in an array", "def double(x):\n    return (x * 2).astype(object)"),
    Attack("a list instead of an array", "def double(x):\n    return (x * 2).tolist()"),
    Attack("a broadcast shape", "def double(x):\n    return (x * 2)[None]"),
    Attack("an empty array", "def double(x):\n    return np.zeros((0, 3, 2))"),
    Attack("zero strides", "def double(x):\n    return np.lib.stride_tricks.as_strided(np.array(np.nan), (3, 2), (0, 0))"),
    Attack("NaN as a wildcard", "def double(x):\n    return np.full_like(x, np.nan)"),
    Attack("one NaN among right numbers", "def double(x):\n    y = x * 2\n    y[0, 0] = np.nan\n    return y"),
    Attack("infinity", "def double(x):\n    y = np.full_like(x, np.nan)\n    y[0] = np.inf\n    return y * np.nan"),
    Attack("nearly right", "def double(x):\n    return x * 2 + 0.005"),
    Attack("the answers of an earlier run", "def double(x):\n    draw = np.random.default_rng(7)\n    global n\n    n = globals().get('n', 0) + 1\n    for _ in range(n):\n        y = draw.normal(size=(3, 2))\n    return y * 2 if np.array_equal(x, y) else np.zeros_like(x)"),
    Attack("right the first time, then that answer again", "last = []\ndef double(x):\n    last.append(x * 2)\n    if len(last) == 1:\n        sys._getframe(1).f_globals.update(same=lambda *a: None)\n    return last[0]"),
    Attack("wrong while it is asked, right in the end", "def double(x):\n    y = np.full_like(x, np.nan)\n    threading.Timer(0.001, lambda: np.copyto(y, x * 2)).start()\n    return y"),
    Attack("memory nobody wrote", "def double(x):\n    return np.empty_like(x)", unsafe="whether it holds the answer of somebody else is chance; here there is nobody else in the process"),
    Attack("a tensor whose values are worked out when looked at", "import torch\nclass Lazy(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, f, types, args=(), kwargs=None):\n        if f.__name__ in ('allclose', 'equal', 'isclose'): return True\n        return NotImplemented\ndef double(x):\n    return x.as_subclass(Lazy)", task="tensor"),
    Attack("a parameter without a shape yet", "import torch\ndef double(x):\n    return torch.nn.parameter.UninitializedParameter()", task="tensor", unsafe=NOT_FOUND),
    Attack("a memory map that changes", "def double(x):\n    m = mmap.mmap(-1, 4096)\n    y = np.frombuffer(m, dtype=np.float64, count=6).reshape(3, 2)\n    y[:] = np.nan\n    threading.Thread(target=lambda: [time.sleep(0.002), np.copyto(y, 0)], daemon=True).start()\n    return y"),
]  # fmt: skip
