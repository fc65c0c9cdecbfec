"""Draws docs/images/close.png, the upper part of the page of a close, which README shows.

    ./dev demo                                      # writes build/book
    PYTHONPATH=bindings/python python tools/picture_of_close.py build/book docs/images/close.png

It needs Chromium, and Pillow (which Matplotlib needs, too) to make the file small.
"""

import argparse
import io
import sys
import tempfile
from pathlib import Path

import o2c
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "python"))
from browser import browser

parser = argparse.ArgumentParser(description="Draws the upper part of the page of a close.")
parser.add_argument("book", type=Path)
parser.add_argument("out", type=Path)
parser.add_argument("--period", default="2026-10")
arguments = parser.parse_args()

with tempfile.TemporaryDirectory() as folder, browser(Path(folder) / "profile") as window:
    page = Path(folder) / "page.html"
    o2c.close(arguments.book, period=arguments.period).save(page)
    window.open(page, width=1300, height=1000)
    picture = Image.open(io.BytesIO(window.picture()))
# Flat colours: a palette shows them all, in a third of the size.
picture.convert("RGB").quantize(256).save(arguments.out, optimize=True)
