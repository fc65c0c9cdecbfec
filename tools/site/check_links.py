"""Every link of the built site leads somewhere, anchors too, and nothing comes from the network.

Usage: check_links.py SITE"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"img": "src", "script": "src", "iframe": "src", "source": "src"}
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect"}
# Doxygen's summary names it on pages of classes whose only inner classes are private.
UNMADE = {"nested-classes"}


class Page(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = {"", "top"}
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        self.anchors |= {of[name] for name in ("id", "name") if name in of}
        if tag == "a" and "href" in of:
            self.links.append(of["href"])
        if tag in LOADED and LOADED[tag] in of:
            self.loaded.append(of[LOADED[tag]])
        if tag == "link" and LOADED_LINKS & set(of.get("rel", "").split()):
            self.loaded.append(of["href"])


def main(site: Path) -> int:
    pages = {path.resolve(): Page(path) for path in sorted(site.rglob("*.html"))}
    broken: list[str] = []
    count = 0
    for path, page in pages.items():
        where = path.relative_to(site.resolve())
        for link in [*page.links, *page.loaded]:
            count += 1
            parts = urlsplit(link)
            if parts.scheme in ("http", "https") or parts.netloc:
                if link in page.loaded:
                    broken.append(f"{where}: comes from the network: {link}")
                continue
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                broken.append(f"{where}: no such file: {link}")
            elif target in pages and unquote(parts.fragment) not in pages[target].anchors | UNMADE:
                broken.append(f"{where}: no such anchor: {link}")
    for path in sorted(site.rglob("*.css")):
        for link in re.findall(
            r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]+)", path.read_text()
        ):
            broken.append(f"{path.relative_to(site)}: comes from the network: {link}")
    print(*broken, f"{count} links in {len(pages)} pages, {len(broken)} broken", sep="\n")
    return 1 if broken or not pages else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
