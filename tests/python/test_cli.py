"""The command line: what it reads, shows and writes, and how it refuses bad input."""

import datetime
import decimal
import io
import os
import subprocess
import sys

import o2c
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from o2c import _csv_table, _file_options, _write
from o2c._cli import main
from o2c._read import file_table
from o2c._terminal import print_aging
from rich.console import Console

INVOICES = """\
document,party,invoice_date,due_date,amount,currency,note
A,Ann,2026-01-05,2026-03-31,"10000",USD,
B,Ann,2026-01-05,2026-03-30,8000.00,USD,
C,Ben,2026-01-05,2026-03-01,6000,USD,
D,Ben,2026-01-05,2026-02-28,5000,USD,
E,Ben,2025-11-05,2025-12-30,4000,USD,
"""
RECEIPTS = """\
receipt,party,date,amount,currency
R1,Ann,2026-03-20,1500,USD
R2,Ann,2026-03-29,2000,USD
R3,Ben,2026-04-05,3000,USD
"""
APPLICATIONS = """\
receipt,document,date,amount
R2,B,2026-04-02,2000
R3,D,2026-04-05,3000
"""


@pytest.fixture
def book(tmp_path, monkeypatch):
    """The worked example: five invoices, 29,500 open, 3,500 of it less by unapplied receipts."""
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("invoices", INVOICES), ("receipts", RECEIPTS), ("applications", APPLICATIONS)
    ):  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys):
    """Runs the command; gives back its status, output and errors."""

    def run(*arguments):
        status = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        assert "Traceback" not in output.err
        return status, output.out, output.err

    return run


def aging(run, *arguments):
    """The table that a successful run prints, as words of its lines."""
    status, out, err = run("aging", *arguments)
    assert (status, err) == (0, "")
    return [line.split() for line in out.splitlines()]


def refused(run, *arguments):
    """The error lines of a run that fails."""
    status, out, err = run("aging", *arguments)
    assert (status, out) == (2, "")
    return err.splitlines()


def test_the_worked_example_from_raw_documents(book, run):
    lines = aging(
        run, "invoices.csv", "--receipts", "receipts.csv", "--applications", "applications.csv",
        "--as-of", "2026-03-31",
    )  # fmt: skip
    assert lines[2][1:3] == ["Not", "due"]
    assert lines[4:6] == [
        ["Ben", "-", "6,000.00", "5,000.00", "-", "4,000.00", "-", "-", "15,000.00"],
        ["Ann", "10,000.00", "8,000.00", "-", "-", "-", "-", "-3,500.00", "14,500.00"],
    ]
    assert [
        "Total", "10,000.00", "14,000.00", "5,000.00", "-", "4,000.00", "-", "-3,500.00",
        "29,500.00",
    ] in lines  # fmt: skip


def test_adjustments_and_credit_notes_settle_without_a_receipt(book, run):
    (book / "invoices.csv").write_text(INVOICES + "N,Ben,2026-03-10,,-1000,USD,\n")
    (book / "applications.csv").write_text(
        "receipt,document,date,amount,kind\n,E,2026-03-20,3900,write_off\nN,C,2026-03-20,1000,\n"
    )
    lines = aging(
        run, "invoices.csv", "--receipts", "receipts.csv", "--applications", "applications.csv",
        "--as-of", "2026-03-31",
    )  # fmt: skip
    assert ["Ben", "-", "5,000.00", "5,000.00", "-", "100.00", "-", "-", "10,100.00"] in lines


def test_a_single_currency_is_named_above_the_table(book, run):
    assert aging(run, "invoices.csv", "--as-of", "2026-03-31")[0][-1] == "USD"


def test_the_module_and_its_version(book):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "o2c", "--version"], env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode() == f"o2c {o2c.__version__}\n"


def test_columns_dates_and_currency_of_other_files(book, run):
    (book / "ibm.csv").write_text(
        "customerID,DueDate,InvoiceAmount\n0379,2/1/2013,55.94\n0379,12/31/2012,4.06\n"
    )
    options = (
        "--as-of", "2013-02-02", "--columns", "due=DueDate,amount=InvoiceAmount,party=customerID",
        "--date-format", "%m/%d/%Y", "--currency", "USD",
    )  # fmt: skip
    lines = aging(run, "ibm.csv", *options)
    assert lines[4] == ["0379", "-", "55.94", "4.06", "-", "-", "-", "60.00"]
    assert aging(run, "ibm.csv", *options, "--group-by", "customerID") == lines


def test_amounts_are_exact_where_a_float_is_not(book, run):
    amount = "9007199254740993.01"  # 2^53 + 1 and a cent.
    (book / "i.csv").write_text(f"party,due_date,amount,currency\nA,2026-01-01,{amount},USD\n")
    lines = aging(run, "i.csv", "--as-of", "2026-01-01")
    assert lines[4] == ["A", "9,007,199,254,740,993.01", *"-----", "9,007,199,254,740,993.01"]


def test_ids_stay_text(book, run):
    (book / "i.csv").write_text(
        "party,due_date,amount,currency\n007,2026-01-01,1,USD\n7,2026-01-01,2,USD\n"
    )
    lines = aging(run, "i.csv", "--as-of", "2026-01-01")
    assert [line[0] for line in lines[4:6]] == ["7", "007"]


def test_a_credit_may_lack_its_due_date(book, run):
    (book / "i.csv").write_text("party,due_date,amount,currency\nA,,-5,USD\nA,2026-01-01,7,USD\n")
    lines = aging(run, "i.csv", "--as-of", "2026-01-01")
    assert lines[4] == ["A", "7.00", *"----", "-5.00", "2.00"]


def test_by_invoice_date_and_other_buckets(book, run):
    lines = aging(
        run, "invoices.csv", "--as-of", "2026-01-06", "--by", "invoice", "--buckets", "45,70"
    )
    assert lines[2][1:] == ["Future", "0–45", "46–70", "Over", "70", "Credits", "Total"]
    assert ["Ben", "-", "11,000.00", "4,000.00", "-", "-", "15,000.00"] in lines


def test_credits_netted(book, run):
    (book / "i.csv").write_text(
        "party,due_date,amount,currency\nA,2026-01-01,-5,USD\nA,2026-01-01,7,USD\n"
    )
    lines = aging(run, "i.csv", "--as-of", "2026-01-01", "--credits", "netted")
    assert lines[4] == ["A", "2.00", *"----", "2.00"]


def test_several_keys_and_currencies(book, run):
    (book / "i.csv").write_text(
        "party,sales,due_date,amount,currency\n"
        "A,Xu,2026-01-01,1,USD\nA,Yi,2026-01-01,2,USD\nA,Xu,2026-01-01,300,JPY\n"
    )
    lines = aging(run, "i.csv", "--as-of", "2026-01-01", "--group-by", "party,sales")
    assert lines[2][:4] == ["Party", "sales", "Currency", "Not"]
    rows = [line for line in lines[4:] if line]
    assert [[*row[:-7], row[-1]] for row in rows] == [
        ["A", "Xu", "JPY", "300"],
        ["Total", "JPY", "300"],
        ["A", "Yi", "USD", "2.00"],
        ["A", "Xu", "USD", "1.00"],
        ["Total", "USD", "3.00"],
    ]


def test_only_the_largest_rows_are_shown(book, run):
    lines = aging(run, "invoices.csv", "--as-of", "2026-03-31", "--top", "1")
    assert [line[0] for line in lines[4:] if line] == ["Ann", "Total", "1"]
    assert lines[-1][1:3] == ["more", "row;"]


def test_headings_in_chinese(book, run):
    lines = aging(run, "invoices.csv", "--as-of", "2026-03-31", "--lang", "zh")
    assert "截至2026年3月31日" in lines[0]
    assert lines[2] == [
        "客户",
        "未到期",
        "1–30天",
        "31–60天",
        "61–90天",
        "超过90天",
        "贷项",
        "合计",
    ]


def test_conversion_to_a_report_currency(book, run):
    (book / "i.csv").write_text(
        "party,due_date,amount,currency\nA,2026-01-01,10,USD\nA,2026-01-01,10,EUR\n"
    )
    (book / "rates.csv").write_text(
        "date,base,quote,rate\n2025-12-31,USD,CNY,7.00\n2025-12-31,EUR,CNY,8.4\n"
    )
    options = ("i.csv", "--as-of", "2026-01-01", "--report-currency")
    lines = aging(run, *options, "CNY", "--rates", "rates.csv")
    assert lines[4] == ["A", "154.00", *"-----", "154.00"]
    lines = aging(run, *options, "USD", "--rates", "rates.csv", "--pivot", "CNY")
    assert lines[4] == ["A", "22.00", *"-----", "22.00"]
    (line,) = refused(run, *options, "CNY")
    assert "--rates FILE" in line


def test_faulty_rates_are_named_by_line(book, run):
    (book / "rates.csv").write_text(
        "date,base,quote,rate\n2025-12-31,USD,CNY,-7\n2025-13-31,ABC,CNY,7\n"
    )
    lines = refused(
        run, "invoices.csv", "--as-of", "2026-01-01", "--report-currency", "CNY",
        "--rates", "rates.csv",
    )  # fmt: skip
    assert lines == [
        'o2c: rates.csv, line 2, rate "-7": expected a positive decimal number such as 7.1005',
        'o2c: rates.csv, line 3, date "2025-13-31": expected a date YYYY-MM-DD',
        'o2c: rates.csv, line 3, base "ABC": expected a currency code of ISO 4217, such as USD',
    ]


# --- Bad input: exit status 2, a line for each fault, never a traceback ---------------------------


@pytest.mark.parametrize(
    "amount", ["12.3.4", "1e3", "1,234.50", "USD 5", "0x10", "NaN", "١٢", "1.1234567", "-", "1 2"]
)
def test_an_amount_that_is_no_number(book, run, amount):
    (book / "i.csv").write_text(
        f'party,due_date,amount,currency\nA,2026-01-01,5,USD\nA,2026-01-01,"{amount}",USD\n',
        encoding="utf-8",
    )
    (line,) = refused(run, "i.csv", "--as-of", "2026-01-01")
    assert line.startswith(f'o2c: i.csv, line 3, amount "{amount}": expected an amount such as')


@pytest.mark.parametrize("date", ["2026-02-30", "31.01.2026", "20260131", "2026-01-31T10:00:00"])
def test_a_date_that_is_none(book, run, date):
    (book / "i.csv").write_text(f"party,due_date,amount,currency\nA,{date},5,USD\n")
    (line,) = refused(run, "i.csv", "--as-of", "2026-01-01")
    assert line.startswith(f'o2c: i.csv, line 2, due_date "{date}": expected a date YYYY-MM-DD')


def test_a_date_in_a_stated_format_must_exist(book, run):
    (book / "i.csv").write_text("party,due_date,amount,currency\nA,2/30/2026,5,USD\n")
    options = ("i.csv", "--as-of", "2026-01-01", "--date-format")
    assert refused(run, *options, "%m/%d/%Y") == [
        'o2c: i.csv, line 2, due_date "2/30/2026": expected a date written %m/%d/%Y'
    ]
    (line,) = refused(run, *options, "%m/%d/%y")
    assert 'date format "%m/%d/%y": expected one with year, month and day' in line


def test_faults_carry_the_files_own_names_and_lines(book, run):
    # A quoted line break and a blank line shift the lines; the column has another name.
    (book / "i.csv").write_text(
        'party,due_date,Open,currency\n"A\nB",2026-01-01,5,USD\n\nC,2026-01-01,x,USD\n'
    )
    (line,) = refused(run, "i.csv", "--as-of", "2026-01-01", "--columns", "amount=Open")
    assert line.startswith('o2c: i.csv, line 5, Open "x": ')


def test_what_the_library_finds_is_named_by_line_too(book, run):
    (book / "i.csv").write_text(
        "party,due_date,Open,currency\n"
        "A,2026-01-01,5,USD\nA,2026-01-01,,USD\nA,,5,USD\n,2026-01-01,5,USD\n"
    )
    lines = refused(run, "i.csv", "--as-of", "2026-01-01", "--columns", "amount=Open")
    assert lines == [
        'o2c: i.csv, line 3, Open "null": expected an amount',
        'o2c: i.csv, line 4, due_date "null": expected a date (only credits may lack it)',
        'o2c: i.csv, line 5, party "null": expected a party',
    ]


def test_faults_of_applications_are_named_by_line(book, run):
    (book / "applications.csv").write_text(
        APPLICATIONS.replace("R2,B,", "R2,ZZ,"), encoding="utf-8"
    )
    (line,) = refused(
        run, "invoices.csv", "--receipts", "receipts.csv", "--applications", "applications.csv",
        "--as-of", "2026-04-30",
    )  # fmt: skip
    assert line.startswith('o2c: applications.csv, line 2, document "ZZ": ')


def test_the_first_faults_are_listed_and_the_others_counted(book, run):
    (book / "i.csv").write_text("party,due_date,amount,currency\n" + "A,2026-01-01,x,USD\n" * 25)
    lines = refused(run, "i.csv", "--as-of", "2026-01-01")
    assert len(lines) == 21
    assert lines[-1] == "o2c: and 5 more faults"


def test_rows_with_too_many_or_too_few_fields(book, run):
    (book / "i.csv").write_text(
        "party,due_date,amount,currency\nA,2026-01-01,1,234.50,USD\nA,2026-01-01,5,USD\nA,2026\n"
    )
    assert refused(run, "i.csv", "--as-of", "2026-01-01") == [
        "o2c: i.csv, line 2: expected 4 fields, found 5",
        "o2c: i.csv, line 4: expected 4 fields, found 2",
    ]


def test_a_missing_column_is_told_with_those_that_are_there(book, run):
    (book / "i.csv").write_text("party,DueDate,amount\n")
    (line,) = refused(run, "i.csv", "--as-of", "2026-01-01")
    assert line == (
        'o2c: no column "due_date"; i.csv has party, DueDate, amount; '
        "another name is stated with --columns due_date=NAME"
    )
    (line,) = refused(run, "i.csv", "--as-of", "2026-01-01", "--columns", "due=DueDate")
    assert "--currency CODE" in line
    (line,) = refused(run, "i.csv", "--as-of", "2026-01-01", "--columns", "due=Due")
    assert line.startswith("o2c: --columns due_date=Due: no such column; i.csv has party,")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.csv", "--as-of", "2026-01-01"], "none.csv: No such file or directory"),
        (["invoices.csv"], "Missing option '--as-of'"),
        (["invoices.csv", "--as-of", "01/02/2026"], '--as-of "01/02/2026": expected a date'),
        (["invoices.csv", "--as-of", "2026-01-01", "--buckets", "30,x"], '--buckets "30,x"'),
        (["invoices.csv", "--as-of", "2026-01-01", "--buckets", "30,30"], "30"),
        (["invoices.csv", "--as-of", "2026-01-01", "--by", "colour"], "'colour' is not one of"),
        (["invoices.csv", "--as-of", "2026-01-01", "--known-at", "noon"], '--known-at "noon"'),
        (["invoices.csv", "--as-of", "2026-01-01", "--columns", "due"], "expected NAME=COLUMN"),
        (["invoices.csv", "--as-of", "2026-01-01", "--out", "x.xls"], "ends in .html, .csv"),
        (["invoices.csv", "--as-of", "2026-01-01", "--out", "no/x.csv"], "no/x.csv: No such"),
        (["invoices.csv", "--as-of", "2026-01-01", "--encoding", "x"], 'encoding "x": expected'),
        (["invoices.csv", "--as-of", "2026-01-01", "--explain", "Zoe"], "Zoe"),
    ],
)
def test_bad_arguments(book, run, arguments, message):
    (line,) = refused(run, *arguments)
    assert line.startswith("o2c: ")
    assert message in line


def test_files_that_are_no_tables(book, run):
    (book / "empty.csv").write_text("")
    (book / "broken.parquet").write_bytes(b"PAR1 and then nothing")
    (book / "other.parquet").write_bytes(b"\x89PNG\r\n")
    (book / "gbk.csv").write_bytes("客户,due_date,amount,currency\n".encode("gbk"))
    for name, message in (
        ("empty.csv", "expected a header line"),
        ("broken.parquet", "not a readable Parquet file"),
        ("other.parquet", "not a readable Parquet file"),
        ("gbk.csv", "--encoding, such as gbk"),
    ):
        (line,) = refused(run, name, "--as-of", "2026-01-01")
        assert line.startswith(f"o2c: {name}: ")
        assert message in line


def test_a_table_without_rows(book, run):
    (book / "i.csv").write_text("party,due_date,amount,currency")
    lines = aging(run, "i.csv", "--as-of", "2026-01-01")
    assert lines[-1] == ["Nothing", "was", "open", "on", "that", "day."]


def test_without_the_extra_packages_one_line_says_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "typer", None)
    monkeypatch.delitem(sys.modules, "o2c._command", raising=False)
    status, out, err = run("--version")
    assert (status, out) == (2, "")
    assert err == 'o2c: typer is missing; the command line needs: pip install "o2c[cli]"\n'


# --- Other ways in ---


def test_a_file_of_several_blocks_is_the_same_as_of_one(book, run, monkeypatch):
    rows = [f"P{i % 7},2026-01-{1 + i % 28:02},{i}.25,USD\n" for i in range(2000)]
    (book / "i.csv").write_text("party,due_date,amount,currency\n" + "".join(rows))
    whole = aging(run, "i.csv", "--as-of", "2026-01-31")
    monkeypatch.setattr(_csv_table, "_BLOCK_BYTES", 1000)
    assert aging(run, "i.csv", "--as-of", "2026-01-31") == whole
    rows[1500] = "A,2026-01-01,x,USD\n"
    (book / "i.csv").write_text("party,due_date,amount,currency\n" + "".join(rows))
    (line,) = refused(run, "i.csv", "--as-of", "2026-01-31")
    assert line.startswith('o2c: i.csv, line 1502, amount "x"')


def test_reading_tells_how_far_it_is(book):
    pyarrow.parquet.write_table(pyarrow.csv.read_csv("invoices.csv"), "invoices.parquet")
    for name in ("invoices.csv", "invoices.parquet"):
        table = file_table(book / name, "invoices", names={}, group_by=["party"])
        seen = []
        table.progress = seen.append
        assert pa.table(table).num_rows == 5
        assert seen[-1] == (book / name).stat().st_size


def test_long_files_are_read_with_a_bar(book, run, monkeypatch):
    monkeypatch.setattr(_file_options, "_LONG_FILE_BYTES", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    status, _, err = run("aging", "invoices.csv", "--as-of", "2026-03-31")
    assert status == 0
    assert "reading invoices.csv" in err


def test_another_encoding(book, run):
    (book / "i.csv").write_bytes(
        "客户,due_date,amount,currency\n上海晨光,2026-01-01,5,CNY\n".encode("gbk")
    )
    lines = aging(
        run, "i.csv", "--as-of", "2026-01-01", "--encoding", "gbk", "--columns", "party=客户"
    )
    assert lines[4][:2] == ["上海晨光", "5.00"]


def test_a_byte_order_mark_is_no_part_of_a_name(book, run):
    (book / "i.csv").write_text(
        "party,due_date,amount,currency\nA,2026-01-01,5,CNY\n", encoding="utf-8-sig"
    )
    assert aging(run, "i.csv", "--as-of", "2026-01-01")[4][:2] == ["A", "5.00"]


def test_parquet_in(book, run):
    table = pyarrow.csv.read_csv(
        "invoices.csv",
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={"amount": pa.decimal128(12, 2), "due_date": pa.date32()}
        ),
    )
    pyarrow.parquet.write_table(table, "invoices.parquet")
    arguments = ("--as-of", "2026-03-31")
    assert aging(run, "invoices.parquet", *arguments) == aging(run, "invoices.csv", *arguments)


def test_parquet_floats_need_their_digits(book, run):
    table = pa.table({"party": ["A"], "due_date": [datetime.date(2026, 1, 1)],
                      "amount": [0.1 + 0.2], "currency": ["USD"]})  # fmt: skip
    pyarrow.parquet.write_table(table, "f.parquet")
    (line,) = refused(run, "f.parquet", "--as-of", "2026-01-01")
    assert "amount" in line
    lines = aging(run, "f.parquet", "--as-of", "2026-01-01", "--amount-digits", "2")
    assert lines[4][:2] == ["A", "0.30"]


def test_known_at_leaves_out_what_was_recorded_later(book, run):
    (book / "i.csv").write_text(
        "document,party,invoice_date,due_date,amount,currency,recorded_at\n"
        "1,A,2026-01-01,2026-01-01,5,USD,2026-01-01T08:00:00Z\n"
        "2,A,2026-01-01,2026-01-01,7,USD,2026-01-01T10:00:00+01:00\n"
    )
    (book / "r.csv").write_text("receipt,party,date,amount,currency,recorded_at\n")
    options = ("i.csv", "--receipts", "r.csv", "--as-of", "2026-01-01", "--known-at")
    assert aging(run, *options, "2026-01-01T08:59:59Z")[4][1] == "5.00"
    assert aging(run, *options, "2026-01-01T09:00:00Z")[4][1] == "12.00"


def test_integer_amounts_of_parquet_need_their_digits(book, run):
    whole = pa.table(
        {
            "party": ["Ann"],
            "due_date": pa.array([datetime.date(2026, 3, 1)]),
            "amount": [123450],
            "currency": ["USD"],
        }
    )
    pyarrow.parquet.write_table(whole, "whole.parquet")
    (line,) = refused(run, "whole.parquet", "--as-of", "2026-03-31")
    assert "whole.parquet, amount: int64 may count cents or whole units" in line
    for digits, total in (("2", "1,234.50"), ("0", "123,450.00")):
        table = aging(run, "whole.parquet", "--as-of", "2026-03-31", "--amount-digits", digits)
        assert ["Ann", total] == [table[4][0], table[4][-1]]


def test_each_file_may_have_its_own_names(book, run):
    usual = documents(run)
    text = INVOICES.replace("amount", "Amt").replace("document", "No")
    (book / "invoices.csv").write_text(text, encoding="utf-8")
    assert documents(run, "--columns", "amount=Amt,document=No") == usual
    (line,) = refused(
        run, "invoices.csv", "--as-of", "2026-03-31", "--columns", "due=due_date,amount=due_date"
    )
    assert "a column of the file has one meaning only" in line


def documents(run, *arguments):
    return aging(
        run,
        *("invoices.csv", "--receipts", "receipts.csv", "--applications", "applications.csv"),
        *("--as-of", "2026-03-31", *arguments),
    )


def test_a_console_of_another_encoding_still_shows_the_table(book):
    done = subprocess.run(
        [sys.executable, "-m", "o2c", "aging", "invoices.csv", "--as-of", "2026-03-31"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"1?30" in done.stdout


def test_a_quote_that_is_never_closed(book, run):
    text = INVOICES.replace('"10000"', '"10000') + "F,Ann,2026-01-05,2026-03-31,1,USD,\n" * 9_000
    (book / "invoices.csv").write_text(text, encoding="utf-8")
    (line,) = refused(run, "invoices.csv", "--as-of", "2026-03-31")
    assert len(line) < 300


def test_control_characters_of_names_do_not_reach_the_terminal(book, run):
    text = INVOICES.replace(",Ann,", ",A\x1b[31mnn,")
    (book / "invoices.csv").write_text(text, encoding="utf-8")
    status, out, _ = run("aging", "invoices.csv", "--as-of", "2026-03-31")
    assert status == 0
    assert "\x1b[31m" not in out
    assert "A\N{REPLACEMENT CHARACTER}[31mnn" in out


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2026-03-01,EUR,USD,0\n", 'line 2, rate "0": expected a positive'),
        (
            "2026-03-01,EUR,USD,1.1\n2026-03-01,EUR,USD,1.2\n",
            'line 3, date "2026-03-01": expected one rate of a pair and day',
        ),
    ],
)
def test_rates_that_cannot_be(book, run, rows, message):
    (book / "rates.csv").write_text("date,base,quote,rate\n" + rows, encoding="utf-8")
    (line,) = refused(
        run,
        *("invoices.csv", "--as-of", "2026-03-31", "--report-currency", "EUR"),
        *("--rates", "rates.csv"),
    )
    assert message in line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--pivot", "USD"], "--pivot: expected the exchange rates"),
        (["--buckets", "99999999999"], "expected at most 10,000,000 days"),
        (["--threads", "100000"], "threads 100000: expected 1 to 1024"),
        (["--known-at", "2026-10-31"], "expected a moment such as"),
        (["--explain", "Nobody"], "no party 'Nobody' in the aging"),
        (["--group-by", "party,party"], "stands twice"),
        (["--out", "no/such/folder/x.csv"], "No such file or directory"),
    ],
)
def test_options_that_cannot_be_met(book, run, arguments, message):
    (line,) = refused(run, "invoices.csv", "--as-of", "2026-03-31", *arguments)
    assert message in line


def test_a_chinese_csv_opens_in_excel(book, run):
    for lang, mark in (("zh", True), ("en", False)):
        run("aging", "invoices.csv", "--as-of", "2026-03-31", "--lang", lang, "--out", "a.csv")
        assert (book / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf") == mark


def test_explain_lists_the_items_behind_a_row(book, run):
    status, out, _ = run("aging", "invoices.csv", "--as-of", "2026-03-31", "--explain", "Ben")
    assert status == 0
    assert all(amount in out.replace(",", "") for amount in ("6000", "5000", "4000", "15000"))
    assert "10000" not in out.replace(",", "")


DISPUTES = """\
party,document,due_date,amount,currency,disputed
Ann,A,2026-03-30,8000.00,USD,500.25
Ann,B,2026-03-30,1000.00,USD,
Ben,C,2026-03-01,6000,USD,6000
Ben,D,,-20,USD,0
"""


def test_disputes_stand_in_a_column_of_their_own(book, run):
    (book / "i.csv").write_text(DISPUTES)
    lines = aging(run, "i.csv", "--as-of", "2026-03-31")
    assert lines[2][-3:] == ["Disputed", "Credits", "Total"]
    assert lines[4:6] == [
        ["Ann", "-", "8,499.75", *"---", "500.25", "-", "9,000.00"],
        ["Ben", *"-----", "6,000.00", "-20.00", "5,980.00"],
    ]
    explained = aging(run, "i.csv", "--as-of", "2026-03-31", "--explain", "Ann")
    assert ["A", "2026-03-30", "1", "8,000.00", "500.25", "USD"] in explained
    assert ["B", "2026-03-30", "1", "1,000.00", "-", "USD"] in explained
    assert ["Total", "9,000.00", "500.25", "USD"] in explained
    chinese = aging(run, "i.csv", "--as-of", "2026-03-31", "--lang", "zh")
    assert chinese[2][-3:] == ["争议", "贷项", "合计"]


def test_disputes_of_invoices_that_are_settled_are_not_read(book, run):
    (book / "i.csv").write_text(
        "document,party,invoice_date,due_date,amount,currency,disputed\n"
        "A,Ann,2026-01-05,2026-03-31,10000,USD,some\n"
    )
    lines = aging(run, "i.csv", "--receipts", "receipts.csv", "--as-of", "2026-01-31")
    assert "Disputed" not in lines[2]


def test_disputes_are_refused_where_they_stand(book, run):
    (book / "i.csv").write_text(DISPUTES.replace("500.25", "much"))
    assert refused(run, "i.csv", "--as-of", "2026-03-31") == [
        'o2c: i.csv, line 2, disputed "much": expected an amount such as 1234.50: at most 6 '
        "decimals, no currency, group separator or exponent"
    ]
    (book / "i.csv").write_text(DISPUTES.replace("500.25", "8000.01").replace("USD,0", "USD,1"))
    first, second = refused(run, "i.csv", "--as-of", "2026-03-31", "--columns", "disputed=disputed")
    assert first.startswith('o2c: i.csv, line 2, disputed "8000.010000": expected from 0 to the')
    assert second.startswith('o2c: i.csv, line 5, disputed "1.000000": expected from 0 to the')


def test_whole_disputes_of_a_parquet_file_need_their_digits_stated(book, run):
    table = pa.table(
        {"party": ["A"], "due_date": [datetime.date(2026, 1, 1)], "currency": ["USD"],
         "amount": pa.array([decimal.Decimal("10.00")]), "disputed": [300]}
    )  # fmt: skip
    pyarrow.parquet.write_table(table, "i.parquet")
    (line,) = refused(run, "i.parquet", "--as-of", "2026-01-01")
    assert line.startswith("o2c: i.parquet, disputed: int64 may count cents or whole units")
    lines = aging(run, "i.parquet", "--as-of", "2026-01-01", "--amount-digits", "2")
    assert lines[4] == ["A", "7.00", *"----", "3.00", "-", "10.00"]


# --- Ways out ---


def test_tables_out_are_exact(book, run):
    options = ("invoices.csv", "--as-of", "2026-03-31", "--out", "a.csv", "--out", "a.parquet")
    status, out, err = run("aging", *options)
    assert (status, out, err) == (0, "", "wrote a.csv\nwrote a.parquet\n")
    text = (book / "a.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0] == (
        '"party","currency","not_due","1-30","31-60","61-90",">90","credits","total","items"'
    )
    assert '"Ben","USD",0.00,6000.00,5000.00,0.00,4000.00,0.00,15000.00,3' in text.splitlines()
    table = pyarrow.parquet.read_table("a.parquet")
    assert pa.types.is_decimal128(table.schema.field("total").type)
    assert table.to_pydict()["total"] == [decimal.Decimal("18000"), decimal.Decimal("15000")]


def test_a_page_out(book, run):
    run("aging", "invoices.csv", "--as-of", "2026-03-31", "--lang", "zh", "--out", "a.html")
    page = (book / "a.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "33,000.00" in page
    assert "应收账款账龄表" in page


def test_a_failed_write_leaves_the_old_file_and_nothing_else(book, run, monkeypatch):
    (book / "a.html").write_text("old")
    before = sorted(os.listdir(book))

    def fail(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_write, "aging_page", fail)
    lines = refused(run, "invoices.csv", "--as-of", "2026-03-31", "--out", "a.html")
    assert lines == ["o2c: a.html: No space left on device"]
    assert (book / "a.html").read_text() == "old"
    assert sorted(os.listdir(book)) == before


def test_a_new_file_has_the_usual_permissions(book, run):
    (book / "reference").touch()
    run("aging", "invoices.csv", "--as-of", "2026-03-31", "--out", "a.csv")
    assert (book / "a.csv").stat().st_mode == (book / "reference").stat().st_mode


# --- The terminal ---


def terminal(result, width, **options):
    console = Console(file=io.StringIO(), force_terminal=True, width=width, color_system=None)
    print_aging(result, console, **options)
    return console.file.getvalue().splitlines()


@pytest.fixture
def wide_result():
    """Large amounts in every column, and names that are longer than their column may be."""
    rows, newest = 40, datetime.date(2026, 1, 1)
    table = pa.table({
        "party": [f"A customer with a rather long name [b]{i}" for i in range(rows)],
        "due_date": [newest - datetime.timedelta(days=3 * i) for i in range(rows)],
        "amount": pa.array([123456755 + i if i % 5 else -123456755 for i in range(rows)]),
        "currency": ["USD"] * rows,
    })  # fmt: skip
    return o2c.aging(table, as_of=datetime.date(2026, 1, 20))


def test_a_wide_table_fits_a_hundred_columns_in_whole_units(wide_result):
    lines = terminal(wide_result, 100, top=3)
    assert max(map(len, lines)) <= 100
    assert "whole units" in lines[-1]
    assert any("1,234,568" in line for line in lines)
    assert any("A customer" in line and "…" in line for line in lines)


def test_amounts_are_never_cut(wide_result):
    for width in (30, 60, 100, 200):
        lines = terminal(wide_result, width, top=3)
        total = next(line for line in lines if line.split()[:1] == ["Total"])
        assert total.split()[-1] in ("29,629,628", "29,629,627.60")


def test_enough_room_shows_all(wide_result):
    lines = terminal(wide_result, 160, top=3)
    assert any("A customer with a rather long name [b]39" in line for line in lines)
    assert not any("whole units" in line for line in lines)
