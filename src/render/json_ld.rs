//! What a page says of itself to machines: JSON-LD in the words of schema.org, and what link previews show (Open Graph).
//!
//! [`describe`] adds both to a page. One object a page: the article, or the page with what it is about as its main entity.
//! Addresses are absolute where `base_url` says so, else relative to the page. Dates are given where they are exact, and
//! left out where they are not.

mod node;

use std::collections::BTreeSet;

use super::here::{Here, annotation_anchor, one_line};
use super::{Task, view};
use crate::graph::makers;
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::document::Origin;
use crate::parse::record::{Certainty, Dated};
use crate::resolve::corpus::{
    Article, Citation, CitationTarget, Claim, ClaimUse, Entity, EntityRef, FileTarget, LinkTarget, Picture, Role,
};
use crate::route::{self, OutPath};
use node::Node;

/// The most that a page lists of those it mentions, of articles about a subject, or of parts. What is named first comes
/// first; the pages themselves have all.
const MOST: usize = 50;

/// Adds to a page what machines read, unless the site omits it.
pub(super) fn describe(here: &Here<'_, '_>, task: &Task<'_>, mut page: view::Page) -> view::Page {
    if here.whole.settings().omit.metadata {
        return page;
    }
    let picture = match task {
        Task::Article(id) => here.corpus().article(*id).image.as_ref(),
        Task::Entity(id) => here.corpus().entity(*id).image.as_ref(),
        Task::Page(at) => here.corpus().pages[*at].image.as_ref(),
        Task::Home => here.whole.text_of("index").and_then(|text| text.image.as_ref()),
        _ => None,
    };
    page.preview = preview(here, task, picture);
    let node = match task {
        Task::Article(id) => article(here, *id),
        Task::Home => site(here, Node::page(&["WebSite"]))
            .some("description", page.description.as_ref())
            .text("inLanguage", &page.language)
            .node("publisher", publisher(here)),
        Task::NotFound | Task::Redirect(_) => Node::page(&["WebPage"]).text("name", &page.title),
        _ => {
            // What it is about has this address for its `@id`. The page has none, or the two would be one thing.
            let node = Node::page(&[page_type(here, task)])
                .text("url", &address(here, &here.path, None))
                .text("name", &page.title)
                .some("description", page.description.as_ref())
                .text("inLanguage", &page.language)
                .node("isPartOf", site(here, Node::new(&["WebSite"])))
                .some("image", image(here, picture));
            subject(here, task, node)
        }
    };
    page.json_ld = node.finish();
    page
}

fn page_type(here: &Here<'_, '_>, task: &Task<'_>) -> &'static str {
    match task {
        Task::Entity(id) if matches!(here.corpus().entity(*id).kind, KindId::PEOPLE | KindId::ORGANIZATIONS) => {
            "ProfilePage"
        }
        Task::Entity(_) | Task::Page(_) => "WebPage",
        _ => "CollectionPage",
    }
}

/// What a page is about.
fn subject(here: &Here<'_, '_>, task: &Task<'_>, node: Node) -> Node {
    let corpus = here.corpus();
    match task {
        Task::Entity(id) => {
            let record = corpus.entity(*id);
            let own = if record.kind == KindId::CLAIMS { &[][..] } else { &record.sources };
            node.node("mainEntity", entity(here, *id)).nodes("citation", cited(here, own))
        }
        Task::Mentions(id, _) | Task::Together(id, _) | Task::Rows(id, ..) | Task::Letters(Some(id), _) => {
            node.node("about", named(here, *id))
        }
        Task::Source(at, _) => {
            let organization = Node::new(&["Organization"]);
            node.node("about", organization.text("name", &here.whole.graph.publishers[*at].name))
        }
        Task::Tag(tag, _) | Task::Tagged(tag, ..) => node.text("keywords", tag),
        Task::Series(at, _) => {
            let series = &corpus.series[*at];
            let place = address(here, &OutPath::series(&series.id), None);
            let about = Node::new(&["CreativeWorkSeries"]).text("@id", &place).text("name", &series.name);
            node.node("mainEntity", about.some("description", series.description.as_ref()))
        }
        _ => node,
    }
}

/// What a link preview shows.
fn preview(here: &Here<'_, '_>, task: &Task<'_>, picture: Option<&Picture>) -> view::Preview {
    let mut preview = view::Preview {
        type_: "website",
        image: absolute(here, picture),
        image_alt: picture.and_then(|picture| picture.alt.clone()),
        published: None,
        updated: None,
    };
    match task {
        Task::Article(id) => {
            let article = here.corpus().article(*id);
            // A day at least, as ISO 8601 writes moments.
            let day = |date: &Option<Dated>| exact(date.as_ref()).filter(|date| date.len() >= 10);
            preview.type_ = "article";
            preview.published = day(&article.own_date().cloned());
            preview.updated = day(&article.updated);
        }
        Task::Entity(id) if here.corpus().entity(*id).kind == KindId::PEOPLE => preview.type_ = "profile",
        _ => {}
    }
    preview
}

/// An article.
fn article(here: &Here<'_, '_>, id: ArticleId) -> Node {
    let article = here.corpus().article(id);
    let graph = &here.whole.graph.articles[id.index()];
    let own = address(here, &here.path, None);
    let types: &[&str] = match article.source.first() {
        _ if article.correspondence.is_some() => &["Article", "Message"],
        Some(Origin { publisher: Some(_), .. }) if article.type_ == "article" => &["NewsArticle"],
        _ => &["Article"],
    };
    let subjects: BTreeSet<EntityId> = article.subjects.iter().map(|subject| subject.entity).collect();
    let mut doubtful: BTreeSet<EntityId> = article.mentions.iter().map(|mention| mention.entity).collect();
    for mention in article.mentions.iter().filter(|mention| mention.certainty != Some(Certainty::Low)) {
        doubtful.remove(&mention.entity);
    }
    let mentioned = graph.entities.iter().filter(|id| !subjects.contains(id) && !doubtful.contains(id)).take(MOST);
    let original = article.source.first();
    let text = |text: &Option<crate::span::Text>| text.as_ref().map(|text| text.value.clone());
    let authors = original.map_or(&[][..], |source| &source.authors);
    let publisher = match original {
        Some(source) => text(&source.publisher).map(|name| Node::new(&["Organization"]).text("name", &name)),
        None => Some(publisher(here)),
    };
    let mut node = Node::page(types)
        .text("@id", &own)
        .text("url", &own)
        .text("headline", &article.title)
        .some("description", article.description.as_ref())
        .text("inLanguage", &article.language)
        .some("datePublished", exact(article.own_date()))
        .some("dateModified", exact(article.updated.as_ref()))
        .some("image", image(here, article.image.as_ref()))
        .nodes("author", authors.iter().map(|author| person(&author.value)))
        .some_node("publisher", publisher)
        .nodes(
            "isBasedOn",
            article.source.iter().filter_map(origin).chain(article.after.map(|after| named_article(here, after))),
        )
        .texts("keywords", &article.tags)
        .nodes("about", sure(&article.subjects).map(|id| named(here, id)))
        .nodes("mentions", mentioned.map(|&id| named(here, id)))
        .nodes("citation", citations(here, article))
        .some_node("translationOfWork", article.translation_of.map(|other| named_article(here, other)))
        .nodes("workTranslation", graph.translations.iter().map(|&other| named_article(here, other)))
        .nodes("translator", article.translators.iter().map(|name| person(name)))
        .nodes(
            "correction",
            article.corrections.iter().map(|(date, prose)| {
                let text = prose.body.text.split_whitespace().collect::<Vec<_>>().join(" ");
                Node::new(&["CorrectionComment"]).text("text", &text).some("datePublished", exact(date.as_ref()))
            }),
        );
    if let Some(letter) = &article.correspondence {
        node = node
            .nodes("sender", agents(here, &letter.sender))
            .nodes("recipient", agents(here, &letter.recipient))
            .some("dateSent", exact(letter.sent.0.as_ref()))
            .some("dateReceived", exact(letter.received.0.as_ref()));
    }
    let series = article.series.and_then(|(at, _)| here.corpus().series.get(at)).map(|series| {
        let place = address(here, &OutPath::series(&series.id), None);
        Node::new(&["CreativeWorkSeries"]).text("@id", &place).text("name", &series.name)
    });
    let number = article.series.and_then(|(_, number)| number);
    node.nodes("isPartOf", std::iter::once(site(here, Node::new(&["WebSite"]))).chain(series))
        .number("position", number.map(f64::from))
        .nodes("hasPart", reviews(here, article))
}

/// The text that an article was taken from.
fn origin(source: &Origin) -> Option<Node> {
    let text = |text: &Option<crate::span::Text>| text.as_ref().map(|text| text.value.clone());
    let (title, url) = (text(&source.title), text(&source.url).map(|url| route::external(&url)));
    let archived = text(&source.archived).map(|url| route::external(&url));
    if title.is_none() && url.is_none() && archived.is_none() {
        return None;
    }
    let publisher = text(&source.publisher).map(|name| Node::new(&["Organization"]).text("name", &name));
    let node = Node::new(&["CreativeWork"])
        .some("name", title)
        .some("url", url)
        .some("archivedAt", archived)
        .nodes("author", source.authors.iter().map(|author| person(&author.value)))
        .some("datePublished", exact(source.date.as_ref()));
    Some(node.some_node("publisher", publisher))
}

/// What an article's text links to: other articles, and pages elsewhere.
fn citations(here: &Here<'_, '_>, article: &Article) -> Vec<Node> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut all = Vec::new();
    for target in &article.prose.links {
        match target {
            LinkTarget::Article(id, _) => {
                let path = &here.whole.article_paths[id.index()];
                if *path != here.path && seen.insert(path.as_str()) {
                    all.push(named_article(here, *id));
                }
            }
            LinkTarget::External(url) if url.starts_with("http") && seen.insert(url) => {
                all.push(Node::new(&["CreativeWork"]).text("url", &route::external(url)));
            }
            _ => {}
        }
        if all.len() == MOST {
            break;
        }
    }
    all
}

/// The sources of a record.
fn cited<'r>(here: &'r Here<'_, '_>, sources: &'r [Citation]) -> impl Iterator<Item = Node> + 'r {
    sources.iter().map(|source| match &source.target {
        CitationTarget::Article(id, _) => named_article(here, *id),
        CitationTarget::Url(url) => Node::new(&["CreativeWork"]).text("url", &route::external(url)),
    })
}

/// The claims that an article's annotations make in place and that have a verdict, but for those that its source has taken out.
fn reviews<'r>(here: &'r Here<'_, '_>, article: &'r Article) -> impl Iterator<Item = Node> + 'r {
    article.annotations.iter().enumerate().filter_map(move |(at, annotation)| {
        let Some(ClaimUse::Here(claim)) = &annotation.more.claim else { return None };
        if claim.verdict.is_none() || annotation.more.removed.is_some() {
            return None;
        }
        let passage = annotation.passages.first().and_then(|&at| article.passages.get(at));
        let place = address(here, &here.path, annotation_anchor(article, at));
        let text = claim
            .text
            .clone()
            .or_else(|| passage.map(|passage| article.prose.body.words(&passage.range).to_owned()))?;
        let date = claim.date.as_ref().or(article.date.as_ref());
        let made = Node::new(&["Claim"])
            .nodes("author", agents(here, &claim.by))
            .some("datePublished", exact(date))
            .nodes("appearance", article.source.iter().filter_map(origin).take(1));
        Some(review(here, claim, &text, &place, made))
    })
}

/// A claim with its verdict.
fn review(here: &Here<'_, '_>, claim: &Claim, text: &str, place: &str, made: Node) -> Node {
    let settings = here.whole.settings();
    let rate = |text: &Option<String>| text.as_ref()?.parse::<f64>().ok();
    let rates = || settings.verdicts.iter().filter_map(|verdict| rate(&verdict.rating));
    let verdict = claim.verdict.and_then(|at| settings.verdicts.get(at));
    let rating = verdict.map(|verdict| {
        let rated = rate(&verdict.rating);
        Node::new(&["Rating"])
            .text("alternateName", &verdict.label)
            .number("ratingValue", rated)
            .number("bestRating", rated.and_then(|_| rates().reduce(f64::max)))
            .number("worstRating", rated.and_then(|_| rates().reduce(f64::min)))
    });
    let node = Node::new(&["ClaimReview"])
        .text("url", place)
        .text("claimReviewed", text)
        .some_node("reviewRating", rating)
        .some("reviewBody", claim.because.as_ref())
        .some("datePublished", exact(claim.reviewed.as_ref()));
    let node = if claim.reviewed_by.is_empty() {
        node.node("author", publisher(here))
    } else {
        node.nodes("author", claim.reviewed_by.iter().map(|name| person(name)))
    };
    node.node("itemReviewed", made).nodes("citation", cited(here, &claim.sources))
}

/// A person, event, place, organization, claim, or one of a further kind, on its own page.
fn entity(here: &Here<'_, '_>, id: EntityId) -> Node {
    let entity = here.corpus().entity(id);
    if entity.kind == KindId::CLAIMS {
        return claim(here, id);
    }
    let graph = &here.whole.graph.entities[id.index()];
    let subject_of = graph.subject_of.iter().filter(|&&about| names(&here.corpus().article(about).subjects, id));
    let other_names = entity.aliases.iter().chain(entity.names.iter().map(|(_, name)| name));
    let other_names = super::entity::other_names(entity, other_names);
    let same: Vec<String> = entity.same_as.iter().map(|url| route::external(url)).collect();
    let node = named(here, id)
        .text("url", &address(here, &here.path, None))
        .texts("alternateName", &other_names)
        .some("description", one_line(entity))
        .some("image", image(here, entity.image.as_ref()))
        .texts("sameAs", &same)
        .nodes("subjectOf", subject_of.take(MOST).map(|&id| named_article(here, id)));
    match entity.kind {
        KindId::PEOPLE => person_of(here, entity, node),
        KindId::EVENTS => event_of(here, id, node),
        KindId::PLACES => node
            .some_node(
                "geo",
                entity.coordinates.map(|(latitude, longitude)| {
                    let geo = Node::new(&["GeoCoordinates"]).number("latitude", Some(latitude));
                    geo.number("longitude", Some(longitude))
                }),
            )
            .nodes("containedInPlace", of_kind(here, &entity.part_of, KindId::PLACES)),
        KindId::ORGANIZATIONS => node
            .some("foundingDate", day(entity.founded.as_ref()))
            .some("dissolutionDate", day(entity.dissolved.as_ref()))
            .nodes("location", of_kind(here, &entity.places, KindId::PLACES))
            .nodes("parentOrganization", of_kind(here, &entity.part_of, KindId::ORGANIZATIONS)),
        _ if is_work(&here.whole.settings().kinds.get(entity.kind).schema) => {
            node.some("dateCreated", exact(entity.date.as_ref())).nodes("creator", agents(here, &entity.creators))
        }
        _ => node,
    }
}

/// Types of works that the kinds of a site are likely to be: they have makers and a date.
fn is_work(schema: &str) -> bool {
    const WORKS: [&str; 14] = [
        "Article",
        "Book",
        "CreativeWork",
        "DigitalDocument",
        "Drawing",
        "Legislation",
        "Manuscript",
        "Map",
        "Movie",
        "MusicComposition",
        "Painting",
        "Photograph",
        "Report",
        "VisualArtwork",
    ];
    WORKS.contains(&schema)
}

fn person_of(here: &Here<'_, '_>, entity: &Entity, node: Node) -> Node {
    // The role stands between the person and what the role is in (schema.org, "Introducing Role").
    let with_dates = |node: Node, role: &Role| {
        let exact = |date: &Option<Dated>| exact(date.as_ref());
        node.some("startDate", exact(&role.from)).some("endDate", exact(&role.to))
    };
    let members = entity.roles.iter().flat_map(|role| {
        of_kind(here, &role.at, KindId::ORGANIZATIONS).map(move |at| {
            let node = Node::new(&["OrganizationRole"]).some("roleName", role.title.as_ref());
            with_dates(node, role).node("memberOf", at)
        })
    });
    let alone = entity.roles.iter().filter(|role| role.at.is_empty()).filter_map(|role| {
        let occupation = Node::new(&["Occupation"]).text("name", role.title.as_ref()?);
        Some(with_dates(Node::new(&["Role"]), role).node("hasOccupation", occupation))
    });
    node.some("birthDate", day(entity.born.as_ref()))
        .some("deathDate", day(entity.died.as_ref()))
        .nodes("birthPlace", of_kind(here, &entity.birth_place, KindId::PLACES))
        .nodes("deathPlace", of_kind(here, &entity.death_place, KindId::PLACES))
        .some("gender", entity.gender.as_ref())
        .texts("jobTitle", &entity.occupations)
        .nodes("memberOf", members)
        .nodes("hasOccupation", alone)
}

fn event_of(here: &Here<'_, '_>, id: EntityId, node: Node) -> Node {
    let entity = here.corpus().entity(id);
    let (start, end) = entity.date.as_ref().map(|date| date.value.ends()).unwrap_or_default();
    let attendees = entity.participants.iter().filter_map(|part| {
        let who = agents(here, std::slice::from_ref(&part.who)).next()?;
        match &part.who.role {
            Some(role) => Some(Node::new(&["Role"]).text("roleName", role).node("attendee", who)),
            None => Some(who),
        }
    });
    let parts = here.whole.graph.entities[id.index()].parts.iter();
    let parts = parts.filter(|&&part| names(&here.corpus().entity(part).part_of, id)).take(MOST);
    node.some("startDate", start.filter(|date| is_plain(date)))
        .some("endDate", end.filter(|date| is_plain(date)))
        .nodes("location", of_kind(here, &entity.places, KindId::PLACES))
        .nodes("attendee", attendees.take(MOST))
        .nodes("superEvent", of_kind(here, &entity.part_of, KindId::EVENTS))
        .nodes("subEvent", parts.map(|&id| named(here, id)))
}

/// A claim with a record of its own: a review where there is a verdict.
fn claim(here: &Here<'_, '_>, id: EntityId) -> Node {
    let entity = here.corpus().entity(id);
    let claim = &entity.claim;
    let date = claim.date.as_ref().or(entity.date.as_ref());
    let text = claim.text.as_deref().unwrap_or(&entity.name);
    let made_in = &here.whole.graph.entities[id.index()].claim_passages;
    let makes_still = |&&(article, at): &&(ArticleId, usize)| {
        let annotation = here.corpus().article(article).annotations.get(at);
        annotation.is_some_and(|annotation| annotation.more.removed.is_none())
    };
    let articles: BTreeSet<ArticleId> = made_in.iter().filter(makes_still).map(|(id, _)| *id).collect();
    let same: Vec<String> = entity.same_as.iter().map(|url| route::external(url)).collect();
    let by = makers(here.corpus(), &here.whole.graph.entities[id.index()], entity);
    let by: Vec<EntityRef> = by.into_iter().cloned().collect();
    let made = named(here, id)
        .text("text", text)
        .nodes("author", agents(here, &by))
        .some("datePublished", exact(date))
        .texts("sameAs", &same)
        .nodes("appearance", articles.into_iter().take(MOST).map(|id| named_article(here, id)));
    let place = address(here, &here.path, None);
    if claim.verdict.is_some() { review(here, claim, text, &place, made) } else { made.text("url", &place) }
}

/// The website.
fn site(here: &Here<'_, '_>, node: Node) -> Node {
    let home = address(here, &OutPath::home(), None);
    node.text("@id", &home).text("url", &home).text("name", &here.corpus().title)
}

/// Who makes the site.
fn publisher(here: &Here<'_, '_>) -> Node {
    let name = here.whole.settings().author.as_ref().map_or(&here.corpus().title, |author| &author.value);
    Node::new(&["Organization"]).text("name", name)
}

fn person(name: &str) -> Node {
    Node::new(&["Person"]).text("name", name)
}

/// A record by its name, which leads to its page.
fn named(here: &Here<'_, '_>, id: EntityId) -> Node {
    let entity = here.corpus().entity(id);
    let kind = here.whole.settings().kinds.get(entity.kind);
    let place = address(here, &here.whole.entity_paths[id.index()], None);
    Node::new(&[&kind.schema]).text("@id", &place).text("name", &here.whole.alone(id, &entity.name))
}

fn named_article(here: &Here<'_, '_>, id: ArticleId) -> Node {
    let place = address(here, &here.whole.article_paths[id.index()], None);
    Node::new(&["Article"]).text("@id", &place).text("headline", &here.corpus().article(id).title)
}

/// Those of whom it is not said that they are doubtful: machines take for a fact what stands there.
fn sure(refs: &[EntityRef]) -> impl Iterator<Item = EntityId> {
    refs.iter().filter(|reference| reference.certainty != Some(Certainty::Low)).map(|reference| reference.entity)
}

/// Whether one of these means the entity, and it is not doubtful.
fn names(refs: &[EntityRef], id: EntityId) -> bool {
    sure(refs).any(|other| other == id)
}

/// Those of a kind, where a property can have no others.
fn of_kind<'r>(here: &'r Here<'_, '_>, refs: &'r [EntityRef], kind: KindId) -> impl Iterator<Item = Node> + 'r {
    sure(refs).filter(move |id| here.corpus().entity(*id).kind == kind).map(|id| named(here, id))
}

/// People and organizations.
fn agents<'r>(here: &'r Here<'_, '_>, refs: &'r [EntityRef]) -> impl Iterator<Item = Node> + 'r {
    sure(refs).filter(|id| is_agent(here, *id)).map(|id| named(here, id))
}

fn is_agent(here: &Here<'_, '_>, id: EntityId) -> bool {
    matches!(here.corpus().entity(id).kind, KindId::PEOPLE | KindId::ORGANIZATIONS)
}

/// A date, if it is an exact year, month, day or moment.
fn exact(date: Option<&Dated>) -> Option<String> {
    date.and_then(|date| date.value.iso()).filter(|date| is_plain(date))
}

/// Whether the year has four digits: ISO 8601 has no others without an agreement, and five would be read as something else.
fn is_plain(date: &str) -> bool {
    date.find(['-', 'T']).unwrap_or(date.len()) == 4
}

/// [`exact`], where there can be no time of day.
fn day(date: Option<&Dated>) -> Option<String> {
    let date = exact(date)?;
    Some(date.split('T').next().unwrap_or_default().to_owned())
}

/// The address of a page: absolute if the site knows its own, else relative.
fn address(here: &Here<'_, '_>, path: &OutPath, fragment: Option<&str>) -> String {
    match &here.whole.settings().base_url {
        Some(base) => route::absolute(&base.value, path, fragment, here.whole.settings().urls),
        None => here.href(path, fragment),
    }
}

/// The address of a picture.
fn image(here: &Here<'_, '_>, picture: Option<&Picture>) -> Option<String> {
    match &picture?.src {
        FileTarget::Path(path) => Some(address(here, path, None)),
        FileTarget::External(url) => Some(route::external(url)),
        FileTarget::Dropped => None,
    }
}

/// The same, if it is absolute, as previews ask for.
fn absolute(here: &Here<'_, '_>, picture: Option<&Picture>) -> Option<String> {
    let known = here.whole.settings().base_url.is_some() || matches!(picture?.src, FileTarget::External(_));
    let of_site = match &picture?.src {
        FileTarget::Path(path) => Some(address(here, here.whole.pictures.preview(path), None)),
        _ => image(here, picture),
    };
    of_site.filter(|_| known)
}
