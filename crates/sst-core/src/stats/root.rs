//! The root of a function by halving: slow and sure, for functions that cost little.

/// Where `is_beyond` turns from false to true between `near`, where it is false, and `far`, where it is true, to the last
/// digit. Neither end is asked.
pub(super) fn turning_point(near: f64, far: f64, is_beyond: impl Fn(f64) -> bool) -> f64 {
    let (mut near, mut far) = (near, far);
    // A bracket around 0 takes about 1100 halvings to reach the smallest numbers.
    for _ in 0..1200 {
        let middle = f64::midpoint(near, far);
        if middle == near || middle == far {
            break;
        }
        if is_beyond(middle) {
            far = middle;
        } else {
            near = middle;
        }
    }
    f64::midpoint(near, far)
}
