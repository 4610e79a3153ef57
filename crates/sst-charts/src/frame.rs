//! What every picture has around its drawing: title, subtitle, note, and the SVG element itself.

use crate::backend::escaped;
use crate::canvas::{Anchor, Canvas, Type};
use crate::request::{Chart, ChartOptions, Theme, Width};
use crate::text_width::{Weight, wrapped};
use crate::tokens::{Token, picture_css};

pub(crate) const TITLE: Type = Type { size: 18.0, weight: Weight::SemiBold, token: Token::Ink };
pub(crate) const SUBTITLE: Type = Type { size: 13.0, weight: Weight::Regular, token: Token::Muted };
pub(crate) const LABEL: Type = Type { size: 13.0, weight: Weight::Regular, token: Token::Ink };
pub(crate) const STRONG: Type = Type { size: 13.0, weight: Weight::SemiBold, token: Token::Ink };
pub(crate) const QUIET: Type = Type { size: 12.0, weight: Weight::Regular, token: Token::Muted };
const NOTE: Type = Type { size: 12.0, weight: Weight::Regular, token: Token::Muted };

/// The words around a drawing.
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) note: String,
    pub(crate) description: String,
}

/// Where a drawing may be.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) is_narrow: bool,
}

/// Draws a picture whose inner part is `height` high.
pub(crate) fn framed(words: &Words, options: &ChartOptions, height: f64, draw: impl FnOnce(&Canvas, Place)) -> Chart {
    let width = options.width.pixels();
    let is_narrow = options.width == Width::Narrow;
    // In a page the text around sets the edge; half a halo must stay inside.
    let edge = match (options.theme, is_narrow) {
        (Theme::Inherit, _) => 2.0,
        (_, true) => 12.0,
        (_, false) => 20.0,
    };
    let inner = width - 2.0 * edge;
    let title_size = if is_narrow { 16.0 } else { TITLE.size };
    let titles = wrapped(&words.title, inner, title_size, TITLE.weight);
    let subtitles = wrapped(&words.subtitle, inner, SUBTITLE.size, SUBTITLE.weight);
    let notes = wrapped(&words.note, inner, NOTE.size, NOTE.weight);
    let top = 14.0 + 24.0 * titles.len() as f64 + 18.0 * subtitles.len() as f64 + 12.0;
    let total = top + height + 14.0 + 16.0 * notes.len() as f64 + 8.0;
    let canvas = Canvas::new(width, total);
    let mut y = 10.0;
    for line in &titles {
        y += 24.0;
        canvas.text(edge, y - 4.0, line, Anchor::Start, Type { size: title_size, ..TITLE });
    }
    for line in &subtitles {
        y += 18.0;
        canvas.text(edge, y, line, Anchor::Start, SUBTITLE);
    }
    draw(&canvas, Place { left: edge, right: width - edge, top, is_narrow });
    let mut y = top + height + 14.0;
    for line in &notes {
        y += 16.0;
        canvas.text(edge, y - 4.0, line, Anchor::Start, NOTE);
    }
    Chart {
        svg: element(words, options, width, total, &canvas.finish()),
        title: words.title.clone(),
        description: words.description.clone(),
    }
}

fn element(words: &Words, options: &ChartOptions, width: f64, height: f64, drawn: &str) -> String {
    let style = match options.theme {
        Theme::Inherit => String::new(),
        Theme::Light => format!("<style>{}{SHAPES}</style>", picture_css(Token::light)),
        Theme::Dark => format!("<style>{}{SHAPES}</style>", picture_css(Token::dark)),
    };
    let ground = match options.theme {
        Theme::Inherit => "",
        _ => "<rect width=\"100%\" height=\"100%\" class=\"f-ground\"/>",
    };
    let id = &options.id_prefix;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         class=\"chart\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
         font-family=\"Inter, 'Segoe UI', Helvetica, Arial, sans-serif\">\
         <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>{style}{ground}{drawn}</svg>",
        escaped(&words.title),
        escaped(&words.description)
    )
}

/// What lines share, beside their colours: they end round.
pub(crate) const SHAPES: &str = ".l{fill:none;stroke-linecap:round;stroke-linejoin:round}";
