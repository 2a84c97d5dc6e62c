"""Order three spectra by the energy that the same rank keeps."""

from beikao.kit import Draw, Question, order


def kept(s, k):
    return sum(v * v for v in s[:k]) / sum(v * v for v in s)


def make(draw: Draw) -> Question:
    k = draw.integer(1, 2)
    spectra = {}
    for name, (low, high) in zip(draw.shuffle("abc"), ((1, 3), (3, 6), (6, 9)), strict=True):
        spectra[name] = sorted([10, *(draw.integer(low, high) for _ in range(3))], reverse=True)
    shares = {name: kept(s, k) for name, s in spectra.items()}
    ranked = sorted(shares, key=lambda name: -shares[name])
    if min(shares[ranked[0]] - shares[ranked[1]], shares[ranked[1]] - shares[ranked[2]]) < 0.03:
        draw.reject()
    show = {name: ", ".join(map(str, s)) for name, s in spectra.items()}
    return Question(
        show={"k": k, **show},
        truth=order(*ranked),
        steps={f"p{name}": shares[name] for name in shares},
    )


def second_way(show) -> list:
    """Norms of truncated diagonal matrices."""
    import numpy as np

    def lost(name):
        s = np.array([float(v) for v in show[name].split(",")])
        return np.linalg.norm(s[show["k"] :]) / np.linalg.norm(s)

    return sorted(("a", "b", "c"), key=lost)
