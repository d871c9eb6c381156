//! How far simulated prices are from real ones: facts side by side, and whether a classifier can tell them apart.

use {
    crate::{
        calibrate::{DAYS, path, targets},
        ensemble::Ensemble,
        history::History,
        moments::{self, Moments, moments},
        stats,
    },
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
    twin::file::ScenarioFile,
};

/// One fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub name: String,
    /// Median and quartiles over real windows, and over simulated ones.
    pub real: [f64; 3],
    pub simulated: [f64; 3],
    /// Distance of the medians in standard deviations of the real windows.
    pub distance: f64,
}

/// The figures of realism.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Realism {
    pub real_windows: usize,
    pub simulated_windows: usize,
    pub facts: Vec<Fact>,
    /// Area under the ROC curve of a nearest-neighbour classifier, left-one-out: 0.5 cannot tell, 1 always can.
    pub auc: f64,
}

/// Highest area that counts as realistic.
pub const AUC_LIMIT: f64 = 0.75;
/// Neighbours that vote.
const NEIGHBOURS: usize = 9;

/// Compares simulated windows of the ensemble's inner members with real ones; `None` without enough real windows.
pub fn realism(base: &ScenarioFile, ensemble: &Ensemble, histories: &[History], agents: usize) -> Option<Realism> {
    let real = targets(histories);
    if real.len() < 2 * NEIGHBOURS {
        return None;
    }
    let simulated: Vec<Moments> = (0..real.len() as u64)
        .into_par_iter()
        .filter_map(|seed| {
            let mut file = base.clone();
            file.days = DAYS;
            file.mark = None;
            ensemble.inner(seed).apply(&mut file);
            moments(&path(&file, agents, 20_000 + seed))
        })
        .collect();
    let facts = (0..moments::COUNT).map(|place| fact(place, &real, &simulated)).collect::<Option<Vec<_>>>()?;
    Some(Realism { real_windows: real.len(), simulated_windows: simulated.len(), facts, auc: auc(&real, &simulated)? })
}

fn fact(place: usize, real: &[Moments], simulated: &[Moments]) -> Option<Fact> {
    let column = |rows: &[Moments]| rows.iter().map(|row| row.0[place]).collect::<Vec<f64>>();
    let (real, simulated) = (column(real), column(simulated));
    let quartiles = |values: &[f64]| [0.25, 0.5, 0.75].map(|q| stats::quantile(values, q).unwrap_or(f64::NAN));
    let gap = stats::median(&simulated)? - stats::median(&real)?;
    Some(Fact {
        name: moments::NAMES[place].to_owned(),
        real: quartiles(&real),
        simulated: quartiles(&simulated),
        distance: gap / stats::sd(&real)?.max(1e-9),
    })
}

/// Each window is scored by the share of real ones among its nearest others; the area compares real with simulated scores.
fn auc(real: &[Moments], simulated: &[Moments]) -> Option<f64> {
    let rows: Vec<(&Moments, bool)> =
        real.iter().map(|m| (m, true)).chain(simulated.iter().map(|m| (m, false))).collect();
    let scale: [f64; moments::COUNT] = std::array::from_fn(|place| {
        stats::sd(&rows.iter().map(|(m, _)| m.0[place]).collect::<Vec<_>>()).unwrap_or(1.0).max(1e-9)
    });
    let near =
        |a: &Moments, b: &Moments| (0..moments::COUNT).map(|i| ((a.0[i] - b.0[i]) / scale[i]).powi(2)).sum::<f64>();
    let score = |own: usize| {
        let mut others: Vec<(f64, bool)> = rows
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != own)
            .map(|(_, (m, real))| (near(rows[own].0, m), *real))
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0));
        others.iter().take(NEIGHBOURS).filter(|(_, real)| *real).count() as f64
    };
    let scores: Vec<(f64, bool)> = rows.iter().enumerate().map(|(i, (_, real))| (score(i), *real)).collect();
    let of = |wanted: bool| scores.iter().filter(|(_, real)| *real == wanted).map(|(s, _)| *s).collect::<Vec<f64>>();
    stats::cliffs_delta(&of(true), &of(false)).map(|delta| (delta + 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    fn cloud(count: u32, seed: u64, shift: f64) -> Vec<Moments> {
        (0..count)
            .map(|n| {
                let mut draws = Stream::new(seed, 0).draws(n, 0);
                Moments(std::array::from_fn(|_| shift + draws.normal()))
            })
            .collect()
    }

    #[test]
    fn what_is_alike_cannot_be_told_apart_and_what_differs_can() {
        let alike = auc(&cloud(150, 1, 0.0), &cloud(150, 2, 0.0)).unwrap();
        assert!((0.4..0.6).contains(&alike), "{alike}");
        assert!(auc(&cloud(150, 1, 0.0), &cloud(150, 2, 2.0)).unwrap() > 0.95);
    }
}
