"""What a block written in code is."""

from beikao.kit import Draw, Question, choice

BLOCKS = {
    "x = x + attn(n1(x)); x = x + ffn(n2(x))": "pre",
    "h = attn(n1(x)) + x; x = h + ffn(n2(h))": "pre",
    "y = n1(x); x = x + attn(y); y = n2(x); x = x + ffn(y)": "pre",
    "x = n1(x + attn(x)); x = n2(x + ffn(x))": "post",
    "h = n1(attn(x) + x); x = n2(h + ffn(h))": "post",
    "x = n1(x); x = x + attn(x); x = n2(x); x = x + ffn(x)": "trunk-normed",
    "y = n1(x); x = y + attn(y); y = n2(x); x = y + ffn(y)": "trunk-normed",
    "x = n1(x); x = attn(x) + x; x = x + ffn(n2(x))": "trunk-normed",
    "x = attn(n1(x)); x = x + ffn(n2(x))": "branch-lost",
    "x = x + attn(n1(x)); x = ffn(n2(x))": "branch-lost",
    "h = x + attn(n1(x)); x = h + ffn(h)": "raw-branch",
    "x = x + attn(x); x = x + ffn(n2(x))": "raw-branch",
}


def make(draw: Draw) -> Question:
    kind = draw.choice(sorted(set(BLOCKS.values())))
    code = draw.choice(sorted(c for c, k in BLOCKS.items() if k == kind))
    wrong = {"transformer-block/residual-after-norm": "pre"} if kind == "trunk-normed" else {}
    if kind in ("pre", "post"):
        wrong = {"transformer-block/pre-equals-post": "post" if kind == "pre" else "pre"}
    lines = "\n".join(f"    {line}" for line in code.split("; "))
    return Question(show={"code": lines, "d": 64 * draw.integer(4, 64)}, truth=choice(kind), wrong=wrong)


def second_way(show) -> str:
    """Run it on numbers: branches and norms are known functions, so the result tells what was done."""
    x = 3.0
    parts = {"attn": lambda v: v**2 + 7, "ffn": lambda v: 5 * v**2 + 11, "n1": lambda v: v / 2, "n2": lambda v: v / 4}
    names = {"x": x, **parts}
    for line in show["code"].split("\n"):
        exec(line.strip(), names)
    a, f, n1, n2 = parts["attn"], parts["ffn"], parts["n1"], parts["n2"]
    h = x + a(n1(x))
    pre = h + f(n2(h))
    p = n1(x + a(x))
    post = n2(p + f(p))
    t = n1(x) + a(n1(x))
    found = {pre: "pre", post: "post", n2(t) + f(n2(t)): "trunk-normed", t + f(n2(t)): "trunk-normed",
             a(n1(x)) + f(n2(a(n1(x)))): "branch-lost", f(n2(h)): "branch-lost",
             h + f(h): "raw-branch", x + a(x) + f(n2(x + a(x))): "raw-branch"}  # fmt: skip
    return found[names["x"]]
