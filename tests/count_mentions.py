#!/usr/bin/env python3
"""Compares the mentions that a corpus has with those that a built site shows.

    python3 tests/count_mentions.py CORPUS.documents.jsonl CORPUS.entities.jsonl SITE

SITE is a folder with the website that `annals import standoff` and `annals build` made of the two files. Nothing but these
is read: the JSON lines, and the HTML as any browser reads it. Checked are

- for each person, event, place, organization and work: the distinct (document, start, end) of the source against the
  distinct passages that its page (and the pages that go on from it) leads to;
- for each document: the words of each passage in its page against `exact`, in reading order.

A quotation of the source with a speaker is a passage about its speaker. Exit status 1 if anything differs.
"""
import collections
import html.parser
import json
import pathlib
import re
import sys
import urllib.parse

KINDS = {"person": "people", "event": "events", "place": "places", "org": "organizations", "work": "works"}


def slug(source):
    """Ids are lower-cased; one that is too long keeps its head and its last part."""
    low = source.lower()
    if len(low) <= 100:
        return low
    last = "-" + low.rsplit("-", 1)[1] if "-" in low and len(low.rsplit("-", 1)[1]) < 20 else ""
    return low[: 100 - len(last)].rstrip("-") + last


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


class Links(html.parser.HTMLParser):
    """All addresses in <main>."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.inside, self.found = 0, []

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self.inside += 1
        href = dict(attributes).get("href")
        if self.inside and tag == "a" and href:
            self.found.append(href)

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside -= 1


class Marks(html.parser.HTMLParser):
    """The text of each passage of an article: the text of all elements that name the passage, in order."""

    VOID = {"br", "img", "hr", "input", "wbr", "meta", "link"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.words, self.skipped = [], collections.defaultdict(list), 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "br":
            self.handle_data(" ")
        if tag in self.VOID:
            return
        names = [attributes["data-p"]] if attributes.get("data-p") else []
        skipped = tag == "sup" or "fnref" in (attributes.get("id") or "")
        self.skipped += skipped
        self.open.append((tag, names, skipped))

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        while self.open:
            last, _, skipped = self.open.pop()
            self.skipped -= skipped
            if last == tag:
                break

    def handle_data(self, data):
        if self.skipped:
            return
        for name in {name for _, names, _ in self.open for name in names}:
            self.words[name].append(data)


def bare(text):
    """Letters and digits: what stays of words whatever marks and footnotes stand in them."""
    return "".join(c for c in re.sub(r"\[\^[^\]]*\]", "", text) if c.isalnum())


def pages_of(site, kind, name):
    """The page of an entity and those that go on from it."""
    folder = site / kind / name
    return sorted(folder.rglob("*.html")) if folder.is_dir() else [site / kind / f"{name}.html"]


def passages(site, page):
    """(document, passage) of every link of a page that leads to a place in an article."""
    links = Links()
    links.feed(page.read_text(encoding="utf-8"))
    base = "/" + page.relative_to(site).as_posix()
    for href in links.found:
        url = urllib.parse.urlsplit(urllib.parse.urljoin(base, href))
        parts = url.path.strip("/").split("/")
        if not url.scheme and url.fragment and parts[0] == "articles" and len(parts) > 1:
            yield parts[1].removesuffix(".html"), urllib.parse.unquote(url.fragment)


def main(documents, entities, site):
    site = pathlib.Path(site)
    documents, entities = lines(documents), lines(entities)
    expected = collections.defaultdict(set)
    for document in documents:
        for mention in document["mentions"]:
            key = KINDS[mention["kind"]], slug(mention["ref"])
            expected[key].add((slug(document["id"]), mention["start"], mention["end"]))
        for quotation in document.get("quotations", []):
            expected["people", slug(quotation["speaker"])].add((slug(document["id"]), quotation["start"], quotation["end"]))
    wrong, total, shown = [], 0, 0
    leads = collections.defaultdict(set)
    for entity in entities:
        key = KINDS[entity["kind"]], slug(entity["id"])
        found = set()
        for page in pages_of(site, *key):
            if not page.is_file():
                wrong.append(f"{'/'.join(key)}: no page")
                continue
            found.update(passages(site, page))
        total, shown = total + len(expected[key]), shown + len(found)
        for place in found:
            leads[place[0]].add(place[1])
        if len(found) != len(expected[key]):
            wrong.append(f"{'/'.join(key)}: {len(expected[key])} in the source, {len(found)} on its pages")
    texts = 0
    for document in documents:
        name = slug(document["id"])
        page = site / "articles" / name / "index.html"
        page = page if page.is_file() else site / "articles" / f"{name}.html"
        if not page.is_file():
            wrong.append(f"articles/{name}: no page")
            continue
        marks = Marks()
        marks.feed(page.read_text(encoding="utf-8"))
        said = [*document["mentions"], *document.get("quotations", [])]
        want = collections.Counter(bare(text) for text in {(m["start"], m["end"]): m["exact"] for m in said}.values())
        have = collections.Counter(bare("".join(marks.words[anchor])) for anchor in leads[name])
        # Mentions at one place with unlike remarks are several annotations: words may stand more often, never less.
        missing = {text: count for text, count in want.items() if have[text] < count}
        other = [text for text in have if text not in want]
        texts += sum(want.values())
        if missing or other:
            wrong.append(f"articles/{name}: missing {missing or 'nothing'}, not in the source {other or 'nothing'}")
    print(f"{len(documents)} documents, {len(entities)} entities: {total} mentions in the source, {shown} on the pages; {texts} texts compared")
    for line in wrong[:50]:
        print(line)
    if len(wrong) > 50:
        print(f"… and {len(wrong) - 50} more")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
