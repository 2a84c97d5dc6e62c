"""Prometheus text from a learner's program, read into a plain dict. The reader is Prometheus's own Python client's.

What comes is hostile: its size, its lines and its names are bounded before it is read, and whatever the reader raises is
the learner's error.
"""

from __future__ import annotations

from collections.abc import Mapping

MAX_BYTES, MAX_LINES, MAX_LINE = 1 << 20, 5_000, 4_096


class NotMetrics(ValueError):
    """The text is not in the format; the message says where."""


def read_metrics(body: bytes) -> dict[str, float]:
    """`name{label="value",...}` (labels in alphabetical order) -> value. Of a repeated sample the last counts.

    Raises NotMetrics.
    """
    if len(body) > MAX_BYTES:
        raise NotMetrics(f"{len(body)} bytes, at most {MAX_BYTES}")
    try:
        lines = body.decode().split("\n")
    except UnicodeDecodeError as error:
        raise NotMetrics(f"byte {error.start} is no UTF-8") from error
    if len(lines) > MAX_LINES or max(map(len, lines)) > MAX_LINE:
        raise NotMetrics(f"more than {MAX_LINES} lines, or one of more than {MAX_LINE} characters")
    return dict(sample for number, line in enumerate(lines, 1) for sample in _samples(line, number))


def _samples(line: str, number: int) -> list[tuple[str, float]]:
    """The sample of a line, if it has one."""
    from prometheus_client.parser import text_string_to_metric_families

    if not line.strip() or line.lstrip().startswith("#"):
        return []
    try:
        families = list(text_string_to_metric_families(line + "\n"))
        return [(key(s.name, s.labels), float(s.value)) for family in families for s in family.samples]
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise NotMetrics(f"line {number}: {line[:80]!r} ({type(error).__name__})") from error


def key(name: str, labels: Mapping[str, str]) -> str:
    """A sample's name as Prometheus writes it, labels in alphabetical order."""
    if not labels:
        return name
    escaped = {k: v.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n") for k, v in labels.items()}
    return name + "{" + ",".join(f'{k}="{escaped[k]}"' for k in sorted(escaped)) + "}"
