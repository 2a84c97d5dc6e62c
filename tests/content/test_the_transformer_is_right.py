"""The labs' Transformer is the industry's: checkpoints written to disk by transformers load into it and give the same logits.

The model is the reference of `transformer-lm`; its cache and its sampling are those of `kv-cache-gqa`, whose reference runs
that very model here through `Cached`. Weights are random and made on the spot, nothing is fetched. The last two tests see
to it that the others can fail: the labs' own wrong answers are told apart by the same comparisons.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
import torch
from safetensors.torch import load_file
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, PreTrainedModel

from beikao.workers.content_modules import beside, load
from tests.conftest import CONTENT

MODEL, CACHE = CONTENT / "labs" / "transformer-lm", CONTENT / "labs" / "kv-cache-gqa"
POSITIONS = 32
STEPS = 12


class Shape(NamedTuple):
    """`each` is the width of a head, `n` the tokens of a sentence."""

    family: str
    heads: int
    each: int
    kv_heads: int
    layers: int
    hidden: int
    tied: bool
    n: int
    base: float = 10000.0

    @property
    def config(self) -> dict[str, Any]:
        """As `transformer-lm` wants it. The vocabulary is odd, and differs from every other size."""
        sizes = self._asdict() | {"width": self.heads * self.each, "vocab": 53, "positions": POSITIONS, "eps": 1e-5}
        return {key: value for key, value in sizes.items() if key not in ("each", "n")}


SHAPES = [
    Shape("llama", 2, 4, 2, 1, 12, False, 5),
    Shape("llama", 4, 4, 2, 2, 20, False, 7),
    Shape("llama", 4, 8, 1, 2, 40, True, 9),
    Shape("llama", 6, 2, 3, 1, 17, True, 1, 100.0),
    Shape("llama", 3, 6, 1, 3, 31, False, 11),
    Shape("llama", 1, 8, 1, 2, 9, True, 6),
    Shape("llama", 8, 2, 4, 1, 24, False, 13, 500000.0),
    Shape("llama", 5, 4, 5, 2, 33, True, 3),
    Shape("llama", 4, 10, 2, 1, 27, False, 8),
    Shape("llama", 6, 4, 2, 2, 29, True, 17, 500000.0),
    Shape("llama", 7, 2, 1, 4, 5, False, 2),
    Shape("llama", 2, 16, 1, 1, 64, True, 19),
    Shape("llama", 9, 4, 3, 2, 11, False, 32, 100.0),
    Shape("gpt2", 2, 4, 2, 1, 12, True, 5),
    Shape("gpt2", 4, 4, 4, 2, 20, False, 7),
    Shape("gpt2", 4, 8, 4, 2, 40, True, 9),
    Shape("gpt2", 6, 2, 6, 1, 17, True, 1),
    Shape("gpt2", 3, 5, 3, 3, 31, False, 11),
    Shape("gpt2", 1, 7, 1, 2, 9, True, 6),
    Shape("gpt2", 8, 1, 8, 1, 24, False, 13),
    Shape("gpt2", 5, 3, 5, 2, 33, True, 3),
    Shape("gpt2", 2, 16, 2, 1, 64, False, 32),
    Shape("gpt2", 7, 2, 7, 4, 5, True, 2),
]
TOLD_BY_LOGITS = (
    "key-heads-take-turns",
    "no-final-norm",
    "padding-has-a-place",
    "post-norm-everywhere",
    "residual-after-norm",
    "transposed-only-where-it-must",
)
TOLD_BY_TOKENS = ("drops-crossing", "heads-tiled", "mask-top-left", "no-mask", "positions-restart", "temperature-last")


def module_of(folder: Path, name: str = "reference.py") -> ModuleType:
    """A lab's reference, or one of its wrong answers, with the lab's own `rig`."""
    with beside(folder):
        return load(str(folder / name), fresh=True)


def theirs(shape: Shape, seed: int = 0) -> PreTrainedModel:
    """A model of transformers with random weights: norms near one, so that each of them matters."""
    torch.manual_seed(seed)
    cfg = shape.config
    model: PreTrainedModel
    if shape.family == "llama":
        model = LlamaForCausalLM(LlamaConfig(
            vocab_size=cfg["vocab"], hidden_size=cfg["width"], intermediate_size=cfg["hidden"], rms_norm_eps=cfg["eps"],
            num_hidden_layers=cfg["layers"], num_attention_heads=cfg["heads"], num_key_value_heads=cfg["kv_heads"],
            max_position_embeddings=POSITIONS, tie_word_embeddings=cfg["tied"], attn_implementation="eager",
            rope_parameters={"rope_type": "default", "rope_theta": cfg["base"]},
            bos_token_id=None, eos_token_id=None, pad_token_id=None,
        ))  # fmt: skip
    else:
        model = GPT2LMHeadModel(GPT2Config(
            vocab_size=cfg["vocab"], n_positions=POSITIONS, n_embd=cfg["width"], n_layer=cfg["layers"],
            n_head=cfg["heads"], n_inner=cfg["hidden"], layer_norm_epsilon=cfg["eps"],
            tie_word_embeddings=cfg["tied"], attn_implementation="eager",
            bos_token_id=None, eos_token_id=None, pad_token_id=None,
        ))  # fmt: skip
    with torch.no_grad():
        for name, p in model.named_parameters():
            near = 1.0 if p.dim() == 1 and name.endswith("weight") else 0.0
            p.copy_(near + 0.4 * torch.randn(p.shape))
    return model.eval()


def ours(labs: ModuleType, shape: Shape, model: PreTrainedModel, folder: Path) -> torch.nn.Module:
    """The lab's model with the weights that `model` writes to disk, under the names it writes them."""
    model.save_pretrained(folder)
    own: torch.nn.Module = labs.DecoderLM(shape.config)
    own.load(load_file(folder / "model.safetensors"))
    return own.eval()


def ids_of(shape: Shape, rows: int, seed: int = 1) -> torch.Tensor:
    """Random tokens (rows, n)."""
    return torch.randint(shape.config["vocab"], (rows, shape.n), generator=torch.Generator().manual_seed(seed))


def apart(labs: ModuleType, shape: Shape, folder: Path) -> float:
    """The largest difference of logits at real tokens: not padded at all, then padded on the left and on the right.

    Infinite where the weights do not load.
    """
    model, ids, n = theirs(shape), ids_of(shape, 3), shape.n
    try:
        own = ours(labs, shape, model, folder)
    except (KeyError, RuntimeError):
        return float("inf")
    real = torch.stack([torch.arange(n) >= min(2, n - 1), torch.arange(n) < max(1, n - 2), torch.arange(n) >= 0])
    places = (real.cumsum(1) - 1).clamp(min=0)
    with torch.no_grad():
        plain = own(ids) - model(ids).logits
        padded = own(ids, real) - model(ids, attention_mask=real.long(), position_ids=places).logits
    return float(torch.cat([plain.flatten(), padded[real].flatten()]).abs().max())


class Cached:
    """A `DecoderLM` of transformer-lm as the kind of model that kv-cache-gqa puts a cache to: see `rig.Model` there."""

    def __init__(self, model: Any, shape: Shape, rope: Any) -> None:
        self.model, self.rope, self.passed = model.double(), rope, 0
        self.config = {"layers": shape.layers, "heads": shape.heads, "kv_heads": shape.kv_heads,
                       "head_width": shape.each, "bytes": 8}  # fmt: skip

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """(B, T) -> (B, T, width), with the learnt places that come after those of the tokens before."""
        x: torch.Tensor = self.model.words(ids)
        if self.model.family == "gpt2":
            x = x + self.model.places(torch.arange(self.passed, self.passed + ids.shape[1]))
        self.passed += ids.shape[1]
        return x

    def qkv(self, layer: int, x: torch.Tensor, positions: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """q (B, H, T, D), k and v (B, G, T, D), q and k turned in a Llama."""
        block, attention = self.model.blocks[layer], self.model.blocks[layer].attention
        x = block.norm1(x)
        q, k, v = (f(x).unflatten(-1, (-1, attention.each)).transpose(1, 2)
                   for f in (attention.q, attention.k, attention.v))  # fmt: skip
        if attention.base:
            q, k = (self.rope(h, positions[None], attention.base) for h in (q, k))
        return q, k, v

    def close(self, layer: int, x: torch.Tensor, mixed: torch.Tensor) -> torch.Tensor:
        """What attention gave, (B, H, T, D), projected and added; then the feed-forward."""
        block = self.model.blocks[layer]
        x = x + block.attention.out(mixed.transpose(1, 2).flatten(2))
        return torch.Tensor(x + block.feed(block.norm2(x)))

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """(B, T, width) -> (B, T, vocab)."""
        return torch.Tensor(self.model.head(self.model.norm(x)))


def drawn(probabilities: torch.Tensor, _: object) -> torch.Tensor:
    """What `generate` of transformers does with its probabilities, which it has in single precision."""
    return torch.multinomial(probabilities.float(), 1).squeeze(1)


@torch.no_grad()
def first_difference(cache: ModuleType, shape: Shape, folder: Path, **options: Any) -> int | None:
    """The first step at which the tokens of the lab and of transformers differ, with the same seed; None where none does."""
    labs, model = module_of(MODEL), theirs(shape).double()
    own = Cached(ours(labs, shape, model, folder), shape, labs.rig.rope)
    ids = ids_of(shape, 2)
    torch.manual_seed(5)
    chosen = {"do_sample": True, "top_k": 0, "top_p": 1.0, **options} if options else {"do_sample": False}
    want = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=STEPS, **chosen)[:, shape.n :]
    torch.manual_seed(5)
    cache.pick = drawn
    noise = torch.zeros(2, STEPS)  # the draws come from torch's own generator
    got = cache.generate(own, ids, STEPS, noise=noise, **options)
    same = (got == want).all(dim=0)
    return None if bool(same.all()) else int((~same).int().argmax())


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_logits_are_those_of_transformers(shape: Shape, tmp_path: Path) -> None:
    assert apart(module_of(MODEL), shape, tmp_path) < 1e-4


ROOM = [s for s in SHAPES if s.n + STEPS <= POSITIONS]
SAMPLERS: dict[str, dict[str, Any]] = {
    "greedy": {},
    "sampled": {"temperature": 1.0},
    "hot-top-p": {"temperature": 1.6, "top_p": 0.8},
    "cold-top-k": {"temperature": 0.7, "top_k": 9},
    "all": {"temperature": 1.3, "top_k": 20, "top_p": 0.7},
}


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_cached_generation_is_that_of_transformers(sampler: str, tmp_path: Path) -> None:
    cache = module_of(CACHE)
    for number, shape in enumerate(ROOM):
        assert first_difference(cache, shape, tmp_path / str(number), **SAMPLERS[sampler]) is None, shape


def test_the_cache_computes_every_token_once(tmp_path: Path) -> None:
    """And its pieces give the logits of the whole."""
    labs, cache = module_of(MODEL), module_of(CACHE)
    for number, shape in enumerate(s for s in ROOM if s.n > 2):
        model = theirs(shape).double()
        ids = ids_of(shape, 2)
        with torch.no_grad():
            own = Cached(ours(labs, shape, model, tmp_path / str(number)), shape, labs.rig.rope)
            room = cache.Cache(own.config, 2, shape.n)
            pieces = [cache.forward(own, piece, room) for piece in ids.split([2, *[1] * (shape.n - 2)], dim=1)]
            assert own.passed == shape.n
            assert torch.allclose(torch.cat(pieces, dim=1), model(ids).logits, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("slug", TOLD_BY_LOGITS)
def test_wrong_transformers_have_other_logits(slug: str, tmp_path: Path) -> None:
    wrong = module_of(MODEL, f"wrong/{slug}.py")
    assert max(apart(wrong, shape, tmp_path) for shape in SHAPES[1:3] + SHAPES[14:16]) > 1e-2


@pytest.mark.parametrize("slug", TOLD_BY_TOKENS)
def test_wrong_caches_and_samplers_write_other_tokens(slug: str, tmp_path: Path) -> None:
    wrong = module_of(CACHE, f"wrong/{slug}.py")
    parted = (
        first_difference(wrong, shape, tmp_path, **options) for shape in ROOM[1:4] for options in SAMPLERS.values()
    )
    assert any(step is not None for step in parted)
