//! Cuts a failing sequence down to one from which nothing can be left out.

/// The shortest sequence found: it still fails, and without any single step it does not.
///
/// Delta debugging (Zeller and Hildebrandt, 2002), with complements only: ever smaller pieces are left out as long as
/// the rest still fails.
pub fn shrink<T: Clone>(mut steps: Vec<T>, fails: impl Fn(&[T]) -> bool) -> Vec<T> {
    let mut piece = steps.len().div_ceil(2).max(1);
    loop {
        let before = steps.len();
        let mut at = 0;
        while at < steps.len() {
            let mut rest = steps.clone();
            rest.drain(at..(at + piece).min(steps.len()));
            if fails(&rest) {
                steps = rest;
            } else {
                at += piece;
            }
        }
        match (piece, steps.len() < before) {
            (1, false) => return steps,
            (_, true) => {}
            _ => piece = piece.div_ceil(2),
        }
    }
}

#[test]
fn what_does_not_matter_is_left_out() {
    let steps: Vec<u32> = (0..100).collect();
    let fails = |steps: &[u32]| steps.contains(&17) && steps.contains(&18) && steps.contains(&93);
    assert_eq!(shrink(steps, fails), [17, 18, 93]);
    assert_eq!(shrink(vec![1, 2, 3], |_| true), Vec::<u32>::new());
}
