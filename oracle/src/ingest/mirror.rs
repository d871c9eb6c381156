//! Accounts mirrored into the store: closed periods, parameter changes, proposals; and whether a second node agrees.

use governor::state::{Council, Policy, Proposal};
use issuer::state::Metrics;

use super::{Ingest, IngestError};
use crate::{
    accounts::{self, Brakes, ProposalFacts, kind_filter},
    chain::Pubkey,
    store::{ParamChange, PeriodRow},
};

/// What the accounts said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MirrorReport {
    pub policy_version: u64,
    pub proposals: usize,
    /// `None` without a second node; else whether both give the same accounts.
    pub agrees: Option<bool>,
}

impl Ingest {
    pub(super) async fn mirror_round(&self) -> Result<MirrorReport, IngestError> {
        let at = &self.economy;
        let metrics = issuer::pda::metrics(&at.issuer).0;
        let found = self.rpc.accounts(&[at.council, at.policy, metrics]).await?;
        let [council, policy, ring] = &found[..] else { return Ok(MirrorReport::default()) };
        let council: Council = accounts::decode(&at.council, council.as_ref())?;
        let policy: Policy = accounts::decode(&at.policy, policy.as_ref())?;
        let ring: Metrics = accounts::decode(&metrics, ring.as_ref())?;
        self.store.insert_periods(&periods(&ring))?;
        self.mirror_changes()?;
        self.store.put_brakes(&Brakes::new(&council, &policy))?;
        let proposals = self.mirror_proposals(&council, &policy).await?;
        Ok(MirrorReport { policy_version: policy.version, proposals, agrees: self.second_agrees().await? })
    }

    /// Executed changes, from their events.
    fn mirror_changes(&self) -> Result<(), IngestError> {
        for row in self.store.observations_of("param_changed")? {
            let number = |key: &str| row.payload[key].as_i64().unwrap_or(0);
            let key = row.payload["key"].as_str().unwrap_or_default().to_string();
            self.store.insert_param_change(&ParamChange {
                version: number("version").unsigned_abs(),
                at: row.unix,
                key,
                old: number("old"),
                new: number("new"),
            })?;
        }
        Ok(())
    }

    /// Proposals whose state can still change, and those not seen yet.
    async fn mirror_proposals(&self, council: &Council, policy: &Policy) -> Result<usize, IngestError> {
        let known = self.store.proposals()?;
        let settled = known.iter().filter(|facts| !facts.is_open()).count();
        if council.proposal_count == settled as u64 {
            return Ok(settled);
        }
        let of_council = (8, self.economy.council.to_bytes().to_vec());
        let found = self.rpc.program_accounts(&governor::ID, &[kind_filter::<Proposal>(), of_council]).await?;
        let mut proposals: Vec<(Pubkey, Proposal)> = Vec::with_capacity(found.len());
        for (address, account) in &found {
            proposals.push((*address, accounts::decode(address, Some(account))?));
        }
        let carried = |(address, proposal): &(Pubkey, Proposal)| ProposalFacts::payload_of(address, proposal);
        let payloads = self.rpc.accounts(&proposals.iter().filter_map(carried).collect::<Vec<_>>()).await?;
        let mut payloads = payloads.iter();
        for (address, proposal) in &proposals {
            let payload = ProposalFacts::payload_of(address, proposal).and_then(|_| payloads.next());
            let payload = payload.and_then(Option::as_ref);
            self.store.put_proposal(&ProposalFacts::new(address, proposal, council, policy, payload))?;
        }
        Ok(found.len())
    }

    /// Compares the sampled accounts at a moment when they did not change between two looks at the first node.
    pub(super) async fn second_agrees(&self) -> Result<Option<bool>, IngestError> {
        let Some(second) = &self.second else { return Ok(None) };
        let at = &self.economy;
        let sample = [at.council, at.policy, at.issuer, at.mint, at.pool];
        for _ in 0..3 {
            let before = self.rpc.accounts(&sample).await?;
            // A node that cannot be asked does not agree.
            let Ok(other) = second.accounts(&sample).await else { return Ok(Some(false)) };
            if before == other {
                return Ok(Some(true));
            }
            if self.rpc.accounts(&sample).await? == before {
                return Ok(Some(false));
            }
        }
        Ok(Some(false))
    }
}

/// Closed periods of the ring with their numbers since genesis.
fn periods(metrics: &Metrics) -> Vec<PeriodRow> {
    let ring = metrics.rules();
    let held = ring.iter().count() as u64;
    let first = ring.head.saturating_sub(held);
    let row = |(place, period): (u64, &economics::metrics::Period)| PeriodRow {
        index: first + place,
        start: period.start,
        end: period.end,
        supply: period.supply,
        minted: period.minted,
        burned: period.burned,
        fees: period.fees,
        staked: period.staked,
        stakers: period.stakers,
        rewards_paid: period.rewards_paid,
        treasury: period.treasury,
    };
    (0..).zip(ring.iter()).map(row).collect()
}
