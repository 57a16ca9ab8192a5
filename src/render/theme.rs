//! The theme: the templates and style sheets compiled into the program, and a site's own templates over them.
//!
//! The built-in templates are known as `default/NAME`. A name without `default/` means the site's template of that name
//! if there is one, else the built-in one; so a site's `base.html` may say `{% extends "default/base.html" %}`, override
//! one block, and every page follows. Components are overridden one by one.
//!
//! | template | pages | its value |
//! |---|---|---|
//! | `base.html` | what surrounds every page | |
//! | `components.html` | pieces that pages are made of | |
//! | `home.html` | home | `home`: [`super::view::Home`] |
//! | `article.html` | an article | `article`: [`super::view::Article`] |
//! | `person.html`, `event.html`, `place.html`, `organization.html`, `claim.html` | one of a built-in kind | `entity`: [`super::view::Entity`] |
//! | `entity.html` | one of a further kind, unless the site has a `KIND.html`; what the five above extend | `entity` |
//! | `rows.html` | a further part of another list of an entity | `entity` |
//! | `mentions.html` | a further part of the mentions of an entity | `entity`: [`super::view::EntityLink`], `mentions`: [`super::view::Mentions`] |
//! | `together.html` | a further part of who is mentioned together with an entity | `entity`: [`super::view::EntityLink`], `together`: [`super::view::Together`] |
//! | `network.html` | who appears with whom | `network`: [`super::view::Network`] |
//! | `timeline.html` | all events by year | `timeline`: [`super::view::Timeline`] |
//! | `claims.html` | all claims by verdict | `claims`: [`super::view::Claims`] |
//! | `sources.html` | all publishers | `sources`: [`super::view::Sources`] |
//! | `source.html` | a publisher | `source`: [`super::view::SourcePage`] |
//! | `letters.html` | letters in order of sending, all or somebody's | `letters`: [`super::view::Letters`] |
//! | `correspondents.html` | who sent or received letters | `correspondents`: [`super::view::Correspondents`] |
//! | `index.html` | the index of a kind | `index`: [`super::view::Index`] |
//! | `articles.html` | articles by date | `list`: [`super::view::ArticleList`] |
//! | `tags.html` | all tags | `all`: [`super::view::TagList`] |
//! | `tag.html` | a tag | `tag`: [`super::view::Tag`] |
//! | `series-list.html` | all series | `all`: [`super::view::SeriesList`] |
//! | `series.html` | a series | `series`: [`super::view::Series`] |
//! | `page.html` | a plain page | `content`: [`super::view::PlainPage`] |
//! | `not-found.html` | `404.html` | |
//! | `redirect.html` | an old address; extends nothing | `redirect`: [`super::view::Redirect`] |

mod fields;
mod fit;
mod nesting;
mod said;
mod scan;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera};

use crate::diag::{Diagnostic, Outcome, Severity, code, nearest};
use crate::id::{KindId, Kinds};
use crate::load::{Area, Source};
use crate::parse::is_noncharacter;
use crate::route::OutPath;
use crate::span::{FileId, Span};

use fields::Asked;
use nesting::Nesting;

pub(super) use words::value as words_value;

macro_rules! templates {
    ($($name:literal)*) => {
        /// The built-in templates: name and text.
        pub const TEMPLATES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $name)))),*];
    };
}

templates! {
    "base.html" "components.html" "home.html" "article.html" "entity.html" "person.html" "event.html" "place.html"
    "organization.html" "claim.html" "rows.html" "mentions.html" "together.html" "network.html" "timeline.html" "claims.html" "sources.html"
    "source.html" "letters.html" "correspondents.html" "index.html" "articles.html" "tags.html" "tag.html"
    "series-list.html" "series.html" "page.html" "not-found.html" "redirect.html"
}

/// The theme's files, which a file of the same path in a site's `static/` replaces: name below `assets/`, and bytes.
pub const ASSETS: &[(&str, &[u8])] = &[
    ("tokens.css", include_bytes!("../../static/assets/tokens.css")),
    ("annals.css", include_bytes!("../../static/assets/annals.css")),
    ("theme.js", include_bytes!("../../static/assets/theme.js")),
    ("annals.js", include_bytes!("../../static/assets/annals.js")),
    ("article.js", include_bytes!("../../static/assets/article.js")),
    ("over.js", include_bytes!("../../static/assets/over.js")),
    ("timeline.js", include_bytes!("../../static/assets/timeline.js")),
];

/// What stands before the names of built-in templates.
const DEFAULT: &str = "default/";

/// The site's own templates: name, file, text.
type Own = BTreeMap<String, (FileId, Arc<str>)>;

/// Templates and files that make pages of views.
pub struct Theme {
    tera: Tera,
    own: Own,
    /// What the site's own templates ask for.
    asked: Asked,
    /// Whether one of them was left out.
    is_partial: bool,
    assets: Vec<(OutPath, &'static [u8])>,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("own", &self.own.keys()).finish_non_exhaustive()
    }
}

/// The theme of an earlier build, by the templates that it was made from.
#[derive(Debug, Default)]
pub struct Memo(Option<(blake3::Hash, Arc<Theme>)>);

/// [`theme`], or that in `memo` if the site's templates are the same.
pub fn theme_known(sources: &[Source], memo: Option<&mut Memo>) -> Outcome<Arc<Theme>> {
    let mut hasher = blake3::Hasher::new();
    for source in sources.iter().filter(|source| source.area == Area::Template) {
        hasher.update(&(source.path.len() as u64).to_le_bytes()).update(source.path.as_bytes());
        hasher.update(source.hash.as_bytes());
    }
    let from = hasher.finalize();
    if let Some(Memo(Some((_, theme)))) =
        memo.as_ref().filter(|memo| memo.0.as_ref().is_some_and(|(of, _)| *of == from))
    {
        return Outcome { value: Arc::clone(theme), diagnostics: Vec::new() };
    }
    let Outcome { value, diagnostics } = theme(sources);
    let theme = Arc::new(value);
    if let Some(memo) = memo {
        // What there is to say of templates is found with them.
        memo.0 = diagnostics.is_empty().then(|| (from, Arc::clone(&theme)));
    }
    Outcome { value: theme, diagnostics }
}

/// The built-in theme with the templates of a site over it. Templates with a mistake are reported and left out.
pub fn theme(overrides: &[Source]) -> Outcome<Theme> {
    let mut diagnostics = Vec::new();
    let mut tera = engine();
    // Before any template, or they would not know of it.
    let built_in = tera.set_fallback_prefixes([DEFAULT]).and_then(|()| {
        tera.add_raw_templates(TEMPLATES.iter().map(|(name, text)| (format!("{DEFAULT}{name}"), *text)))
    });
    if let Err(error) = built_in {
        diagnostics.push(Diagnostic::nowhere(code::TEMPLATE, format!("the built-in templates: {error}")));
    }
    let assets = ASSETS.iter().filter_map(|(name, bytes)| Some((OutPath::asset(name).ok()?, *bytes))).collect();
    let mut theme = Theme { tera, own: BTreeMap::new(), asked: Asked::default(), is_partial: false, assets };
    for source in overrides.iter().filter(|source| source.area == Area::Template) {
        let Some(text) = source.data.text() else { continue };
        let name = source.inner_path().to_owned();
        if name.starts_with(DEFAULT) {
            let message =
                "a site's own templates cannot lie in `templates/default/`, which stands for the built-in ones";
            diagnostics.push(Diagnostic::new(code::TEMPLATE, source.file.span(0, 0), message));
            continue;
        }
        if let Some((at, c)) = text.char_indices().find(|&(_, c)| is_noncharacter(c)) {
            let span = source.file.span(at, at + c.len_utf8());
            let message = format!("the template holds the noncharacter U+{:04X}", u32::from(c));
            diagnostics.push(Diagnostic::new(code::TEMPLATE, span, message).help("Delete the character."));
            continue;
        }
        theme.own.insert(name, (source.file, text.into()));
    }
    diagnostics.extend(theme.leave_others_out());
    if theme.own.is_empty() {
        diagnostics.sort_by(Diagnostic::order);
        return Outcome { value: theme, diagnostics };
    }
    // Each alone first, so that all syntax errors are found and not the first.
    let all = theme.own.clone();
    for (name, (_, text)) in &all {
        if let Err(error) = engine().add_raw_template(name, without_mark(text))
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            diagnostics.extend(theme.diagnose(&error));
            theme.own.remove(name);
        }
    }
    // What the engine would follow for ever is not given to it.
    let deep = Nesting::new(&theme.own).too_deep();
    theme.leave_out(&deep);
    diagnostics.extend(deep);
    // Then together; what is at fault is left out until the rest is sound.
    loop {
        let fitted = fit::built_in(&theme.own);
        let own = theme.own.iter().map(|(name, (_, text))| (name.clone(), without_mark(text)));
        let together = fitted.iter().map(|(name, text)| (name.clone(), text.as_str())).chain(own);
        let Err(error) = theme.tera.add_raw_templates(together) else { break };
        let found = theme.diagnose(&error);
        let before = theme.own.len();
        theme.leave_out(&found);
        diagnostics.extend(found);
        if theme.own.len() == before {
            // At fault is something that has no place: without any of them it is the built-in theme.
            theme.own.clear();
            break;
        }
    }
    let left_out: Own = all.into_iter().filter(|(name, _)| !theme.own.contains_key(name)).collect();
    theme.is_partial = !left_out.is_empty();
    diagnostics.retain(|found| !said::is_missing_from(&found.message, &left_out));
    theme.asked = Asked::new(&theme.own);
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    Outcome { value: theme, diagnostics }
}

/// The engine with the filters of the theme.
fn engine() -> Tera {
    let mut tera = Tera::new();
    words::register(&mut tera);
    tera
}

impl Theme {
    /// Leaves out what lies among the templates and is none, which may hold anything: copies that an editor keeps, notes.
    fn leave_others_out(&mut self) -> Vec<Diagnostic> {
        let is_template = |name: &str| name.ends_with(".html");
        let mut named = BTreeSet::new();
        let mut next: Vec<&str> = self.own.keys().map(String::as_str).filter(|name| is_template(name)).collect();
        while let Some(name) = next.pop() {
            if let Some((_, text)) = self.own.get(name).filter(|_| named.insert(name.to_owned())) {
                next.extend(named_templates(text));
            }
        }
        let mut found = Vec::new();
        for (name, (file, _)) in self.own.iter().filter(|(name, _)| !named.contains(*name)) {
            let message = format!("`{name}` is not read as a template: the names of templates end in `.html`");
            found.push(Diagnostic::new(code::TEMPLATE, file.span(0, 0), message).severity(Severity::Warning));
        }
        self.own.retain(|name, _| named.contains(name));
        found
    }

    /// Leaves out the site's templates that something is said of.
    fn leave_out(&mut self, found: &[Diagnostic]) {
        let files: BTreeSet<FileId> = found.iter().filter_map(|diagnostic| diagnostic.span).map(|at| at.file).collect();
        self.own.retain(|_, (file, _)| !files.contains(file));
    }

    /// Whether the site has templates of its own.
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// The theme's files.
    pub(super) fn assets(&self) -> &[(OutPath, &'static [u8])] {
        &self.assets
    }

    /// The theme's style sheets, in order.
    pub(super) fn css(&self) -> Vec<OutPath> {
        self.assets.iter().map(|(path, _)| path.clone()).filter(|path| path.as_str().ends_with(".css")).collect()
    }

    /// The theme's scripts, by their names without `.js`.
    pub(super) fn scripts(&self) -> Vec<(String, OutPath)> {
        let name = |path: &OutPath| Some(path.as_str().strip_prefix("assets/")?.strip_suffix(".js")?.to_owned());
        self.assets.iter().filter_map(|(path, _)| Some((name(path)?, path.clone()))).collect()
    }

    /// The template for an entity of a kind.
    pub(super) fn entity_template(&self, kind: KindId, name: &str) -> String {
        match kind {
            KindId::PEOPLE => "person.html".into(),
            KindId::EVENTS => "event.html".into(),
            KindId::PLACES => "place.html".into(),
            KindId::ORGANIZATIONS => "organization.html".into(),
            KindId::CLAIMS => "claim.html".into(),
            _ => {
                let own = format!("{name}.html");
                // `tag.html` is for tags, though a kind may have that name.
                let is_built_in = TEMPLATES.iter().any(|(name, _)| *name == own);
                if self.own.contains_key(&own) && !is_built_in { own } else { "entity.html".into() }
            }
        }
    }

    /// Templates of the site that no page is made with: their names are none of the theme's or of a further kind, no other
    /// template extends or includes them, and they define no component.
    pub(super) fn unused(&self, kinds: &Kinds) -> Vec<Diagnostic> {
        // One that was left out may be what names them.
        if self.is_partial {
            return Vec::new();
        }
        let of_kinds =
            kinds.iter().map(|(id, kind)| (format!("{}.html", kind.name), self.entity_template(id, &kind.name)));
        let of_kinds: BTreeMap<String, String> = of_kinds.collect();
        let further =
            kinds.iter().filter(|(id, _)| *id > KindId::CLAIMS).map(|(_, kind)| format!("{}.html", kind.name));
        let known: BTreeSet<String> = TEMPLATES.iter().map(|(name, _)| (*name).to_owned()).chain(further).collect();
        let named = |(other, (_, text)): (&String, &(FileId, Arc<str>))| {
            let names = named_templates(text).filter(|name| name != other).map(str::to_owned);
            names.collect::<Vec<_>>()
        };
        let named: BTreeSet<String> = self.own.iter().flat_map(named).collect();
        let mut found = Vec::new();
        for (name, (file, text)) in &self.own {
            if known.contains(name)
                || named.contains(name)
                || tags(text).any(|tag| first_word(tag) == Some("component"))
            {
                continue;
            }
            let message = format!("no page is made with the template `{name}`");
            let mut diagnostic = Diagnostic::new(code::TEMPLATE, file.span(0, 0), message).severity(Severity::Warning);
            // `people.html`: the template for one of them is `person.html`.
            let near = of_kinds.get(name).map(String::as_str);
            if let Some(near) = near.or_else(|| nearest(name, known.iter().map(String::as_str))) {
                diagnostic = diagnostic.help(format!("Did you mean `{near}`?"));
            }
            let known: Vec<_> = known.iter().map(String::as_str).collect();
            found.push(diagnostic.help(format!("Available templates: {}.", known.join(", "))));
        }
        found
    }

    /// The first of the site's templates that have a part in pages made with a template.
    pub(super) fn first(&self, template: &str) -> Option<(&str, FileId)> {
        self.asked.first(template)
    }

    /// Where one of the site's templates writes an address, as a whole or with parts that are filled.
    pub(super) fn place_of(&self, href: &str) -> Option<Span> {
        self.own.values().find_map(|(file, text)| {
            let value = scan::attributes(text).find(|value| scan::is_filled(value.text, href))?;
            Some(file.span(value.at, value.at + value.text.len()))
        })
    }

    /// A page.
    ///
    /// # Errors
    /// What is wrong in a template, at its place.
    pub(super) fn render(&self, template: &str, context: &Context) -> Result<String, Vec<Diagnostic>> {
        let missing = self.asked.missing(template, context);
        let mut found: Vec<Diagnostic> =
            missing.iter().map(|one| self.diagnostic(&one.template, Some(one.span), &one.message)).collect();
        match self.tera.render(template, context) {
            Ok(page) if found.is_empty() => return Ok(page),
            Ok(_) => {}
            Err(error) => {
                // What fails in a built-in template then is a consequence.
                let is_new = |one: &Diagnostic| {
                    found.is_empty() || one.span.is_some() && !found.iter().any(|known| known.span == one.span)
                };
                let more: Vec<Diagnostic> = self.diagnose(&error).into_iter().filter(is_new).collect();
                found.extend(more);
            }
        }
        Err(found)
    }
}

/// The names of the blocks of a template, in its order.
pub fn block_names(text: &str) -> impl Iterator<Item = &str> {
    tags(text).filter_map(|tag| {
        let mut words = tag.split_whitespace();
        (words.next() == Some("block")).then(|| words.next())?
    })
}

/// The insides of the tags of a template, and what follows each.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).map(|tag| tag.trim_start_matches('-'))
}

fn first_word(tag: &str) -> Option<&str> {
    tag.split_whitespace().next()
}

/// The templates that a template extends or includes.
fn named_templates(text: &str) -> impl Iterator<Item = &str> {
    tags(text)
        .filter(|tag| matches!(first_word(tag), Some("extends" | "include")))
        .filter_map(|tag| tag.split("%}").next()?.split(['"', '\'', '`']).nth(1))
}

/// The template that a template extends.
fn parent(text: &str) -> Option<String> {
    let tag = text.split("{%").nth(1)?.trim_start_matches('-').trim_start().strip_prefix("extends")?;
    tag.split(['"', '\'', '`']).nth(1).map(str::to_owned)
}

/// The length of the byte order mark.
fn mark(text: &str) -> usize {
    text.len() - without_mark(text).len()
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
