"""The checked-in table of ISO 4217, held against Debian's iso-codes, an independent copy."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = ROOT / "src/money/iso_4217_rows.inc"
CONSTANTS = ROOT / "include/o2c/money/currencies.hpp"
ISO_CODES = Path("/usr/share/iso-codes/json/iso_4217.json")

# Active in our table (amendment 180), not yet in iso-codes 4.15 of Debian 12.
NEWER_THAN_ISO_CODES = {
    "XAD": "Arab Accounting Dinar, added 2025-05-12 (amendment 179)",
    "XCG": "Caribbean Guilder, in place of ANG since 2025-03-31 (amendment 176)",
    "ZWG": "Zimbabwe Gold, in place of ZWL since 2024-06-25 (amendment 177)",
}

# Still in iso-codes 4.15, withdrawn in our table.
WITHDRAWN_SINCE = {
    "ANG": "replaced by XCG, whose number it had (amendment 176)",
    "BGN": "Bulgaria has the euro since 2026-01-01 (amendment 180)",
    "CUC": "withdrawn, Cuba keeps CUP (amendment 178)",
    "HRK": "Croatia has the euro since 2023-01-01",
    "SLL": "replaced by SLE, worth a thousand of it",
    "ZWL": "replaced by ZWG (amendment 177)",
}

# "N.A." in ISO's list: metals, units of account, and the codes for testing and for no currency.
NO_MINOR_UNIT = {
    *("XAG", "XAU", "XPD", "XPT"),
    *("XBA", "XBB", "XBC", "XBD", "XDR", "XSU", "XUA"),
    *("XTS", "XXX"),
}


class Row(NamedTuple):
    digits: int
    number: int
    name: str
    replaced_by: str


def rows(array: str) -> dict[str, Row]:
    """The rows of one array of the generated file, by code."""
    text = ROWS.read_text(encoding="utf-8")
    body = re.search(rf"{array}\[\] = \{{\n(.*?)\n\}};", text, re.DOTALL)
    assert body, f"no {array} in {ROWS}"
    pattern = r'\{Currency\("(\w{3})", (\d)\), (\d+), "([^"]*)", "(\w*)"\}'
    found = {m[1]: Row(int(m[2]), int(m[3]), m[4], m[5]) for m in re.finditer(pattern, body[1])}
    assert len(found) == body[1].count("\n") + 1, f"a row of {array} could not be read"
    return found


ACTIVE = rows("active_rows")
WITHDRAWN = rows("withdrawn_rows")


@pytest.fixture(scope="module")
def iso_codes() -> dict[str, dict[str, str]]:
    if not ISO_CODES.exists():
        pytest.skip(f"{ISO_CODES} is absent: install the package iso-codes to compare with it")
    entries = json.loads(ISO_CODES.read_text(encoding="utf-8"))["4217"]
    return {entry["alpha_3"]: entry for entry in entries}


def test_no_code_is_missing_and_none_is_invented(iso_codes: dict[str, dict[str, str]]) -> None:
    # A newer iso-codes may have caught up; then it may only agree.
    assert ACTIVE.keys() - iso_codes.keys() <= NEWER_THAN_ISO_CODES.keys()
    assert iso_codes.keys() - ACTIVE.keys() <= WITHDRAWN_SINCE.keys()


def test_numbers_agree(iso_codes: dict[str, dict[str, str]]) -> None:
    ours = {**ACTIVE, **WITHDRAWN}
    both = iso_codes.keys() & ours.keys()
    assert len(both) >= 178
    assert {code: ours[code].number for code in both} == {
        code: int(iso_codes[code]["numeric"]) for code in both
    }


def test_names_agree(iso_codes: dict[str, dict[str, str]]) -> None:
    both = iso_codes.keys() & ACTIVE.keys()
    assert {code: ACTIVE[code].name for code in both} == {
        code: iso_codes[code]["name"] for code in both
    }


def test_known_disagreements_are_what_they_are_said_to_be() -> None:
    assert ACTIVE.keys() >= NEWER_THAN_ISO_CODES.keys()
    assert WITHDRAWN.keys() >= WITHDRAWN_SINCE.keys()
    assert not ACTIVE.keys() & WITHDRAWN.keys()
    assert {row.replaced_by for row in WITHDRAWN.values()} <= ACTIVE.keys()
    assert not any(row.replaced_by for row in ACTIVE.values())
    assert len(ACTIVE) == 178


@pytest.mark.parametrize(
    ("digits", "codes"),
    [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ],
)
def test_digits_other_than_two(digits: int, codes: str) -> None:
    stated = {code for code, row in ACTIVE.items() if row.digits == digits}
    assert stated - NO_MINOR_UNIT == set(codes.split())


def test_digits_are_none_where_iso_has_no_minor_unit() -> None:
    assert {ACTIVE[code].digits for code in NO_MINOR_UNIT} == {0}


def test_constants_are_the_active_rows() -> None:
    text = CONSTANTS.read_text(encoding="utf-8")
    constants = re.findall(r'inline constexpr Currency (\w+)\{"(\w+)", (\d)\};', text)
    assert [(name, code, int(digits)) for name, code, digits in constants] == [
        (code, code, row.digits) for code, row in ACTIVE.items()
    ]
