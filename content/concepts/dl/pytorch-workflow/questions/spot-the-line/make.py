"""A loop with one mistake planted; which symptom will it show?"""

from beikao.kit import Draw, Question, choice

FAULTS = ("zero", "mode", "softmax", "item", "copy")


def loop(fault: str, rate: str, size: int, epochs: int) -> str:
    """The text of a training loop with one fault."""
    logits = "model(x).softmax(-1)" if fault == "softmax" else "model(x)"
    lines = [
        f"opt = torch.optim.SGD(model.parameters(), lr={rate})",
        "best_score, best = -1, None",
        f"for epoch in range({epochs}):",
        "    model.train()",
        "    total = 0.0",
        f"    for x, y in DataLoader(train_set, batch_size={size}, shuffle=True):",
        f"        loss = nn.functional.cross_entropy({logits}, y)",
        *([] if fault == "zero" else ["        opt.zero_grad()"]),
        "        loss.backward()",
        "        opt.step()",
        f"        total += {'loss' if fault == 'item' else 'loss.item()'} * len(x)",
        *([] if fault == "mode" else ["    model.eval()"]),
        "    score = accuracy(model, val_set)  # under torch.no_grad()",
        "    if score > best_score:",
        f"        best_score, best = score, {'model.state_dict()' if fault == 'copy' else 'copy.deepcopy(model.state_dict())'}",
    ]
    return "\n".join(lines)


def make(draw: Draw) -> Question:
    fault = draw.choice(FAULTS)
    text = loop(fault, draw.choice(["0.05", "0.1", "0.2"]), draw.choice([16, 32, 64]), draw.choice([5, 10, 20]))
    slugs = {
        "zero": "zero-grad-optional", "mode": "eval-is-no-grad", "softmax": "softmax-before-loss", "copy": "state-dict-is-a-copy",
    }  # fmt: skip
    wrong = {"pytorch-workflow/eval-is-no-grad": "none"} if fault == "mode" else {}
    if fault in ("copy", "zero", "softmax"):
        wrong = {f"pytorch-workflow/{slugs[fault]}": "none"}
    return Question(show={"code": text}, truth=choice(fault), wrong=wrong)


def second_way(show) -> str:
    """Ask the text for what a right loop must have."""
    code = show["code"]
    if "zero_grad" not in code:
        return "zero"
    if ".eval()" not in code:
        return "mode"
    if "softmax" in code:
        return "softmax"
    return "item" if "loss.item()" not in code else "copy" if "deepcopy" not in code else "none"
