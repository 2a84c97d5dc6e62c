"""The checks of tiny-autograd. Graphs are lists of instructions that rig.py builds with the submission's Tensor; going back,
and looking at what came of it, is done from here, tensor by tensor."""

import numpy as np

from beikao.kit import Draw, Trial, check, given, kept

TIGHT = {"rtol": 1e-6, "atol_scale": 1e-10}


def results(m, leaves, program):
    """The data of every instruction's result."""
    return [x.data for x in m.rig.build(leaves, program)[len(leaves) :]]


def gradients(m, leaves, program, roots=(-1,), seed=None):
    """The gradients of the leaves after a backward pass from each of the roots, in order."""
    made = m.rig.build(leaves, program, [*range(len(leaves)), *roots])
    for root in made[len(leaves) :]:
        root.backward(*([] if seed is None else [seed]))
    return [x.grad for x in made[: len(leaves)]]


def weighted(draw: Draw, leaves, program, shape):
    """Two instructions more: a random weight on the result, then the sum; so the upstream is not 1."""
    out = len(leaves) + len(program) - 1
    leaves = [*leaves, draw.normal(*shape) if shape else np.array(draw.uniform(0.5, 2.0))]
    shifted = [(name, *(i + 1 if k < places(name) and i >= len(leaves) - 1 else i for k, i in enumerate(where)))
               for name, *where in program]  # fmt: skip
    return leaves, [*shifted, ("mul", out + 1, len(leaves) - 1), ("sum", out + 2, None)]


def places(name: str) -> int:
    """How many of an instruction's numbers name tensors."""
    return 2 if name in ("add", "mul", "matmul") else 1


SINGLE = (
    ("add", [(3, 4), (3, 4)], (), (3, 4)),
    ("mul", [(3, 4), (3, 4)], (), (3, 4)),
    ("mul", [(2, 3, 2), (2, 3, 2)], (), (2, 3, 2)),
    ("matmul", [(3, 4), (4, 2)], (), (3, 2)),
    ("matmul", [(1, 5), (5, 3)], (), (1, 3)),
    ("relu", [(4, 5)], (), (4, 5)),
    ("exp", [(3, 2)], (), (3, 2)),
    ("sum", [(3, 3)], (None,), ()),
    ("sum", [(3, 3)], (0,), (3,)),
    ("sum", [(3, 3)], (1,), (3,)),
    ("sum", [(2, 4, 3)], (1,), (2, 3)),
    ("sum", [(4, 2)], (-1,), (4,)),
)


@check
def values(t: Trial) -> None:
    """Every operation, with and without broadcasting."""
    for name, shapes, rest, _ in SINGLE:
        leaves = [t.draw.normal(*s) for s in shapes]
        step = (name, *range(len(leaves)), *rest)
        t.agree(lambda m, a=leaves, p=step: results(m, a, [p]), rtol=1e-9)
    for name in ("add", "mul"):
        leaves = [t.draw.normal(3, 1), t.draw.normal(4)]
        t.agree(lambda m, a=leaves, n=name: results(m, a, [(n, 0, 1), (n, 1, 2)]), rtol=1e-9)
    t.agree(lambda m: results(m, [np.array([-1.0, 0.0, 2.0])], [("relu", 0), ("detach", 1)]), rtol=1e-9)
    t.agree(lambda m: results(m, [np.array([1, -2, 3])], [("add", 0, 0), ("relu", 0)]), rtol=1e-9)  # whole numbers too


@check
def every_operation(t: Trial) -> None:
    """One operation, then a weighted sum."""
    for name, shapes, rest, shape in SINGLE:
        leaves = [t.draw.normal(*s) for s in shapes]
        leaves, program = weighted(t.draw, leaves, [(name, *range(len(leaves)), *rest)], shape)
        t.agree(lambda m, a=leaves, p=program: gradients(m, a, p), **TIGHT)
    t.agree(lambda m: gradients(m, [np.array([-1.0, 0.0, 2.0])], [("relu", 0), ("sum", 1, None)]), **TIGHT)


@check
def broadcasting(t: Trial) -> None:
    """Axes in front, stretched axes, both sides, and both at once."""
    for a, b in (
        ((3, 4), (4,)), ((3, 4), (1, 4)), ((3, 4), (3, 1)), ((3, 1), (1, 4)), ((1,), (3, 4)),
        ((2, 3, 4), (4,)), ((2, 3, 4), (3, 1)), ((2, 1, 4), (3, 1)), ((), (2, 3)), ((1, 1), (1, 1)), ((5, 1), (1,)),
    ):  # fmt: skip
        for name in ("add", "mul"):
            for left, right in ((a, b), (b, a)):
                leaves = [t.draw.normal(*s) if s else np.array(t.draw.uniform(0.5, 2.0)) for s in (left, right)]
                leaves, program = weighted(t.draw, leaves, [(name, 0, 1)], np.broadcast_shapes(a, b))
                t.agree(lambda m, a=leaves, p=program: gradients(m, a, p), **TIGHT)


@check
def reused(t: Trial) -> None:
    """x + x, x * x, x @ x, and results that are used twice."""
    x, y = t.draw.normal(3, 3), t.draw.normal(3, 3)
    for program in (
        [("add", 0, 0), ("sum", 2, None)],
        [("mul", 0, 0), ("sum", 2, None)],
        [("matmul", 0, 0), ("sum", 2, None)],
        [("relu", 0), ("mul", 2, 2), ("sum", 3, None)],
        [("add", 0, 1), ("exp", 2), ("mul", 3, 3), ("add", 4, 4), ("sum", 5, None)],
    ):
        t.agree(lambda m, p=program: gradients(m, [x, y], p), **TIGHT)


@check
def order(t: Trial) -> None:
    """Short cuts past long roads: a node must not pass on before the long road has arrived."""
    x, y = t.draw.normal(4), t.draw.normal(4)
    for program in (
        # 2 = x*y is used by the end at once and through 3, 4, 5
        [("mul", 0, 1), ("relu", 2), ("add", 3, 1), ("mul", 4, 0), ("mul", 5, 2), ("sum", 6, None)],
        [("mul", 0, 1), ("exp", 2), ("mul", 3, 3), ("add", 2, 4), ("sum", 5, None)],
        [("add", 0, 1), ("mul", 2, 2), ("mul", 3, 2), ("mul", 4, 3), ("mul", 5, 2), ("add", 2, 6), ("sum", 7, None)],
    ):
        t.agree(lambda m, p=program: gradients(m, [x, y], p), **TIGHT)
        swapped = [(n, *w[::-1]) if n in ("add", "mul") else (n, *w) for n, *w in program]
        t.agree(lambda m, p=swapped: gradients(m, [x, y], p), **TIGHT)


@check
def only_leaves_accumulate(t: Trial) -> None:
    """Twice from one root, from two roots that share a node, and a leaf that nothing depends on."""
    leaves = [t.draw.normal(3, 2), t.draw.normal(3, 2), t.draw.normal(2)]
    program = [("mul", 0, 1), ("exp", 3), ("sum", 4, None), ("mul", 3, 3), ("sum", 6, None)]
    for roots in ((5,), (5, 5), (5, 7), (7, 5, 7)):
        t.agree(lambda m, r=roots: gradients(m, leaves, program, r), **TIGHT)
    t.agree(lambda m: gradients(m, [np.array(3.0)], [("exp", 0)], (0, 0)), **TIGHT)


@check
def detached(t: Trial) -> None:
    """x * detach(x), and a detached branch inside a larger graph."""
    x, y = t.draw.normal(4), t.draw.normal(4)
    for program in (
        [("detach", 0), ("mul", 2, 0), ("sum", 3, None)],
        [("mul", 0, 1), ("detach", 2), ("mul", 3, 2), ("add", 4, 3), ("sum", 5, None)],
        [("mul", 0, 0), ("detach", 2), ("sum", 3, None)],
    ):
        t.agree(lambda m, p=program: gradients(m, [x, y], p), **TIGHT)


@check
def seeds_and_errors(t: Trial) -> None:
    """A gradient from above for a matrix; one element of any shape; three calls that must raise."""
    leaves, seed = [t.draw.normal(3, 4), t.draw.normal(4)], t.draw.normal(3, 4)
    program = [("mul", 0, 1), ("exp", 2)]
    t.agree(lambda m: gradients(m, leaves, program, (3,), seed), **TIGHT)
    t.agree(lambda m: gradients(m, leaves, program, (3, 2), seed), **TIGHT)
    t.agree(lambda m: gradients(m, leaves, program, (1,), np.array([1, 2, 3, 4])), **TIGHT)
    t.agree(lambda m: gradients(m, [t.draw.child("one").normal(1, 1)], [("mul", 0, 0)]), **TIGHT)
    t.raises(lambda m: gradients(m, leaves, program, (3,)), "ValueError")
    for wrong in (t.draw.normal(4), t.draw.normal(4, 3), t.draw.normal(1, 3, 4)):
        t.raises(lambda m, s=wrong: gradients(m, leaves, program, (3,), s), "ValueError")


def interference(t: Trial, a, b):
    """What changes that must not: the array a tensor was made of, and gradients through one another's memory.

    Arrays in the submission's process are filled by their own method, asked for from here.
    """
    theirs = given(t.you, a)
    x, y = t.you.Tensor(theirs), t.you.Tensor(b)
    made = t.you.rig.go_on([x, y], [("add", 0, 1), ("sum", 2, None)])
    theirs.fill(9.0)
    data = apart(t, x.data, a)
    made[-1].backward()
    before = y.grad
    apart(t, x.grad, b)
    kept(x).grad.fill(100.0)
    other = apart(t, y.grad, before)
    seed = given(t.you, np.ones(b.shape))
    z = t.you.Tensor(b)
    z.backward(seed)
    apart(t, z.grad, b)
    kept(z).grad.fill(5.0)
    return {"other_gradient": other, "data": data, "seed": apart(t, seed.copy(), np.ones(b.shape))}


def apart(t: Trial, got, want) -> float:
    """The largest difference; says so where there is no array of that shape."""
    t.that(
        isinstance(got, np.ndarray) and isinstance(want, np.ndarray) and got.shape == want.shape,
        zh="data 与 grad 应是 float64 数组，grad 与张量同形。",
        en="data and grad should be float64 arrays, grad of the tensor's shape.",
    )
    return float(np.max(np.abs(got - want)))


@check
def own_memory(t: Trial) -> None:
    """A tensor copies its data, and no two gradients are one array."""
    found = interference(t, t.draw.normal(3, 2), t.draw.normal(3, 2))
    t.that(
        found["data"] == 0,
        zh=f"造好 Tensor 之后改动传进来的数组，data 也跟着变了 {found['data']:g}。要复制。",
        en=f"Changing the array after a Tensor was made of it changed its data by {found['data']:g}. Copy it.",
    )
    t.that(
        found["other_gradient"] == 0,
        zh=f"改动一个叶子的 grad，另一个叶子的 grad 也变了 {found['other_gradient']:g}。两个梯度不能是同一块内存。",
        en=f"Changing the grad of one leaf changed that of another by {found['other_gradient']:g}. They must not be one array.",
    )
    t.that(
        found["seed"] == 0,
        zh=f"改动叶子的 grad，传给 backward 的上游梯度也变了 {found['seed']:g}。",
        en=f"Changing the grad of a leaf changed the gradient that was given to backward by {found['seed']:g}.",
    )


SHAPES = ((3, 4), (4,), (3, 1), (1, 4), (1, 1), ())


def fits(a, b) -> bool:
    """Whether the shapes broadcast."""
    pairs = zip(reversed(a), reversed(b), strict=False)
    return all(m == n or 1 in (m, n) for m, n in pairs)


def graph(draw: Draw):
    """Leaves and a random program whose numbers stay moderate; its last instruction is a scalar."""
    shapes = [draw.choice(SHAPES) for _ in range(draw.integer(2, 5))]
    leaves = [0.7 * draw.normal(*s) if s else np.array(draw.uniform(-0.9, 0.9)) for s in shapes]
    made, program = list(shapes), []
    for _ in range(draw.integer(5, 14)):
        name = draw.choice(["add", "mul", "add", "mul", "relu", "sum", "detach" if draw.integer(0, 3) == 0 else "add"])
        i = draw.integer(max(0, len(made) - 5), len(made) - 1)
        j = draw.choice([k for k in range(len(made)) if fits(made[i], made[k])])
        if name in ("add", "mul"):
            program.append((name, i, j))
            made.append(np.broadcast_shapes(made[i], made[j]))
        elif name == "sum":
            axis = draw.integer(0, len(made[i]) - 1) if made[i] else None
            program.append((name, i, axis))
            made.append(tuple(n for k, n in enumerate(made[i]) if k != axis) if axis is not None else ())
        else:
            program.append((name, i))
            made.append(made[i])
    total = len(made) - 1
    program.append(("sum", total, None))
    for k in range(len(shapes), total, 3):  # every third result counts in the loss as well
        program += [("sum", k, None), ("add", len(made), len(made) + 1)]
        made += [(), ()]
    return leaves, program


@check
def random_graphs(t: Trial) -> None:
    """Fifty of them."""
    for _ in range(50):
        leaves, program = graph(t.draw)
        t.agree(lambda m, a=leaves, p=program: gradients(m, a, p), rtol=1e-6, atol_scale=1e-9)


def chain(draw: Draw, length: int):
    """Leaves, and a chain of instructions without a pattern: a step added, or the signs turned, on either side."""
    program, last = [("mul", 0, 1)], 3
    for _ in range(length):
        name, leaf = draw.choice([("add", 1), ("add", 1), ("add", 0), ("mul", 2)])
        program.append((name, last, leaf) if draw.integer(0, 1) else (name, leaf, last))
        last += 1
    signs = np.where(draw.normal(4) > 0, 1.0, -1.0)
    return [draw.normal(4), draw.normal(4), signs], [*program, ("sum", last, None)]


def unless_too_deep(m, leaves, program):
    """The gradients, or None where the stack overflows."""
    try:
        return gradients(m, leaves, program)
    except Exception as error:
        if "RecursionError" in getattr(error, "kinds", ()):
            return None
        raise


@check
def deep_and_doubled(t: Trial) -> None:
    """Every node once, however many roads lead to it, and no recursion limit."""
    x = t.draw.normal(2)
    t.agree(lambda m: gradients(m, [x], [*[("add", i, i) for i in range(60)], ("sum", 60, None)]), **TIGHT)
    chains = {n: chain(t.draw, n) for n in (100, 10000)}
    found = {n: unless_too_deep(t.you, *a) for n, a in chains.items()}
    passed = [n for n in chains if found[n] is not None]
    t.that(
        passed == [100, 10000],
        zh=f"10000 步的链走不完{'，100 步的可以' if passed else ''}：超过了解释器的递归深度。别递归，用自己的栈。",
        en=f"A chain of 10000 steps exceeds the interpreter's recursion depth{'; one of 100 comes through' if passed else ''}. "
        "Do not recurse: keep a stack of your own.",
    )
    for n, a in chains.items():
        t.agree(lambda m, n=n, a=a: found[n] if m is t.you else gradients(m, *a), rtol=1e-6, atol_scale=1e-8)


@check
def linear_time(t: Trial) -> None:
    """CPU time of a chain of two thousand operations against the reference."""
    a = chain(t.draw, t.draw.integer(1900, 2100))
    t.faster(lambda m: gradients(m, *a), at_most=5.0)
