"""The partner of a dimension under one of two conventions of RoPE."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d = draw.choice([16, 32, 64, 80, 96, 128])
    j, kind = draw.integer(0, d - 1), draw.integer(1, 2)
    near, far = j ^ 1, (j + d // 2) % d
    right, other = (near, far) if kind == 1 else (far, near)
    return Question(
        show={"d": d, "j": j, "kind": kind},
        truth=numeric(right),
        steps={"half": d // 2, "other": other},
        wrong={"positional-encoding/pairing-is-free": other},
    )


def second_way(show) -> float:
    """Turn a vector of one nonzero entry by hand-made code and see where else something appears."""
    import numpy as np

    d = show["d"]
    x = np.zeros(d)
    x[show["j"]] = 1.0
    z = x[0::2] + 1j * x[1::2] if show["kind"] == 1 else x[: d // 2] + 1j * x[d // 2 :]
    z = z * np.exp(1j)
    out = np.stack([z.real, z.imag], axis=-1).reshape(-1) if show["kind"] == 1 else np.concatenate([z.real, z.imag])
    out[show["j"]] = 0.0
    return float(np.argmax(np.abs(out)))
