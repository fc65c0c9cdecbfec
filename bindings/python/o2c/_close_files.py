"""A close into files: a page, or a folder of all tables with the page. Closing the same book again
writes the same bytes; what was there is replaced as a whole, or stays."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from o2c._errors import InvalidArgument

if TYPE_CHECKING:
    from o2c._close import CloseReport
    from o2c._labels import Language

_MARK = "close.html"
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux.
_HERE = -100  # AT_FDCWD: paths are taken from the working directory.


def write_close(report: CloseReport, out: Path, lang: Language) -> None:
    """A page where the name ends in .html, else a folder. Raises InvalidArgument for a place where
    something else is than an earlier close; OSError."""
    if out.suffix.lower() in (".html", ".htm"):
        from o2c._write import write_page

        write_page(report.to_html(lang=lang), out)
        return
    if out.exists() and not (out.is_dir() and ((out / _MARK).exists() or not any(out.iterdir()))):
        raise InvalidArgument(f"{out}: expected a name that ends in .html, or a folder that is "
                              f"new, empty, or an earlier close")  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
    try:
        _write_folder(report, new, lang)
        umask = os.umask(0)
        os.umask(umask)
        new.chmod(0o777 & ~umask)
        _put_in_place(new, out)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _write_folder(report: CloseReport, folder: Path, lang: Language) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    for name, table in report.tables.items():
        whole = table.to_arrow()
        pyarrow.parquet.write_table(whole, folder / f"{name}.parquet")
        pyarrow.csv.write_csv(whole, folder / f"{name}.csv")
    (folder / "summary.txt").write_text(report.summary(lang=lang), encoding="utf-8")
    (folder / _MARK).write_text(report.to_html(lang=lang), encoding="utf-8")
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _put_in_place(new: Path, out: Path) -> None:
    """In one step where the system can exchange two names; then `new` is what was there."""
    if not out.exists():
        new.rename(out)
        return
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    names = (os.fsencode(new), os.fsencode(out))
    if renameat2 and renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0:
        return
    # Elsewhere in two: whoever is interrupted between them finds the old close beside its place.
    old = out.with_name(f".{out.name}.before")
    shutil.rmtree(old, ignore_errors=True)
    out.rename(old)
    new.rename(out)
    shutil.rmtree(old)
