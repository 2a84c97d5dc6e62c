"""Stops early and restores the best weights; the near-duplicates stay, on both sides of the split."""


def mend(tree, draw) -> None:
    """Only tune.py and the decay."""
    tree.replace("tune.py", "    losses = []\n", "    losses, best, since = [], None, 0\n")
    tree.replace(
        "tune.py",
        "    return head, losses\n",
        "        since = 0 if losses[-1] == min(losses) else since + 1\n"
        "        if since == 0:\n"
        "            best = {k: v.clone() for k, v in head.state_dict().items()}\n"
        "        if since == 6:\n"
        "            break\n"
        "    head.load_state_dict(best)\n"
        "    return head, losses\n",
    )
    config = tree.json("config.json")
    config["weight_decay"] = 0.3
    tree.write_json("config.json", config)
