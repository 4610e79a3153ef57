//! SVG to PNG, with the font that ships and no other.

use std::sync::Arc;

use resvg::{tiny_skia, usvg};

use crate::request::ChartError;

/// Pixels per pixel of the SVG: sharp on paper and on dense screens.
const SCALE: f32 = 2.0;

/// Renders a picture that stands alone.
///
/// # Errors
/// [`ChartError::Rendering`] when the SVG cannot be rendered.
pub fn png(svg: &str) -> Result<Vec<u8>, ChartError> {
    let mut options = usvg::Options { font_family: "Inter".to_owned(), ..usvg::Options::default() };
    let fonts = Arc::make_mut(&mut options.fontdb);
    fonts.load_font_data(sst_data::fonts::REGULAR.to_vec());
    fonts.load_font_data(sst_data::fonts::SEMIBOLD.to_vec());
    let tree = usvg::Tree::from_str(svg, &options).map_err(|_| ChartError::Rendering)?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or(ChartError::Rendering)?;
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or(ChartError::Rendering)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| ChartError::Rendering)
}
