"""One sentence under three objectives: what the model sees, what it must answer, and where it is scored."""

from beikao.kit import Draw, Figure, Plot, Slider

WORDS = [("猫", "the"), ("坐", "cat"), ("在", "sat"), ("窗", "by"), ("边", "the"), ("看", "window"), ("雨", "and"), ("慢", "watched"),
         ("慢", "the"), ("停", "rain")]  # fmt: skip
KINDS = [("因果", "causal"), ("掩码", "masked"), ("片段还原", "span")]
NOT_SCORED = ("—", "—")
sliders = {
    "objective": Slider(0, 2, step=1, start=0, label=("目标：因果、掩码、片段", "objective: causal, masked, span")),
    "sample": Slider(1, 6, step=1, start=1, label=("第几次抽样", "which draw")),
}


def same(word):
    return (word, word)


def causal():
    """The label of a place is the word after it; the last place has none."""
    return [(w, label) for w, label in zip(WORDS, [*WORDS[1:], NOT_SCORED], strict=True)]


def masked(draw: Draw):
    """Three places are chosen: one each is masked, replaced and kept (so that every case is seen)."""
    places = draw.sample(range(len(WORDS)), 3)
    rows = [(w, NOT_SCORED) for w in WORDS]
    rows[places[0]] = (same("[MASK]"), WORDS[places[0]])
    other = draw.choice([w for w in WORDS if w != WORDS[places[1]]])
    rows[places[1]] = (other, WORDS[places[1]])
    rows[places[2]] = (WORDS[places[2]], WORDS[places[2]])
    return rows, places


def spans(draw: Draw):
    """Two spans leave, each behind a sentinel of its own; the target holds what left, and the next sentinel as the end."""
    first = draw.integer(1, 3)
    second = draw.integer(first + 3, 7)
    cut = [(first, first + draw.integer(1, 2)), (second, second + 2)]
    inputs, target, at = [], [], 0
    for number, (start, end) in enumerate(cut):
        mark = same(f"<{number}>")
        inputs += [*WORDS[at:start], mark]
        target += [mark, *WORDS[start:end]]
        at = end
    return [*inputs, *WORDS[at:]], [*target, same(f"<{len(cut)}>")], cut


def figure(draw: Draw, objective: int, sample: int) -> Figure:
    pick = draw.child(f"sample {sample}")
    if objective == 2:
        inputs, target, cut = spans(pick)
        long = max(len(inputs), len(target))
        rows = [
            (str(i + 1), inputs[i] if i < len(inputs) else "", target[i] if i < len(target) else "")
            for i in range(long)
        ]
        head = (("位置", "place"), ("编码器看到", "encoder sees"), ("解码器要写出", "decoder must write"))
        seen, scored = len(inputs), len(target)
        gone = sum(end - start for start, end in cut)
    else:
        pairs, chosen = (causal(), []) if objective == 0 else masked(pick)
        rows = [(str(i + 1), seen, label) for i, (seen, label) in enumerate(pairs)]
        head = (("位置", "place"), ("看到", "sees"), ("要答的", "must answer"))
        seen, scored = len(pairs), sum(label != NOT_SCORED for _, label in pairs)
        gone = len(chosen)
    name = KINDS[objective]
    return Figure(
        numbers={"words": len(WORDS), "seen": seen, "scored": scored, "gone": gone},
        plot=Plot(title=name).table(rows, head=head),
        says={
            "zh": f"{name[0]}目标，{len(WORDS)} 个词元：输入 {seen} 个，计分 {scored} 处。",
            "en": f"The {name[1]} objective on {len(WORDS)} tokens: {seen} in the input, {scored} scored.",
        },
    )


def claims(at) -> None:
    assert at(objective=0, sample=1).numbers["scored"] == len(WORDS) - 1
    for sample in range(1, 7):
        assert at(objective=1, sample=sample).numbers["scored"] == 3
        state = at(objective=2, sample=sample).numbers
        assert state["seen"] == len(WORDS) - state["gone"] + 2 and state["scored"] == state["gone"] + 3
        inputs, target, _ = spans(Draw("check", sample))  # the two halves put the sentence together again
        parts, current = {}, None
        for word in target:
            current = word if word[0].startswith("<") else current
            parts.setdefault(current, []).extend([] if word == current else [word])
        whole = [w for word in inputs for w in parts.get(word, [word])]
        assert whole == WORDS
