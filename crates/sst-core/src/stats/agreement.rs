//! How far two ways to classify agree.

/// Cohen's κ = (p_o - p_e) / (1 - p_e) of a square table of counts: rows one way, columns the other. `None` where nothing is
/// counted, or both put everybody into one class. Cohen 1960, Educ Psychol Meas 20:37-46, eq. 1.
///
/// ```
/// // Cohen 1960, table 1 (in counts of 200): p_o = .70, p_e = .41, κ = .492.
/// let table = [[88, 10, 2], [14, 40, 6], [18, 10, 12]];
/// let kappa = sst_core::stats::cohen_kappa(&table).expect("there is more than one class");
/// assert!((kappa - 0.492).abs() < 0.0005);
/// ```
pub fn cohen_kappa<const N: usize>(table: &[[u64; N]; N]) -> Option<f64> {
    let total: u64 = table.iter().flatten().sum();
    if total == 0 {
        return None;
    }
    let n = total as f64;
    let observed = (0..N).map(|i| table[i][i] as f64).sum::<f64>() / n;
    let expected = (0..N)
        .map(|i| {
            let row: u64 = table[i].iter().sum();
            let column: u64 = table.iter().map(|row| row[i]).sum();
            (row as f64 / n) * (column as f64 / n)
        })
        .sum::<f64>();
    (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}
