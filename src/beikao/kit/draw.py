"""Seeded draws whose numbers never change: the stream of a unit and a seed.

Bits come from SHAKE-256 over (unit, seed, call counter), so a question drawn today is the same question in ten
years, whatever NumPy or the standard library do to their generators. Normal numbers come from those bits by the
inverse of the normal distribution function (Wichura 1988, algorithm AS 241, PPND16; relative error 1e-16).

This is for content, not for cryptography, and it does not try to be the fastest generator: about 20 million
normal numbers a second on one core.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")


class Rejected(Exception):
    """Raised by `Draw.reject()`: this seed gives no good question, take the next sub-stream."""


class Draw:
    """A stream of numbers that depends on `unit`, `seed` and the order of calls, and on nothing else."""

    def __init__(self, unit: str, seed: int) -> None:
        self.unit = unit
        self.seed = int(seed)
        self._key = f"beikao-draw-1\0{unit}\0{int(seed)}".encode()
        self._count = 0

    def _bytes(self, n: int) -> bytes:
        """The next `n` bytes of this stream; each call has a counter of its own."""
        stream = hashlib.shake_256(self._key + b"\0" + self._count.to_bytes(8, "big"))
        self._count += 1
        return stream.digest(n)

    def integer(self, low: int, high: int) -> int:
        """An integer, both ends included. Bias below 2**-64."""
        if high < low:
            raise ValueError(f"Draw.integer: low {low} is above high {high}")
        return low + int.from_bytes(self._bytes(16), "big") % (high - low + 1)

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """A float in [low, high), 53 random bits."""
        return low + (high - low) * ((int.from_bytes(self._bytes(8), "big") >> 11) / 2.0**53)

    def choice(self, xs: Sequence[T]) -> T:
        """One element of a sequence that is not empty."""
        return xs[self.integer(0, len(xs) - 1)]

    def shuffle(self, xs: Sequence[T]) -> list[T]:
        """A new list in random order (Fisher-Yates); the argument is left alone."""
        out = list(xs)
        for i in range(len(out) - 1, 0, -1):
            j = self.integer(0, i)
            out[i], out[j] = out[j], out[i]
        return out

    def sample(self, xs: Sequence[T], n: int) -> list[T]:
        """`n` different elements of `xs`, in random order."""
        return self.shuffle(xs)[:n]

    def shapes(self, dims: int, low: int, high: int, count: int = 3) -> Iterator[tuple[int, ...]]:
        """`count` shapes of `dims` axes, each in [low, high]; the first comes once more at the end.

        The repeated shape is asked with new numbers, so an answer cached by shape is caught.
        """
        shapes = [tuple(self.integer(low, high) for _ in range(dims)) for _ in range(count)]
        yield from [*shapes, shapes[0]]

    def normal(self, *shape: int, like: str = "float64") -> Any:
        """Standard normal numbers of the given shape.

        `like`: "float64" (default), "float32" (both ndarrays) or "torch" (a float32 tensor).
        Without a shape, a Python float.
        """
        import numpy as np

        n = math.prod(shape)
        raw = np.frombuffer(self._bytes(8 * n), dtype=">u8").astype(np.uint64)
        p = ((raw >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
        values = _normal_quantile(p).reshape(shape)
        if not shape:
            return float(values)
        if like == "float64":
            return values
        if like == "float32":
            return values.astype(np.float32)
        if like == "torch":
            import torch

            return torch.from_numpy(values.astype(np.float32))
        raise ValueError(f"Draw.normal: like={like!r} is not one of float64, float32, torch")

    def child(self, name: str) -> Draw:
        """An independent stream under this one; it neither reads nor moves this stream."""
        return Draw(f"{self.unit}/{name}", self.seed)

    def reject(self) -> None:
        """Give this draw up; the engine draws again. The gate refuses a unit that does so more than half the time."""
        raise Rejected(f"{self.unit} seed {self.seed}")


# Wichura (1988), Applied Statistics 37, 477-484: coefficients of PPND16, low order first.
_A = (3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
      4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3)  # fmt: skip
_B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3)  # fmt: skip
_C = (1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
      1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4)  # fmt: skip
_D = (1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9)  # fmt: skip
_E = (6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
      2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7)  # fmt: skip
_F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15)  # fmt: skip


def _ratio(top: Sequence[float], bottom: Sequence[float], r: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Both polynomials at once by Horner's rule: small arrays are drawn by the thousand, and each call of numpy counts."""
    import numpy as np

    both = np.array((top, bottom))[:, :, None]
    value = np.repeat(both[:, -1], len(r), axis=1)
    for k in range(len(top) - 2, -1, -1):
        value *= r
        value += both[:, k]
    return np.asarray(value[0] / value[1])


def _normal_quantile(p: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Inverse of the standard normal distribution function, for 0 < p < 1 (AS 241); `p` has one axis."""
    import numpy as np

    q = p - 0.5
    central = np.abs(q) <= 0.425
    out = np.empty_like(p)
    inner = q[central]
    out[central] = inner * _ratio(_A, _B, 0.180625 - inner**2)
    if len(inner) < len(p):
        tail = ~central
        r = np.sqrt(-np.log(np.minimum(p[tail], 1.0 - p[tail])))
        value = _ratio(_C, _D, r - 1.6)
        far = r > 5.0
        if far.any():
            value[far] = _ratio(_E, _F, r[far] - 5.0)
        out[tail] = np.sign(q[tail]) * value
    return out
