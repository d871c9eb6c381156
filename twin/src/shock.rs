//! What befalls an economy: each shock is a kind, a beginning, a length and a size; what acts in an hour is their sum.

use serde::{Deserialize, Serialize};

/// What a shock does; `size` means what is said here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShockKind {
    /// Outsiders' value changes by this part over the length, for good (−0.6 = falls by 60 %, 1 = doubles).
    Value,
    /// The crowd's volatility is multiplied.
    Turmoil,
    /// Outsiders sell this part of the supply over the length, evenly per hour.
    Sale,
    /// This part of the market's liquidity, agents' and outsiders' alike, is taken out over the length.
    LiquidityExit,
    /// This part of what whales have locked becomes free at the beginning.
    Unlock,
    /// Another farm offers this much more than ours: farmers' thresholds grow by this part.
    Rival,
    /// Validators' costs are multiplied.
    ValidatorCost,
    /// Attackers of the kinds washer, gamer and learner act with this multiple of their budget; without it they rest.
    Attack,
    /// A captured seat proposes hostile moves towards `toward` every day; this part of all stake stands behind it.
    Capture,
    /// What rules see is frozen; the size does not matter.
    Stale,
    /// Rules know this many hours later.
    Lag,
    /// The market's source is silent: rules see its last figures beside fresh ones of the chain.
    Outage,
    /// The source reports a price multiplied by this.
    Spike,
    /// What utility users spend is multiplied.
    Usage,
}

/// All kinds of shocks.
pub const KINDS: [ShockKind; 14] = [
    ShockKind::Value,
    ShockKind::Turmoil,
    ShockKind::Sale,
    ShockKind::LiquidityExit,
    ShockKind::Unlock,
    ShockKind::Rival,
    ShockKind::ValidatorCost,
    ShockKind::Attack,
    ShockKind::Capture,
    ShockKind::Stale,
    ShockKind::Lag,
    ShockKind::Outage,
    ShockKind::Spike,
    ShockKind::Usage,
];

/// A shock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shock {
    pub kind: ShockKind,
    /// Hour of the run at which it begins, and its length, at least 1.
    pub from: u32,
    pub hours: u32,
    pub size: f64,
    /// Parameter and value that a `Capture` pushes towards.
    pub toward: Option<(usize, i64)>,
}

impl Shock {
    fn acts(&self, hour: u32) -> bool {
        hour >= self.from && hour - self.from < self.hours
    }
}

/// What acts in one hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Forces {
    /// Factor on value in this hour.
    pub value: f64,
    pub turmoil: f64,
    /// Part of the supply that is sold in this hour.
    pub sale: f64,
    /// Part of the liquidity that leaves in this hour.
    pub liquidity_exit: f64,
    /// Part of the locked tokens that becomes free in this hour.
    pub unlock: f64,
    pub rival: f64,
    pub validator_cost: f64,
    pub attack: f64,
    pub capture: Option<Capture>,
    pub is_stale: bool,
    pub lag_hours: u32,
    pub is_out: bool,
    pub spike: f64,
    pub usage: f64,
}

/// A hostile proposer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Capture {
    pub weight: f64,
    pub param: usize,
    pub value: i64,
}

impl Default for Forces {
    fn default() -> Self {
        Self {
            value: 1.0,
            turmoil: 1.0,
            sale: 0.0,
            liquidity_exit: 0.0,
            unlock: 0.0,
            rival: 0.0,
            validator_cost: 1.0,
            attack: 0.0,
            capture: None,
            is_stale: false,
            lag_hours: 0,
            is_out: false,
            spike: 1.0,
            usage: 1.0,
        }
    }
}

impl Forces {
    /// The sum of all shocks that act in `hour`.
    pub fn at(shocks: &[Shock], hour: u32) -> Self {
        let mut forces = Self::default();
        shocks.iter().filter(|shock| shock.acts(hour)).for_each(|shock| forces.add(shock, hour));
        forces
    }

    fn add(&mut self, shock: &Shock, hour: u32) {
        let (size, hours) = (shock.size, f64::from(shock.hours.max(1)));
        match shock.kind {
            // Evenly in units of the value before: hour n brings it from 1 + size·n/hours to 1 + size·(n + 1)/hours.
            ShockKind::Value => {
                let done = f64::from(hour - shock.from);
                let level = |n: f64| (1.0 + size * n / hours).max(1e-6);
                self.value *= level(done + 1.0) / level(done);
            }
            ShockKind::Turmoil => self.turmoil *= size,
            ShockKind::Sale => self.sale += size / hours,
            ShockKind::LiquidityExit => {
                let done = f64::from(hour - shock.from) / hours;
                self.liquidity_exit += size / hours / (1.0 - size * done).max(1e-6);
            }
            ShockKind::Unlock => self.unlock += if hour == shock.from { size } else { 0.0 },
            ShockKind::Rival => self.rival += size,
            ShockKind::ValidatorCost => self.validator_cost *= size,
            ShockKind::Attack => self.attack += size,
            ShockKind::Capture => {
                self.capture = shock.toward.map(|(param, value)| Capture { weight: size, param, value });
            }
            ShockKind::Stale => self.is_stale = true,
            ShockKind::Lag => self.lag_hours = self.lag_hours.saturating_add(size as u32),
            ShockKind::Outage => self.is_out = true,
            ShockKind::Spike => self.spike *= size,
            ShockKind::Usage => self.usage *= size,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shock(kind: ShockKind, from: u32, hours: u32, size: f64) -> Shock {
        Shock { kind, from, hours, size, toward: None }
    }

    #[test]
    fn a_fall_of_sixty_percent_is_spread_over_its_hours_and_stays() {
        let shocks = [shock(ShockKind::Value, 10, 48, -0.6)];
        let level: f64 = (0..200).map(|hour| Forces::at(&shocks, hour).value).product();
        assert!((level - 0.4).abs() < 1e-12, "{level}");
        assert_eq!((Forces::at(&shocks, 9).value, Forces::at(&shocks, 58).value), (1.0, 1.0));
    }

    #[test]
    fn half_of_the_liquidity_leaves_in_even_parts() {
        let shocks = [shock(ShockKind::LiquidityExit, 0, 10, 0.5)];
        let left: f64 = (0..20).map(|hour| 1.0 - Forces::at(&shocks, hour).liquidity_exit).product();
        assert!((left - 0.5).abs() < 1e-12, "{left}");
    }

    #[test]
    fn shocks_of_one_hour_add_up() {
        let shocks = [
            shock(ShockKind::Spike, 5, 1, 10.0),
            shock(ShockKind::Stale, 4, 3, 0.0),
            shock(ShockKind::Lag, 5, 9, 24.0),
        ];
        let forces = Forces::at(&shocks, 5);
        assert_eq!((forces.spike, forces.is_stale, forces.lag_hours), (10.0, true, 24));
        assert_eq!(Forces::at(&shocks, 40), Forces::default());
    }
}
