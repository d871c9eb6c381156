//! The list of each week: what `emit` brought to the contributors' gauge goes to the segments, and what each comes to count on.
//!
//! Everyone is used to what the first list pays at the start, so a policy that holds has no drift; from there
//! loyal stakers count their reward in the yield that they see, users their rebate in the fee, providers theirs in the net yield of liquidity,
//! and voters come more or less often (`Habits::turnout_pay`), all of it through `Demand::elasticity`.
//! A rebate is a part of fees that were paid, so faking use costs more than it brings; what detection of fakes misses is paid.
//! What nobody earned stays with contributors outside the economy.

use economics::time::YEAR;

use crate::{
    HOURS, STEP_SECS,
    agents::{Agents, Kind},
    habits::share,
    rewards::{LOYAL_DAYS, SEGMENTS},
    scenario::Scenario,
    world::World,
};

const DAYS: f64 = YEAR as f64 / STEP_SECS as f64;
/// Days that one list pays for.
const LIST_DAYS: u32 = 7;
/// Most that pay brings anyone to vote. Assumed.
const MOST_TURNOUT: f64 = 0.95;

/// What each segment counts on: what the last list paid.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pay {
    /// Yearly reward of a loyally staked token.
    pub loyal: f64,
    /// Part of their transfer fees that users get back.
    pub rebate: f64,
    /// Yearly reward relative to the value of liquidity.
    pub liquidity: f64,
    /// Base units for all voters, per day.
    pub voters: f64,
}

/// What is paid now, what was paid at the start, and what has been paid.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Payroll {
    pub now: Pay,
    pub start: Pay,
    /// Emitted for each segment since the last list, and paid since the start, base units.
    due: [u64; SEGMENTS],
    pub paid: [u64; SEGMENTS],
    /// Stake, and the part of it that is not loyal yet, of those who have had their step today, base units.
    staked: u64,
    young: u64,
    /// Part of the stake that was not loyal yet, on the last day.
    pub young_share: f64,
    /// Part of active stake that voted on the newest proposal; 0 before any.
    pub turnout: f64,
}

/// What the segments' parts are measured by.
#[derive(Debug, Clone, Copy, Default)]
struct Basis {
    /// Loyal stake, base units.
    loyal: f64,
    /// Transfer fees paid on use, as far as detection believes them, base units.
    fees: f64,
    voters: f64,
}

impl World {
    /// What everyone is used to.
    pub(crate) fn settle_pay(&mut self, scenario: &Scenario) {
        let levers = &self.chain.levers;
        let yearly = self.chain.supply as f64 * levers.rate().param.value as f64 / 1e6;
        let pots = self.pots((yearly / DAYS * levers.weights()[1] as f64 / 1e4) as u64);
        let users = scenario.agents.iter().filter(|agent| agent.kind == Kind::Utility);
        let spent: f64 = users.map(|agent| agent.activity * agent.quote as f64).sum();
        let spent = spent * self.intensity * self.climate.usage / self.climate.price;
        let staked = self.chain.pool.totals.staked as f64;
        // A visit pays twice: what is bought arrives, and is passed on.
        let fees = 2.0 * spent * self.climate.fee_start;
        let pay = self.pay_by(&pots, &Basis { loyal: staked, fees, voters: 0.0 }, 1.0);
        (self.payroll.now, self.payroll.start) = (pay, pay);
    }

    /// Books the stake of an agent whose step it is.
    pub(crate) fn look_at_stake(&mut self, i: usize) {
        let staked = self.agents.position[i].staked();
        self.payroll.staked += staked;
        self.payroll.young += if self.is_loyal(i) { 0 } else { staked };
    }

    /// Ends a day on which the contributors' gauge got `emission`; once a week everything that is due is paid.
    pub(crate) fn end_pay_day(&mut self, emission: u64) {
        let pots = self.pots(emission);
        let payroll = &mut self.payroll;
        payroll.due.iter_mut().zip(pots).for_each(|(due, pot)| *due = due.saturating_add(pot));
        let (young, staked) = (std::mem::take(&mut payroll.young), std::mem::take(&mut payroll.staked));
        payroll.young_share = young as f64 / staked.max(1) as f64;
        if (self.hour + 1).is_multiple_of(LIST_DAYS * HOURS as u32) {
            self.pay_segments();
        }
    }

    fn pay_segments(&mut self) {
        let pots = std::mem::take(&mut self.payroll.due);
        let basis = self.basis();
        let pay = self.pay_by(&pots, &basis, f64::from(LIST_DAYS));
        let per = |pot: u64, of: f64| if of > 0.0 { pot as f64 / of } else { 0.0 };
        let rates =
            [per(pots[0], basis.loyal), pay.rebate, per(pots[2], self.shares as f64), per(pots[3], basis.voters)];
        let mut outsiders = self.shares;
        for i in 0..self.agents.len() {
            outsiders = outsiders.saturating_sub(self.agents.pooled[i]);
            let earned = self.earned(i);
            // Traders and others who are in no segment.
            if earned != [0.0; SEGMENTS] {
                self.agents.spent[i] = 0.0;
                self.pay(i, &std::array::from_fn(|k| (rates[k] * earned[k]) as u64));
            }
        }
        let theirs = ((rates[2] * outsiders as f64) as u64).min(self.chain.contributors);
        self.payroll.paid[2] += theirs;
        self.outside = self.outside.saturating_add(self.withdraw_reward(theirs));
        self.payroll.now = pay;
    }

    /// A day's emission by segment, base units.
    fn pots(&self, emission: u64) -> [u64; SEGMENTS] {
        self.lists.live.map(|weight| share(emission, f64::from(weight) / 1e4))
    }

    fn basis(&self) -> Basis {
        (0..self.agents.len()).fold(Basis::default(), |sum, i| Basis {
            loyal: sum.loyal + self.loyal_stake(i),
            fees: sum.fees + self.believed_fees(i),
            voters: sum.voters + f64::from(u8::from(self.agents.voted[i])),
        })
    }

    /// What agent `i`'s part of each pot is measured by.
    fn earned(&self, i: usize) -> [f64; SEGMENTS] {
        let Agents { pooled, voted, .. } = &self.agents;
        [self.loyal_stake(i), self.believed_fees(i), pooled[i] as f64, f64::from(u8::from(voted[i]))]
    }

    fn loyal_stake(&self, i: usize) -> f64 {
        if self.is_loyal(i) { self.agents.position[i].active as f64 } else { 0.0 }
    }

    fn believed_fees(&self, i: usize) -> f64 {
        let believed = if self.agents.kind[i].is_attacker() { 1.0 - self.habits.detection } else { 1.0 };
        f64::from(self.agents.spent[i]) * believed
    }

    /// What the pots of some days are to those who share them.
    fn pay_by(&self, pots: &[u64; SEGMENTS], basis: &Basis, days: f64) -> Pay {
        let [loyal, users, liquidity, voters] = pots.map(|pot| pot as f64);
        let least = (self.chain.supply as f64 * 1e-4).max(1.0);
        Pay {
            loyal: loyal / days * DAYS / basis.loyal.max(least),
            rebate: (users / basis.fees.max(1.0)).min(self.habits.rebate_cap),
            liquidity: liquidity / days * DAYS / (2.0 * self.market.tokens.max(1) as f64),
            voters: voters / days,
        }
    }

    fn pay(&mut self, i: usize, won: &[u64; SEGMENTS]) {
        let sum = won.iter().fold(0u64, |sum, part| sum.saturating_add(*part));
        if sum == 0 || sum > self.chain.contributors {
            return;
        }
        self.payroll.paid.iter_mut().zip(won).for_each(|(paid, won)| *paid += won);
        let net = self.withdraw_reward(sum);
        self.agents.liquid[i] = self.agents.liquid[i].saturating_add(net);
        if self.agents.kind[i].is_attacker() {
            let part = won[1] as f64 / sum as f64;
            self.attack.reward += part * net as f64 * self.climate.price;
        }
    }

    /// A claim of the contributors' list; gives what arrives.
    fn withdraw_reward(&mut self, tokens: u64) -> u64 {
        self.chain.contributors -= tokens;
        self.flow.rewards += tokens as f64;
        self.chain.transferred(tokens)
    }

    /// Whether agent `i` has stake that is loyal.
    #[inline]
    pub(crate) fn is_loyal(&self, i: usize) -> bool {
        self.agents.position[i].active > 0 && self.today - self.agents.since[i] >= LOYAL_DAYS
    }

    /// Yield relative to that of the start as agent `i` perceives it: loyal stake earns its reward too.
    pub(crate) fn yield_of(&self, i: usize) -> f64 {
        if self.is_loyal(i) { self.climate.loyal_seen } else { self.climate.yield_seen }
    }

    /// Change of the yearly yield of liquidity by rewards since the start, as providers perceive it.
    pub(crate) fn liquidity_pay(&self) -> f64 {
        self.demand.elasticity * (self.payroll.now.liquidity - self.payroll.start.liquidity)
    }

    /// Chance of a vote that has `usual` at the pay of the start.
    pub(crate) fn turnout_at_pay(&self, usual: f64) -> f64 {
        let Payroll { now, start, .. } = &self.payroll;
        let relative = if start.voters > 0.0 { now.voters / start.voters } else { 1.0 };
        let factor = 1.0 + self.demand.elasticity * self.habits.turnout_pay * (relative - 1.0);
        (usual * factor).clamp(0.0, usual.max(MOST_TURNOUT))
    }
}
