//! From a sequence that breaks something to a short one that still does.

/// A sequence that still fails, from which no single action can be taken away.
///
/// Delta debugging (Zeller and Hildebrandt, 2002): drop chunks as long as what is left fails, then smaller chunks.
pub fn shrink<A: Clone>(actions: &[A], fails: impl Fn(&[A]) -> bool) -> Vec<A> {
    let mut left = actions.to_vec();
    let mut chunk = left.len().div_ceil(2);
    while chunk > 0 {
        let mut start = 0;
        let mut dropped = false;
        while start < left.len() {
            let end = (start + chunk).min(left.len());
            let rest: Vec<A> = left[..start].iter().chain(&left[end..]).cloned().collect();
            if fails(&rest) {
                (left, dropped) = (rest, true);
            } else {
                start = end;
            }
        }
        if !dropped || chunk > 1 {
            chunk = if chunk == 1 { 0 } else { chunk.div_ceil(2) };
        }
    }
    left
}

#[test]
fn shrinking_leaves_only_what_the_failure_needs() {
    let all: Vec<u32> = (0..100).collect();
    let needs = |some: &[u32]| [3, 40, 41, 99].iter().all(|it| some.contains(it));
    assert_eq!(shrink(&all, needs), [3, 40, 41, 99]);
    assert_eq!(shrink(&all, |some| !some.is_empty()).len(), 1);
    // Two that only go together.
    assert_eq!(shrink(&all, |some| some.contains(&7) || some.len() > 50), [7]);
}
