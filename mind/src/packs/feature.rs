//! What a pack's policy looks at: dimensionless, 0 where all is as usual.

use {
    serde::{Deserialize, Serialize},
    twin::packs::{FIGURES, Figures, Kind},
};

/// One feature; the comment says where its zero is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Lending: mean utilisation of a week less the kink in force.
    UseGap,
    /// Lending: rate that money earns elsewhere less the supply rate, per year.
    RivalSpread,
    /// Lending: part of two days' withdrawals that was not paid.
    Unpaid,
    /// Lending: debt relative to collateral, less 0.45.
    DebtLoad,
    /// Game: (minted − burned) / (minted + burned) over a week.
    Issuance,
    /// Game: the price's fall from its high.
    PriceFall,
    /// Game: earners, players and weekly price relative to the start, less 1.
    Earners,
    Players,
    IncomeGap,
    /// Game: newcomers of a day, of the people of the start.
    Newcomers,
    /// Network: burned for credits of what was minted, over a week, less 0.4.
    BurnGap,
    /// Network: coverage and weekly operator income relative to the start, less 1.
    CoverageGap,
    Margin,
    /// Network: part of the running operators that lose money.
    Losing,
    /// Network: use of the last day against a month's mean, less 1.
    UsageGap,
    /// All: price (the reward token's in a game) against a month's mean, less 1.
    PriceGap,
    /// Network: the price's fall from its high.
    TokenFall,
}

/// Days whose median is what is seen: one wrong day moves nothing.
const SMOOTHED: usize = 3;

impl Feature {
    /// The name in files.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The feature in public figures of a pack of `kind`; 0 where the pack lacks it. `kink` is the pool's kink in force, as a fraction.
    pub fn of(self, kind: Kind, figures: &Figures, kink: f64) -> f64 {
        use Feature::*;
        let at = |place: usize| figures[place];
        match (kind, self) {
            (Kind::Lending, UseGap) => at(1) - kink,
            (Kind::Lending, RivalSpread) => at(4) - at(3),
            (Kind::Lending, Unpaid) => at(5),
            (Kind::Lending, DebtLoad) => at(6) - 0.45,
            (Kind::Lending, PriceGap) => at(7),
            (Kind::Game, Issuance) => at(0),
            (Kind::Game, PriceGap) => at(1),
            (Kind::Game, PriceFall) => at(2),
            (Kind::Game, Earners) => at(3),
            (Kind::Game, Players) => at(4),
            (Kind::Game, IncomeGap) => at(5),
            (Kind::Game, Newcomers) => at(6),
            (Kind::Network, BurnGap) => at(0) - 0.4,
            (Kind::Network, CoverageGap) => at(1),
            (Kind::Network, Losing) => at(2),
            (Kind::Network, Margin) => at(3),
            (Kind::Network, UsageGap) => at(4),
            (Kind::Network, PriceGap) => at(5),
            (Kind::Network, TokenFall) => at(6),
            _ => 0.0,
        }
    }
}

/// The last days' figures, and their medians.
#[derive(Debug, Clone, Default)]
pub struct Smoother {
    days: Vec<Figures>,
}

impl Smoother {
    /// Takes a day in and gives the medians of the last three; figures that are no numbers are not taken in.
    pub fn smooth(&mut self, figures: &Figures) -> Option<Figures> {
        if figures.iter().all(|value| value.is_finite()) {
            if self.days.len() == SMOOTHED {
                self.days.remove(0);
            }
            self.days.push(*figures);
        }
        (!self.days.is_empty()).then(|| {
            let mut out = [0.0; FIGURES];
            for (place, slot) in out.iter_mut().enumerate() {
                let mut seen: Vec<f64> = self.days.iter().map(|day| day[place]).collect();
                seen.sort_by(f64::total_cmp);
                *slot = seen[seen.len() / 2];
            }
            out
        })
    }
}
