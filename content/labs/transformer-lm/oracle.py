"""Proves the reference against transformers: checkpoints with random weights, made on the spot, must give the same logits."""

import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import BertConfig, BertModel, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

# heads, width of a head, kv_heads, layers, hidden, tied, tokens
DECODERS = [
    (2, 4, 2, 1, 12, False, 5), (4, 4, 2, 2, 20, False, 7), (4, 8, 1, 2, 40, True, 9), (6, 2, 3, 1, 17, True, 1),
    (3, 6, 1, 3, 31, False, 11), (1, 8, 1, 2, 9, True, 6), (8, 2, 4, 1, 24, False, 13), (5, 4, 5, 2, 33, True, 3),
    (4, 10, 2, 1, 27, False, 8), (6, 4, 2, 2, 29, True, 10),
]  # fmt: skip


def filled(model, draw):
    """Random weights in every parameter; norms near one."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(0.3 * draw.normal(*p.shape, like="torch"))
            if "norm" in name.lower() or ".ln_" in name:
                p.add_(1.0 if name.endswith("weight") else 0.0)
    return model.eval()


def theirs(family, shape, draw):
    """(our configuration, their model)."""
    heads, each, kv, layers, hidden, tied, _ = shape
    vocab, width, base = draw.integer(11, 40), heads * each, draw.choice([100.0, 10000.0, 500000.0])
    cfg = {"family": family, "vocab": vocab, "width": width, "layers": layers, "heads": heads, "hidden": hidden,
           "kv_heads": kv if family == "llama" else heads, "positions": 16, "tied": tied, "base": base,
           "eps": draw.choice([1e-5, 1e-6, 1e-2])}  # fmt: skip
    if family == "llama":
        config = LlamaConfig(vocab_size=vocab, hidden_size=width, intermediate_size=hidden, num_hidden_layers=layers,
                             num_attention_heads=heads, num_key_value_heads=kv, max_position_embeddings=16,
                             rms_norm_eps=cfg["eps"], tie_word_embeddings=tied, attn_implementation="eager",
                             rope_parameters={"rope_type": "default", "rope_theta": base})  # fmt: skip
        return cfg, filled(LlamaForCausalLM(config), draw)
    if family == "gpt2":
        config = GPT2Config(vocab_size=vocab, n_positions=16, n_embd=width, n_layer=layers, n_head=heads, n_inner=hidden,
                            layer_norm_epsilon=cfg["eps"], tie_word_embeddings=tied, attn_implementation="eager")  # fmt: skip
        return cfg, filled(GPT2LMHeadModel(config), draw)
    config = BertConfig(vocab_size=vocab, hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads,
                        intermediate_size=hidden, max_position_embeddings=16, layer_norm_eps=cfg["eps"],
                        attn_implementation="eager")  # fmt: skip
    return cfg, filled(BertModel(config, add_pooling_layer=False), draw)


def oracle(ref, draw) -> None:
    """Ten shapes in each of three families: outputs with and without padding, parameters, FLOPs."""
    for family in ("llama", "gpt2", "bert"):
        for shape in DECODERS:
            cfg, model = theirs(family, shape, draw)
            n = shape[-1]
            state = {k: v for k, v in model.state_dict().items() if not (cfg["tied"] and k == "lm_head.weight")}
            ours = (ref.Encoder if family == "bert" else ref.DecoderLM)(cfg)
            ours.load(state)
            tokens = torch.tensor([[draw.integer(0, cfg["vocab"] - 1) for _ in range(n)] for _ in range(3)])
            left, right = (torch.arange(n) >= min(2, n - 1)), (torch.arange(n) < max(1, n - 2))
            real = torch.stack([left, right, torch.ones(n, dtype=torch.bool)])
            segments = (torch.arange(n) > n // 2).long().expand(3, n).contiguous()
            for given in (None, real):
                options = {} if given is None else {
                    "attention_mask": given.long(), "position_ids": (given.cumsum(1) - 1).clamp(min=0)
                }  # fmt: skip
                with torch.no_grad():
                    if family == "bert":
                        want = model(tokens, token_type_ids=segments, **options).last_hidden_state
                        got = ours(tokens, given, segments)
                    else:
                        want, got = model(tokens, **options).logits, ours(tokens, given)
                seen = torch.ones_like(real) if given is None else given
                assert torch.allclose(got[seen], want[seen], rtol=1e-4, atol=1e-4), (family, shape)
            counted = ref.count(cfg, n)
            assert counted["params"] == sum(p.numel() for p in model.parameters()), (family, shape)
            with FlopCounterMode(display=False) as counter, torch.no_grad():
                model(tokens[:1])
            assert abs(counted["flops"] / counter.get_total_flops() - 1) < 0.02, (family, shape)
    published = {"family": "gpt2", "vocab": 50257, "width": 768, "layers": 12, "heads": 12, "kv_heads": 12,
                 "hidden": 3072, "positions": 1024, "tied": True, "eps": 1e-5, "base": 0.0}  # fmt: skip
    assert ref.count(published, 1)["params"] == 124_439_808
