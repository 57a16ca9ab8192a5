//! Accounts that disagree and are not resolved, and records that do not say what they have resolved.

use rayon::prelude::*;

use super::{Finding, Owner, Site};
use crate::diag::{Diagnostic, code};
use crate::graph::accounts::{FieldAccounts, FieldName, Position, Value, accounts, disagree, record, values};
use crate::id::EntityId;
use crate::resolve::corpus::{Asserted, Entity, Resolved};

/// The rule.
pub(super) fn accounts_disagree(site: &Site<'_>) -> Vec<Finding> {
    let asserted = |id: &EntityId| !site.graph.entities[id.index()].asserted.is_empty();
    let ids: Vec<EntityId> = site.corpus.entity_ids().filter(asserted).collect();
    ids.into_par_iter()
        .flat_map_iter(|id| {
            let told = accounts(site.corpus, site.graph, id);
            let disputed =
                told.fields.iter().filter(|field| field.is_disputed() && !is_resolved(site, id, field.field));
            disputed.map(|field| finding(site, id, field)).collect::<Vec<_>>()
        })
        .collect()
}

fn is_resolved(site: &Site<'_>, id: EntityId, field: FieldName<'_>) -> bool {
    site.corpus.entity(id).resolved.iter().any(|resolved| match field {
        FieldName::Key(key) => resolved.field == key,
        FieldName::Number(label) => {
            let named =
                |value: &Asserted| matches!(value, Asserted::Numbers(all) if all.iter().any(|(name, _)| name == label));
            resolved.field == "numbers" && (resolved.value.is_empty() || resolved.value.iter().any(named))
        }
    })
}

fn finding(site: &Site<'_>, id: EntityId, field: &FieldAccounts<'_>) -> Finding {
    let in_dispute = field.positions.iter().zip(&field.disputed).filter(|(_, disputed)| **disputed);
    let positions: Vec<&Position<'_>> = in_dispute.map(|(position, _)| position).collect();
    let values: Vec<String> = positions
        .iter()
        .map(|position| format!("{} ({})", words(site, &position.value), who(site, position)))
        .collect();
    let (name, key) = match field.field {
        FieldName::Key(key) => (format!("the field `{key}`"), key),
        FieldName::Number(label) => (format!("the number “{label}”"), "numbers"),
    };
    let message = format!("accounts of {} disagree in {name}: {}", site.written(id), super::listed(&values, 4));
    let record = site.corpus.entity(id);
    let mut of = vec![Owner::Entity(id)];
    let mut labels = Vec::new();
    for said in positions.iter().flat_map(|position| &position.said) {
        of.extend([Owner::Annotation(said.article, said.annotation), Owner::Article(said.article)]);
        if let Some(annotation) = site.corpus.article(said.article).annotations.get(said.annotation) {
            labels.push((annotation.span, format!("{} here", words(site, &said.value))));
        }
    }
    let span = record.span.or(labels.first().map(|(span, _)| *span));
    let mut diagnostic = Diagnostic { span, ..Diagnostic::nowhere(code::ACCOUNTS_DISAGREE, message) };
    for (span, text) in labels.into_iter().take(4) {
        diagnostic = diagnostic.label(span, text);
    }
    let help = format!(
        "Say in the record what is held to be right, and why: `resolved: {{{key}: {{value: …, because: …}}}}`; or only why it is open: `resolved: {{{key}: …}}`."
    );
    Finding::new(diagnostic.help(help), of)
}

/// The rule on records that give another value than the one that they hold to be right.
pub(super) fn resolved(site: &Site<'_>) -> Vec<Finding> {
    let of_one = |(id, entity): (EntityId, &Entity)| {
        entity.resolved.iter().filter_map(|resolved| differs(site, id, entity, resolved)).collect::<Vec<_>>()
    };
    site.entities().into_iter().flat_map(of_one).collect()
}

fn differs(site: &Site<'_>, id: EntityId, entity: &Entity, resolved: &Resolved) -> Option<Finding> {
    let right: Vec<Value<'_>> = resolved.value.iter().flat_map(values).collect();
    let own = record(site.corpus, entity, &resolved.field);
    // Lists add: one of several values against one of several others is no contradiction.
    let ([own], [right]) = (&own[..], &right[..]) else { return None };
    if !disagree(site.corpus, own, right) {
        return None;
    }
    let (field, who) = (&resolved.field, site.written(id));
    let (own, right) = (words(site, own), words(site, right));
    let message = format!("{who} says {own} as its `{field}`, and under `resolved` that {right} is right");
    let diagnostic = Diagnostic { span: entity.span, ..Diagnostic::nowhere(code::RESOLVED_DIFFERS, message) }.help(
        format!("Put what is right into `{field}` too: pages, lists and the timeline show that. Or take it out of `resolved`."),
    );
    Some(Finding::new(diagnostic, [Owner::Entity(id)]))
}

fn words(site: &Site<'_>, value: &Value<'_>) -> String {
    match value {
        Value::Date(date) => date.words(),
        Value::Ref(reference) => site.corpus.entity(reference.entity).name.clone(),
        Value::Number(text) | Value::Text(text) => (*text).to_owned(),
        Value::Coordinates(lat, lon) => format!("{lat}, {lon}"),
        Value::Role(role) => {
            let dated = [(&role.from, "from"), (&role.to, "to")];
            let dated =
                dated.into_iter().filter_map(|(date, word)| Some(format!("{word} {}", date.as_ref()?.value.words())));
            role.title.iter().cloned().chain(dated).collect::<Vec<_>>().join(", ")
        }
    }
}

fn who(site: &Site<'_>, position: &Position<'_>) -> String {
    let articles = position.articles();
    let named = articles.iter().map(|&id| format!("`{}`", site.corpus.article(id).id));
    let all: Vec<String> = position.record.iter().map(|_| "the record".to_owned()).chain(named).collect();
    super::listed(&all, 3)
}
