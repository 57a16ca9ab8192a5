//! Words in short form.

/// A text in one line, cut between words with `…` if it has more than `most` characters.
pub(in crate::render) fn shorten(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most * 4));
    let mut length = 0;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > most {
            out.push('…');
            return out;
        }
        if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += word_length;
    }
    out
}

/// Titles that stand in one row, each shortened, at its end where that tells it from the others, else at its front; and where
/// that does not either, with a number. In brackets, which every language has.
pub(in crate::render) fn told_apart(titles: &[&str], most: usize) -> Vec<String> {
    let ends: Vec<String> = titles.iter().map(|title| shorten(title, most)).collect();
    let fronts: Vec<String> = titles.iter().map(|title| shorten_front(title, most)).collect();
    let is_only = |all: &[String], one: &String| all.iter().filter(|other| *other == one).count() == 1;
    let mut taken: Vec<Option<String>> = Vec::with_capacity(titles.len());
    for (end, front) in ends.iter().zip(&fronts) {
        let shown = if is_only(&ends, end) { Some(end) } else { Some(front).filter(|front| is_only(&fronts, front)) };
        taken.push(shown.cloned());
    }
    for (at, end) in ends.iter().enumerate() {
        if taken[at].is_none() {
            let numbered = (1..).map(|number| Some(format!("{end} ({number})")));
            taken[at] = numbered.skip_while(|label| taken.contains(label)).flatten().next();
        }
    }
    taken.into_iter().flatten().collect()
}

/// The last words of a text, with an ellipsis where words stand before them.
fn shorten_front(text: &str, most: usize) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in text.split_whitespace().rev() {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > most {
            words.reverse();
            return format!("…{}", words.join(" "));
        }
        length += word_length + usize::from(length > 0);
        words.push(word);
    }
    words.reverse();
    words.join(" ")
}

/// With a capital at its head.
pub(in crate::render) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_one_row_are_told_apart() {
        let minutes = |end: &str| format!("Minutes of the Harbour Board of the Northern Town, {end}");
        let titles = [minutes("part 1"), minutes("part 2"), "The Flood".to_owned(), "Minutes".to_owned()];
        assert_eq!(
            told_apart(&titles.each_ref().map(String::as_str), 40),
            ["…Board of the Northern Town, part 1", "…Board of the Northern Town, part 2", "The Flood", "Minutes"]
        );
        let middle = |part: &str| {
            format!(
                "Minutes of the Harbour Board of the Northern Town {part} and of the Lower Harbour of the Southern Town"
            )
        };
        let titles =
            [middle("1"), "The Flood (1)".to_owned(), "The Flood".to_owned(), middle("2"), "The Flood".to_owned()];
        assert_eq!(
            told_apart(&titles.each_ref().map(String::as_str), 40),
            [
                "Minutes of the Harbour Board of the… (1)",
                "The Flood (1)",
                "The Flood (2)",
                "Minutes of the Harbour Board of the… (2)",
                "The Flood (3)"
            ]
        );
    }
}
