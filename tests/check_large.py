#!/usr/bin/env python3
"""Reads the finished pages of the site of script/make-large: every part of every list is small enough, has its rows, and each
link leads to the right place.

    tests/check_large.py SITE [--articles N] [--mentions N] [--people N] [--events N] [--most N]

The numbers are those that make-large was given, by default its own. Checked are:

- no page has more than 300 KB of HTML;
- every link inside the site leads to a page that is there, and its fragment to an id on that page;
- lists of articles, people and events, and the timeline, hold every row exactly once over all their parts;
- of every record: each mention stands in exactly one part of its page, and its link leads to a place in the article where these
  very words begin; all together they are as many as make-large made;
- the way up from a record leads to the part of the index in which it stands.

Needs Python 3.9 and nothing else.
"""

import argparse
import collections
import html
import pathlib
import posixpath
import re
import sys
import urllib.parse

MOST_BYTES = 300_000
ID = re.compile(r'\sid="([^"]+)"')
HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
WORDS = re.compile(r'<a class="words" href="([^"]+)">(.*?)</a>', re.S)
ROW = re.compile(r'<li[^>]*>(?:<div[^>]*>)?(?:<span class="when">.*?</span> ?)?<a (?:class="[^"]*" )?href="([^"]+)"')


def main():
    parser = argparse.ArgumentParser(description="Checks the built site of script/make-large.")
    parser.add_argument("site", type=pathlib.Path)
    for name, number in [("articles", 16_000), ("mentions", 100_000), ("people", 7_500), ("events", 361), ("most", 3_500)]:
        parser.add_argument(f"--{name}", type=int, default=number)
    sizes = parser.parse_args()
    pages = {path.relative_to(sizes.site).as_posix(): path.read_text("utf-8") for path in sizes.site.rglob("*.html")}
    others = {path.relative_to(sizes.site).as_posix() for path in sizes.site.rglob("*") if path.is_file()} - pages.keys()
    faults = []

    for path, page in pages.items():
        if len(page.encode()) > MOST_BYTES:
            faults.append(f"/{path} has {len(page.encode())} bytes")
    largest = max(pages, key=lambda path: len(pages[path].encode()))

    ids = {path: set(ID.findall(page)) for path, page in pages.items()}
    links = 0
    for path, page in pages.items():
        if path == "404.html":
            continue  # Its links start from the root of the host.
        for href in set(HREF.findall(page)):
            if re.match(r"[a-z]+:", href):
                continue
            links += 1
            to, fragment = resolve(path, href)
            if to not in pages and to not in others:
                faults.append(f"/{path} links to {href}, which is not there")
            elif fragment and to in pages and fragment not in ids[to]:
                faults.append(f"/{path} links to {href}, and there is no such place")

    by_list = collections.defaultdict(list)
    for path in pages:
        by_list[re.sub(r"(/~[^/]+)?/index\.html$", "", path)].append(path)
    leads_to = {}

    for folder, of, number in [
        ("articles", "articles", sizes.articles), ("people", "people", sizes.people),
        ("events", "events", sizes.events), ("timeline", "events", sizes.events),
    ]:
        rows = collections.Counter()
        for path in by_list[folder]:
            for href in ROW.findall(main_of(pages[path])):
                to, fragment = resolve(path, href)
                if not fragment and re.fullmatch(rf"{of}/[^~/][^/]*/index\.html", to):
                    rows[to] += 1
        twice = [to for to, count in rows.items() if count > 1]
        if len(rows) != number or twice:
            faults.append(f"/{folder}/ has {len(rows)} of {number} rows in {len(by_list[folder])} parts, twice: {twice[:3]}")

    found, most, right = 0, ("", 0, 0), 0
    for path in [path for path in pages if re.fullmatch(r"(people|events)/[^~/][^/]*/index\.html", path)]:
        folder = path.removesuffix("/index.html")
        seen = collections.Counter()
        own = by_list[folder]
        for part in own:
            for href, words in WORDS.findall(pages[part]):
                to, fragment = resolve(part, href)
                seen[to, fragment] += 1
                if begins_with(pages.get(to, ""), fragment, words):
                    right += 1
                else:
                    faults.append(f"/{part}: “{words}” does not begin at {href}")
        faults += [f"{folder}: {place} stands {count} times" for place, count in seen.items() if count > 1]
        said = re.search(r'<p class="aside">([\d,]+) passages? in', pages[path])
        if said and int(said[1].replace(",", "")) != len(seen):
            faults.append(f"{folder} says {said[1]} passages and lists {len(seen)}")
        found += len(seen)
        most = max(most, (folder, len(seen), len(own)), key=lambda one: one[1])
        up = re.search(r'class="breadcrumbs".*?</nav>', pages[path], re.S)
        to = resolve(path, HREF.findall(up[0])[-1])[0] if up else ""
        if to not in leads_to:
            leads_to[to] = {resolve(to, href)[0] for href in HREF.findall(pages.get(to, ""))}
        if path not in leads_to[to]:
            faults.append(f"/{path} stands not in /{to}, to which it leads up")
    if found != sizes.mentions or most[1] != sizes.most:
        faults.append(f"{found} of {sizes.mentions} mentions are listed, {most[1]} of {most[0]} instead of {sizes.most}")

    for fault in faults[:40]:
        print(fault)
    print(f"{len(pages)} pages, the largest /{largest} with {len(pages[largest].encode())} bytes; {links} links; {right} of {found} "
          f"mentions lead to their words; {most[1]} of {most[0]} in {most[2]} parts.")
    print(f"{len(faults)} faults" if faults else "Every part is small enough, and every link leads to its place.")
    sys.exit(1 if faults else 0)


def resolve(path, href):
    """The file that a link on a page leads to, and its fragment."""
    href, _, fragment = html.unescape(href).partition("#")
    to = posixpath.normpath(posixpath.join(posixpath.dirname(path), urllib.parse.unquote(href.split("?")[0]))) if href else path
    to = "" if to == "." else to
    if href.endswith(("/", ".", "..")):
        to = posixpath.join(to, "index.html")
    return to, urllib.parse.unquote(fragment)


def main_of(page):
    """What stands in the page's own part, without its navigation."""
    page = page[page.index("<main"):]
    return re.sub(r"<nav.*?</nav>", "", page, flags=re.S)


def text_of(markup):
    """Words of HTML, without the numbers of notes, and with one space between them."""
    markup = re.sub(r'<(sup|small|aside|details|template)\b.*?</\1>', "", markup, flags=re.S)
    markup = re.sub(r'<span class="(?:steps|anchor)".*?</span>', "", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def begins_with(page, fragment, words):
    """Whether these words begin at the element with this id."""
    at = page.find(f' id="{fragment}"')
    if at < 0:
        return False
    return text_of(page[page.index(">", at) + 1:][:4_000]).startswith(text_of(words))


if __name__ == "__main__":
    main()
