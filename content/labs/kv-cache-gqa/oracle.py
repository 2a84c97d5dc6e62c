"""Proves the reference against transformers: a random Llama with these weights, its `generate`, and its logits processors."""

import rig
import torch


def oracle(ref, draw) -> None:
    """Greedy tokens one by one, cached logits against the full pass, and the filtered distributions."""
    from transformers import LlamaConfig, LlamaForCausalLM
    from transformers.generation.logits_process import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

    for heads, groups in ((4, 2), (4, 4), (4, 1)):
        ours = rig.Model(draw.integer(0, 10**6), heads=heads, kv_heads=groups)
        config = LlamaConfig(
            vocab_size=60, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=heads,
            num_key_value_heads=groups, head_dim=8, rms_norm_eps=1e-6, rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
            tie_word_embeddings=False, max_position_embeddings=128, bos_token_id=None, eos_token_id=None, pad_token_id=None,
            attn_implementation="eager",
        )  # fmt: skip
        theirs = LlamaForCausalLM(config).double().eval()
        with torch.no_grad():
            theirs.model.embed_tokens.weight.copy_(ours.table)
            theirs.lm_head.weight.copy_(ours.head)
            for layer, w in zip(theirs.model.layers, ours.layers, strict=True):
                for name, part in (("q", layer.self_attn.q_proj), ("k", layer.self_attn.k_proj), ("v", layer.self_attn.v_proj),
                                   ("o", layer.self_attn.o_proj), ("gate", layer.mlp.gate_proj), ("up", layer.mlp.up_proj),
                                   ("down", layer.mlp.down_proj)):  # fmt: skip
                    part.weight.copy_(w[name])
        ids = torch.tensor([[draw.integer(0, 59) for _ in range(6)] for _ in range(2)])
        with torch.no_grad():
            whole = theirs(ids).logits
            cache = ref.Cache(ours.config, 2, 6)
            pieces = torch.cat([ref.forward(ours, piece, cache) for piece in torch.split(ids, [2, 3, 1], dim=1)], dim=1)
            # transformers keeps the angles of RoPE in float32, hence this tolerance
            assert torch.allclose(pieces, whole, rtol=1e-4, atol=1e-4)
            want = theirs.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=16, do_sample=False)[:, 6:]
        got = ref.generate(ours, ids, 16)
        for step in range(16):
            assert torch.equal(got[:, step], want[:, step]), step
        held = sum(x.numel() * x.element_size() for x in (cache.keys, cache.values))
        assert ref.cache_bytes(ours.config, 6, batch=2) == held
    logits = 2 * torch.from_numpy(draw.normal(4, 50))
    for temperature, top_k, top_p in ((0.7, 10, 0.9), (1.5, 3, 0.5), (1.0, 50, 0.8), (2.0, 20, 0.99)):
        scores = logits
        for warper in (TemperatureLogitsWarper(temperature), TopKLogitsWarper(top_k), TopPLogitsWarper(top_p)):
            scores = warper(None, scores)
        assert torch.allclose(ref.probabilities(logits, temperature, top_k, top_p), scores.softmax(-1), atol=1e-12)
