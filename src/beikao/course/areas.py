"""What the areas of the course are called: the folders under `concepts/`. One that is not here (a school's own) goes by its folder."""

from __future__ import annotations

NAMES = {
    "applications": {"zh": "应用", "en": "Applications"},
    "compression": {"zh": "压缩", "en": "Compression"},
    "data": {"zh": "数据", "en": "Data"},
    "deep-learning": {"zh": "深度学习", "en": "Deep learning"},
    "deployment": {"zh": "部署", "en": "Deployment"},
    "diagnosis": {"zh": "排障", "en": "Diagnosis"},
    "dl": {"zh": "深度学习", "en": "Deep learning"},
    "finetuning": {"zh": "微调", "en": "Fine-tuning"},
    "frontier": {"zh": "前沿", "en": "Frontier"},
    "math": {"zh": "数学", "en": "Mathematics"},
    "ml": {"zh": "机器学习", "en": "Machine learning"},
    "operations": {"zh": "运维", "en": "Operations"},
    "pretraining": {"zh": "预训练", "en": "Pre-training"},
    "prompting": {"zh": "提示工程", "en": "Prompting"},
    "training": {"zh": "大规模训练", "en": "Training at scale"},
    "transformer": {"zh": "Transformer", "en": "Transformer"},
}


def area_name(area: str, language: str) -> str:
    """In that language; the folder where it has no name."""
    return NAMES.get(area, {}).get(language, area)
