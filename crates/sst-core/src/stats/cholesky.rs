//! Cholesky's factors of a small symmetric matrix: least squares, information matrices, quadratic forms.

/// L of A = L Lᵀ, A symmetric and positive definite.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    lower: Vec<Vec<f64>>,
}

/// The first column that is a combination of those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DependentColumn(pub(super) usize);

impl Cholesky {
    /// The factors. A pivot of at most `smallest` of its diagonal entry counts as 0: that share of the column is left
    /// once the columns before it are taken out.
    pub(super) fn new(matrix: &[Vec<f64>], smallest: f64) -> Result<Self, DependentColumn> {
        let mut lower: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, row) in matrix.iter().enumerate() {
            let mut factors = Vec::with_capacity(i + 1);
            for (above, &entry) in lower.iter().zip(row) {
                factors.push((entry - dot(&factors, above)) / above[factors.len()]);
            }
            let pivot = row[i] - dot(&factors, &factors);
            // Not `<=`: a pivot that is not a number is none.
            if !(pivot > smallest * row[i] && pivot.is_finite()) {
                return Err(DependentColumn(i));
            }
            factors.push(pivot.sqrt());
            lower.push(factors);
        }
        Ok(Self { lower })
    }

    /// x of L x = b.
    fn forward(&self, right: &[f64]) -> Vec<f64> {
        let mut x = Vec::with_capacity(right.len());
        for (row, &b) in self.lower.iter().zip(right) {
            x.push((b - dot(&x, row)) / row[x.len()]);
        }
        x
    }

    /// x of A x = b.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = self.forward(right);
        for i in (0..x.len()).rev() {
            let below: f64 = (i + 1..x.len()).map(|j| self.lower[j][i] * x[j]).sum();
            x[i] = (x[i] - below) / self.lower[i][i];
        }
        x
    }

    /// bᵀ A⁻¹ b, at least 0.
    pub(super) fn quadratic_form(&self, b: &[f64]) -> f64 {
        let x = self.forward(b);
        dot(&x, &x)
    }

    /// A⁻¹.
    pub(super) fn inverse(&self) -> Vec<Vec<f64>> {
        let size = self.lower.len();
        let unit = |i: usize| (0..size).map(|j| f64::from(u8::from(i == j))).collect::<Vec<_>>();
        (0..size).map(|i| self.solve(&unit(i))).collect()
    }

    /// ln |A|.
    pub(super) fn log_determinant(&self) -> f64 {
        2.0 * self.lower.iter().enumerate().map(|(i, row)| row[i].ln()).sum::<f64>()
    }
}

/// Σ a b over the shorter of the two.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
