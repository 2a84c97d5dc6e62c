"""Given code that lives beside yours: it loads weights into your layer, runs it, and takes gradients."""

import torch


def layer(heads, weights):
    """Your layer with these weights, {"q.weight": (width, width), "k.weight": ..., "v.weight": ..., "out.weight": ...}."""
    import solution

    model = solution.MultiHeadAttention(weights["q.weight"].shape[0], heads)
    model.load_state_dict(weights)
    return model


def run(heads, weights, x, options):
    """Your layer's output; `options` are keyword arguments of forward."""
    with torch.no_grad():
        return layer(heads, weights)(x, **options)


def layer_gradients(heads, weights, x, options, direction):
    """Gradients of sum(output * direction) by x and by each weight."""
    model, x = layer(heads, weights), x.clone().requires_grad_()
    (model(x, **options) * direction).sum().backward()
    return [x.grad, *(dict(model.named_parameters())[name].grad for name in sorted(weights))]


def sdpa_gradients(q, k, v, mask, scale, direction):
    """Gradients of sum(output * direction) by q, k and v."""
    import solution

    leaves = [t.clone().requires_grad_() for t in (q, k, v)]
    (solution.sdpa(*leaves, mask, scale) * direction).sum().backward()
    return [t.grad for t in leaves]
