"""Mutual information of a Gaussian signal and its noisy copies as a formula, for several settings."""

from beikao.kit import Draw, Question, symbolic

# gain, number of independent copies of the whole pair, number of noisy readings of the same signal
CASES = {("a", "1", "1"), ("a", "d", "1"), ("1", "1", "n"), ("1", "d", "1"), ("a", "1", "n"), ("1", "d", "n")}


def make(draw: Draw) -> Question:
    gain, copies, readings = draw.choice(sorted(CASES))
    over = {"a": (1.5, 3), "d": (3, 9), "n": (3, 9), "s": (0.5, 2), "t": (0.5, 2)}
    factors = [f for f in (readings, f"{gain}^2") if f not in ("1", "1^2")]
    snr = "*".join([*factors, "s^2/t^2"])
    return Question(
        show={"gain": gain, "copies": copies, "readings": readings, "reading": "X" if gain == "1" else f"{gain}X"},
        truth=symbolic(f"{copies}/2*ln(1+{snr})", over=over),
        wrong={"mutual-information/rho-not-squared": f"{copies}*ln(1+{snr})"},
    )


def second_way(show) -> str:
    """-1/2 ln(1 - rho^2) with the correlation of the signal and the mean of its readings."""
    gain, copies, readings = show["gain"], show["copies"], show["readings"]
    signal, noise = f"({gain})^2*s^2", f"t^2/({readings})"
    return f"-({copies})*ln(1-({signal})/({signal}+{noise}))/2"
