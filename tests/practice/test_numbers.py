"""Numbers as people type them: what is read, what is refused, and that nothing else can happen."""

from __future__ import annotations

import contextlib
import math
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beikao.errors import UsageError
from beikao.practice.numbers import read_number

READ = {
    "0.75": 0.75, ".75": 0.75, "5.": 5.0, "3/4": 0.75, "-3/4": -0.75, "75%": 0.75, "1.5e-3": 0.0015, "1.5E-3": 0.0015,
    "1.5×10^-3": 0.0015, "1.5*10^-3": 0.0015, "1.5 x 10^-3": 0.0015, "1.5x10^-3": 0.0015, "1.5×10⁻³": 0.0015,
    "2^10": 1024.0, "2**10": 1024.0, "2¹⁰": 1024.0, "√2": math.sqrt(2), "√2/2": math.sqrt(2) / 2, "sqrt(2)": math.sqrt(2),
    "2√3": 2 * math.sqrt(3), "2π": 2 * math.pi, "pi/4": math.pi / 4, "1,024": 1024.0, "1,048,576": 1048576.0,
    "1 048 576": 1048576.0, "1\u202f024": 1024.0, "－１２．５": -12.5, "１／３": 1 / 3, "７５％": 0.75, "−3": -3.0, "+3": 3.0,
    "3/(4·2)": 0.375, "(1/2)": 0.5, " 12 ": 12.0, "10^(-3)": 0.001, "1。5": 1.5,
}  # fmt: skip
REFUSED = [
    "", " ", "abc", "1,5", "0,123", "1,02", "1 2", "12 34", "2½", "½", "3 1/2", "3/4%", "1e999", "9^999", "1/0", "√-1", "--3",
    "3//4", "inf", "nan", "0x10", "1_000", "1e", "()", "(1", "1)", "2^0.5", "2^2^2^2^x", "②", "１，５", "1..2", "__import__('os')",
    "1" * 300, "(" * 50, "9" * 59 + "^400", "1;2", "１2abc", "٣", "x", "=3", "3=",
]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_is_read(text: str) -> None:
    assert read_number(text) == pytest.approx(READ[text], rel=1e-15)


@pytest.mark.parametrize("text", REFUSED)
def test_is_refused_and_says_what_is_accepted(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_number(text)
    assert "0.75, 3/4, 75%" in str(refused.value.hint)
    assert len(str(refused.value)) < 300


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e99, max_value=1e99))
def test_every_float_reads_back(x: float) -> None:
    assert read_number(repr(x)) == x
    assert read_number(f"{x:.3e}") == float(f"{x:.3e}")


@given(st.integers(-(10**15), 10**15))
def test_every_whole_number_reads_back_in_every_dress(n: int) -> None:
    plain = str(n)
    wide = plain.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    assert read_number(plain) == read_number(wide) == read_number(f"{n:,}") == n
    assert read_number(f"{n:,}".replace(",", " ")) == n


@given(st.integers(-999, 999), st.integers(1, 999))
def test_fractions(a: int, b: int) -> None:
    assert read_number(f"{a}/{b}") == a / b


@given(st.text(max_size=80))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(UsageError):
        assert math.isfinite(read_number(text))
    assert time.perf_counter() - began < 0.05


@given(st.text(alphabet="0123456789.,/*^()%e-+√π ×", max_size=60))
def test_near_numbers_too(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert math.isfinite(read_number(text))


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("12 GB", "GB", 12), ("12gb", "GB", 12), ("12", "GB", 12), ("45%", "%", 45), ("45", "%", 45), ("1.5×10^3 ms", "ms", 1500),
     ("0.7 奈特", "nats", 0.7), ("0.7 nats", "nats", 0.7), ("3个百分点", "pp", 3)],
)  # fmt: skip
def test_the_unit_may_stand_behind(text: str, unit: str, value: float) -> None:
    assert read_number(text, unit) == value


def test_another_unit_is_refused() -> None:
    with pytest.raises(UsageError):
        read_number("12 MB", "GB")


@given(st.text(max_size=300))
def test_what_cannot_be_read_is_said_in_both_languages(text: str) -> None:
    try:
        read_number(text)
    except UsageError as refused:
        assert refused.what and refused.hint
        assert re.search("[一-鿿]", refused.zh) and re.search("[一-鿿]", refused.hint_zh)
