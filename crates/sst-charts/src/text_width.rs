//! How wide a text is: the sum of its advances in the font that ships, which has no kerning.

use std::sync::LazyLock;

use ttf_parser::Face;

/// How heavy a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
}

static REGULAR: LazyLock<Option<Font>> = LazyLock::new(|| Font::new(sst_data::fonts::REGULAR));
static SEMIBOLD: LazyLock<Option<Font>> = LazyLock::new(|| Font::new(sst_data::fonts::SEMIBOLD));

/// A face, with the advances of ASCII at hand: a page measures many thousands of letters.
struct Font {
    face: Face<'static>,
    ascii: [f64; 128],
}

impl Font {
    fn new(file: &'static [u8]) -> Option<Self> {
        let face = Face::parse(file, 0).ok()?;
        let ascii = std::array::from_fn(|code| advance(&face, code as u8 as char));
        Some(Self { face, ascii })
    }
}

/// In units of the face; a character the font lacks comes from another font: a wide guess keeps it inside.
fn advance(face: &Face<'_>, letter: char) -> f64 {
    let glyph = face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
    glyph.map_or(f64::from(face.units_per_em()), f64::from)
}

/// The width of a text in pixels at that size.
pub(crate) fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    let font = match weight {
        Weight::Regular => &*REGULAR,
        Weight::SemiBold => &*SEMIBOLD,
    };
    let Some(font) = font else {
        return text.chars().count() as f64 * size;
    };
    let of = |letter: char| font.ascii.get(letter as usize).copied().unwrap_or_else(|| advance(&font.face, letter));
    text.chars().map(of).sum::<f64>() * size / f64::from(font.face.units_per_em())
}

/// The text in lines of at most that width; a word that is wider alone is cut.
pub(crate) fn wrapped(text: &str, width: f64, size: f64, weight: Weight) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = fitted(word, width, size, weight);
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), size, weight) <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// The text, cut with an ellipsis where it is wider.
pub(crate) fn fitted(text: &str, width: f64, size: f64, weight: Weight) -> String {
    if text_width(text, size, weight) <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if text_width(&format!("{cut}{c}…"), size, weight) > width {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_all_as_wide_and_lines_fit() {
        let widths: Vec<f64> =
            "0123456789".chars().map(|c| text_width(&c.to_string(), 10.0, Weight::Regular)).collect();
        assert!(widths.windows(2).all(|pair| pair[0] == pair[1]));
        let lines = wrapped("What the share could be, had all of the silent said no", 120.0, 12.0, Weight::Regular);
        assert!(lines.len() > 1 && lines.iter().all(|line| text_width(line, 12.0, Weight::Regular) <= 120.0));
        assert!(fitted("Self-harm thoughts", 60.0, 12.0, Weight::Regular).ends_with('…'));
    }
}
