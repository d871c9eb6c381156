//! What the events alone say has happened: the second set of books.

use std::collections::BTreeMap;

use economics::metrics::Period;
use solana_address::Address;

/// Sums of the open metrics period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenPeriod {
    pub minted: u64,
    pub burned: u64,
    pub fees: u64,
}

/// The economy as told by its events.
#[derive(Default)]
pub struct Model {
    /// Minted since genesis, without the genesis supply.
    pub minted: u64,
    /// Burned by the issuer's own burns.
    pub burned_by_issuer: u64,
    /// Holders' own burns that the issuer has noticed.
    pub burned_noticed: u64,
    /// Holders' own burns as the actions made them; no event of ours tells them.
    pub burned_by_holders: u64,
    pub open: OpenPeriod,
    /// Rows that the ring has to hold, oldest first.
    pub rows: Vec<(OpenPeriod, Period)>,
    /// Head of the hash chain, recomputed link by link.
    pub chain_head: [u8; 32],
    pub version: u64,
    /// Values of the parameters in their order.
    pub values: Vec<i64>,
    /// By owner: credited by stakes, minus principal paid out.
    pub principal: BTreeMap<Address, u64>,
    pub rewards_paid: u64,
    /// Every proposal ever made.
    pub proposals: Vec<Address>,
    /// By proposal: support and objection that were told.
    pub turnout: BTreeMap<Address, (u64, u64)>,
    /// By parameter: every value held, and the second from which it was.
    pub history: Vec<Vec<(i64, i64)>>,
}

impl Model {
    /// The books at genesis.
    pub fn new(values: Vec<i64>) -> Self {
        let history = values.iter().map(|value| vec![(i64::MIN, *value)]).collect();
        Self { values, history, ..Self::default() }
    }

    pub fn governor(&mut self, event: governor::events::Event) {
        use governor::events::Event;
        match event {
            Event::Proposed(it) => self.proposals.push(it.proposal),
            Event::ParamChanged(it) => {
                self.values[usize::from(it.param)] = it.new;
                self.history[usize::from(it.param)].push((it.unix, it.new));
            }
            Event::ParamAdded(it) => {
                self.values.push(it.value);
                self.history.push(vec![(it.unix, it.value)]);
            }
            Event::Voiced(it) => {
                let (support, objection) = self.turnout.entry(it.proposal).or_default();
                *(if it.stance == 1 { objection } else { support }) += it.weight;
            }
            Event::PolicyPublished(it) => {
                let head = &self.chain_head;
                self.chain_head = governor::hash::chain_link(head, &it.content_hash, it.version, it.unix);
                self.version += 1;
            }
            _ => {}
        }
    }

    pub fn issuer(&mut self, event: issuer::events::Event) {
        match event {
            issuer::events::Event::Emitted(it) => {
                self.minted += it.minted;
                self.open.minted += it.minted;
            }
            issuer::events::Event::Burned(it) => {
                self.open.burned += it.amount;
                match it.by_issuer {
                    1 => self.burned_by_issuer += it.amount,
                    _ => self.burned_noticed += it.amount,
                }
            }
            issuer::events::Event::Collected(it) => self.open.fees += it.fees,
            issuer::events::Event::PeriodRolled(it) => self.rows.push((std::mem::take(&mut self.open), row(&it))),
            _ => {}
        }
    }

    pub fn staking(&mut self, event: staking::events::Event) {
        use staking::events::Event;
        match event {
            Event::Staked(it) => *self.principal.entry(it.owner).or_default() += it.credited,
            Event::Withdrawn(it) => *self.principal.entry(it.owner).or_default() -= it.requested,
            Event::Claimed(it) => self.rewards_paid += it.requested,
            _ => {}
        }
    }
}

fn row(it: &issuer::events::PeriodRolled) -> Period {
    Period {
        start: it.start,
        end: it.end,
        supply: it.supply,
        minted: it.minted,
        burned: it.burned,
        fees: it.fees,
        staked: it.staked,
        stakers: it.stakers,
        rewards_paid: it.rewards_paid,
        treasury: it.treasury,
    }
}
