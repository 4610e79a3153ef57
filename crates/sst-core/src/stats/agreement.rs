//! How far two ways to put the same people into classes agree.

/// Cohen's κ of a square table of counts, rows by one way, columns by the other; at most 1, none when nobody is counted or
/// chance alone would agree on everybody (both ways put all into one and the same class).
///
/// κ = (p_o - p_e)/(1 - p_e) = (n Σ n_ii - Σ n_i. n_.i)/(n² - Σ n_i. n_.i), in whole numbers up to the division. Cohen (1960),
/// *Educational and Psychological Measurement* 20, 37-46.
///
/// ```
/// // p_o = 35/50, p_e = (25·30 + 25·20)/50² = 1/2: κ = 0.4.
/// assert_eq!(sst_core::stats::cohen_kappa(&[[20, 5], [10, 15]]), Some(0.4));
/// ```
pub fn cohen_kappa<const K: usize>(table: &[[u64; K]; K]) -> Option<f64> {
    let (n, agreed) = counted(table);
    let by_chance: i128 = (0..K)
        .map(|i| {
            let row: i128 = table[i].iter().copied().map(i128::from).sum();
            let column: i128 = table.iter().map(|row| i128::from(row[i])).sum();
            row * column
        })
        .sum();
    let room = n * n - by_chance;
    (room > 0).then(|| (n * agreed - by_chance) as f64 / room as f64)
}

/// The share of people whose class differs between both ways, 0 to 1; none when nobody is counted.
///
/// ```
/// assert_eq!(sst_core::stats::share_that_changes_class(&[[20, 5], [10, 15]]), Some(0.3));
/// ```
pub fn share_that_changes_class<const K: usize>(table: &[[u64; K]; K]) -> Option<f64> {
    let (n, agreed) = counted(table);
    (n > 0).then(|| (n - agreed) as f64 / n as f64)
}

/// All counts, and those on the diagonal.
fn counted<const K: usize>(table: &[[u64; K]; K]) -> (i128, i128) {
    let all = table.iter().flatten().copied().map(i128::from).sum();
    (all, (0..K).map(|i| i128::from(table[i][i])).sum())
}
