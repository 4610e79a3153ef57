//! Drawing in pixels with tokens, over plotters.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use crate::backend::{Elements, SvgBackend, escaped};
use crate::text_width::{Weight, text_width};
use crate::tokens::Token;

/// A picture in the making.
pub(crate) struct Canvas {
    area: DrawingArea<SvgBackend, Shift>,
    elements: Elements,
}

/// Where a text stands to its point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) token: Token,
}

fn tenths(pixels: f64) -> i32 {
    (pixels * 10.0).round() as i32
}

fn color(token: Token) -> RGBColor {
    let (red, green, blue) = token.light();
    RGBColor(red, green, blue)
}

fn filled(token: Token) -> ShapeStyle {
    ShapeStyle { color: color(token).into(), filled: true, stroke_width: 0 }
}

fn stroked(token: Token, width: f64) -> ShapeStyle {
    ShapeStyle { color: color(token).into(), filled: false, stroke_width: tenths(width) as u32 }
}

impl Canvas {
    pub(crate) fn new(width: f64, height: f64) -> Self {
        let elements: Elements = Rc::new(RefCell::new(String::new()));
        let size = (tenths(width) as u32, tenths(height) as u32);
        let area = SvgBackend { elements: Rc::clone(&elements), size }.into_drawing_area();
        Self { area, elements }
    }

    pub(crate) fn finish(self) -> String {
        self.elements.borrow().clone()
    }

    /// Everything drawn by `draw` in one group that tells `tooltip` when pointed at.
    pub(crate) fn group(&self, tooltip: &str, draw: impl FnOnce(&Self)) {
        let title = escaped(tooltip);
        self.elements.borrow_mut().extend(["<g><title>", title.as_ref(), "</title>"]);
        draw(self);
        self.elements.borrow_mut().push_str("</g>");
    }

    // Drawing into a String cannot fail (the backend's error type has no value), so there is nothing to pass on.

    pub(crate) fn rect(&self, x: f64, y: f64, width: f64, height: f64, token: Token) {
        let corners = [(tenths(x), tenths(y)), (tenths(x + width), tenths(y + height))];
        let _ = self.area.draw(&Rectangle::new(corners, filled(token)));
    }

    pub(crate) fn line(&self, points: &[(f64, f64)], token: Token, width: f64) {
        let points: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (tenths(x), tenths(y))).collect();
        let _ = self.area.draw(&PathElement::new(points, stroked(token, width)));
    }

    pub(crate) fn dashed(&self, from: (f64, f64), to: (f64, f64), token: Token, width: f64) {
        self.elements.borrow_mut().push_str("<g stroke-dasharray=\"4 4\">");
        self.line(&[from, to], token, width);
        self.elements.borrow_mut().push_str("</g>");
    }

    /// A dot with a halo; hollow where the number is small.
    pub(crate) fn dot(&self, x: f64, y: f64, radius: f64, token: Token, is_hollow: bool) {
        let at = (tenths(x), tenths(y));
        let _ = self.area.draw(&Circle::new(at, tenths(radius + 1.6), filled(Token::Ground)));
        if is_hollow {
            let _ = self.area.draw(&Circle::new(at, tenths(radius - 0.9), stroked(token, 1.8)));
        } else {
            let _ = self.area.draw(&Circle::new(at, tenths(radius), filled(token)));
        }
    }

    /// A bubble with an outline, which sets it off where its colour is pale.
    pub(crate) fn bubble(&self, x: f64, y: f64, radius: f64, fill: Token, outline: Token) {
        let at = (tenths(x), tenths(y));
        let _ = self.area.draw(&Circle::new(at, tenths(radius + 1.0), filled(Token::Ground)));
        let _ = self.area.draw(&Circle::new(at, tenths(radius), filled(fill)));
        if fill != outline {
            let _ = self.area.draw(&Circle::new(at, tenths(radius - 0.6), stroked(outline, 1.2)));
        }
    }

    /// A square around a point with a halo; hollow where the number is small.
    pub(crate) fn square(&self, x: f64, y: f64, side: f64, token: Token, is_hollow: bool) {
        let around = |side: f64, token: Token| self.rect(x - side / 2.0, y - side / 2.0, side, side, token);
        around(side + 2.4, Token::Ground);
        around(side, token);
        if is_hollow {
            around((side - 3.6).max(1.6), Token::Ground);
        }
    }

    pub(crate) fn polygon(&self, corners: &[(f64, f64)], token: Token) {
        let corners: Vec<(i32, i32)> = corners.iter().map(|&(x, y)| (tenths(x), tenths(y))).collect();
        let _ = self.area.draw(&Polygon::new(corners, filled(token)));
    }

    /// A triangle that points up or down.
    pub(crate) fn triangle(&self, x: f64, y: f64, points_up: bool, token: Token) {
        let tip = if points_up { -5.5 } else { 5.5 };
        let corners = vec![
            (tenths(x - 5.5), tenths(y - tip * 0.7)),
            (tenths(x + 5.5), tenths(y - tip * 0.7)),
            (tenths(x), tenths(y + tip)),
        ];
        let _ = self.area.draw(&Polygon::new(corners, filled(token)));
    }

    /// A text around a point, moved where it would leave the edges.
    pub(crate) fn text_within(&self, middle: f64, baseline: f64, text: &str, (left, right): (f64, f64), look: Type) {
        let half = text_width(text, look.size, look.weight) / 2.0;
        let middle = middle.min(right - half).max(left + half);
        self.text(middle, baseline, text, Anchor::Middle, look);
    }

    pub(crate) fn text(&self, x: f64, baseline: f64, text: &str, anchor: Anchor, look: Type) {
        let h_pos = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = match look.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::SemiBold => FontStyle::Bold,
        };
        let font = FontDesc::new(FontFamily::Name("Inter"), look.size * 10.0, style);
        let style = TextStyle {
            font,
            color: plotters::style::Color::to_backend_color(&color(look.token)),
            pos: Pos::new(h_pos, VPos::Bottom),
        };
        let _ = self.area.draw(&Text::new(text, (tenths(x), tenths(baseline)), style));
    }
}
