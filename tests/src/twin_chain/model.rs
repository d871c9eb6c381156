//! The twin's side: its chain and its steering, and the purses and positions that its agents would have.

use economics::{
    metrics::Ring,
    policy::{Class, Move},
    staking::{PositionState, Refusal},
};
use twin::{
    Bundle, Scenario,
    chain::Chain,
    steering::{Proposal, Steering},
};

use super::{
    look::{State, unlocked, without_keeper},
    stage::{Birth, Stage, WALLETS},
};

/// Seconds from a proposal to the first moment at which the gate takes it, as the test's classes have it.
pub const DELAY_SECS: u64 = 100;

/// The twin of a stage.
#[derive(Clone)]
pub struct Twin {
    pub chain: Chain,
    pub steering: Steering,
    pub wallets: [u64; WALLETS],
    pub positions: [PositionState; WALLETS],
    /// The periods that were closed; the twin's world keeps sums of its own instead.
    pub ring: Ring,
    pub burned: u64,
}

impl Twin {
    /// The twin at the moment of a stage that has just been set; from here on it sees no account.
    pub fn of(stage: &Stage, birth: Birth) -> Self {
        let state = stage.state();
        let policy = stage.economy.policy(&stage.world);
        let (fee_bps, newer_fee_bps, newer_fee_epoch) = state.fees;
        let mut scenario = Scenario {
            start: state.now,
            params: state.params.clone().try_into().expect("the standard parameters"),
            issuer: state.ledger,
            window_secs: birth.window_secs,
            warmup_secs: birth.warmup_secs,
            max_transfer_fee: u64::MAX,
            fee_bps,
            newer_fee_bps,
            newer_fee_epoch,
            supply: state.supply,
            treasury: state.treasury,
            contributors: state.contributors,
            ..twin::example::economy(0, 1)
        };
        scenario.groups.copy_from_slice(policy.groups());
        Self {
            chain: Chain::new(&scenario),
            steering: Steering::default(),
            wallets: state.wallets,
            positions: Default::default(),
            ring: state.ring,
            burned: 0,
        }
    }

    /// The twin's numbers.
    pub fn state(&self) -> State {
        let (chain, levers) = (&self.chain, &self.chain.levers);
        State {
            now: chain.now,
            wallets: self.wallets,
            positions: without_keeper(self.positions),
            pool: chain.pool,
            vault: chain.vault,
            treasury: chain.treasury,
            contributors: chain.contributors,
            supply: chain.supply,
            withheld: chain.withheld,
            withheld_again: chain.withheld_again,
            burned: self.burned,
            fees: (levers.older_fee_bps, levers.newer_fee_bps, levers.newer_fee_epoch),
            version: levers.version,
            params: levers.params.iter().map(unlocked).collect(),
            ledger: chain.issuer,
            ring: self.ring,
        }
    }

    /// A transfer that the sender can pay.
    pub fn transfer(&mut self, from: usize, to: usize, amount: u64) -> bool {
        let enough = amount <= self.wallets[from];
        if enough {
            self.wallets[from] -= amount;
            self.wallets[to] += self.chain.transferred(amount);
        }
        enough
    }

    pub fn stake(&mut self, who: usize, amount: u64) -> Result<(), Refusal> {
        self.chain.stake(&mut self.positions[who], amount)?;
        self.wallets[who] -= amount;
        Ok(())
    }

    pub fn unstake(&mut self, who: usize, amount: u64) -> Result<(), Refusal> {
        self.chain.request_unstake(&mut self.positions[who], amount)
    }

    pub fn withdraw(&mut self, who: usize) -> Result<(), Refusal> {
        self.wallets[who] += self.chain.withdraw(&mut self.positions[who])?;
        Ok(())
    }

    pub fn claim(&mut self, who: usize) -> Result<(), Refusal> {
        self.wallets[who] += self.chain.claim(&mut self.positions[who])?;
        Ok(())
    }

    pub fn settle(&mut self, who: usize) {
        self.chain.settle(&mut self.positions[who]);
    }

    pub fn collect(&mut self) {
        self.burned += self.chain.collect().burned;
    }

    /// Whether a period was closed.
    pub fn roll(&mut self) -> bool {
        let period = self.chain.roll();
        period.map(|period| self.ring.push(&period)).is_ok()
    }

    /// The world's own chores of a day; whether a period was closed.
    pub fn crank(&mut self) -> bool {
        let cranked = self.chain.crank();
        self.burned += cranked.burned;
        cranked.closed.map(|period| self.ring.push(&period)).is_some()
    }

    /// Whether the mint's next fee was set.
    pub fn sync_fee(&mut self) -> bool {
        let before = (self.chain.levers.newer_fee_bps, self.chain.levers.newer_fee_epoch);
        self.chain.levers.sync_fee(self.chain.now);
        before != (self.chain.levers.newer_fee_bps, self.chain.levers.newer_fee_epoch)
    }

    /// Whether the wish became a proposal.
    pub fn propose(&mut self, moves: &[Move], class: Class) -> bool {
        let mut bundle = Bundle::hold();
        moves.iter().for_each(|change| _ = bundle.set(usize::from(change.param), change.new));
        self.steering.propose(&bundle, &self.chain.levers, class, self.chain.now, DELAY_SECS);
        self.steering.open.is_some()
    }

    /// Whether the proposal came into force.
    pub fn execute(&mut self, proposal: &Proposal) -> bool {
        let before = self.steering.control.executed;
        self.steering.close(proposal, false, &mut self.chain.levers, self.chain.now);
        self.steering.control.executed > before
    }
}
