"""The checks, on documents the learner has not seen: `t.you` is their train.py, `t.ref` the healthy one."""

import numpy as np

from beikao.kit import Draw, Trial, check

N, TOPICS, FEATURES = 4000, 5, 10


def documents(draw: Draw):
    """Hidden x (N, FEATURES) and labels (N,), of the kind that train.py makes."""
    random = np.random.default_rng(draw.integer(0, 2**32))
    centres = np.random.default_rng(2).standard_normal((TOPICS, FEATURES))
    labels = random.integers(0, TOPICS, N)
    x = centres[labels] + random.standard_normal((N, FEATURES))
    x[random.random(N) < 1 / 30] *= 8.0
    wrong = random.random(N) < 1 / 8
    labels[wrong] = random.integers(0, TOPICS, int(wrong.sum()))
    return x, labels


def truth(logits, labels):
    """Mean cross-entropy and its gradient, in double precision."""
    z = np.asarray(logits, dtype=float)
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    rows, gradient = np.arange(len(labels)), np.exp(log_p)
    gradient[rows, labels] -= 1
    return float(-log_p[rows, labels].mean()), gradient / len(labels)


def error(model, x, labels) -> float:
    """The loss of trained weights, in double precision."""
    first, second = (np.asarray(w, dtype=float) for w in model["weights"])
    return truth(np.maximum(x @ first, 0) @ second, labels)[0]


@check
def the_run_is_whole(t: Trial) -> None:
    """Half precision, and as many steps as before."""
    config, wanted = t.you.settings(), t.ref.settings()
    t.that(
        config["precision"] == "half",
        zh=f"精度必须仍是 half，现在是 {config['precision']}。换回单精度不会 NaN，但速度和显存也一起退回去了。",
        en=f"The precision must stay half; it is {config['precision']}. Single precision has no NaN, and none of the speed or memory saved.",
    )
    x, labels = documents(t.draw)
    steps = len(t.you.fit(x, labels)["losses"])
    t.that(
        steps == wanted["steps"] and config["batch"] == wanted["batch"],
        zh=f"必须训 {wanted['steps']} 步、每步 {wanted['batch']} 条，现在是 {steps} 步、{config['batch']} 条。在出事之前停下，不是修好。",
        en=f"It must be {wanted['steps']} steps of {wanted['batch']}; it is {steps} of {config['batch']}. Stopping before the accident mends nothing.",
    )


@check
def every_loss_is_finite(t: Trial) -> None:
    """No step gives NaN or infinity, and no weight is one."""
    x, labels = documents(t.draw)
    model = t.you.fit(x, labels)
    bad = [i for i, loss in enumerate(model["losses"]) if not np.isfinite(loss)]
    t.that(
        not bad and all(np.isfinite(w).all() for w in model["weights"]),
        zh=f"第 {bad[0] if bad else '末'} 步的损失或权重不是有限数。看看那一批里，哪条样本的正确类别概率最小。",
        en=f"Loss or weights are not finite at step {bad[0] if bad else 'last'}. In that batch, which sample gives its right class the least probability?",
    )


@check
def the_loss_is_true(t: Trial) -> None:
    """Half-precision logits whose right class lies up to sixty below the largest."""
    for gap in (0.0, 5.0, 14.0, 18.0, 30.0, 60.0):
        logits = t.draw.normal(6, TOPICS)
        labels = np.array([t.draw.integer(0, TOPICS - 1) for _ in range(6)])
        logits[np.arange(6), (labels + 1) % TOPICS] += gap
        logits = logits.astype(np.float16)
        loss, gradient = t.you.loss_and_gradient(logits, labels)
        want, by = truth(logits, labels)
        t.that(
            abs(loss - want) <= 1e-3 * want,
            zh=f"正确类别的 logit 比最大的低约 {gap:g}：损失应是 {want:.4f}，得到 {loss:.4f}。把 NaN 换成 0、加个小常数，都会让最该学的样本不算数。",
            en=f"The right class lies about {gap:g} below the largest logit: the loss should be {want:.4f}; it is {loss:.4f}. Zeros for NaN, or a small constant, silence the samples that most need learning.",
        )
        apart = float(np.abs(np.asarray(gradient, dtype=float) - by).max())
        t.that(
            apart <= 1e-3,
            zh=f"差距 {gap:g} 时梯度错了，最多差 {apart:.4f}。交叉熵对 logits 的梯度是概率减去独热，不会消失也不会无穷。",
            en=f"At a gap of {gap:g} the gradient is off by up to {apart:.4f}. By logits it is probability minus one-hot, which neither vanishes nor grows without bound.",
        )


@check
def clips_what_was_unscaled(t: Trial) -> None:
    """The same gradient under several scales gives the same update, clipped by its own norm."""
    for size in (0.02, 0.5, 3.0):
        weights = [t.draw.normal(3, 4).astype(np.float32), t.draw.normal(4, 2).astype(np.float32)]
        gradients = [t.draw.normal(3, 4), t.draw.normal(4, 2)]
        norm = float(np.sqrt(sum((g**2).sum() for g in gradients)))
        gradients = [g * (size / norm) for g in gradients]
        for scale in (1.0, 64.0, 1024.0):
            scaled = [(g * scale).astype(np.float32) for g in gradients]
            got = t.you.update(weights, scaled, scale, 1.0, 0.5)
            factor = min(1.0, 1.0 / size)
            apart = max(
                float(np.abs(np.asarray(new, dtype=float) - (w - 0.5 * factor * g)).max())
                for new, w, g in zip(got, weights, gradients, strict=True)
            )
            t.that(
                apart < 1e-3 * min(size, 1.0),
                zh=f"梯度范数 {size:g}，缩放 {scale:g}，阈值 1：更新与应有的差 {apart:.2g}。先除掉缩放，再量范数、再裁剪；缩放取多少，更新都该一样。",
                en=f"Gradient norm {size:g}, scale {scale:g}, threshold 1: the update is {apart:.2g} off. Divide the scale out, then measure and clip; the scale must not matter.",
            )


@check
def as_good_as_single(t: Trial) -> None:
    """The loss on further hidden documents is within 2% of the healthy system in single precision."""
    x, labels = documents(t.draw.child("train"))
    fresh = documents(t.draw.child("fresh"))
    yours, single = error(t.you.fit(x, labels), *fresh), error(t.ref.fit(x, labels, "single"), *fresh)
    t.that(
        yours <= 1.02 * single,
        zh=f"隐藏数据上的损失是 {yours:.4f}，单精度是 {single:.4f}，差 {yours / single - 1:.1%}。不 NaN 不等于训好了。",
        en=f"The loss on hidden data is {yours:.4f}, in single precision {single:.4f}, {yours / single - 1:.1%} apart. Finite is not the same as trained.",
        yours=yours,
        single=single,
    )
