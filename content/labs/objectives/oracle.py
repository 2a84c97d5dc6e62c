"""Proves the reference against transformers' collators and a causal model of theirs, torch, and T5's own counting."""

import math

import numpy as np
import torch
from tokenizers import Tokenizer, models
from transformers import DataCollatorForLanguageModeling, GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

WORDS = 60


def tokenizer():
    names = {f"w{i}": i for i in range(WORDS)} | {
        "[PAD]": WORDS,
        "[MASK]": WORDS + 1,
        "[CLS]": WORDS + 2,
        "[SEP]": WORDS + 3,
    }
    inner = Tokenizer(models.WordLevel(names, unk_token="[PAD]"))
    return PreTrainedTokenizerFast(
        tokenizer_object=inner, pad_token="[PAD]", mask_token="[MASK]", cls_token="[CLS]", sep_token="[SEP]"
    )


def oracle(ref, draw) -> None:
    """Labels and loss of a causal batch; the shares of a masked one; lengths and inverse of spans."""
    tok = tokenizer()
    rows = [[draw.integer(0, WORDS - 1) for _ in range(n)] for n in (9, 5, 7)]
    theirs = DataCollatorForLanguageModeling(tok, mlm=False, return_tensors="pt")([{"input_ids": r} for r in rows])
    ids = theirs["input_ids"].numpy()
    labels = ref.causal_labels(ids, WORDS)
    assert np.array_equal(labels, theirs["labels"].numpy())
    torch.manual_seed(0)
    model = GPT2LMHeadModel(
        GPT2Config(vocab_size=WORDS + 4, n_positions=16, n_embd=16, n_layer=1, n_head=2, bos_token_id=0, eos_token_id=0)
    ).eval()
    with torch.no_grad():
        out = model(input_ids=theirs["input_ids"], labels=theirs["labels"])
    total, count = ref.causal_loss(out.logits.double().numpy(), labels)
    assert count == 8 + 4 + 6 and abs(total / count - float(out.loss)) < 1e-5
    assert abs(ref.perplexity([(total, count)]) - math.exp(float(out.loss))) < 1e-3
    each = torch.nn.functional.cross_entropy(
        out.logits[:, :-1].double().flatten(0, 1), theirs["labels"][:, 1:].flatten(), ignore_index=-100, reduction="sum"
    )
    assert abs(total - float(each)) < 1e-8

    for shape in ((7,), (3, 5), (2, 3, 4)):
        x = 300.0 * draw.normal(*shape)
        for axis in range(-1, len(shape)):
            assert np.allclose(
                ref.log_softmax(x, axis), torch.log_softmax(torch.from_numpy(x), axis).numpy(), atol=1e-10
            )

    rows = [[WORDS + 2, *(draw.integer(0, WORDS - 1) for _ in range(510)), WORDS + 3] for _ in range(60)]
    torch.manual_seed(1)
    batch = DataCollatorForLanguageModeling(tok, mlm=True, mlm_probability=0.15, return_tensors="pt")(
        [{"input_ids": r, "special_tokens_mask": [1, *[0] * 510, 1]} for r in rows]
    )
    ids = np.array(rows)
    special = ids >= WORDS
    found = []
    for inputs, labels in (
        (batch["input_ids"].numpy(), batch["labels"].numpy()),
        ref.mask_tokens(ids, special, WORDS + 1, len(tok), 0.15, 5),
    ):
        scored = labels != -100
        assert np.array_equal(labels[scored], ids[scored]) and not np.any(scored & special)
        assert np.array_equal(inputs[~scored], ids[~scored])
        n = scored.sum()
        found.append(
            (n / (~special).sum(), (inputs[scored] == WORDS + 1).sum() / n, (inputs[scored] == ids[scored]).sum() / n)
        )
    assert np.allclose(found[0], found[1], atol=0.03), found

    text = np.arange(1000, 1568)  # T5 reads 568 tokens for an input of 512 and a target of 114
    spans = ref.draw_spans(568, 0.15, 3.0, draw.integer(0, 999))
    inputs, target = ref.corrupt(text, spans, 32099, 1)
    assert (len(inputs), len(target)) == (512, 114)
    parts, current = {}, None
    for token in target[:-1]:
        if token > 30000:
            current = parts.setdefault(int(token), [])
        else:
            current.append(token)
    whole = [t for token in inputs[:-1] for t in (parts[int(token)] if token > 30000 else [token])]
    assert np.array_equal(whole, text)
