"""d-separation in a random graph of five nodes, by the ancestral moral graph."""

from itertools import combinations

from beikao.kit import Draw, Question, choice

NODES = "ABCDE"


def ancestors(edges, wanted):
    """The nodes of `wanted` and everything above them."""
    out = set(wanted)
    while True:
        more = {a for a, b in edges if b in out} - out
        if not more:
            return out
        out |= more


def reachable(links, start, closed):
    """What can be reached from `start` without entering `closed`."""
    seen, todo = {start}, [start]
    while todo:
        node = todo.pop()
        for a, b in links:
            for here, there in ((a, b), (b, a)):
                if here == node and there not in seen and there not in closed:
                    seen.add(there)
                    todo.append(there)
    return seen


def separated(edges, x, y, given):
    """Whether `given` separates x and y, and the edges of the ancestral graph."""
    kept = ancestors(edges, {x, y, *given})
    inside = [(a, b) for a, b in edges if a in kept and b in kept]
    links = list(inside)
    for node in kept:
        links += combinations([a for a, b in inside if b == node], 2)
    return y not in reachable(links, x, set(given)), inside


def make(draw: Draw) -> Question:
    want = draw.choice([True, False])
    for _ in range(60):
        pairs = list(combinations(draw.shuffle(NODES), 2))
        edges = sorted(draw.sample(pairs, draw.integer(4, 5)))
        x, y, *others = draw.shuffle(NODES)
        given = sorted(others[: draw.integer(1, 2)])
        joined = y in reachable(edges, x, set())
        touching = (x, y) in edges or (y, x) in edges
        apart, inside = separated(edges, x, y, given)
        before, _ = separated(edges, x, y, [])
        # the interesting ones: a block by conditioning, or a path opened by it
        if joined and not touching and apart is want and (before is not apart or (apart and draw.integer(0, 2) == 0)):
            break
    else:
        draw.reject()
    name, reason = ("independent", "path-always-open") if apart else ("dependent", "conditioning-only-separates")
    other = "dependent" if apart else "independent"
    return Question(
        show={
            "edges": ", ".join(f"{a}→{b}" for a, b in edges),
            "given": ", ".join(given),
            "x": min(x, y),
            "y": max(x, y),
        },
        truth=choice(name),
        steps={"links": len(edges), "kept": ", ".join(f"{a}→{b}" for a, b in inside)},
        wrong={f"bayesian-inference/{reason}": other},
    )


def second_way(show) -> str:
    """Random tables for every node, the full joint, and the conditional independence measured in it."""
    import numpy as np

    rng = np.random.default_rng(5)
    edges = [tuple(e.split("→")) for e in show["edges"].split(", ")]
    joint = np.ones((2,) * 5)
    grid = np.indices((2,) * 5)
    for i, node in enumerate(NODES):
        parents = [NODES.index(a) for a, b in edges if b == node]
        table = rng.uniform(0.1, 0.9, (2,) * len(parents))
        p = table[tuple(grid[j] for j in parents)] if parents else np.full((2,) * 5, float(table))
        joint = joint * np.where(grid[i] == 1, p, 1 - p)
    x, y, z = NODES.index(show["x"]), NODES.index(show["y"]), [NODES.index(g) for g in show["given"].split(", ")]
    keep = sorted({x, y, *z})
    m = joint.sum(axis=tuple(set(range(5)) - set(keep)), keepdims=True)
    gap = m * m.sum(axis=(x, y), keepdims=True) - m.sum(axis=x, keepdims=True) * m.sum(axis=y, keepdims=True)
    return "independent" if float(np.max(np.abs(gap))) < 1e-12 else "dependent"
