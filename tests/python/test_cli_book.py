"""`o2c init` and `o2c check` on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import o2c
import pytest
from book_folders import TABLES, book_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # Where the other tests have an invoice without a due date, which no ledger takes, and a rate.
    invoices = TABLES["invoices"].replace(
        "2026-02-28,,700,JPY,", "2026-02-28,2026-03-30,700,JPY,0.047"
    )
    return book_folder(tmp_path / "book", TABLES | {"invoices": invoices})


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    from o2c._cli import main

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


Command = Callable[..., tuple[int, str, str]]


def test_init_writes_a_sound_book(tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "Tianhe & Söhne"
    status, out, err = command("init", folder, "--home", "USD")
    assert (status, err) == (0, "")
    assert out == f"31 files written to {folder}\n"
    book = o2c.Book.open(folder)
    assert (book.company, book.home.code) == ("Tianhe & Söhne", "USD")
    assert sum(book.rows.values()) == 0
    assert [level.days for level in book.dunning.levels] == [1, 15, 30, 60]
    assert book.provision is not None
    assert {path.stem for path in folder.glob("*.csv")} == {t.name for t in o2c.book_tables()}
    assert "| orders.csv |" in (folder / "README.md").read_text(encoding="utf-8")
    example = folder / "plans" / "LINE.toml.example"
    example.rename(folder / "plans" / "export.toml")
    assert list(o2c.Book.open(folder).plans) == ["export"]
    assert command("init", folder) == (
        2,
        "",
        f"o2c: {folder}: expected a folder that is new or empty\n",
    )
    assert command("init", tmp_path / "b", "--home", "XYZ")[0] == 2
    assert not (tmp_path / "b").exists()


def test_check_counts_and_lists(folder: Path, command: Command) -> None:
    status, out, err = command("check", folder)
    assert (status, err) == (0, "")
    lines = [line.split() for line in out.splitlines()]
    assert lines[0] == ["Tianhe", "·", "CNY"]
    assert [
        "invoices",
        "2",
        *["invoices,", "notes,", "refunds", "and", "returned", "payments"],
    ] in lines
    assert out.endswith("No faults.\n")
    (folder / "people.csv").write_text("person,manager,joined,left\nLi Na,,x,y\n")
    status, out, err = command("check", folder, "--lang", "zh")
    assert (status, err) == (2, "")
    assert "业务员及主管" in out
    assert out.endswith(
        f'{folder}/people.csv, line 2, joined "x": expected a date YYYY-MM-DD\n'
        f'{folder}/people.csv, line 2, left "y": expected a date YYYY-MM-DD\n'
        "2处错误\n"
    )


def test_check_tells_what_the_ledger_refuses(tmp_path: Path, command: Command) -> None:
    folder = book_folder(tmp_path / "book", TABLES)
    status, out, _err = command("check", folder)
    assert status == 2
    assert "invoices.csv, line 3, due_date" in out
    assert "expected a due date, or instalments" in out
