"""One entry of an einsum of two 2 x 2 matrices in which a shared letter stays in the output."""

from beikao.kit import Draw, Question, numeric


def entries(a, b, pattern):
    """The first entry, and the sum of all entries (what comes if shared letters were always summed)."""
    if pattern == "ij,ij->i":
        rows = [a[i][0] * b[i][0] + a[i][1] * b[i][1] for i in (0, 1)]
    elif pattern == "ij,ij->j":
        rows = [a[0][j] * b[0][j] + a[1][j] * b[1][j] for j in (0, 1)]
    elif pattern == "ij,ji->i":
        rows = [a[i][0] * b[0][i] + a[i][1] * b[1][i] for i in (0, 1)]
    else:  # ij,jk->j
        rows = [(a[0][j] + a[1][j]) * (b[j][0] + b[j][1]) for j in (0, 1)]
    return rows


def written(a, b, pattern, p):
    """The sum behind entry p, in figures."""
    if pattern == "ij,jk->j":
        return f"(({a[0][p]}) + ({a[1][p]})) × (({b[p][0]}) + ({b[p][1]}))"
    pairs = {
        "ij,ij->i": [(a[p][k], b[p][k]) for k in (0, 1)],
        "ij,ij->j": [(a[k][p], b[k][p]) for k in (0, 1)],
        "ij,ji->i": [(a[p][k], b[k][p]) for k in (0, 1)],
    }[pattern]
    return " + ".join(f"({x})×({y})" for x, y in pairs)


def make(draw: Draw) -> Question:
    a = [[draw.integer(-3, 5) for _ in range(2)] for _ in range(2)]
    b = [[draw.integer(-3, 5) for _ in range(2)] for _ in range(2)]
    pattern = draw.choice(["ij,ij->i", "ij,ij->j", "ij,ji->i", "ij,jk->j"])
    place = draw.integer(0, 1)
    rows = entries(a, b, pattern)
    if rows[1 - place] == 0:
        draw.reject()
    names = {f"{m}{i}{j}": v[i][j] for m, v in (("a", a), ("b", b)) for i in (0, 1) for j in (0, 1)}
    return Question(
        show={"pattern": pattern, "place": place, **names},
        truth=numeric(rows[place]),
        steps={
            "kept": pattern[-1],
            "work": written(a, b, pattern, place),
            "first": rows[0],
            "second": rows[1],
            "total": sum(rows),
        },
        wrong={"tensor-ops/shared-letter-always-summed": sum(rows)},
    )


def second_way(show) -> float:
    """numpy."""
    import numpy as np

    a, b = (np.array([[show[f"{m}{i}{j}"] for j in (0, 1)] for i in (0, 1)]) for m in "ab")
    return int(np.einsum(show["pattern"], a, b)[show["place"]])
