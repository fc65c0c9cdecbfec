"""`o2c terms` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from o2c._cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command; gives back its status, output and errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["terms", *arguments])
        output = capsys.readouterr()
        assert "Traceback" not in output.err
        return status, output.out, output.err

    return run


def test_a_date_and_a_discount(run: Any) -> None:
    status, out, _ = run("2/10 net 30", "1000USD", "2026-03-01")
    assert status == 0
    assert "2/10 net 30" in out
    assert "2026-03-31" in out
    assert "1,000.00 USD" in out
    assert "20.00 USD until 2026-03-11" in out


def test_the_date_is_that_of_the_only_event(run: Any) -> None:
    _, out, _ = run("L/C 90 days after B/L date", "1000 USD", "2026-03-01")
    assert "2026-05-30" in out


def test_several_events(run: Any) -> None:
    terms = "30%定金，余款见提单副本付清"
    status, out, _ = run(terms, "50000 USD", "--contract", "2026-03-01")
    assert status == 0
    assert "15,000.00 USD" in out
    assert "pending on the sending of the documents" in out
    status, out, _ = run(terms, "50000 USD", "--contract", "2026-03-01", "--lang", "zh")
    assert "待定：单据寄出日" in out


def test_a_calendar_and_a_derivation(run: Any, tmp_path: Path) -> None:
    import o2c

    calendar = tmp_path / "shanghai.txt"
    calendar.write_text(o2c.Calendar("Shanghai", holidays=["2026-05-01"]).to_text(), "utf-8")
    arguments = ["net 60", "1000 USD", "2026-03-02"]
    _, out, _ = run(*arguments, "--calendar", str(calendar), "--explain")
    assert "2026-05-04" in out
    assert "Shanghai" in out


def test_two_currencies_and_cash(run: Any) -> None:
    _, out, _ = run(
        "1/3 on delivery; balance net 30", "100 CHF", "2026-03-01", "--cash-step", "0.05",
        "--second-total", "111 USD",
    )  # fmt: skip
    assert "33.35 CHF" in out
    assert "37.02 USD" in out
    assert "pending on the delivery" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("30 days EOM", "1 USD", "2026-03-01"), "one of its readings"),
        (("net 30", "1", "2026-03-01"), "such as USD or EUR (at its end)"),
        (("net thirty", "1 USD", "2026-03-01"), '月结 (at "thirty")'),
        (("月结30天承兑", "1 USD", "2026-03-01"), '(承兑后90天) (at "承兑")'),
        (("net 30", "1 USD", "yesterday"), 'DATE "yesterday": expected a date'),
        (("net 30", "1 USD", "--bl", "1.3.2026"), '--bl "1.3.2026": expected a date'),
        (("30% deposit", "1 USD"), "100%"),
        (("L/C at sight", "1 USD", "2026-03-01"), "business days: expected --calendar FILE"),
        (("net 30", "1 USD", "2026-03-01", "--invoice", "2026-01-01"), "DATE"),
        (("30% deposit; balance on delivery", "1 USD", "2026-03-01"), "--delivery DATE"),
    ],
)
def test_bad_input_is_one_clear_line(run: Any, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
