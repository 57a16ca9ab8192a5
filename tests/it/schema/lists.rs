//! Files for the comparison of schema and parser, and where the two differ.

/// Files with one mistake that both find, besides those of `mistakes.txt` and `codes.rs`.
pub const MISTAKES: &[(&str, &str)] = &[
    ("content/people.yaml", "con: {name: A}\n"),
    ("content/people.yaml", "a: {name: ' '}\n"),
    ("content/people/a.md", "---\nid: com1\n---\n"),
    ("content/people/a.md", "---\nid: -5\n---\n"),
    ("content/people/a.md", "---\nborn: true\n---\n"),
    ("content/people/a.md", "---\nborn: 20160908\n---\n"),
    ("content/people/a.md", "---\nborn: 2016-09-8\n---\n"),
    ("content/people/a.md", "---\nrelations: [{with: places/index}]\n---\n"),
    ("content/people/a.md", "---\nsame_as: http:/x\n---\n"),
    ("content/people/a.md", "---\nsources: https://\n---\n"),
    ("content/people/a.md", "---\nimage: {alt: x}\n---\n"),
    ("content/people/a.md", "---\nnames: {de: [x]}\n---\n"),
    ("content/places.yaml", "a: {coordinates: {lat: -90.5, lon: 0}}\n"),
    ("content/articles/a.md", "---\nannotations: [{quote: a, occurrence: every}]\n---\n"),
    ("content/articles/a.md", "---\nannotations: [{quote: a, asserts: {people/con: {born: 1900}}}]\n---\n"),
    ("content/articles/a.md", "---\nannotations: [{quote: a, previously: /x/}]\n---\n"),
    ("content/articles/a.md", "---\npreviously: /a//b/\n---\n"),
    ("site.yaml", "verdicts: {Half True: {label: x}}\n"),
    ("site.yaml", "kinds: {aux: {one: x}}\n"),
    ("site.yaml", "base_url: https://example.org/?x\n"),
    ("site.yaml", "menu: [{label: x}]\n"),
    ("site.yaml", "theme: []\n"),
    ("site.yaml", "language: qqqq-x\n"),
];

/// Files in which the two differ by nature, so that what is listed below is tried.
pub const DIFFERENT: &[(&str, &str)] = &[
    ("content/people/a.md", "---\nborn: 2015-02-29\n---\n"),
    ("content/people/a.md", "---\nid: 1.0\n---\n"),
    ("site.yaml", "page_size: 10.0\n"),
    ("site.yaml", "spot: True\n"),
    ("site.yaml", "limits: {file: 0 MB}\n"),
    ("site.yaml", "timezone: europe/paris\n"),
    ("site.yaml", "~\n"),
];

/// What only the parser finds: a part of `code message`, and why a schema cannot.
pub const PARSER_ONLY: &[(&str, &str)] = &[
    ("bad-date `2016-02-30` is not a date: there is no such day in that month", CALENDAR),
    ("bad-date `2016-02-31` is not a date: there is no such day in that month", CALENDAR),
    ("bad-date `2015-02-29` is not a date: there is no such day in that month", CALENDAR),
    ("bad-date `1897-02-30` is not a date: there is no such day in that month", CALENDAR),
    ("bad-date `1897-04-31` is not a date: there is no such day in that month", CALENDAR),
    ("bad-date `1900-01-01/1901-06-31` is not a date: there is no such day in that month", CALENDAR),
    ("bad-date `1` is not a date: a year has four digits", SPELLING),
    ("bad-date `40` is not a date: a year has four digits", SPELLING),
    ("wrong-type a key is a text, not a list or map", KEYS),
    ("missing-key `before` selects a place of `quote`, which is missing", SEVERAL_KEYS),
    ("bad-value `after` belongs to one passage, and `quote` holds its own", SEVERAL_KEYS),
    ("bad-value the text stands twice: under `body` and below the front matter", SEVERAL_KEYS),
    (
        "bad-value `title` holds the control character U+0000",
        "only an escape can bring one into YAML; a pattern for it at every text would be long and explain nothing",
    ),
    ("bad-id `1.0` is no id", SPELLING),
    ("bad-value `page_size` is a whole number from 1 to 100000, not `10.0`", SPELLING),
    ("bad-value `spot` is `true` or `false`, not `True`", SPELLING),
    ("bad-value `file` is a size, not `0 MB`", "a pattern for numbers that are not zero would explain nothing"),
];

const CALENDAR: &str = "no pattern knows how many days a month has";
const KEYS: &str = "in JSON every key is a text";
const SEVERAL_KEYS: &str = "the table of the format speaks of one key at a time, and so do the schemas";
const SPELLING: &str = "a number and a boolean reach a schema without their spelling";

/// What only the schema finds, and why that may be.
pub const SCHEMA_ONLY: &[(&str, &str)] = &[
    (r#"additionalProperties '["a"]'"#, KEYS),
    (
        "value must be one of 'Africa/Abidjan'",
        "names of time zones are read in any case, but proposed as the database has them",
    ),
];

/// Files in which nothing is wrong, though much looks like something else to YAML.
pub const VALID: &[(&str, &str)] = &[
    ("site.yaml", "omit: together\n"),
    ("site.yaml", "omit: [together, timeline]\n"),
    (
        "content/articles/a.md",
        "---\nid: 1984\ntitle: 1984\ndate: 1984\ntags: [1.10, 007, no, true]\ntype: false\n---\n",
    ),
    ("content/articles/a.md", "---\npeople: 1984\nevents: [true, people/1984, {id: 1984, role: 1}]\nseries: 5\n---\n"),
    ("content/articles/a.md", "---\ndate: -0044\nupdated: 0044\nadded: '-0043-03-15'\n---\n"),
    (
        "content/articles/a.md",
        "---\ndate: 2017-03-01T21:30-05:00\nsource: {date: 2017-03-01T21:30:05Z, volume: 12, issue: 3, pages: 1-2}\n---\n",
    ),
    ("content/articles/a.md", "---\ndate: '[..1984-12,1990]'\n---\n"),
    ("content/articles/a.md", "---\n---\n"),
    (
        "content/articles/a.md",
        "---\nannotations: [{quote: [1984, {quote: true, occurrence: [1, 2]}]}, {quote: x, occurrence: all}, {quote: x, occurrence: 3}]\n---\n",
    ),
    (
        "content/articles/a.md",
        "---\nannotations: [{quote: x, claim: {verdict: half, by: x}}, {quote: x, claim: {verdict: 1}}, {quote: x, claim: {verdict: true}}, {claim: a}]\n---\n",
    ),
    (
        "content/articles/a.md",
        "---\nannotations: [{quote: x, asserts: {events/1984: {numbers: {x-y: 1, 5: 6 m}, participants: [a, {who: b}], documents: c}, x-own: ~}}]\n---\n",
    ),
    (
        "content/articles/a.md",
        "---\nx-own: ~\nx-: [{a: ~}]\nfields: {x-y: 1, true: false}\nimage: {credit: 1}\ncorrections: [{text: 5}]\n---\n",
    ),
    (
        "content/articles/a.md",
        "---\npreviously: [/, /a/b.html, /ä ö/, old-id, 1984]\naccept: [shared-name, {rule: x, because: 1}]\nlanguage: zh-Hant-TW\n---\n",
    ),
    ("content/articles/a.md", "---\nsource:\n  url: >\n    https://example.org/x\n  archived: mailto:a@b.org\n---\n"),
    ("content/articles/a.md", "---\nid: |\n  an-id\nlanguage: >\n  en\nseries: >\n  b\n---\n"),
    (
        "content/people/a.md",
        "---\nname: 1984\naliases: [true, {name: 007, spot: false}]\nnames: {no: Nei, pt-BR: 1, x-own: [a], en-x-a: b}\nborn: 1900?\nroles: [{title: x, at: y, from: 1990, to: 1990/..}]\n---\n",
    ),
    ("content/people.yaml", "1984: {name: 1984}\ntrue: {name: x}\nx-own: [~]\nx: {}\n$schema: ../s.json\n"),
    ("content/people.yaml", "# nothing\n"),
    (
        "content/places.yaml",
        "a: {coordinates: {lat: 5, lon: -77.0043}, sources: [1984, 'a#b', 'https://example.org/index']}\n",
    ),
    (
        "content/events.yaml",
        "a: {resolved: {date: 1984, places: {value: [a, 1], because: x}, documents: x, x-own: ~}}\n",
    ),
    ("content/documents.yaml", "a: {creators: b, date: 2016~, places: c, people: d}\n"),
    ("content/claims.yaml", "a: {verdict: half, text: 1}\n"),
    ("content/series.yaml", "a: {name: 1}\n"),
    ("content/page.md", "---\ntitle: 404\npreviously: /old\n---\n"),
    (
        "site.yaml",
        "format: 1\ntitle: 1984\nlimits: {file: 5}\npage_size: 10\nmenu: [people, {to: /x/, label: 1}]\n$schema: x\nx-own: ~\n",
    ),
    (
        "site.yaml",
        "limits: {file: .5 MiB}\nkinds: {people: {one: P}, events: {}, works: {schema: X}, x-own: 1}\nverdicts: {}\ntheme: {css: [a.css, 'https://example.org/b.css']}\n",
    ),
    ("site.yaml", ""),
];
