//! A header without what does not matter in it: case, joints, punctuation, accents, units in brackets, numbering.

use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A header's words, and the same joined: what headers are compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// All words in one.
    pub(super) joined: String,
    /// The words; digits are words of their own, and so is each part of `ApptDate`.
    pub(super) words: Vec<String>,
}

#[derive(Deserialize)]
struct Noise {
    units: Vec<String>,
    numbering: Vec<String>,
}

/// That the embedded table is valid is tested.
static NOISE: LazyLock<Noise> =
    LazyLock::new(|| toml::from_str(sst_data::HEADER_NOISE).expect("the embedded words are valid"));

impl Name {
    /// The name in a header.
    pub(super) fn of(header: &str) -> Self {
        let text = without_numbering(&without_units(&without_marks(header)));
        let words = words_in(&text);
        Self { joined: words.concat(), words }
    }
}

/// A label in the form in which labels are compared; nothing in it is a unit or a number of a question.
pub(super) fn label_name(label: &str) -> String {
    words_in(&without_marks(label)).concat()
}

/// The text with its letters without accents.
fn without_marks(text: &str) -> String {
    let plain = text.replace(['ß', 'ẞ'], "ss").replace(['ø', 'Ø'], "o").replace(['æ', 'Æ'], "ae");
    plain.nfkd().filter(|&c| !is_combining_mark(c)).collect()
}

/// The text without brackets that hold only units, numbers or a key such as `1 = not at all`.
fn without_units(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(open) = rest.find(['(', '[', '{']) {
        let close = match rest.as_bytes()[open] {
            b'(' => ')',
            b'[' => ']',
            _ => '}',
        };
        let Some(length) = rest[open..].find(close) else { break };
        let inside = &rest[open + 1..open + length];
        kept.push_str(&rest[..open]);
        if is_unit(inside) {
            kept.push(' ');
        } else {
            kept.push(' ');
            kept.push_str(inside);
            kept.push(' ');
        }
        rest = &rest[open + length + 1..];
    }
    kept.push_str(rest);
    // Nothing but a bracket is a name too.
    if kept.chars().any(char::is_alphanumeric) { kept } else { text.to_owned() }
}

fn is_unit(text: &str) -> bool {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_key = squeezed.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && matches!(pair[1], b'=' | b':'));
    let is_noise = |word: &String| word.bytes().all(|b| b.is_ascii_digit()) || NOISE.units.contains(word);
    is_key || words_in(text).iter().all(is_noise)
}

/// The text without the number of its question: `Q3.`, `3)`, `Question 3:`.
fn without_numbering(text: &str) -> String {
    let trimmed = text.trim_start();
    let letters = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
    let word = trimmed[..letters].to_lowercase();
    let has_word = NOISE.numbering.contains(&word);
    if !word.is_empty() && !has_word {
        return text.to_owned();
    }
    let after_word = trimmed[letters..].trim_start_matches([' ', '.', '_', '-']);
    let digits = after_word.find(|c: char| !c.is_ascii_digit()).unwrap_or(after_word.len());
    let rest = &after_word[digits..];
    let ends = if has_word { &['.', ')', ':', ' ', '_', '-'][..] } else { &['.', ')', ':'][..] };
    let is_number = (1..=3).contains(&digits) && rest.starts_with(ends) && rest.chars().any(char::is_alphabetic);
    if is_number { rest.to_owned() } else { text.to_owned() }
}

/// The words of a text in small letters.
fn words_in(text: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Small,
        Great,
        Digit,
        Other,
    }
    let kind = |c: char| match c {
        c if c.is_numeric() => Kind::Digit,
        c if c.is_uppercase() => Kind::Great,
        c if c.is_alphabetic() => Kind::Small,
        _ => Kind::Other,
    };
    let chars: Vec<char> = text.chars().filter(|c| !matches!(c, '\'' | '’' | '´' | '`')).collect();
    let mut words: Vec<String> = Vec::new();
    let mut last = Kind::Other;
    for (place, &c) in chars.iter().enumerate() {
        let now = kind(c);
        let next = chars.get(place + 1).map_or(Kind::Other, |&c| kind(c));
        let begins = match (last, now) {
            (_, Kind::Other) | (Kind::Small | Kind::Great, Kind::Small) | (Kind::Digit, Kind::Digit) => false,
            // The last capital of a row of them begins the word after it: PHQTotal.
            (Kind::Great, Kind::Great) => next == Kind::Small,
            _ => true,
        };
        if begins {
            words.push(String::new());
        }
        if now != Kind::Other
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        last = now;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_left_out() {
        for (header, joined) in [
            ("Appt Date", "apptdate"),
            ("appt_date", "apptdate"),
            ("ApptDate:", "apptdate"),
            ("  APPT-DATE * ", "apptdate"),
            ("Wait (min)", "wait"),
            ("Wait [minutes]", "wait"),
            ("Q3. How helpful was the session?", "howhelpfulwasthesession"),
            ("Q12_How helpful", "howhelpful"),
            ("3) How helpful", "howhelpful"),
            ("How helpful (1 = not at all, 5 = very)", "howhelpful"),
            ("How helpful? (1-5)", "howhelpful"),
            ("Présence", "presence"),
            ("Date de l'entretien", "datedelentretien"),
            ("Date de l’entretien", "datedelentretien"),
            ("Nächster Schritt", "nachsterschritt"),
            ("Größe", "grosse"),
            ("PHQ-9 (intake)", "phq9intake"),
            ("Intervenant(e)", "intervenante"),
            ("(1-5)", "15"),
            ("Q3", "q3"),
            ("3 month follow-up", "3monthfollowup"),
        ] {
            assert_eq!(Name::of(header).joined, joined, "{header}");
        }
    }

    #[test]
    fn words_are_told_apart() {
        let words = |header: &str| Name::of(header).words.join(" ");
        assert_eq!(words("PHQ9_1"), "phq 9 1");
        assert_eq!(words("PHQ9Total"), "phq 9 total");
        assert_eq!(words("IntakeGAD7"), "intake gad 7");
        assert_eq!(words("PHQTotal"), "phq total");
        assert_eq!(words("OQ-45.2"), "oq 45 2");
    }
}
