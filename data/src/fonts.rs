//! Inter, subset (see `fonts/make.py`); SIL Open Font License 1.1, which stands in `fonts/OFL.txt`.

/// Regular, for measuring and drawing.
pub const REGULAR: &[u8] = include_bytes!("../fonts/inter-regular.otf");
/// Semi-bold, for measuring and drawing.
pub const SEMIBOLD: &[u8] = include_bytes!("../fonts/inter-semibold.otf");
/// Regular, for pages.
pub const REGULAR_WOFF2: &[u8] = include_bytes!("../fonts/inter-regular.woff2");
/// Semi-bold, for pages.
pub const SEMIBOLD_WOFF2: &[u8] = include_bytes!("../fonts/inter-semibold.woff2");
