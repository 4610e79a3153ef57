//! Results to pictures: SVG and PNG.
