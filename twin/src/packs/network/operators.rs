//! Operators of a network: what they are paid, what they sell, when they stop and begin.

use super::{COVERAGE, Network, Numbers, SHARE, WEEK};
use crate::{
    HOURS,
    packs::{Felt, between},
    rng::Stream,
    world::World,
};

const TRAITS: u64 = 0x4E70;
pub(super) const WEATHER: u32 = 0x4200_0000;
const FIRST: u32 = 0x4200_0001;

#[derive(Debug, Clone, Copy)]
pub(super) struct Operator {
    pub is_running: bool,
    /// Running since the start.
    is_first: bool,
    was_first: bool,
    /// Costs of a day relative to the mean income of the start.
    cost: f64,
    /// What it covers; and what it carries relative to what it covers.
    covers: f64,
    carries: f64,
    pub days_at_loss: f64,
}

/// Every site; those that cost least are the likeliest to run.
pub(super) fn all(numbers: &Numbers) -> Vec<Operator> {
    (0..numbers.operators as u32)
        .map(|i| {
            let mut draws = Stream::new(TRAITS, 0).draws(i, 0);
            let spread = draws.uniform();
            let is_running = spread < numbers.running;
            Operator {
                is_running,
                is_first: is_running,
                was_first: is_running,
                cost: numbers.cost * between(0.5, 1.6, spread),
                covers: between(0.5, 1.5, draws.uniform()),
                carries: between(0.2, 1.8, draws.uniform()),
                days_at_loss: 0.0,
            }
        })
        .collect()
}

/// What runs covers.
pub(super) fn coverage(operators: &[Operator]) -> f64 {
    operators.iter().filter(|one| one.is_running).map(|one| one.covers).sum()
}

/// Part of the operators of the start that never stopped.
pub(super) fn kept(operators: &[Operator]) -> f64 {
    let all = operators.iter().filter(|one| one.was_first).count();
    operators.iter().filter(|one| one.is_first).count() as f64 / all.max(1) as f64
}

impl Network {
    /// Pays a day's reward from what the gauge brought, and lets operators decide.
    pub(super) fn pay(&mut self, world: &mut World, felt: &Felt, stream: Stream) {
        let arrived = world.chain.contributors.saturating_sub(self.purse);
        let wanted = (arrived as f64 * felt.now[SHARE] / 1e4) as u64;
        let paid = world.contributors_pay(wanted) as f64;
        self.purse = world.chain.contributors;
        if world.hour == 0 {
            return;
        }
        let price = world.climate.price;
        // What behaviour answers: the start's payment, and the change since times elasticity.
        let felt_pay = self.paid_start + world.demand.elasticity * (paid - self.paid_start);
        let covered = self.covered.max(1e-9);
        let carried: f64 = self.running().map(|one| one.covers * one.carries).sum::<f64>().max(1e-9);
        let by_coverage = self.share_start + world.demand.elasticity * (felt.now[COVERAGE] / 1e4 - self.share_start);
        let unit = felt_pay.max(0.0) * price / covered;
        self.income += WEEK * (unit - self.income);
        let relative = self.income / self.income_start;
        self.sums.income += relative;
        self.sums.squares += relative * relative;
        let mut sold = 0.0;
        let costs = world.forces.validator_cost;
        let (mut margin, mut count) = (0.0, 0.0);
        for i in 0..self.operators.len() {
            let one = self.operators[i];
            let of_carried = one.carries * covered / carried;
            let weight = one.covers * (by_coverage + (1.0 - by_coverage) * of_carried);
            let (income, cost) = (self.income * weight, one.cost * costs * self.income_start * one.covers);
            self.decide(i, income, cost, world, stream);
            if one.is_running {
                let today = unit * weight;
                margin += today / cost.max(1e-9) - 1.0;
                count += 1.0;
                sold += today.min(cost) + self.numbers.selling * (today - cost).max(0.0);
            }
        }
        self.count();
        self.sums.margin += margin / f64::max(count, 1.0);
        world.outside_sells((sold / price) as u64);
    }

    fn count(&mut self) {
        self.covered = coverage(&self.operators);
        self.running = self.running().count() as f64;
        self.losing = self.running().filter(|one| one.days_at_loss > 0.0).count() as f64;
    }

    fn running(&self) -> impl Iterator<Item = &Operator> {
        self.operators.iter().filter(|one| one.is_running)
    }

    fn decide(&mut self, i: usize, income: f64, cost: f64, world: &World, stream: Stream) {
        let n = &self.numbers;
        let one = &mut self.operators[i];
        if one.is_running {
            one.days_at_loss = if income < cost { one.days_at_loss + 1.0 } else { 0.0 };
            if one.days_at_loss > n.patience {
                (one.is_running, one.is_first, one.days_at_loss) = (false, false, 0.0);
            }
        } else if income > cost * (1.0 + n.margin * (1.0 + world.forces.rival)) {
            let mut draws = stream.draws(FIRST + i as u32, world.hour / HOURS as u32);
            one.is_running = draws.chance(n.joining);
        }
    }
}
