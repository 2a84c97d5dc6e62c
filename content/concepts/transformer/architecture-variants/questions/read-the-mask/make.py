"""Which arrangement a matrix of visibility is."""

from beikao.kit import Draw, Question, choice


def sees(kind: str, given: int, i: int, j: int) -> bool:
    """Whether token i sees token j."""
    if kind == "encoder":
        return True
    if kind == "leak":
        return j <= i or i < given
    return j <= i or (kind == "prefix" and i < given and j < given)


def make(draw: Draw) -> Question:
    n = draw.integer(5, 8)
    given, kind = draw.integer(2, n - 2), draw.choice(["encoder", "causal", "prefix", "leak"])
    rows = "\n".join("    " + " ".join(str(int(sees(kind, given, i, j))) for j in range(n)) for i in range(n))
    wrong = {}
    if kind == "prefix":
        wrong = {
            "architecture-variants/prefix-is-causal": "causal",
            "architecture-variants/prefix-sees-the-answer": "leak",
        }
    if kind == "leak":
        wrong = {"architecture-variants/prefix-sees-the-answer": "prefix"}
    return Question(show={"n": n, "given": given, "rows": rows}, truth=choice(kind), wrong=wrong)


def second_way(show) -> str:
    """Count the cells right of the diagonal, and those that reach beyond the given part."""
    import numpy as np

    m = np.array([[int(v) for v in line.split()] for line in show["rows"].split("\n")])
    given = show["given"]
    if m.all():
        return "encoder"
    if np.triu(m, 1).sum() == 0:
        return "causal"
    return "leak" if m[:given, given:].any() else "prefix"
