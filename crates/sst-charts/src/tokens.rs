//! The palette: every colour of a picture or a page is a token with a light and a dark value.

use std::fmt::Write;

/// A colour as red, green, blue.
pub type Rgb = (u8, u8, u8);

macro_rules! tokens {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $light:literal, $dark:literal;)+) => {
        /// A colour by what it is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Token { $($(#[$doc])* $variant,)+ }

        impl Token {
            /// Every token.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name in class names and variables.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Its colour on a light page.
            pub const fn light(self) -> Rgb {
                match self { $(Self::$variant => rgb($light),)+ }
            }

            /// Its colour on a dark page.
            pub const fn dark(self) -> Rgb {
                match self { $(Self::$variant => rgb($dark),)+ }
            }
        }
    };
}

tokens! {
    /// What pictures and pages lie on; halos too.
    Ground = "ground", 0xFFFFFF, 0x12161B;
    /// Text.
    Ink = "ink", 0x1B1F24, 0xE8ECF1;
    /// Text that stands back.
    Muted = "muted", 0x55606E, 0xA9B4C0;
    /// The main mark.
    Navy = "navy", 0x12436D, 0x86BCF0;
    /// A second mark, and links.
    Blue = "blue", 0x2073BC, 0x6BACE6;
    /// What is off; always with a shape.
    Orange = "orange", 0xC94A0A, 0xF58B4C;
    /// A third mark; always with a shape.
    Teal = "teal", 0x1F827A, 0x4FC0B4;
    /// Those who did not answer.
    Grey = "grey", 0x808A96, 0x8E99A6;
    /// Lines to read along.
    Grid = "grid", 0xE1E5EA, 0x2B333D;
    /// Ranges behind marks.
    Band = "band", 0xDCE8F3, 0x24384C;
    /// Much worse.
    Diverging1 = "d1", 0xA63A06, 0xF0813F;
    /// Worse.
    Diverging2 = "d2", 0xF2A973, 0x9C5023;
    /// The same.
    Diverging3 = "d3", 0xD3D8DE, 0x4A5562;
    /// Better.
    Diverging4 = "d4", 0x7FB4E0, 0x366CA0;
    /// Much better.
    Diverging5 = "d5", 0x0F3B61, 0x9CCBF5;
}

const fn rgb(hex: u32) -> Rgb {
    ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// `#12436d`
pub fn hex((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

impl Token {
    /// The text colour that is legible on this token: ink or ground.
    #[must_use]
    pub fn text_on_light(self) -> Self {
        if contrast(self.light(), Self::Ink.light()) >= contrast(self.light(), Self::Ground.light()) {
            Self::Ink
        } else {
            Self::Ground
        }
    }

    pub(crate) fn of_light(color: Rgb) -> Option<Self> {
        Self::ALL.iter().copied().find(|token| token.light() == color)
    }
}

/// The variables of a page, light, dark and in print, and the classes of pictures.
pub fn page_css() -> String {
    let variables = |color: fn(Token) -> Rgb| {
        Token::ALL.iter().fold(String::new(), |mut css, &token| {
            let _ = write!(css, "--{}:{};", token.name(), hex(color(token)));
            css
        })
    };
    let (light, dark) = (variables(Token::light), variables(Token::dark));
    let mut css = format!(
        ":root{{color-scheme:light dark;{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    );
    for token in Token::ALL {
        let name = token.name();
        let _ = write!(css, ".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}");
    }
    css
}

/// The classes of a picture that stands alone.
pub(crate) fn picture_css(color: fn(Token) -> Rgb) -> String {
    Token::ALL.iter().fold(String::new(), |mut css, &token| {
        let (name, value) = (token.name(), hex(color(token)));
        let _ = write!(css, ".f-{name}{{fill:{value}}}.s-{name}{{stroke:{value}}}");
        css
    })
}

/// The contrast of two colours, 1 to 21, as WCAG 2.2 defines it: (L1 + 0.05) / (L2 + 0.05).
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, WCAG 2.2.
fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_text_stand_out_in_light_and_dark() {
        for (color, ground) in [
            (Token::light as fn(Token) -> Rgb, Token::Ground.light()),
            (Token::dark as fn(Token) -> Rgb, Token::Ground.dark()),
        ] {
            for token in [Token::Ink, Token::Muted, Token::Blue] {
                assert!(contrast(color(token), ground) >= 4.5, "text {token:?} {:.2}", contrast(color(token), ground));
            }
            for token in [
                Token::Navy,
                Token::Blue,
                Token::Orange,
                Token::Teal,
                Token::Grey,
                Token::Diverging1,
                Token::Diverging5,
            ] {
                assert!(contrast(color(token), ground) >= 3.0, "mark {token:?} {:.2}", contrast(color(token), ground));
            }
            // Marks are drawn over the pale band, and text over it too.
            for token in [Token::Navy, Token::Orange] {
                assert!(contrast(color(token), color(Token::Band)) >= 3.0, "{token:?} on band");
            }
            for token in [Token::Ink, Token::Muted] {
                assert!(contrast(color(token), color(Token::Band)) >= 4.5, "{token:?} on band");
            }
        }
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-12);
    }

    #[test]
    fn numbers_in_segments_can_be_read() {
        for token in [Token::Diverging1, Token::Diverging2, Token::Diverging3, Token::Diverging4, Token::Diverging5] {
            let on = token.text_on_light();
            for (color, theme) in [(Token::light as fn(Token) -> Rgb, "light"), (Token::dark, "dark")] {
                let found = contrast(color(token), color(on));
                assert!(found >= 4.5, "{token:?} with {on:?} in {theme}: {found:.2}");
            }
        }
    }

    #[test]
    fn a_colour_names_its_token() {
        for &token in Token::ALL {
            assert_eq!(Token::of_light(token.light()), Some(token), "no two tokens share a colour");
        }
    }
}
