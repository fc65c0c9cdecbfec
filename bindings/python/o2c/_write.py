"""An aging into a file: a page, a CSV table or a Parquet table. A file is there as a whole or not
at all: it is written beside its place under another name and then renamed."""

from __future__ import annotations

import codecs
import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from ._errors import InvalidArgument
from ._html import aging_page

if TYPE_CHECKING:
    from ._aging import AgingResult

_Write = Callable[["AgingResult", IO[bytes], str], None]


def write_aging(result: AgingResult, path: Path, *, lang: str = "en") -> None:
    """Writes the file in the format that its ending names. Throws what `check_ending` does, and
    OSError when the place cannot be written; then an older file there is untouched."""
    write = check_ending(path)
    with replaced(path) as file:
        write(result, file, lang)


def write_page(page: str, path: Path) -> None:
    """Writes a page of HTML. Throws OSError when the place cannot be written; then an older file
    there is untouched."""
    with replaced(path) as file:
        file.write(page.encode())


def check_ending(path: Path) -> _Write:
    """How a file with this ending is written. Throws InvalidArgument for one that we cannot."""
    write = _FORMATS.get(path.suffix.lower())
    if write is None:
        raise InvalidArgument(f'"{path}": expected a file name that ends in {", ".join(_FORMATS)}')
    return write


def _write_page(result: AgingResult, file: IO[bytes], lang: str) -> None:
    file.write(aging_page(result, lang=lang).encode())


def _write_csv(result: AgingResult, file: IO[bytes], lang: str) -> None:
    if lang == "zh":  # Without the mark, Excel takes Chinese names for another encoding.
        file.write(codecs.BOM_UTF8)
    pyarrow.csv.write_csv(_plain(result), file)


def _write_parquet(result: AgingResult, file: IO[bytes], lang: str) -> None:
    pyarrow.parquet.write_table(_plain(result), file)


_FORMATS: dict[str, _Write] = {
    ".html": _write_page,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}


def _plain(result: AgingResult) -> pa.Table:
    return pa.table(result)


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            temporary = Path(file.name)
            try:
                yield file
                file.flush()
                # As any new file; a temporary file may be read by its owner only.
                umask = os.umask(0)
                os.umask(umask)
                temporary.chmod(0o666 & ~umask)
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:  # Which names the temporary file.
        raise OSError(error.errno, error.strerror, str(path)) from error
