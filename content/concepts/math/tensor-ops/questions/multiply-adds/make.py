"""Multiply-adds of an einsum of two inputs, as a formula in the sizes of its letters."""

from beikao.kit import Draw, Question, symbolic

PATTERNS = ("bhtd,bhsd->bhts", "bhts,bhsd->bhtd", "btc,chd->bhtd", "bcxy,oc->boxy", "bnd,hdk->bhnk", "btd,vd->btv")


def make(draw: Draw) -> Question:
    pattern = draw.choice(PATTERNS)
    inputs, out = pattern.split("->")
    letters = sorted(set(inputs) - {","})
    return Question(
        show={"pattern": pattern, "letters": ", ".join(letters)},
        truth=symbolic("*".join(letters), over=dict.fromkeys(letters, (2, 9))),
        steps={"out": "*".join(out), "summed": "*".join(c for c in letters if c not in out)},
        wrong={"tensor-ops/cost-is-output": "*".join(out)},
    )


def second_way(show) -> str:
    """Elements of the output, each a sum over the letters that it leaves out."""
    inputs, out = show["pattern"].split("->")
    summed = [c for c in dict.fromkeys(inputs.replace(",", "")) if c not in out]
    return f"({'*'.join(out)})*({'*'.join(summed)})"
