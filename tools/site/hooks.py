"""What the site has beside the pages of docs/: the changelog, the notebooks, both references, the
library's own pictures, and the files of the project that pages link to."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parent))
import cpp_reference
import notebook_pages
import python_reference

ROOT = Path(__file__).resolve().parents[2]
log = logging.getLogger("mkdocs.plugins.o2c")

# Pages that are in the navigation as soon as they are there.
AWAITED = {"close.md"}
OUTSIDE = re.compile(r"\]\(\.\./(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")
NOTE = re.compile(r"^  note .*?^  end note\n", re.MULTILINE | re.DOTALL)
MERMAID = re.compile(r"^```mermaid\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    python = [{title: page} for title, page in python_reference.pages()]
    notebooks = [{title: page} for title, page in notebook_pages.pages()]
    config.theme.static_templates.discard("404.html")  # its links need a server
    config.nav = completed(config.nav, {"Python": python, "Notebooks": notebooks})
    return config


def completed(nav: list[Any], filled: dict[str, list[Any]]) -> list[Any]:
    """The navigation with what is found out here, and without what is not written yet."""
    result: list[Any] = []
    for entry in nav:
        if isinstance(entry, str):
            result.append(entry)
            continue
        ((title, below),) = entry.items()
        if isinstance(below, list):
            below = filled.get(title) or completed(below, filled)
            if below:
                result.append({title: below})
        elif below not in AWAITED or (ROOT / "docs" / below).exists():
            result.append(entry)
    return result


def on_files(files: Files, config: MkDocsConfig) -> Files:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    texts = {"changelog.md": changelog.replace("](docs/", "](")}
    texts |= python_reference.texts() | cpp_reference.texts()
    for name, content in notebook_pages.contents():
        files.append(File.generated(config, name, content=content))
    for name, text in texts.items():
        files.append(File.generated(config, name, content=text))
    for path in cpp_reference.html_files():
        files.append(
            File.generated(
                config, f"cpp/{path.relative_to(cpp_reference.HTML)}", abs_src_path=str(path)
            )
        )
    for path in sorted((ROOT / "docs").glob("*.md")):
        for link in OUTSIDE.finditer(path.read_text(encoding="utf-8")):
            for found in project_files(link["path"]):
                name = f"files/{found.relative_to(ROOT)}"
                if files.get_file_from_path(name) is None:
                    files.append(File.generated(config, name, abs_src_path=str(found)))
    return files


def project_files(link: str) -> list[Path]:
    """The files that a link out of docs/ names: one, or all of a folder."""
    path = ROOT / link
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.is_file())
    return [path] if path.is_file() and not is_page(link) else []


def is_page(link: str) -> bool:
    return link == "CHANGELOG.md" or link.endswith(".ipynb")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    if "/" in page.file.src_uri:
        return markdown
    return MERMAID.sub(drawing, OUTSIDE.sub(inside, markdown))


def inside(link: re.Match[str]) -> str:
    """A link to a file of the project, as one to its copy or its page in the site."""
    path, anchor = link["path"].rstrip("/"), link["anchor"] or ""
    if path == "CHANGELOG.md":
        return f"](changelog.md{anchor})"
    if path.endswith(".ipynb"):
        return f"](notebooks/{Path(path).stem}.md{anchor})"
    found = project_files(path)
    if not found:
        log.warning("a page links to ../%s, which is not there", path)
    if (ROOT / path).is_dir():
        return "]: " + ", ".join(f"[{each.name}](files/{path}/{each.name})" for each in found)
    return f"](files/{path}{anchor})"


def drawing(block: re.Match[str]) -> str:
    """The library's own picture of a machine: it needs no script, which Mermaid does."""
    found = drawings().get(block["text"].strip())
    if found is None:
        log.warning("a diagram is not one of the library's machines:\n%s", block["text"][:200])
        return block[0]
    return f'<div class="drawing">{found}</div>'


def drawings() -> dict[str, str]:
    if not _drawings:
        import o2c

        machines = (
            *("deal", "amendment", "sample", "security", "production"),
            *("shipment", "settlement", "after_sales", "review"),
        )
        for machine in machines:
            for profile in ("export_sale", "route_sale", "framework", "import"):
                for lang in ("en", "zh"):
                    of: dict[str, Any] = {"profile": profile, "lang": lang}
                    text = str(o2c.lifecycle_diagram(machine, form="mermaid", **of))
                    # Guards, which are notes here, stand in the tables of the pages.
                    without_guards = NOTE.sub("", text).strip()
                    svg = str(o2c.lifecycle_diagram(machine, form="svg", **of))
                    name = f"{machine}-{profile}-{lang}"
                    svg = svg.replace(f"o2c-{machine}-", f"{name}-")
                    _drawings[without_guards] = svg
    return _drawings


_drawings: dict[str, str] = {}
