"""The checks, on data the learner has not seen: `t.you` is their train.py, `t.ref` the healthy one."""

import numpy as np

from beikao.kit import Draw, Trial, check

FEATURES, ORIGINALS, COPIES, FRESH = 40, 220, 140, 1200


def centres(draw: Draw):
    """Where the classes lie; the last is nearer to zero, hence harder."""
    return draw.child("centres").normal(3, FEATURES) * np.array([[0.45], [0.45], [0.35]])


def drawn(draw: Draw, n: int):
    """n rows of the three classes, the last rare."""
    y = np.array([draw.choice([0] * 9 + [1] * 7 + [2] * 4) for _ in range(n)])
    return y, draw.normal(n, FEATURES)


def labelled(draw: Draw):
    """Originals, and five near-duplicates each of some of them, most labelled wrongly; all shuffled."""
    y, noise = drawn(draw.child("train"), ORIGINALS)
    x = centres(draw)[y] + noise
    other = draw.child("copies")
    chosen = other.sample(range(ORIGINALS), COPIES // 5)
    source = np.repeat(chosen, 5)
    again = x[source] + 0.05 * other.normal(COPIES, FEATURES)
    wrong = y.copy()
    careless = chosen[: 3 * len(chosen) // 4]
    wrong[careless] = (
        y[careless] + 1
    ) % 3  # three sources in four have copies with a wrong label, the same on all five
    label = wrong[source]
    order = np.array(other.shuffle(range(ORIGINALS + COPIES)))
    return np.vstack([x, again])[order], np.concatenate([y, label])[order]


def unseen(draw: Draw):
    """Fresh rows and their classes."""
    y, noise = drawn(draw.child("fresh"), FRESH)
    return centres(draw)[y] + noise, y


def macro_f1(y, guess) -> float:
    """The mean of the F1 of the three classes."""
    hits = [2 * ((guess == c) & (y == c)).sum() / max((guess == c).sum() + (y == c).sum(), 1) for c in range(3)]
    return float(np.mean(hits))


@check
def same_budget(t: Trial) -> None:
    """Shares of the split, and the classes that training saw."""
    train, valid, classes = t.you.fit(*labelled(t.draw), 1).sizes()
    share = valid / (train + valid)
    t.that(
        0.18 <= share <= 0.22,
        zh=f"验证集应占五分之一，现在是 {valid} / {train + valid}。验证集小了，分数只是更不可信。",
        en=f"Validation should be a fifth; it is {valid} of {train + valid}. A smaller one is only less to be trusted.",
    )
    t.that(
        list(classes) == [0, 1, 2] and train + valid >= 0.8 * ORIGINALS,
        zh=f"三类都要学，独立的样本都要用上；现在训练里有类 {list(classes)}，共 {train + valid} 条。",
        en=f"All three classes are to be learnt and the independent rows used; training has the classes {list(classes)} and {train + valid} rows in all.",
    )


@check
def one_by_one(t: Trial) -> None:
    """A prediction depends on its own row only."""
    run = t.you.fit(*labelled(t.draw), 2)
    x, _ = unseen(t.draw)
    whole = np.asarray(run.predict(x[:200]))
    parts = np.concatenate([np.asarray(run.predict(x[i : i + 5])) for i in range(0, 200, 5)])
    apart = int((whole != parts).sum())
    t.that(
        apart == 0,
        zh=f"200 条一起预测和五条五条地预测，有 {apart} 条不同。拿待测的一批数据来定阈值，就是在测试集上调参。",
        en=f"Of 200 rows predicted together and five at a time, {apart} differ. Setting thresholds by the batch to be predicted is tuning on the test set.",
    )


@check
def best_weights(t: Trial) -> None:
    """The validation loss of the head handed in is the lowest of the run."""
    run = t.you.fit(*labelled(t.draw), 3)
    losses, now = [float(v) for v in run.losses], float(run.loss("valid"))
    t.that(
        len(losses) >= 2 and now <= min(losses) + 1e-6,
        zh=f"这次训练的验证损失最低到过 {min(losses, default=0):.4f}（第 {int(np.argmin(losses)) + 1 if losses else 0} 轮），交出来的模型是 {now:.4f}。",
        en=f"The validation loss was as low as {min(losses, default=0):.4f} (epoch {int(np.argmin(losses)) + 1 if losses else 0}); that of the head handed in is {now:.4f}.",
    )


@check
def duplicates_gone(t: Trial) -> None:
    """Hardly any training row is nearly parallel to another."""
    rows = np.asarray(t.you.fit(*labelled(t.draw), 4).rows())
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    near = int(((unit @ unit.T - 2 * np.eye(len(unit))).max(axis=1) > 0.98).sum())
    t.that(
        near <= 4,
        zh=f"训练集 {len(rows)} 行里还有 {near} 行与别的行几乎平行。它们由少数几条复制而来，一条标错，错一串。",
        en=f"Of {len(rows)} training rows {near} are still nearly parallel to another. They are copies of a few rows, and one wrong label is wrong many times.",
    )


@check
def macro_f1_holds(t: Trial) -> None:
    """Five data sets with one seed each."""
    level, scores = 0, []
    for seed in range(5):
        draw = t.draw.child(str(seed))
        x, y = labelled(draw)
        fresh, truth = unseen(draw)
        yours, healthy = (macro_f1(truth, np.asarray(m.fit(x, y, seed).predict(fresh))) for m in (t.you, t.ref))
        scores.append(f"{yours:.3f}/{healthy:.3f}")
        level += yours >= healthy - 0.025
    t.that(
        level >= 4,
        zh=f"宏平均 F1（你的/健康系统）：{'，'.join(scores)}；五个里只有 {level} 个相当，至少要四个。",
        en=f"Macro F1, yours/healthy: {', '.join(scores)}; level in {level} of five, at least four are needed.",
    )
