"""What all values have in common: equality, hashing, copies, pickles, no setters."""

from __future__ import annotations

import copy
import enum
import operator
import pickle
from fractions import Fraction
from pathlib import Path
from typing import Any

import o2c
import pytest
from value_samples import samples

PICKLES = sorted((Path(__file__).parent / "pickles").glob("*.pickle"))
SAMPLES = samples()
SAME = samples()
# What functions return, and the ledger: no values.
RESULTS = (
    "ContainerPlan", "ExpenseReport", "ExpenseUse", "ExportFigures", "LandedCost", "LandedTable",
    "LineCost", "LoadedContainers", "OrderProfit", "PackedGoods", "PriceSettlement",
    "PriceTable", "ProfitTable", "ProducerRefund",
    "ProfitLine", "ProfitVariance", "Quote", "Sensitivity",
    "TaxedAmount", "UnitCosts", "VarianceLine",
    "Aging", "BalanceConfirmation", "Book", "CashClaims", "CashHandIn", "CloseReport", "CloseTable",
    "CollectionCurve", "Commission", "DailyReport", "Tie",
    "CompensationCharges",
    "CreditAnswer", "CreditExposure", "DunningResult", "DunningRun", "ExchangeDifferences",
    "HandedIn", "InterestCharges", "InterestResult", "Ledger", "MeasuresResult", "OpenItems",
    "PartyStatement", "PlanComparison", "PlanSimulation", "ProvisionResult", "Reconciliation",
    "Schedule", "Worklist",
)  # fmt: skip
SHOWN_SHORT = (
    enum.Enum,
    o2c.Calendar,
    o2c.CostLine,
    o2c.CostSheet,
    o2c.Derivation,
    o2c.DerivationStep,
    o2c.QuotationSheet,
)
NO_HASH = {"derivation", "derivation_step"}  # a derivation grows

every_value = pytest.mark.parametrize("name", sorted(SAMPLES))


class Anything:
    """Equal to whatever it meets."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def test_the_samples_hold_every_class() -> None:
    classes = {
        value
        for name in o2c.__all__
        if not name.startswith(RESULTS) and isinstance(value := getattr(o2c, name), type)
    }
    not_made_by_users = {
        o2c.AppendAnswer,
        o2c.CurrencyInfo,
        o2c.EventTables,
        o2c.ExchangePath,
        o2c.Journal,
        o2c.JournalBreak,
        o2c.JournalEntry,
        o2c.JournalSnapshot,
        o2c.JournalTable,
        o2c.NamedTable,
        o2c.NextStep,
        o2c.Order,
        o2c.OrderEntry,
        o2c.OrderState,
        o2c.OrderTables,
        o2c.Refusal,
    }
    errors = {value for value in classes if issubclass(value, Exception)}
    assert {type(value) for value in SAMPLES.values()} == classes - errors - not_made_by_users


@every_value
def test_equality_never_raises(name: str) -> None:
    value = SAMPLES[name]
    assert value == SAME[name]
    assert operator.ne(value, SAME[name]) is False
    for other in (None, 0, "x", object(), *(SAMPLES[key] for key in SAMPLES if key != name)):
        assert value != other
        assert operator.eq(value, other) is False
    assert value == Anything()


@every_value
def test_equal_values_have_equal_hashes(name: str) -> None:
    if name in NO_HASH:
        with pytest.raises(TypeError, match="unhashable"):
            hash(SAMPLES[name])
    else:
        assert hash(SAMPLES[name]) == hash(SAME[name])


def test_equal_values_are_one_key() -> None:
    assert len({o2c.Rate("3%"), o2c.Rate("300bp"), o2c.Rate.from_fraction("0.030")}) == 1
    assert len({o2c.Money(1, "USD"), o2c.Money("1.00", "USD"), o2c.Money(1, "EUR")}) == 2
    rates = [o2c.ExchangeRate("USD", "CNY", rate, "2026-03-01") for rate in ("7.1", "7.10")]
    assert rates[0] == rates[1]
    assert len({*rates}) == 1
    assert len({o2c.ExchangeTable([rate]) for rate in rates}) == 1


@every_value
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_and_copies(name: str, protocol: int) -> None:
    value = SAMPLES[name]
    for twin in (
        pickle.loads(pickle.dumps(value, protocol)),
        copy.copy(value),
        copy.deepcopy(value),
    ):
        assert twin == value
        assert type(twin) is type(value)


@every_value
def test_pickles_name_the_public_class(name: str) -> None:
    assert type(SAMPLES[name]).__module__ == "o2c"
    assert b"_core" not in pickle.dumps(SAMPLES[name])


@pytest.mark.parametrize("path", PICKLES, ids=lambda path: path.stem)
def test_pickles_of_earlier_versions(path: Path) -> None:
    stored = pickle.loads(path.read_bytes())
    assert stored
    for name, value in stored.items():
        assert value == SAMPLES[name], name


def test_the_pickles_of_this_version_are_stored() -> None:
    assert o2c.__version__ in [path.stem for path in PICKLES]


def test_a_pickle_of_a_later_version_says_so() -> None:
    money = o2c.Money.__new__(o2c.Money)
    with pytest.raises(o2c.InvalidArgument, match="later"):
        money.__setstate__((2, (1, "USD", 2)))


@pytest.mark.parametrize("name", [n for n, v in SAMPLES.items() if not isinstance(v, enum.Enum)])
def test_values_cannot_be_changed(name: str) -> None:
    value = SAMPLES[name]
    with pytest.raises(AttributeError):
        value.something = 1
    public = [key for key in dir(value) if not key.startswith("_")]
    for key in public:
        with pytest.raises(AttributeError):
            setattr(value, key, None)


def test_a_copied_derivation_grows_on_its_own() -> None:
    original = o2c.Derivation()
    twin = copy.copy(original)
    o2c.apply("3%", "1000 USD", rounding="half_up", trace=twin)
    assert len(original) == 0
    assert len(twin) == 1


@every_value
def test_repr_makes_an_equal_value(name: str) -> None:
    value = SAMPLES[name]
    shown = repr(value)
    if shown.startswith("<"):
        assert isinstance(value, SHOWN_SHORT)
    else:
        assert eval(shown, {**vars(o2c), "Fraction": Fraction}) == value


@pytest.mark.parametrize(
    "value_type", [type(v) for v in SAMPLES.values() if not isinstance(v, enum.Enum)]
)
def test_values_are_no_base_classes(value_type: Any) -> None:
    with pytest.raises(TypeError):
        type("Derived", (value_type,), {})


# Errors --------------------------------------------------------------------------------------


def test_every_error_is_a_value_error() -> None:
    errors = [
        o2c.ParseError,
        o2c.Overflow,
        o2c.InexactResult,
        o2c.InvalidArgument,
        o2c.CurrencyMismatch,
        o2c.UnknownCurrency,
        o2c.MissingRate,
        o2c.BadTable,
        o2c.FloatRefused,
        o2c.JournalError,
    ]
    for error in errors:
        assert issubclass(error, o2c.Error)
        assert issubclass(error, ValueError)
        assert error.__module__ == "o2c"
    assert issubclass(o2c.FloatRefused, TypeError)


def test_errors_carry_their_faults_through_pickles() -> None:
    with pytest.raises(o2c.Error) as caught:
        o2c.allocate("1 USD", [1, -1, -2])
    error = caught.value
    assert [(fault.row, fault.field, fault.value) for fault in error.faults] == [
        (1, "weight", "-1"),
        (2, "weight", "-2"),
    ]
    twin = pickle.loads(pickle.dumps(error))
    assert type(twin) is type(error)
    assert str(twin) == str(error)
    assert twin.faults == error.faults


def test_parse_errors_carry_text_and_offset_through_pickles() -> None:
    with pytest.raises(o2c.ParseError) as caught:
        o2c.parse_date("2026-13-01")
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (twin.text, twin.offset) == ("2026-13-01", 5)
    assert (caught.value.text, caught.value.offset) == ("2026-13-01", 5)


def test_errors_of_ones_own() -> None:
    fault = o2c.Fault(row=3, field="amount", value="x", expected="a number")
    error = o2c.BadTable("bad", [fault])
    assert error.faults == [fault]
    assert o2c.Error().faults == []
    assert str(fault) == 'row 3, amount "x": expected a number'
