//! A plotters backend that writes SVG: coordinates in tenths of a pixel, class names by token, round caps.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
use std::rc::Rc;

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    text_anchor::{HPos, VPos},
};

use crate::text_width::{Weight, text_width};
use crate::tokens::Token;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// The elements of a picture, shared by the backend and by who groups what it draws.
pub(crate) type Elements = Rc<RefCell<String>>;

/// Writes SVG elements.
pub(crate) struct SvgBackend {
    pub(crate) elements: Elements,
    pub(crate) size: (u32, u32),
}

/// A length in pixels from tenths: `12.3`, `12`.
pub(crate) fn pixels(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A text that cannot leave its element; characters that XML cannot hold are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            // Direction marks could turn a line of the picture around.
            c if c.is_control()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

fn class(prefix: char, color: BackendColor) -> String {
    // Colours only come from tokens; anything else would be a slip, and is drawn in ink.
    format!("{prefix}-{}", Token::of_light(color.rgb).unwrap_or(Token::Ink).name())
}

impl SvgBackend {
    fn write(&self, element: &str) {
        self.elements.borrow_mut().push_str(element);
    }

    /// Stroke or fill, as a class and a width.
    fn paint<S: BackendStyle>(style: &S, fill: bool) -> String {
        if fill {
            format!("class=\"{}\"", class('f', style.color()))
        } else {
            format!(
                "class=\"{} l\" stroke-width=\"{}\"",
                class('s', style.color()),
                pixels(style.stroke_width() as i32)
            )
        }
    }
}

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.write(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\".1\" height=\".1\" class=\"{}\"/>",
            pixels(x),
            pixels(y),
            class('f', color)
        ));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.write(&format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>",
            pixels(from.0),
            pixels(from.1),
            pixels(to.0),
            pixels(to.1),
            Self::paint(style, false)
        ));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        lower_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.write(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>",
            pixels(upper_left.0),
            pixels(upper_left.1),
            pixels(lower_right.0 - upper_left.0),
            pixels(lower_right.1 - upper_left.1),
            Self::paint(style, fill)
        ));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.write(&format!("<polyline points=\"{}\" {}/>", points(path), Self::paint(style, false)));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, outline: I, style: &S) -> Drawn {
        self.write(&format!("<polygon points=\"{}\" {}/>", points(outline), Self::paint(style, true)));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.write(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {}/>",
            pixels(center.0),
            pixels(center.1),
            pixels(radius as i32),
            Self::paint(style, fill)
        ));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        // A third of the size below the middle is the baseline, near enough for capitals and digits.
        let baseline = match style.anchor().v_pos {
            VPos::Top => y + (style.size() * 0.8) as i32,
            VPos::Center => y + (style.size() * 0.35) as i32,
            VPos::Bottom => y,
        };
        let weight = if matches!(style.style(), FontStyle::Bold) { " font-weight=\"600\"" } else { "" };
        self.write(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} class=\"{}\">{}</text>",
            pixels(x),
            pixels(baseline),
            pixels(style.size() as i32),
            class('f', style.color()),
            escaped(text)
        ));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let weight = if matches!(style.style(), FontStyle::Bold) { Weight::SemiBold } else { Weight::Regular };
        Ok((text_width(text, style.size(), weight).ceil() as u32, style.size() as u32))
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Drawn {
        // Pictures hold no bitmaps.
        Ok(())
    }
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut points = String::new();
    for (x, y) in path {
        let _ = write!(points, "{},{} ", pixels(x), pixels(y));
    }
    points.truncate(points.trim_end().len());
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_in_tenths_and_texts_stay_texts() {
        assert_eq!((pixels(123), pixels(120), pixels(-5)), ("12.3".into(), "12".into(), "-0.5".into()));
        assert_eq!(escaped("<b>&\"'\u{0}\u{202e}x"), "&lt;b&gt;&amp;&quot;&#39;x");
    }
}
