//! Suppliers, borrowers and liquidators of a lending market.

use super::{Curve, Numbers, Pool};
use crate::{HOURS, packs::between, rng::Stream, world::World};

/// Numbers of the draws, out of the way of every agent of the economy.
const TRAITS: u64 = 0x1E4D;
pub(super) const WEATHER: u32 = 0x4000_0000;
/// Debt below which a position is closed, quote micro; what is left of its collateral stays with its owner.
const DUST: f64 = 1.0;
/// Mean debt relative to collateral, as a part of the threshold, from which suppliers worry. Assumed.
const WORRYING: f64 = 0.75;

#[derive(Debug, Clone, Copy)]
pub(super) struct Supplier {
    pub deposit: f64,
    usual: f64,
    response: f64,
    fear: f64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Borrower {
    pub debt: f64,
    /// Tokens, base units.
    pub collateral: f64,
    usual: f64,
    /// Debt relative to collateral that it is used to.
    ltv: f64,
    response: f64,
}

/// Suppliers with `all` between them; wealth is unequal, reactions differ.
pub(super) fn suppliers(numbers: &Numbers, all: f64) -> Vec<Supplier> {
    let count = numbers.suppliers as u32;
    let mut people: Vec<Supplier> = (0..count)
        .map(|i| {
            let mut draws = Stream::new(TRAITS, 0).draws(i, 0);
            let weight = 1.0 / (0.05 + draws.uniform());
            let response = numbers.supplier_response * between(0.5, 1.5, draws.uniform());
            let fear = numbers.fear + (0.999 - numbers.fear) * between(-0.5, 0.5, draws.uniform()).max(0.0);
            Supplier { deposit: weight, usual: weight, response, fear }
        })
        .collect();
    let sum: f64 = people.iter().map(|one| one.usual).sum();
    people.iter_mut().for_each(|one| {
        one.usual *= all / sum;
        one.deposit = one.usual;
    });
    people
}

/// Borrowers who owe `all`, with 30 % to 60 % of their collateral's value.
pub(super) fn borrowers(numbers: &Numbers, all: f64, price: f64) -> Vec<Borrower> {
    let count = numbers.borrowers as u32;
    let draws = |i: u32| Stream::new(TRAITS, 1).draws(i, 0);
    let weight = |i: u32| 1.0 / (0.1 + draws(i).uniform());
    let sum: f64 = (0..count).map(weight).sum();
    (0..count)
        .map(|i| {
            let debt = weight(i) * all / sum;
            let mut draws = draws(i);
            let _ = draws.uniform();
            let ltv = between(0.3, 0.6, draws.uniform());
            let response = numbers.borrower_response * between(0.5, 1.5, draws.uniform());
            Borrower { debt, collateral: debt / (ltv * price), usual: debt, ltv, response }
        })
        .collect()
}

/// Who of `count` acts in this hour; everyone does once a day.
fn block(count: usize, hour: u32) -> impl Iterator<Item = usize> {
    (hour as usize % HOURS..count).step_by(HOURS)
}

impl Pool {
    pub(super) fn suppliers_act(&mut self, world: &World, seen: &Curve) {
        let n = self.numbers;
        let most = 1.0 / n.supplied;
        let risk = ((self.loan_to_value(world) / n.threshold - WORRYING) / (1.0 - WORRYING)).clamp(0.0, 1.0);
        for i in block(self.suppliers.len(), world.hour) {
            let u = self.utilisation();
            let better = seen.supply(u) - self.rival_now - self.used_to.0;
            let one = self.suppliers[i];
            let afraid = n.flight * ((u - one.fear) / (1.0 - one.fear)).clamp(0.0, 1.0);
            let wanted =
                one.usual * (1.0 + one.response * better).clamp(0.0, most) * (1.0 - afraid) * (1.0 - n.worry * risk);
            let change = n.haste * (wanted - one.deposit);
            let moved = if change < 0.0 {
                let paid = (-change).min(self.available());
                self.today.0 -= change;
                self.today.1 += -change - paid;
                -paid
            } else {
                change
            };
            self.suppliers[i].deposit += moved;
            self.supplied += moved;
        }
    }

    pub(super) fn borrowers_act(&mut self, world: &World, seen: &Curve) {
        let n = self.numbers;
        let appetite = self.appetite * world.forces.usage;
        for i in block(self.borrowers.len(), world.hour) {
            let dearer = seen.borrow(self.utilisation()) - self.rival_now - self.used_to.1;
            let one = self.borrowers[i];
            let price = world.climate.price;
            let most = n.max_ltv * one.collateral * price;
            let wanted = one.usual * appetite * (1.0 - one.response * dearer).clamp(0.0, 2.0);
            // New debt stays below what the collateral bears; old debt may stand above it until it is liquidated.
            let possible = if wanted > one.debt { wanted.min(most).max(one.debt) } else { wanted };
            let change = (n.pace * (possible - one.debt)).min(self.available());
            // Who wants more debt brings collateral for it.
            let brought = n.pace * (wanted / (one.ltv * price) - one.collateral).max(0.0);
            self.borrowers[i].collateral += brought;
            self.collateral += brought;
            self.borrowers[i].debt += change;
            self.debt += change;
        }
    }

    /// Repays part of what owes too much by selling its collateral on the market, as long as that pays for the seller; what no collateral covers is lost.
    pub(super) fn liquidate(&mut self, world: &mut World) {
        let n = self.numbers;
        let worthwhile = world.market.price() / (1.0 + n.bonus);
        for i in 0..self.borrowers.len() {
            let price = world.climate.price;
            if world.market.price() < worthwhile {
                return;
            }
            let Borrower { debt, collateral, .. } = self.borrowers[i];
            if debt <= n.threshold * collateral * price {
                continue;
            }
            let wanted = (debt * n.close).max(debt.min(DUST)) * (1.0 + n.bonus) / price;
            let sold = wanted.min(collateral);
            let repaid = (sold * price / (1.0 + n.bonus)).min(debt);
            world.outside_sells(sold as u64);
            world.climate.price = if world.path.is_none() { world.market.price() } else { price };
            self.sums.liquidated += repaid;
            self.debt -= repaid;
            let one = &mut self.borrowers[i];
            one.collateral -= sold;
            self.collateral -= sold;
            one.debt -= repaid;
            if one.collateral * price < DUST {
                let lost = std::mem::take(&mut one.debt);
                self.write_off(lost);
            }
        }
    }
}
