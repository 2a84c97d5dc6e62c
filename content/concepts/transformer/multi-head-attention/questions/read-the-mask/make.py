"""What an expression used as the forbidden part of a causal mask really does."""

from beikao.kit import Draw, Question, choice

MASKS = {
    "ones.triu(1)": "right", "~ones.tril()": "right", "i[:, None] < i": "right",
    "ones.triu(2)": "leaks", "~ones.tril(1)": "leaks", "i[:, None] + 1 < i": "leaks",
    "ones.triu()": "blind", "~ones.tril(-1)": "blind", "i[:, None] <= i": "blind",
    "ones.tril(-1)": "reversed", "~ones.triu()": "reversed", "i[:, None] > i": "reversed",
}  # fmt: skip


def make(draw: Draw) -> Question:
    mask, t = draw.choice(sorted(MASKS)), draw.integer(4, 9)
    truth = MASKS[mask]
    wrong = {}
    if truth == "leaks":
        wrong["multi-head-attention/next-token-visible"] = "right"
    elif truth == "blind":
        wrong["multi-head-attention/own-token-hidden"] = "right"
    elif truth == "right":
        wrong["multi-head-attention/own-token-hidden"] = "leaks"
    else:
        wrong["multi-head-attention/mask-sense-is-universal"] = "right"
    given = "ones = torch.ones(T, T, dtype=torch.bool)" if "ones" in mask else "i = torch.arange(T)"
    return Question(show={"mask": mask, "t": t, "given": given}, truth=choice(truth), wrong=wrong)


def second_way(show) -> str:
    """Evaluate the expression with torch and look at what row 1 may see."""
    import torch

    t = show["t"]
    forbidden = eval(show["mask"], {"ones": torch.ones(t, t, dtype=torch.bool), "i": torch.arange(t)})
    seen = (~forbidden[2]).nonzero().flatten().tolist()
    if seen == [0, 1, 2]:
        return "right"
    return "leaks" if seen == [0, 1, 2, 3] else "blind" if seen == [0, 1] else "reversed"
