"""Measures the networks on the held-out poems, then ships the best of ours with the table, its log and its card.

    python scripts/poems/evaluate.py WORK --poems 400 --only ours 0     one network, into its folder
    python scripts/poems/evaluate.py WORK --poems 400                   those not measured yet, then ship

`count.py` must have measured the n-grams on as many poems. What is written: the shipped folder and the reference page.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import torch
from held import VOCABULARY, Held
from train import CONTEXT, FAMILIES, ROWS, losses

from beikao.workers.poems.network import Shape
from beikao.workers.poems.tokens import MARK

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = (0, 1, 2)
NAMES = {"ours": "this model (Llama-like)", "gpt2": "GPT-2 architecture (Hugging Face)"}
Row = dict[str, Any]


def of_network(logits: Callable[[torch.Tensor], torch.Tensor], held: Held) -> dict[str, float]:
    """Perplexities of a network."""
    return held.perplexities(torch.cat([losses(logits, p) for p in held.poems]).double().numpy())


def measure(work: Path, family: str, seed: int, poems: int) -> Row | None:
    """One network from its last checkpoint, as it was measured before if the checkpoint is the same; None without one."""
    folder = work / "runs" / f"{family}-{seed}"
    if not (folder / "last.pt").exists():
        return None
    kept = torch.load(folder / "last.pt", weights_only=True)
    known = json.loads((folder / "held.json").read_text()) if (folder / "held.json").exists() else {}
    if (known.get("step"), known.get("asked")) == (kept["step"], poems):
        return dict(known)
    model, logits = FAMILIES[family](seed)
    model.load_state_dict(kept["model"])
    held, budget = Held(work, "test", poems), json.loads((work / "budget.json").read_text())
    row: Row = {
        "name": family, "seed": seed, "step": kept["step"], "tokens": kept["step"] * ROWS * CONTEXT,
        "parameters": sum(p.numel() for p in model.parameters()), "cpu_s": round(kept["cpu_s"], 1),
        "finished": kept["step"] == budget["stable"] + budget["decay"], "asked": poems, "poems": len(held.poems),
        **of_network(logits, held), "valid": of_network(logits, Held(work, "valid", poems))["perplexity"],
    }  # fmt: skip
    if family == "ours":
        model.half().float()
        row["as_shipped"] = of_network(logits, held)["perplexity"]
    (folder / "held.json").write_text(json.dumps(row, indent=1) + "\n")
    return row


def ship(work: Path, out: Path, seed: int) -> None:
    """Copy one network as float16, with its configuration, vocabulary and log."""
    from safetensors.torch import save_file

    folder = work / "runs" / f"ours-{seed}"
    halves = {n: w.half().contiguous() for n, w in torch.load(folder / "last.pt", weights_only=True)["model"].items()}
    save_file(halves, out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)
    config = {"architectures": ["LlamaForCausalLM"], "model_type": "llama"}
    config |= asdict(Shape(VOCABULARY, max_position_embeddings=CONTEXT))
    config |= {"tie_word_embeddings": True, "hidden_act": "silu", "bos_token_id": MARK, "eos_token_id": MARK}
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    shutil.copy(work / "tokens.json", out / "tokens.json")
    shutil.copy(folder / "log.jsonl", out / "log.jsonl")


def table(counted: Sequence[Row], nets: Sequence[Row]) -> str:
    """Markdown: n-grams one a row, networks one family a row with the mean and deviation of its seeds."""
    out = [
        "| model | perplexity per character | per Han character | parameters or n-grams | training tokens | CPU s |",
        "|---|---|---|---|---|---|",
    ]
    for r in counted:
        name = r["name"] + (", all training poems" if r["all"] else ", as many tokens as the networks")
        out.append(f"| {name} | {r['perplexity']:.1f} | {r['of_han']:.1f} | {r['parameters']:,} | {r['tokens']:,} | {r['cpu_s']:.0f} |")  # fmt: skip
    return "\n".join([*out, *(_family(name, own) for name in NAMES if (own := [r for r in nets if r["name"] == name]))])


def _family(name: str, own: Sequence[Row]) -> str:
    found = [r["perplexity"] for r in own]
    spread = f" ± {stdev(found):.1f}" if len(found) > 1 else ""
    cut = "" if all(r["finished"] for r in own) else ", stopped before the rate fell"
    tokens = " / ".join(f"{n:,}" for n in sorted({r["tokens"] for r in own}))
    return (
        f"| {NAMES[name]}, {len(own)} seed{'s' if len(own) > 1 else ''}{cut} | **{mean(found):.1f}**{spread} ({', '.join(f'{p:.1f}' for p in found)}) "
        f"| {mean(r['of_han'] for r in own):.1f} | {own[0]['parameters']:,} | {tokens} | {mean(r['cpu_s'] for r in own):.0f} |"
    )


def machine() -> str:
    """Date and machine, in words."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    cpu = f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, one thread a run"
    return f"{datetime.now(UTC):%Y-%m-%d}, {cpu}, torch {torch.__version__}"


def filled(template: str, values: dict[str, Any]) -> str:
    """The template with <<name>> filled."""
    for name, value in values.items():
        template = template.replace(f"<<{name}>>", str(value))
    return template


def write(work: Path, out: Path, page: Path, nets: Sequence[Row], poems: int) -> str:
    """Ship, and write the page and the card; the table."""
    counted = [json.loads(p.read_text()) for p in sorted((work / "counted").glob("*.json"))]
    held = Held(work, "test", poems)
    other = [r for r in (*counted, *nets) if r["poems"] != len(held.poems)]
    if other:
        raise ValueError(f"measured on other poems: {other}")
    best = min((r for r in nets if r["name"] == "ours"), key=lambda r: float(r["valid"]))
    out.mkdir(parents=True, exist_ok=True)
    ship(work, out, best["seed"])
    values = {
        "table": table(counted, nets), "machine": machine(), "seed": best["seed"], "tokens": f"{best['tokens']:,}",
        "shipped": f"{best['as_shipped']:.1f}", "full": f"{best['perplexity']:.1f}",
        "parameters": f"{best['parameters']:,}", "poems": f"{len(held.poems):,}", "characters": f"{held.characters:,}",
        "corpus": "\n".join(f"| {n} | {c:,} |" for n, c in json.loads((work / "corpus.json").read_text()).items()),
        "vocabulary": "\n".join(
            f"| {v['vocabulary']:,} | {v['tokens a character']:.4f} | {v['share of the embedding']:.0%} |"
            for v in json.loads((work / "vocabulary.json").read_text())
        ),
    }  # fmt: skip
    here = Path(__file__).parent
    for template, path in (("card.md", out / "README.md"), ("page.md", page)):
        path.write_text(filled((here / template).read_text(encoding="utf-8"), values), encoding="utf-8")
    figures = {"machine": values["machine"], "shipped": best["as_shipped"], "rows": [*counted, *nets]}
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    return values["table"]


def main() -> None:
    """Measure one, or all and ship."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--poems", type=int, default=2000)
    parser.add_argument("--only", nargs=2, metavar=("FAMILY", "SEED"))
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "beikao" / "workers" / "poems" / "shipped")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "reference" / "small-model.md")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    if asked.only:
        print(measure(asked.work, asked.only[0], int(asked.only[1]), asked.poems))
        return
    found = (measure(asked.work, family, seed, asked.poems) for family in FAMILIES for seed in SEEDS)
    print(write(asked.work, asked.out, asked.page, [row for row in found if row], asked.poems))


if __name__ == "__main__":
    main()
