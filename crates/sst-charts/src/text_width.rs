//! How wide a text is: the sum of its advances in the font that ships, which has no kerning.

use std::sync::LazyLock;

use ttf_parser::Face;

/// How heavy a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
}

static REGULAR: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(sst_data::fonts::REGULAR, 0).ok());
static SEMIBOLD: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(sst_data::fonts::SEMIBOLD, 0).ok());

/// The width of a text in pixels at that size.
pub(crate) fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = match weight {
        Weight::Regular => &*REGULAR,
        Weight::SemiBold => &*SEMIBOLD,
    };
    // Characters the font lacks come from another font: a wide guess keeps them inside.
    let Some(face) = face else {
        return text.chars().count() as f64 * size;
    };
    let units = f64::from(face.units_per_em());
    let advance =
        |c: char| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph)).map_or(units, f64::from);
    text.chars().map(advance).sum::<f64>() * size / units
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
