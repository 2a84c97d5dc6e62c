"""The checks of objectives. Labels, losses and spans are compared exactly; draws are judged by what must hold and by counts."""

import math

import numpy as np

from beikao.kit import Draw, Trial, at, check

PAD, CLS, SEP, MASK, VOCABULARY = 0, 1, 2, 3, 60


def rows(draw: Draw, batch: int, tokens: int):
    """Ids of a padded batch, and where its special tokens and padding are."""
    ids = np.array([[draw.integer(4, VOCABULARY - 1) for _ in range(tokens)] for _ in range(batch)], dtype=np.int64)
    ids[:, 0] = CLS
    for b in range(batch):
        end = tokens - (0 if b == 0 else draw.integer(0, tokens - 2))
        ids[b, end - 1], ids[b, end:] = SEP, PAD
    return ids, ids < 4


def near(got, want: float) -> bool:
    """A number within rounding of `want`."""
    return isinstance(got, float) and math.isfinite(got) and abs(got - want) <= 1e-9 * max(1.0, abs(want))


def far(hits: int, trials: int, share: float) -> float:
    """How many standard deviations a count is from what is expected."""
    return abs(hits - trials * share) / math.sqrt(trials * share * (1 - share))


@check
def labels_of_a_causal_batch(t: Trial) -> None:
    """The ids themselves; padding is not scored; nothing moves."""
    ids = np.array([[7, 8, 9, PAD], [5, 6, 7, 8]])
    got = t.you.causal_labels(ids, PAD)
    want = np.array([[7, 8, 9, -100], [5, 6, 7, 8]])
    t.that(
        isinstance(got, np.ndarray) and got.shape == want.shape and bool((got == want).all()),
        zh=f"输入 {ids.tolist()}，填充是 {PAD}：标签应是 {want.tolist()}（约定：这里不错开，损失里才错开），得到 {np.asarray(got).tolist()}。",
        en=f"For the ids {ids.tolist()} with padding {PAD} the labels should be {want.tolist()} (by convention the loss shifts, not this); got {np.asarray(got).tolist()}.",
    )
    for shape in ((3, 7), (1, 1), (3, 7)):
        batch, _ = rows(t.draw, *shape) if shape[1] > 1 else (np.array([[PAD]]), None)
        for pad in (PAD, 5):
            t.agree(lambda m, x=batch, p=pad: m.causal_labels(x, p), exact=True)


@check
def logarithms_along_an_axis(t: Trial) -> None:
    """Every axis of arrays of one to three axes, also where all have one length; then rows that lie far apart."""
    for shape in ((5,), (3, 4), (4, 4), (2, 3, 4), (3, 3, 3)):
        x = 2.0 * t.draw.normal(*shape)
        for axis in range(-1, len(shape)):

            def program(m, x=x, axis=axis):
                name = f"log_softmax, {x.shape}, axis={axis}"
                yield at(name, m.log_softmax(x, axis))

            t.agree(program, rtol=1e-9, atol_scale=1e-12)
    x = t.draw.normal(3, 4) + 1000.0 * np.arange(-1, 2)[:, None]  # rows a thousand apart
    got = t.you.log_softmax(x, 1)
    t.that(
        bool(np.isfinite(got).all()),
        zh=f"三行大约是 −1000、0、1000，沿 axis=1 取 log-softmax，每一行都应是有限的数，得到 {np.round(got, 3).tolist()}。每一行减它自己的最大值。",
        en=f"Three rows near -1000, 0 and 1000: log-softmax along axis=1 is finite in each; got {np.round(got, 3).tolist()}. Take each row's own maximum off.",
    )
    for a, axis in ((x, 1), (x.T.copy(), 0)):
        t.agree(lambda m, a=a, k=axis: m.log_softmax(a, k), rtol=1e-9)


@check
def loss_of_a_causal_batch(t: Trial) -> None:
    """Place t answers the label of t + 1; checked on a batch whose answer is known, then against the reference."""
    ids = np.array([[1, 2, 0, 1]])
    logits = np.full((1, 4, 3), -20.0)
    for place, token in enumerate([2, 0, 1]):  # each place is sure of the token after it
        logits[0, place, token] = 20.0
    logits[0, 3, 0] = 20.0
    total, count = t.you.causal_loss(logits, ids)
    t.that(
        count == 3 and abs(total) < 1e-6,
        zh=f"每个位置都把握十足地猜中了下一个词元，4 个词元应计分 3 处、损失约 0；得到 {count} 处、{total:.3f}。",
        en=f"Every place is sure of the token after it: 4 tokens make 3 scored places and a loss of about 0; got {count} places and {total:.3f}.",
    )
    for b, tokens, v in ((2, 5, 7), (3, 4, 4), (1, 2, 3), (2, 5, 7)):
        x = 2.0 * t.draw.normal(b, tokens, v)
        labels = np.array([[t.draw.integer(0, v - 1) for _ in range(tokens)] for _ in range(b)])
        t.agree(lambda m, a=(x, labels): m.causal_loss(*a), rtol=1e-9)


@check
def loss_without_padding(t: Trial) -> None:
    """Places with -100 add neither to the sum nor to the count; a row of nothing but padding is nothing."""
    for b, tokens, v in ((3, 6, 5), (2, 8, 4), (3, 6, 5)):
        x = t.draw.normal(b, tokens, v)
        labels = np.array([[t.draw.integer(0, v - 1) for _ in range(tokens)] for _ in range(b)])
        labels[0, tokens // 2 :] = -100
        labels[-1, 1] = -100
        got, want = t.you.causal_loss(x, labels), t.ref.causal_loss(x, labels)
        t.that(
            got[1] == want[1],
            zh=f"标签 {labels.tolist()} 里 −100 不计分：应计 {want[1]} 处，得到 {got[1]}。",
            en=f"In the labels {labels.tolist()} -100 is not scored: {want[1]} places count, not {got[1]}.",
        )
        t.agree(lambda m, a=(x, labels): m.causal_loss(*a), rtol=1e-9)
    nothing = np.full((2, 4), -100)
    x = t.draw.normal(2, 4, 3)
    t.agree(lambda m: m.causal_loss(x, nothing), exact=True)
    t.agree(lambda m: m.causal_loss(x[:, :1], nothing[:, :1]), exact=True)


@check
def large_logits(t: Trial) -> None:
    """Logits of a thousand overflow an exponential that is taken too early."""
    x = 1000.0 * t.draw.normal(2, 5, 6)
    labels = np.array([[t.draw.integer(0, 5) for _ in range(5)] for _ in range(2)])
    for shift in (0.0, 900.0, -900.0):
        t.agree(lambda m, a=(x + shift, labels): m.causal_loss(*a), rtol=1e-9)
    t.agree(lambda m: m.causal_loss(x / 1000 + 900, labels), rtol=1e-9)


@check
def one_perplexity_for_all(t: Trial) -> None:
    """Losses are added up, divided by all tokens, and exponentiated once."""
    got = t.you.perplexity([(8 * math.log(2), 2), (6 * math.log(2), 6)])
    want = 2 ** (14 / 8)
    t.that(
        near(got, want),
        zh=f"两批：2 个词元共 8 比特，6 个词元共 6 比特。合起来 14/8 比特每词元，困惑度 {want:.4f}，得到 {got}。",
        en=f"Two batches: 2 tokens with 8 bits, 6 tokens with 6 bits. Together 14/8 bits a token, perplexity {want:.4f}; got {got}.",
    )
    for n in (1, 2, 5):
        parts = [(t.draw.uniform(0.5, 60.0), t.draw.integer(1, 30)) for _ in range(n)]
        t.agree(lambda m, p=parts: m.perplexity(p), rtol=1e-9)
        t.agree(lambda m, p=[*parts, (0.0, 0)]: m.perplexity(p), rtol=1e-9)
    for parts in ([], [(0.0, 0)]):
        t.raises(lambda m, p=parts: m.perplexity(p), "ValueError")


@check
def bits_for_each_byte(t: Trial) -> None:
    """Bits, not nats, by bytes, not tokens: another tokeniser with the same total gives the same number."""
    nats, size = t.draw.uniform(40.0, 90.0), t.draw.integer(60, 120)
    few, many = [(nats, 10)], [(nats / 4, 9), (3 * nats / 4, 31)]
    want = nats / math.log(2) / size
    for parts in (few, many):
        got = t.you.bits_per_byte(parts, size)
        t.that(
            near(got, want),
            zh=f"总损失 {nats:.3f} 奈特，文本 {size} 字节，切成 {sum(n for _, n in parts)} 个词元：每字节 {want:.4f} 比特，得到 {got}。怎么切不影响这个数。",
            en=f"{nats:.3f} nats in all, {size} bytes, {sum(n for _, n in parts)} tokens: {want:.4f} bits per byte; got {got}. How the text is cut does not matter.",
        )
    t.agree(lambda m: m.bits_per_byte([(1.0, 3)], 1), rtol=1e-9)
    t.agree(lambda m: m.bits_per_byte([], 5) + 0.0, exact=True)
    for size in (0, -3):
        t.raises(lambda m, s=size: m.bits_per_byte([(1.0, 3)], s), "ValueError")


def about(share: float, wanted: float) -> str:
    """A share in words. Far from what is wanted it is rounded: what chance adds differs from one program to another that errs alike."""
    return f"{round(20 * share) / 20:.0%}" if abs(share - wanted) > 0.06 else f"{share:.1%}"


@check
def masked_places(t: Trial) -> None:
    """Labels exactly where something was chosen, nothing special among it, and nothing else touched."""
    for batch, tokens, rate in ((40, 50, 0.3), (30, 40, 0.15), (20, 60, 0.6)):
        ids, special = rows(t.draw, batch, tokens)
        before = ids.copy()
        inputs, labels = t.you.mask_tokens(ids, special, MASK, VOCABULARY, rate, t.draw.integer(0, 9999))
        scored, changed = labels != -100, inputs != ids
        t.that(
            not (scored & special).any() and not (changed & special).any(),
            zh="特殊词元或填充被选中了。它们没有内容可学，要先排除。",
            en="A special token or padding was chosen. They hold nothing to learn and are excluded first.",
        )
        t.that(
            not (changed & ~scored).any(),
            zh="有的地方输入改了却没有标签。选中的都要计分，换成随机词的也一样。",
            en="Places were changed that have no label. All that is chosen is scored, random replacements too.",
        )
        ordinary, hits = int((~special).sum()), int(scored.sum())
        zh, en = ("多了", "yours are more") if hits > rate * ordinary else ("少了", "yours are fewer")
        if far(hits, ordinary, rate) < 6:
            zh, en = "标签不对", "the labels are others"
        t.that(
            bool((labels[scored] == before[scored]).all()) and far(hits, ordinary, rate) < 6,
            zh=f"普通词元里应约有 {rate:.0%} 计分，标签是原来的编号；你的{zh}。没选中的要填 −100，位置也不错开。",
            en=f"About {rate:.0%} of ordinary tokens should be scored, with their own ids as labels; {en}. What was not chosen has -100, and nothing is shifted.",
        )
        t.that(
            inputs.shape == labels.shape == ids.shape and inputs.dtype == labels.dtype == np.int64,
            zh=f"输入与标签都应是形状 {ids.shape} 的 int64 数组。",
            en=f"Inputs and labels should both be int64 arrays of shape {ids.shape}.",
        )
    ids, special = rows(t.draw, 3, 8)
    t.agree(lambda m: m.mask_tokens(ids, special, MASK, VOCABULARY, 0.0, 1), exact=True)
    inputs, labels = t.you.mask_tokens(ids, special, MASK, VOCABULARY, 1.0, 1)
    t.that(
        bool(((labels != -100) == ~special).all()),
        zh="rate = 1 时，普通词元应当全部选中。",
        en="With rate = 1 every ordinary token is chosen.",
    )


@check
def eighty_ten_ten(t: Trial) -> None:
    """Counts over many tokens, within six standard deviations; the random tokens come from the whole vocabulary."""
    ids = np.full((40, 400), 7, dtype=np.int64)
    special = np.zeros_like(ids, dtype=bool)
    seeds = [t.draw.integer(0, 10**6) for _ in range(4)]
    drawn = [t.you.mask_tokens(ids, special, MASK, 20, 0.5, s) for s in seeds]
    inputs = np.concatenate([i[labels != -100] for i, labels in drawn])
    n = len(inputs)
    masked, kept = int((inputs == MASK).sum()), int((inputs == 7).sum())
    wants = (
        ("[MASK]", masked, 0.8 + 0.1 / 20),
        ("原样", kept, 0.1 + 0.1 / 20),
        ("随机", n - masked - kept, 0.1 * 18 / 20),
    )
    for name, hits, share in wants:
        t.that(
            far(hits, n, share) < 6,
            zh=f"选中的地方，「{name}」应约占 {share:.1%}，实际 {about(hits / n, share)}。八成换 [MASK]，一成换随机词，一成不动。",
            en=f"Of the chosen places {('[MASK]', 'kept', 'random')[('[MASK]', '原样', '随机').index(name)]} should be about {share:.1%}; it is {about(hits / n, share)}. Eight in ten become [MASK], one is random, one stays.",
        )
    t.that(
        bool((inputs >= 0).all() and (inputs < 20).all()),
        zh=f"随机词应在 0 到 19 之间，出现了 {int(inputs.max())}。",
        en=f"Random tokens lie between 0 and 19; {int(inputs.max())} came up.",
    )
    for token in (0, 1, 10, 18, 19):
        hits = int((inputs == token).sum())
        zh, en = ("多了", "there too often") if hits > n / 200 else ("少了", "too rare")
        if not hits:
            zh, en = "一次也没有", "never there"
        t.that(
            far(hits, n, 0.1 / 20) < 6,
            zh=f"随机词应在 0 到 19 里均匀抽：编号 {token} 应约占选中的 0.5%，你的{zh}。",
            en=f"Random tokens are uniform over 0 to 19: id {token} should be about 0.5% of the chosen; it is {en}.",
        )
    chosen = [labels != -100 for _, labels in drawn]
    again = t.you.mask_tokens(ids, special, MASK, 20, 0.5, seeds[0])
    t.that(
        bool((again[0] == drawn[0][0]).all() and (again[1] == drawn[0][1]).all())
        and not bool((chosen[0] == chosen[1]).all()),
        zh="同一个 seed 应得到同样的结果，不同的 seed 应选中不同的位置：每次读到都重新挖空。",
        en="One seed gives one result, and another seed chooses other places: the holes are new at each reading.",
    )
    both = float(np.mean(chosen[0] & chosen[1]))
    across = float(np.mean(chosen[0][:, :-1] & chosen[0][:, 1:]))
    t.that(
        max(abs(both - 0.25), abs(across - 0.25)) < 0.02,
        zh="每个位置应当独立地选，和别的位置、别的 seed 无关。",
        en="Every place is chosen by itself, independent of others and of other seeds.",
    )
    for rate in (-0.01, 1.01):
        t.raises(lambda m, r=rate: m.mask_tokens(ids[:1], special[:1], MASK, 20, r, 1), "ValueError")


@check
def spans_as_t5_counts(t: Trial) -> None:
    """How many tokens leave, in how many spans; kept parts between them and in front; the last span ends the text."""
    cases = [
        (568, 0.15, 3.0),
        (100, 0.15, 3.0),
        (40, 0.5, 2.0),
        (64, 0.3, 1.0),
        (30, 0.9, 2.0),
        (10, 0.25, 3.0),
        (7, 0.5, 1.0),
    ]
    for length, density, mean in [
        *cases,
        (2, 0.01, 5.0),
        (2, 1.0, 5.0),
        (5, 0.0, 1.0),
        (9, 1.0, 1.0),
        (11, 0.5, 2.0),
        (10, 0.3, 0.5),
    ]:
        spans = t.you.draw_spans(length, density, mean, t.draw.integer(0, 9999))
        removed = min(max(round(length * density), 1), length - 1)
        count = min(max(round(removed / mean), 1), removed, length - removed)
        sizes = [b - a for a, b in spans]
        t.that(
            sum(sizes) == removed and len(spans) == count,
            zh=f"长 {length}、密度 {density}、平均 {mean:g}：应去掉 {removed} 个、分 {count} 段，得到 {sum(sizes)} 个、{len(spans)} 段。",
            en=f"Length {length}, density {density}, mean {mean:g}: {removed} tokens should leave in {count} spans; got {sum(sizes)} in {len(spans)}.",
        )
        edges = [0, *(v for span in spans for v in span)]
        t.that(
            all(a < b for a, b in zip(edges, edges[1:], strict=False)) and edges[-1] == length,
            zh=f"长 {length}：各段 {spans[:4]}… 应不相接、不为空，开头留一段，最后一段到结尾。",
            en=f"Length {length}: the spans {spans[:4]}… should be apart and not empty, something kept in front, the last one ending the text.",
        )
    for length in (1, 0):
        t.raises(lambda m, n=length: m.draw_spans(n, 0.5, 2.0, 1), "ValueError")


@check
def spans_are_random(t: Trial) -> None:
    """Each way to divide comes equally often; one seed gives one answer."""
    start = t.draw.integer(0, 10**6)
    found: dict[str, int] = {}
    for seed in range(start, start + 400):
        spans = t.you.draw_spans(7, 0.43, 1.5, seed)  # 3 of 7 leave in 2 spans: 2 ways for these, 3 for the kept 4
        found[str(spans)] = found.get(str(spans), 0) + 1
    t.that(
        len(found) == 6 and all(far(n, 400, 1 / 6) < 6 for n in found.values()),
        zh=f"7 个词元去掉 3 个、分 2 段，一共 6 种分法，应当同样常见；400 次里得到 {found}。",
        en=f"3 of 7 tokens in 2 spans can be divided in 6 ways, equally often; in 400 draws: {found}.",
    )
    one, two = (t.you.draw_spans(200, 0.3, 2.0, start) for _ in range(2))
    t.that(
        one == two,
        zh="同一个 seed 应得到同样的各段。",
        en="One seed gives the same spans again.",
    )


@check
def inputs_and_target_of_spans(t: Trial) -> None:
    """The example of the task, then the reference; put together they are the text again."""
    ids = np.array([5, 6, 7, 8, 9, 10])
    got = t.you.corrupt(ids, [(1, 3), (4, 5)], 99, 2)
    want = ([5, 99, 8, 98, 10, 2], [99, 6, 7, 98, 9, 2])
    t.that(
        tuple(np.asarray(v).tolist() for v in got) == want,
        zh=f"任务里的例子应得输入 {want[0]}、目标 {want[1]}，得到 {np.asarray(got[0]).tolist()}、{np.asarray(got[1]).tolist()}。",
        en=f"The example of the task gives the inputs {want[0]} and the target {want[1]}; got {np.asarray(got[0]).tolist()} and {np.asarray(got[1]).tolist()}.",
    )
    for length, density, mean in ((30, 0.3, 2.0), (12, 0.5, 1.0), (2, 0.5, 1.0), (50, 0.15, 3.0)):
        ids = np.array([t.draw.integer(10, 500) for _ in range(length)])
        spans = t.ref.draw_spans(length, density, mean, t.draw.integer(0, 9999))
        t.agree(lambda m, a=(ids, spans): m.corrupt(*a, 999, 1), exact=True)
    t.agree(lambda m: m.corrupt(ids, [], 999, 1), exact=True)
    t.agree(lambda m: m.corrupt(ids, [(0, 2), (3, 50)], 700, 0), exact=True)
