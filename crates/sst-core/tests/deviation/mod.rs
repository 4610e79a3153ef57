//! How far numbers are from golden ones, over a whole table.

/// Collects the largest relative deviation of a table and every row that is beyond what is allowed.
pub(crate) struct Deviation {
    allowed: f64,
    largest: f64,
    rows: usize,
    beyond: Vec<String>,
}

impl Deviation {
    pub(crate) const fn allowed(allowed: f64) -> Self {
        Self { allowed, largest: 0.0, rows: 0, beyond: Vec::new() }
    }

    /// Relative to the golden value; a golden value of 0, or rounding dust about it, must be met within 1e-15.
    pub(crate) fn note(&mut self, what: impl std::fmt::Display, ours: f64, golden: f64) {
        self.rows += 1;
        let off = (ours - golden).abs();
        let off = if off == 0.0 || (golden.abs() < 1e-15 && off < 1e-15) { 0.0 } else { off / golden.abs() };
        if off.is_nan() || off > self.allowed {
            self.beyond.push(format!("{what}: {ours:e} and {golden:e}, {off:e}"));
        }
        self.largest = self.largest.max(off);
    }

    /// Fails unless `rows` numbers were compared and none is too far off. `--nocapture` shows the largest deviation.
    pub(crate) fn assert(self, name: &str, rows: usize) {
        eprintln!("{name}: {} numbers, largest deviation {:.1e}", self.rows, self.largest);
        assert!(self.beyond.is_empty(), "{name}: {:#?}", self.beyond);
        assert_eq!(self.rows, rows, "{name}");
    }
}
