"""Proves the reference against transformers: the attention of DeepSeek-V3 with these weights; dense SDPA for the rest."""

import rig
import torch
from torch.nn import functional as F


def oracle(ref, draw) -> None:
    """Whole texts through the industry's layer, then windows and top-k through masks given to SDPA."""
    from transformers import DeepseekV3Config
    from transformers.models.deepseek_v3.modeling_deepseek_v3 import DeepseekV3Attention, DeepseekV3RotaryEmbedding

    config = {
        "layers": 1,
        "heads": 4,
        "kv_heads": 2,
        "head_width": 6,
        "value_width": 5,
        "latent": 9,
        "rotary": 4,
        "width": 16,
        "bytes": 2,
    }
    theirs_config = DeepseekV3Config(
        hidden_size=16, num_attention_heads=4, num_key_value_heads=4, q_lora_rank=None, kv_lora_rank=9, qk_rope_head_dim=4,
        qk_nope_head_dim=6, v_head_dim=5, rope_interleave=False, rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
        attention_bias=False, attn_implementation="eager", max_position_embeddings=64, rms_norm_eps=1e-6,
    )  # fmt: skip
    layer, turns = DeepseekV3Attention(theirs_config, 0).double().eval(), DeepseekV3RotaryEmbedding(theirs_config)
    w = rig.weights(draw.integer(0, 10**6), config)
    with torch.no_grad():
        layer.q_proj.weight.copy_(w["q"].flatten(0, 1))
        layer.kv_a_proj_with_mqa.weight.copy_(torch.cat([w["down"], w["rope"]]))
        layer.kv_a_layernorm.weight.copy_(w["gain"])
        layer.kv_b_proj.weight.copy_(torch.cat([w["up_k"], w["up_v"]], dim=1).flatten(0, 1))
        layer.o_proj.weight.copy_(w["out"])
        x = torch.from_numpy(draw.normal(2, 7, 16))
        positions = torch.arange(7)[None]
        mask = torch.full((7, 7), float("-inf"), dtype=torch.float64).triu(1)[None, None]
        want = layer(x, position_embeddings=turns(x, positions), attention_mask=mask)[0]
    for form in (ref.expanded, ref.absorbed):
        whole, cache = form(x, w)
        assert torch.allclose(whole, want, rtol=1e-5, atol=1e-5)  # transformers keeps RoPE's angles in float32
        assert sum(c.numel() for c in cache) == 2 * 7 * (9 + 4)
        first, cache = form(x[:, :4], w)
        rest, _ = form(x[:, 4:], w, cache)
        assert torch.allclose(torch.cat([first, rest], dim=1), whole, rtol=1e-10, atol=1e-12)
    assert torch.allclose(ref.expanded(x, w)[0], ref.absorbed(x, w)[0], rtol=1e-10, atol=1e-12)
    q, k, v = (torch.from_numpy(draw.normal(2, n, 4)) for n in (5, 8, 8))
    back = torch.arange(3, 8)[:, None] - torch.arange(8)
    for window, top_k in ((None, None), (3, None), (None, 2), (4, 2)):
        seen = (back >= 0) & (back < (window or 8))
        if top_k:
            scores = (q @ k.transpose(1, 2)).masked_fill(~seen, float("-inf"))
            seen = seen & torch.zeros(scores.shape, dtype=torch.bool).scatter(-1, scores.topk(top_k).indices, True)
        want = F.scaled_dot_product_attention(q, k, v, attn_mask=seen.expand(2, 5, 8))
        assert torch.allclose(ref.sparse_attention(q, k, v, window, top_k), want, rtol=1e-9, atol=1e-11)
