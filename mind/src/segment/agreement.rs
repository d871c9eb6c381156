//! How far two groupings of the same things agree, and which group of one became which of the other.

/// Adjusted Rand index: 1 for equal groupings, about 0 for chance; the names of the groups do not matter (Hubert and Arabie 1985).
pub fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let table = counts(a, b);
    let pairs = |n: f64| n * (n - 1.0) / 2.0;
    let both: f64 = table.iter().flatten().map(|&n| pairs(n)).sum();
    let rows: f64 = table.iter().map(|row| pairs(row.iter().sum())).sum();
    let columns: f64 = (0..groups(b)).map(|j| pairs(table.iter().map(|row| row[j]).sum())).sum();
    let expected = rows * columns / pairs(a.len() as f64).max(1.0);
    let most = (rows + columns) / 2.0;
    if most - expected < 1e-12 { 1.0 } else { (both - expected) / (most - expected) }
}

/// For each group of `now` the group of `before` that it continues: pairs are joined by what they share, the largest share of both together (Jaccard) first; a group that shares nothing with a free one is new.
///
/// Both label the same things in the same order.
pub fn matched(before: &[usize], now: &[usize]) -> Vec<Option<usize>> {
    let table = counts(before, now);
    let size_before: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
    let size_now: Vec<f64> = (0..groups(now)).map(|j| table.iter().map(|row| row[j]).sum()).collect();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, row) in table.iter().enumerate() {
        for (j, &shared) in row.iter().enumerate().filter(|(_, shared)| **shared > 0.0) {
            pairs.push((shared / (size_before[i] + size_now[j] - shared), i, j));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut from = vec![None; groups(now)];
    for (_, i, j) in pairs {
        if from[j].is_none() && !from.contains(&Some(i)) {
            from[j] = Some(i);
        }
    }
    from
}

fn groups(labels: &[usize]) -> usize {
    labels.iter().max().map_or(0, |most| most + 1)
}

/// How many things are in group i of `a` and group j of `b`.
fn counts(a: &[usize], b: &[usize]) -> Vec<Vec<f64>> {
    let mut table = vec![vec![0.0; groups(b)]; groups(a)];
    a.iter().zip(b).for_each(|(&i, &j)| table[i][j] += 1.0);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rand_index_ignores_the_names_of_the_groups() {
        let a = [0, 0, 1, 1, 2, 2];
        assert_eq!(adjusted_rand(&a, &[2, 2, 0, 0, 1, 1]), 1.0);
        assert!(adjusted_rand(&a, &[0, 1, 2, 0, 1, 2]) < 0.1);
        assert_eq!(adjusted_rand(&[], &[]), 1.0);
    }

    #[test]
    fn the_rand_index_is_that_of_the_textbook() {
        // Table 2 by 3 with cells 1 1 0 / 1 2 1: pairs 1, rows 7, columns 5, all 15.
        let found = adjusted_rand(&[0, 0, 1, 1, 1, 1], &[0, 1, 0, 1, 1, 2]);
        let expected = (1.0 - 7.0 * 4.0 / 15.0) / ((7.0 + 4.0) / 2.0 - 7.0 * 4.0 / 15.0);
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn a_group_is_followed_by_what_it_shares_and_a_split_off_is_new() {
        let before = [0, 0, 0, 0, 1, 1, 1, 1];
        let now = [2, 2, 2, 2, 0, 0, 0, 1];
        assert_eq!(matched(&before, &now), [Some(1), None, Some(0)]);
        assert_eq!(matched(&[], &[]), []);
    }
}
