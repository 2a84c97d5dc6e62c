"""The checks, on a hidden corpus: `t.you` is the learner's train.py, `t.ref` the healthy one."""

import numpy as np

from beikao.kit import Draw, Trial, check

LETTERS = 7


def source(draw: Draw):
    """Transition probabilities (parity, before, after) of a hidden corpus; none is below one per cent."""
    scores = 3.0 * draw.normal(2, LETTERS, LETTERS)
    e = np.exp(scores - scores.max(axis=2, keepdims=True))
    return 0.92 * e / e.sum(axis=2, keepdims=True) + 0.08 / LETTERS


def corpus(draw: Draw, rates, count: int):
    """Records of 5 to 16 tokens, 1 to 7."""
    rows = rates.cumsum(axis=2)
    out = []
    for _ in range(count):
        record = [draw.integer(0, LETTERS - 1)]
        for i in range(1, draw.integer(5, 16)):
            row = rows[i % 2, record[-1]]
            record.append(min(int(np.searchsorted(row, draw.uniform())), LETTERS - 1))
        out.append([token + 1 for token in record])
    return out


def surprise(rates, records) -> float:
    """The mean loss of records under the truth."""
    losses = [-np.log(rates[i % 2, r[i - 1] - 1, r[i] - 1]) for r in records for i in range(1, len(r))]
    return float(np.mean(losses))


def some_records(draw: Draw):
    """A few records of different lengths; what they say does not matter."""
    return [[draw.integer(1, LETTERS) for _ in range(n)] for n in (9, 4, 12, 6)]


@check
def prefix_invariance(t: Trial) -> None:
    """Change the tail of a record; logits before it stay, number by number."""
    model = t.you.build(t.draw.integer(0, 999))
    for record in some_records(t.draw):
        before = np.asarray(t.you.logits(model, [record])[0])
        for at in (len(record) - 1, len(record) // 2):
            changed = record[:at] + [1 + token % LETTERS for token in record[at:]]
            after = np.asarray(t.you.logits(model, [changed])[0])
            moved = np.abs(after - before).max(axis=1)[:at]
            first = next((i for i, m in enumerate(moved) if m > 1e-5), None)
            t.that(
                first is None,
                zh=f"改动位置 {at} 及以后（从 0 数），位置 {first} 的 logits 动了 {float(moved[first or 0]):.4f}：它看得见自己要预测的东西。随机失活、上下文长短、训练多久都盖不住这个。",
                en=f"Positions from {at} on (counted from 0) were changed, and the logits at {first} moved by {float(moved[first or 0]):.4f}: it sees what it is to predict. No dropout, context or longer training hides that.",
            )


@check
def padding_invariance(t: Trial) -> None:
    """A record alone, and in a batch with longer ones."""
    model = t.you.build(t.draw.integer(0, 999))
    records = some_records(t.draw)
    together = t.you.logits(model, records)
    for record, got in zip(records, together, strict=True):
        alone = np.asarray(t.you.logits(model, [record])[0])
        moved = float(np.abs(np.asarray(got) - alone).max())
        t.that(
            moved < 1e-4,
            zh=f"长 {len(record)} 的记录，单独算和在一批里左填充之后算，logits 差 {moved:.4f}。补齐不该改变结果：填充的键要掩掉，位置要从第一个真词元数起。",
            en=f"A record of {len(record)} has logits that differ by {moved:.4f} alone and padded on the left in a batch. Padding should change nothing: mask its keys and count positions from the first real token.",
        )


@check
def the_same_model(t: Trial) -> None:
    """With the weights of one seed the logits are those of the healthy system."""
    seed, records = t.draw.integer(0, 999), some_records(t.draw)
    yours, healthy = (m.logits(m.build(seed), records) for m in (t.you, t.ref))
    worst = max(float(np.abs(np.asarray(a) - np.asarray(b)).max()) for a, b in zip(yours, healthy, strict=True))
    t.that(
        worst < 1e-3,
        zh=f"权重完全相同，logits 却与健康系统差 {worst:.4f}。位置 t 应看得见自己和之前的全部，位置编码也不能丢。",
        en=f"With the very same weights the logits are {worst:.4f} off the healthy system's. Position t sees itself and all before it, and positions must not be lost.",
        worst=worst,
    )


@check
def the_work_is_unshrunk(t: Trial) -> None:
    """config.json as it was."""
    yours, wanted = t.you.settings(), t.ref.settings()
    changed = [key for key in wanted if yours.get(key) != wanted[key]]
    t.that(
        not changed,
        zh=f"config.json 里 {'、'.join(changed)} 变了。毛病不在这些设置里，请还原。",
        en=f"In config.json {', '.join(changed)} changed. The fault is not in these settings; put them back.",
    )


@check
def as_good_as_healthy(t: Trial) -> None:
    """Train on a hidden corpus: the loss kept out is near its entropy, and so is the text that is written."""
    rates = source(t.draw.child("source"))
    records = corpus(t.draw.child("records"), rates, 600)
    kept = records[-150:]
    floor = surprise(rates, kept)
    model, losses = t.you.fit(records[:-150], 0)
    loss = t.you.held_out(model, kept)
    t.that(
        floor - 0.1 < loss < floor + 0.2 and np.mean(losses[-10:]) > floor - 0.3,
        zh=f"隐藏语料的熵约 {floor:.3f}，留出记录上的损失是 {loss:.3f}，训练末尾 {np.mean(losses[-10:]):.3f}。高出许多是没学会，低于熵是看见了答案。",
        en=f"The hidden corpus has an entropy of about {floor:.3f}; the loss on records kept out is {loss:.3f}, at the end of training {np.mean(losses[-10:]):.3f}. Far above is not learnt, below is seen.",
    )
    told = surprise(rates, t.you.write(model, [r[0] for r in kept], 16, 1))
    t.that(
        told < floor + 0.45,
        zh=f"模型写的记录，在真实规律下的损失是 {told:.3f}，语料自己是 {floor:.3f}。写得出像样的，才算修好。",
        en=f"What the model writes has a loss of {told:.3f} under the truth, the corpus itself {floor:.3f}. It is mended when it writes what makes sense.",
    )
