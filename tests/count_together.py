#!/usr/bin/env python3
"""Compares the dossiers of a built site with what the source data and its text say, counted independently.

    python3 tests/count_together.py CORPUS.documents.jsonl CORPUS.entities.jsonl SITE SEED PEOPLE EVENTS [--markdown]

SITE is a folder with the website that `annals import standoff` and `annals build` made of the two files. From the people
(and events) who are mentioned PEOPLE (EVENTS) are drawn by SEED; 0 means all. Nothing but the JSON lines and the HTML is
read, and of Annals only the words of its manual: content/manual/sentences.md has the lists that its rule speaks of. For
each one drawn are compared

- the mentions: how many there are, in how many articles, and how many rows its pages have;
- who and what is mentioned together with it: for each row the sentences, paragraphs and articles, the closeness, the
  articles that the passages lead to, and that these passages are there; that no row is missing, and how many are not
  listed (content/manual/pages.md, "Mentioned together");
- a person's events, an event's participants.

`--markdown`: the texts are Markdown, of which what these corpora have is read here: paragraphs, footnotes, hard breaks, and
numbers at the head of a line that make a list. Exit status 1 if anything differs.
"""
import bisect
import collections
import html.parser
import pathlib
import random
import re
import sys
import unicodedata
import urllib.parse

from count_mentions import KINDS, lines, pages_of, slug

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Of one kind so many rows are listed however far; how close the others are; so many articles are named in a row.
NEAREST, CLOSE, PASSAGES = 6, 3, 5


# -- Sentences: Unicode Standard Annex 29, then the manual's rule --------------------------------------------------------

def sentence_class(c):
    """The property Sentence_Break, as far as its derivation can be told from the general categories."""
    if c in "!?‼‽⁇⁈⁉。！？؟۔܀।॥":
        return "S"
    if c in ".․﹒．":
        return "A"
    if c in ",-:;\u037e–—、，：；､":
        return "C"
    if c == " ":
        return "W"
    category = unicodedata.category(c)
    if category in ("Mn", "Me", "Mc") or c in "\u200c\u200d":
        return "X"
    if category == "Cf":
        return "X"
    if c.islower():
        return "l"
    if c.isupper() or category == "Lt":
        return "u"
    if c.isalpha() or category == "Nl":
        return "o"
    if category == "Nd":
        return "n"
    if category in ("Ps", "Pe", "Pi", "Pf") or c in "\"'❛❜❝❞":
        return "Q"
    return "-"


def breaks(line):
    """Where UAX 29 ends a sentence inside a line that holds no line end."""
    kept = [(at, sentence_class(c)) for at, c in enumerate(line)]
    # SB5: what is ignored belongs to what stands before it.
    kept = [(at, kind) for at, kind in kept if kind != "X" or at == 0]
    kinds = "".join(kind for _, kind in kept)
    for found in re.finditer("[AS]", kinds):
        at = found.start()
        after = re.compile("Q*").match(kinds, at + 1).end()
        spaced = re.compile("W*").match(kinds, after).end()
        if spaced >= len(kinds):
            continue
        if kinds[at] == "A":
            if spaced == at + 1 and kinds[spaced] == "n":
                continue  # SB6
            if spaced == at + 1 and kinds[spaced] == "u" and at > 0 and kinds[at - 1] in "ul":
                continue  # SB7
            if re.compile("[^ouASl]*l").match(kinds, spaced):
                continue  # SB8
        if kinds[spaced] in "CSA":
            continue  # SB8a
        # SB9 and SB10: closing signs and spaces belong to it; SB11: here it ends.
        yield kept[spaced][0]


def before_opening(line, at):
    """Marks that open words where no space parts sentences; the curly ones only behind the wide signs."""
    before = line[:at].rstrip("「『（《〈【〔〖［｛“‘")
    curly = any(c in "“‘" for c in line[len(before):at])
    return at if curly and before[-1:] not in "。！？」』）》〉】〕〗］｝”’" else len(before)


def behind_closing(line, at):
    """Closing marks that stand by themselves."""
    while line[at:at + 1] in ("»", "›", "”", "’") and line[at + 1:at + 2] in ("", " "):
        at = len(line) - len(line[at + 1:].lstrip())
    return at


class Rule:
    """The manual's rule where a sentence ends."""

    def __init__(self):
        manual = (ROOT / "content/manual/sentences.md").read_text(encoding="utf-8")
        listed = {}
        for part in manual.split("\n### ")[1:]:
            heading, _, rest = part.partition("\n")
            listed[heading.strip()] = rest.split("\n#")[0].split("`")[1::2]
        self.always = set(listed["Abbreviations that something always follows"])
        self.often = set(listed["Abbreviations that may end a sentence"])
        self.numbers = set(listed["Words that stand before numbers"])
        self.openers = set(listed["Words that open sentences"])
        self.months = listed["Months"]

    def month(self, word):
        word = word.lower()
        return word in self.months or len(word) in (3, 4) and any(month.startswith(word) for month in self.months)

    def ends(self, before, after):
        before = before.rstrip()
        signs = next((at for at, c in enumerate(after) if c.isalnum()), len(after))
        after = after[signs:]
        if after[:1].islower():
            return False
        if not before.endswith("."):
            return before != ""
        words = [self.bare(word) for word in before[:-1].split(" ")]
        word, earlier = words[-1], words[-2] if len(words) > 1 else ""
        follows = after[: next((at for at, c in enumerate(after) if not c.isalnum()), len(after))]
        if word == "" or word.endswith("."):
            return True
        digits = len(word) <= 2 and all(c in "0123456789" for c in word)
        roman = len(word) > 1 and all(c in "IVX" for c in word)
        if digits or roman:
            goes_on = follows[:1] in set("0123456789") or self.month(follows) or earlier.lower() in self.numbers
            return not goes_on and not (roman and follows not in self.openers)
        if word.lower() in self.always:
            return False
        parts = word.split(".")
        if len(parts) > 1 and all(len(part) <= 2 for part in parts) or word.lower() in self.often or self.month(word):
            return follows in self.openers
        return not (len(word) == 1 and word.isalpha() and word != "I")

    @staticmethod
    def bare(word):
        return word[next((at for at, c in enumerate(word) if c.isalnum()), len(word)):]


# -- The reader's text: paragraphs of (character, place in the source) ----------------------------------------------------

def plain(text):
    """Blank lines part paragraphs."""
    paragraph = []
    for line, start in with_starts(text):
        if line.strip():
            paragraph += [(c, start + at) for at, c in enumerate(line)] + [("\n", start + len(line))]
        elif paragraph:
            yield "body", paragraph
            paragraph = []
    if paragraph:
        yield "body", paragraph


def markdown(text):
    """Paragraphs, footnotes, hard breaks, and numbered items, which are all that the corpora have."""
    labels = set(re.findall(r"^\[\^([^\]]*)\]:", text, re.M))
    paragraph, part, item = [], "body", False
    for line, start in with_starts(text):
        skip = 0
        if not line.strip():
            if paragraph:
                yield part, paragraph
            paragraph, part, item = [], "body", False
            continue
        note = re.match(r"\[\^([^\]]*)\]: ?", line)
        if note:
            if paragraph:
                yield part, paragraph
            paragraph, part, item, skip = [], f"note {note[1]}", False, note.end()
        # A number opens a list at the head of a paragraph, a further item of a list, and 1 also in a paragraph.
        while number := re.match(r" {0,3}(\d{1,9})[.)] {1,4}(?=\S)", line[skip:]):
            if paragraph and not item and number[1] != "1":
                break
            if paragraph:
                yield part, paragraph
            paragraph, item = [], True
            skip += number.end()
        paragraph += inline(line, skip, start, labels) + [("\n", start + len(line))]
    if paragraph:
        yield part, paragraph


def inline(line, skip, start, labels):
    out, at = [], skip
    while at < len(line):
        note = re.compile(r"\[\^([^\]]*)\]").match(line, at)
        if note and note[1] in labels:
            at = note.end()
        elif line[at] == "\\" and at + 1 == len(line):
            at += 1
        else:
            out.append((line[at], start + at))
            at += 1
    return out


def with_starts(text):
    start = 0
    for line in text.split("\n"):
        yield line, start
        start += len(line) + 1


class Text:
    """For each place in the source's text its sentence, and for each sentence its paragraph."""

    def __init__(self, text, read, rule):
        self.of, self.paragraph, self.part, parts = {}, [], {}, -1
        for part, characters in read(text):
            line, places = [], []
            for c, place in characters:
                if not c.isspace():
                    line.append(c)
                    places.append(place)
                elif line and line[-1] != " ":
                    line.append(" ")
                    places.append(None)
            words = "".join(line)
            starts = [0]
            for at in breaks(words):
                at = before_opening(words, at)
                if at > starts[-1] and rule.ends(words[starts[-1]:at], words[at:]):
                    at = behind_closing(words, at)
                    if at < len(words):
                        starts.append(at)
            if not words.strip():
                continue
            parts += 1
            first = len(self.paragraph)
            self.paragraph += [parts] * len(starts)
            for at, place in enumerate(places):
                if place is not None:
                    self.of[place] = first + bisect.bisect_right(starts, at) - 1
                    self.part[place] = part

    def sentences(self, start, end):
        """Those that a range has a letter of; a passage lies in the body or in one footnote."""
        places = [place for place in range(start, end) if place in self.of]
        return {self.of[place] for place in places if self.part[place] == self.part[places[0]]}


# -- What the source says -------------------------------------------------------------------------------------------------

class Source:
    def __init__(self, documents, entities, read):
        rule = Rule()
        self.mentions = collections.defaultdict(set)
        self.stands = collections.defaultdict(dict)
        self.paragraphs = {}
        for document in documents:
            name, text = slug(document["id"]), Text(document["text"], read, rule)
            self.paragraphs[name] = text.paragraph
            said = [(KINDS[m["kind"]], m["ref"], m["start"], m["end"]) for m in document["mentions"]]
            said += [("people", q["speaker"], q["start"], q["end"]) for q in document.get("quotations", [])]
            for kind, ref, start, end in said:
                key = kind, slug(ref)
                self.mentions[key].add((name, start, end))
                self.stands[name].setdefault(key, set()).update(text.sentences(start, end))
        # The source names some who have no line of their own: of these the importer says so, and the site cannot know them.
        known = {e["id"] for e in entities if e["kind"] == "person"}
        people = lambda event: {slug(person) for person in event.get("persons", []) if person in known}
        self.events = {slug(e["id"]): people(e) for e in entities if e["kind"] == "event"}
        self.articles = collections.defaultdict(set)
        for name, stands in self.stands.items():
            for key in stands:
                self.articles[key].add(name)

    def together(self, key):
        """(sentences, paragraphs, articles) shared with each other one, and the articles."""
        counts, where = collections.defaultdict(lambda: [0, 0, 0]), collections.defaultdict(set)
        for name in self.articles[key]:
            stands, paragraph = self.stands[name], self.paragraphs[name]
            own = stands[key]
            for other, theirs in stands.items():
                if other == key:
                    continue
                shared = own & theirs
                close = {paragraph[s] for s in shared}
                wide = {paragraph[s] for s in own} & {paragraph[s] for s in theirs}
                counts[other][0] += len(shared)
                counts[other][1] += len(wide - close)
                counts[other][2] += not wide
                where[other].add(name)
        return counts, where

    def events_of(self, key):
        return {("events", event) for event, people in self.events.items() if key[1] in people}


# -- What the pages say ---------------------------------------------------------------------------------------------------

class Page(html.parser.HTMLParser):
    """The addresses in each section by its id, the rows of its tables, and its text; all ids."""

    VOID = {"br", "img", "hr", "input", "wbr", "meta", "link", "line", "circle", "rect", "path"}

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.open, self.links, self.rows, self.text, self.ids = [], [], [], collections.defaultdict(str), set()
        self.items = collections.Counter()
        self.feed(path.read_text(encoding="utf-8"))

    def section(self):
        return next((name for tag, name in reversed(self.open) if tag == "section" and name), "")

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if attributes.get("id"):
            self.ids.add(attributes["id"])
        if tag not in self.VOID:
            self.open.append((tag, attributes.get("id")))
        inside = [name for name, _ in self.open]
        if tag == "tr" and "tbody" in inside:
            self.rows.append((self.section(), [], []))
        if tag in ("td", "th") and "tbody" in inside and self.rows:
            self.rows[-1][2].append("")
        if tag == "a" and attributes.get("href"):
            self.links.append((self.section(), attributes["href"], attributes.get("class") or ""))
            if "tbody" in inside and self.rows:
                self.rows[-1][1].append(attributes["href"])

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            while self.open and self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        self.text[self.section()] += data
        if self.rows and self.rows[-1][2] and any(tag in ("td", "th") for tag, _ in self.open):
            self.rows[-1][2][-1] += data


class Site:
    def __init__(self, root):
        self.root, self.pages = root, {}

    def page(self, path):
        if path not in self.pages:
            self.pages[path] = Page(self.root / path)
        return self.pages[path]

    def target(self, base, href):
        """Path below the root, and fragment."""
        url = urllib.parse.urlsplit(urllib.parse.urljoin("/" + base.as_posix(), href))
        path = pathlib.PurePosixPath(urllib.parse.unquote(url.path).strip("/"))
        if not path.suffix:
            path /= "index.html"
        return path, urllib.parse.unquote(url.fragment)

    def dossier(self, key):
        """Mentions said, articles said, links to mentions, rows together, further ones, events, participants; what is wrong."""
        out = {"rows": [], "further": 0, "mentions": 0, "leads": set(), "events": set(), "participants": set(), "wrong": []}
        for file in pages_of(self.root, *key):
            base = pathlib.PurePosixPath(file.relative_to(self.root).as_posix())
            page = self.page(base)
            said = re.search(r"(\d+) passages? in (\d+) articles?", page.text["mentions"])
            if said:
                out["said"] = int(said[1]), int(said[2])
            further = re.search(r"(\d+) more shares? no more than", page.text["together"])
            if further:
                out["further"] = int(further[1])
            for section, href, sort in page.links:
                path, fragment = self.target(base, href)
                if path.parts[0] == "articles" and fragment:
                    if not (self.root / path).is_file() or fragment not in self.page(path).ids:
                        out["wrong"].append(f"{href} leads nowhere")
                    elif section == "mentions" and "words" in sort:
                        out["leads"].add((path.parts[1], fragment))
                if section == "timeline" and path.parts[0] == "events":
                    out["events"].add(("events", path.parts[1]))
                if section == "participants" and path.parts[0] == "people":
                    out["participants"].add(path.parts[1])
            for section, links, cells in page.rows:
                if section != "together":
                    continue
                who, *passages = [self.target(base, href)[0].parts[:2] for href in links]
                counted = [re.search(rf"(\d+) {what}", cells[1]) for what in ("sentence", "paragraph", "article")]
                counted = [int(found[1]) if found else 0 for found in counted]
                more = re.search(r"and in (\d+) more", cells[2])
                closeness = int(re.match(r"\s*(\d+)", cells[1])[1])
                out["rows"].append((tuple(who), counted, closeness, [p[1] for p in passages], int(more[1]) if more else 0))
        return out


def compare(key, source, site, events):
    """What is wrong with one dossier, and how many numbers were compared."""
    page, wrong = site.dossier(key), []
    wrong += page["wrong"]
    mentions = source.mentions[key]
    want = len(mentions), len({name for name, _, _ in mentions})
    if page.get("said") != want:
        wrong.append(f"{want} mentions and articles in the source, the page says {page.get('said')}")
    if len(page["leads"]) != want[0]:
        wrong.append(f"{want[0]} mentions in the source, {len(page['leads'])} passages on the pages")
    counts, where = source.together(key)
    close = {other: 4 * s + 2 * p + a for other, (s, p, a) in counts.items()}
    seen, last = set(), None
    for other, counted, closeness, passages, more in page["rows"]:
        if other in seen or other not in counts:
            wrong.append(f"{other} is listed, but not mentioned together (or twice)")
            continue
        seen.add(other)
        if counted != counts[other] or closeness != close[other]:
            wrong.append(f"with {other}: {counts[other]} = {close[other]} in the source, {counted} = {closeness} on the page")
        if not set(passages) <= where[other] or len(passages) != min(PASSAGES, len(where[other])):
            wrong.append(f"with {other}: passages in {passages}, shared are {sorted(where[other])[:9]}")
        if more != max(0, len(where[other]) - PASSAGES):
            wrong.append(f"with {other}: {more} more articles, of {len(where[other])}")
        place = (other[0], -close[other], -counts[other][0], -counts[other][1])
        if last and last[0] == place[0] and place < last:
            wrong.append(f"{other} stands after one that is less close")
        last = place
    for kind in KINDS.values():
        there = [other for other in counts if other[0] == kind]
        listed = [other for other in seen if other[0] == kind]
        near = [other for other in there if close[other] >= CLOSE]
        if len(listed) != max(len(near), min(len(there), NEAREST)) or not set(near) <= set(listed):
            wrong.append(f"{len(there)} {kind}, {len(near)} of them close, {len(listed)} are listed")
    if page["further"] != len(counts) - len(seen):
        wrong.append(f"{len(counts) - len(seen)} are not listed, the page says {page['further']}")
    if key[0] == "people" and events and not source.events_of(key) <= page["events"]:
        wrong.append(f"events missing: {source.events_of(key) - page['events']}")
    if key[0] == "people" and events and page["events"] - source.events_of(key):
        wrong.append(f"events too many: {page['events'] - source.events_of(key)}")
    if key[0] == "events" and page["participants"] != source.events[key[1]]:
        wrong.append(f"participants: {source.events[key[1]] ^ page['participants']}")
    numbers = 2 + 4 * len(seen) + len(source.events_of(key) if key[0] == "people" else source.events[key[1]])
    return wrong, numbers


def main(documents, entities, site, seed, people, events, read):
    documents, entities = lines(documents), lines(entities)
    source, site = Source(documents, entities, read), Site(pathlib.Path(site))
    dice, drawn = random.Random(int(seed)), []
    for kind, number in (("people", int(people)), ("events", int(events))):
        known = {(KINDS[e["kind"]], slug(e["id"])) for e in entities}
        all_of = sorted(key for key in source.mentions if key[0] == kind and key in known)
        drawn += all_of if number == 0 or number >= len(all_of) else dice.sample(all_of, number)
    failed, numbers = 0, 0
    for key in drawn:
        wrong, counted = compare(key, source, site, bool(source.events))
        numbers += counted
        failed += bool(wrong)
        for line in wrong[:8] if failed <= 12 else []:
            print(f"{'/'.join(key)}: {line}")
    of = collections.Counter(kind for kind, _ in drawn)
    print(f"{of['people']} people and {of['events']} events (seed {seed}): {numbers} numbers compared, {failed} dossiers differ")
    return 1 if failed or not drawn else 0


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "--markdown"]
    if len(given) != 6:
        sys.exit(__doc__)
    sys.exit(main(*given, markdown if "--markdown" in sys.argv else plain))
