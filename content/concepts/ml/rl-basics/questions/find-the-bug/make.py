"""A short REINFORCE loop with one of four mistakes planted."""

from beikao.kit import Draw, Question, choice

RIGHT = {
    "fold": "for r in reversed(rewards):\n    g = r + {gamma} * g\n    returns.insert(0, g)",
    "pick": "log_pi[torch.arange(len(actions)), actions]",
    "gap": "(returns - value.detach())",
    "sign": "-",
}
BROKEN = {
    "forward": ("fold", "for r in rewards:\n    g = r + {gamma} * g\n    returns.append(g)"),
    "greedy": ("pick", "log_pi.max(dim=1).values"),
    "own": ("gap", "(returns - action_value[torch.arange(len(actions)), actions].detach())"),
    "minus": ("sign", ""),
}
HABIT = {
    "forward": "past-counts",
    "greedy": "only-chosen-moves",
    "own": "baseline-sees-action",
    "minus": "gain-for-loss",
}


def make(draw: Draw) -> Question:
    bug, gamma = draw.choice(sorted(BROKEN)), draw.choice([0.9, 0.95, 0.97, 0.98, 0.99, 0.995])
    parts = dict(RIGHT)
    where, line = BROKEN[bug]
    parts[where] = line
    code = (
        f"returns, g = [], 0.0\n{parts['fold'].replace('{gamma}', str(gamma))}\nreturns = torch.tensor(returns)\n"
        f"log_pi = policy(states).log_softmax(dim=1)\nchosen = {parts['pick']}\n"
        f"loss = {parts['sign']}(chosen * {parts['gap']}).mean()\nloss.backward()"
    )
    tempting = "own" if bug != "own" else "minus"  # the baseline is suspected first
    return Question(show={"code": code}, truth=choice(bug), steps={}, wrong={f"rl-basics/{HABIT[tempting]}": tempting})


def second_way(show) -> str:
    """Parse the code of the question and hold its four places against the definition of REINFORCE."""
    import ast

    tree = ast.parse(show["code"])
    loop = next(node for node in ast.walk(tree) if isinstance(node, ast.For))
    line = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign) and len(node.targets) == 1
            and isinstance(node.targets[0], ast.Name)}  # fmt: skip

    def names(node) -> set[str]:
        return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}

    if "reversed" not in names(loop.iter):  # the return of a step holds what comes after it
        return "forward"
    if "actions" not in names(line["chosen"]):  # the score is that of the action sampled
        return "greedy"
    if "actions" in names(line["loss"]):  # the baseline knows the state only
        return "own"
    return "none" if isinstance(line["loss"], ast.UnaryOp) else "minus"  # what is descended is minus the gain
