//! Least value of a function by a simplex that walks downhill.

/// Reflection, expansion, contraction and shrinkage of the simplex.
const FACTORS: [f64; 4] = [1.0, 2.0, 0.5, 0.5];

/// The point in the unit cube where `f` is least, after `calls` calls or when the corners agree to one part in 10⁸.
///
/// Points outside are moved to the nearest one inside.
/// Source: J. Nelder and R. Mead, "A simplex method for function minimization" (1965).
pub fn minimum<const N: usize>(start: [f64; N], calls: usize, f: impl Fn(&[f64; N]) -> f64) -> [f64; N] {
    let mut left = calls;
    let mut ask = |point: [f64; N]| {
        left = left.saturating_sub(1);
        let inside = point.map(|x| x.clamp(0.0, 1.0));
        let value = f(&inside);
        (if value.is_finite() { value } else { f64::MAX }, inside, left)
    };
    let mut corners: Vec<(f64, [f64; N])> = Vec::with_capacity(N + 1);
    for corner in 0..=N {
        let mut point = start;
        if let Some(x) = corner.checked_sub(1).and_then(|axis| point.get_mut(axis)) {
            *x += if *x > 0.5 { -0.25 } else { 0.25 };
        }
        let (value, inside, _) = ask(point);
        corners.push((value, inside));
    }
    loop {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst) = (corners[0], corners[N]);
        if worst.0 - best.0 <= 1e-8 * best.0.abs() {
            return best.1;
        }
        let middle: [f64; N] = std::array::from_fn(|d| corners[..N].iter().map(|c| c.1[d]).sum::<f64>() / N as f64);
        let along = |by: f64| std::array::from_fn(|d| middle[d] + by * (middle[d] - worst.1[d]));
        let (value, point, mut remaining) = ask(along(FACTORS[0]));
        let mut found = (value, point);
        if value < best.0 {
            let (further, point, now) = ask(along(FACTORS[1]));
            remaining = now;
            found = if further < found.0 { (further, point) } else { found };
        } else if value >= corners[N - 1].0 {
            let (nearer, point, now) = ask(along(if value < worst.0 { FACTORS[2] } else { -FACTORS[2] }));
            remaining = now;
            found = if nearer < found.0 { (nearer, point) } else { found };
        }
        if found.0 < worst.0 {
            corners[N] = found;
        } else {
            for corner in corners.iter_mut().skip(1) {
                let (value, point, now) =
                    ask(std::array::from_fn(|d| best.1[d] + FACTORS[3] * (corner.1[d] - best.1[d])));
                *corner = (value, point);
                remaining = now;
            }
        }
        if remaining == 0 {
            return corners.iter().min_by(|a, b| a.0.total_cmp(&b.0)).map_or(best.1, |corner| corner.1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_point_of_a_bowl_is_found_inside_and_at_the_edge() {
        let bowl = |at: [f64; 3]| {
            move |x: &[f64; 3]| x.iter().zip(at).zip([1.0, 10.0, 3.0]).map(|((a, b), w)| w * (a - b) * (a - b)).sum()
        };
        let found = minimum([0.5; 3], 500, bowl([0.2, 0.7, 0.4]));
        assert!(found.iter().zip([0.2, 0.7, 0.4]).all(|(a, b)| (a - b).abs() < 1e-3), "{found:?}");
        let edge = minimum([0.5; 3], 500, bowl([-1.0, 0.5, 2.0]));
        assert!(edge.iter().zip([0.0, 0.5, 1.0]).all(|(a, b): (&f64, f64)| (a - b).abs() < 1e-2), "{edge:?}");
    }

    #[test]
    fn a_function_that_is_no_number_ends() {
        assert!(minimum([0.5; 2], 50, |_| f64::NAN).iter().all(|x| (0.0..=1.0).contains(x)));
    }
}
