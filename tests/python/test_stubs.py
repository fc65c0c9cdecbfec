"""The stubs say what the compiled module has, and type checkers accept what users write."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import o2c
import pytest

PACKAGE = Path(o2c.__file__).parent

# What pybind11 puts into every class: its metaclass, and a capsule into every enum. Classes that
# only the library makes have no constructor to describe.
ALLOWED = r"""
o2c\._core\.[A-Z]\w*
o2c\._core\._Order(State(\.__init__)?)?
o2c\._core\.\w+\.__pybind11_native_enum__
o2c\._core\.(AgingChange|AgingReport|AgingTable|ArrowTable|BalanceConfirmation|BookOpening|CashHandIn|ClosedPeriod|CommissionPart|CompensationRun|CreditAnswer|CreditExposure|CurrencyInfo|DateStep|DerivationStep|DunningRun|ExchangeDifferences|ExchangePath|InterestRun|Journal|MeasuresTable|PartyStatement|Reconciliation|TableSource|Worklist|ContainerPlan|CostLine|ExpenseReport|ExpenseUse|ExportFigures|FinishedCommission|LandedCost|LineCost|LoadedContainers|OrderProfit|PackedGoods|PriceSettlement|ProducerRefund|ProfitLine|ProfitVariance|Quote|Sensitivity|TaxedAmount|UnitCosts|VarianceLine)\.__init__
"""


def mypy_environment() -> dict[str, str]:
    installed = "site-packages" in PACKAGE.parts
    return {**os.environ, **({} if installed else {"MYPYPATH": str(PACKAGE.parent)})}


def test_stubs_and_module_have_the_same_names() -> None:
    stub = ast.parse((PACKAGE / "_core.pyi").read_text(encoding="utf-8"))
    described = {
        node.name
        for node in stub.body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_")
    }
    described |= {
        name.asname
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.asname
    }
    assert described == {name for name in dir(o2c._core) if not name.startswith("_")}


def test_stubtest(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    config = tmp_path / "mypy.ini"
    config.write_text("[mypy]\nignore_missing_imports = True\n")
    allowlist = tmp_path / "allowed.txt"
    allowlist.write_text(ALLOWED)
    command = [
        *(sys.executable, "-m", "mypy.stubtest", "o2c._core", "--concise"),
        *("--mypy-config-file", str(config), "--allowlist", str(allowlist)),
    ]
    done = subprocess.run(
        command, env=mypy_environment(), cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


GOOD = """
import datetime
from decimal import Decimal
from fractions import Fraction

import o2c

money = o2c.Money("1234.50", "USD")
total: o2c.Money = sum([money, money * 2], o2c.Money.zero("USD"))
also: o2c.Money | int = sum([money, money])
amount: Decimal = money.amount
share: Fraction = o2c.ratio(money, total)
parts: list[o2c.Money] = o2c.allocate("100 USD", [1, Decimal("2.5"), "3"], policy="last_takes_rest")
due: datetime.date = o2c.add_months("2026-01-31", 1)
table = o2c.ExchangeTable([("USD", "CNY", "7.10", "2026-03-01")], pivot=o2c.Currency("USD"))
why = o2c.Derivation()
converted = o2c.convert(money, "CNY", rates=table, on=due, rounding="half_up", trace=why)
bag: o2c.MoneyBag = o2c.MoneyBag([money]) + money - converted
calendar = o2c.Calendar("CN", holidays={due: "name"}, workdays=["2026-02-14"])
rolled: datetime.date = calendar.roll(due, o2c.Roll.following)
"""

BAD = """
import o2c

o2c.Money(12.5, "USD")
o2c.Money("1", "USD") * 1.5
o2c.Money("1", "USD") / 2
o2c.Money("1", "USD") + 1
o2c.Money("1", "USD").minor = 5
o2c.multiply("1 USD", "2")
o2c.Money("1", "USD") < 1
"""


def mypy(path: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(path)],
        env=mypy_environment(),
        cwd=path.parent,
        capture_output=True,
        text=True,
    )
    return [line for line in done.stdout.splitlines() if line.startswith(path.name)]


def test_type_checkers_tell_right_from_wrong(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    good = tmp_path / "good.py"
    good.write_text(GOOD)
    assert mypy(good) == []
    bad = tmp_path / "bad.py"
    bad.write_text(BAD)
    wrong = {int(line.split(":")[1]) for line in mypy(bad)}
    first = BAD.splitlines().index('o2c.Money(12.5, "USD")') + 1
    assert wrong == set(range(first, len(BAD.splitlines()) + 1))
