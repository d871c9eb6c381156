//! One prepared economy on the bytecode with the real token programs, copied for every sequence.

use std::sync::Arc;

use issuer::{
    client::{Desk, Label, NewGauge, Share, Shares, Token, create_mint, mint_len},
    gauge,
    state::{Breaker, CreateArgs, Schedule},
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;
use staking::PoolTerms;

use super::{
    cast::{Cast, POOLS, STAKED, WALLETS, rewards},
    state,
    tokens::{Coin, Place},
};
use crate::world::{Calendar, Economy, Genesis, Outcome, ParamSeed, START, World, actor, spec};

/// Liquidity shares of each wallet.
const LP_SHARES: u64 = 1 << 44;

/// What an economy is born with, beside the wide bounds of its parameters.
#[derive(Clone, Copy, Debug)]
pub struct Birth {
    /// Base units of the genesis supply, all in the wallets.
    pub supply: u64,
    /// Base units that may be minted beyond it.
    pub room: u64,
    pub period_secs: u64,
    /// Window and warm-up of each pool, seconds.
    pub pools: [(u64, u64); POOLS],
    /// The second and third tier's lock, seconds.
    pub locks: [u64; 2],
}

/// A mainnet-like economy of days; one of minutes with little room below the cap; one of few units;
/// one of almost as many as there can be.
pub const BIRTHS: [Birth; 4] = [
    Birth {
        supply: 1 << 50,
        room: 1 << 50,
        period_secs: 86_400,
        pools: [(86_400, 172_800), (3_600, 3_600), (86_400, 86_400)],
        locks: [2_592_000, 31_536_000],
    },
    Birth {
        supply: 1_000_000_000_000,
        room: 5_000_000_000,
        period_secs: 600,
        pools: [(60, 60), (7, 100), (60, 90)],
        locks: [300, 5_000],
    },
    Birth {
        supply: 40_000_000,
        room: u64::MAX - 40_000_000,
        period_secs: 3_600,
        pools: [(600, 600), (1, 1), (3_600, 7_200)],
        locks: [1, 86_400],
    },
    Birth {
        supply: 1 << 63,
        room: (1 << 63) - 1,
        period_secs: 3_600,
        pools: [(600, 600), (60, 60), (86_400, 86_400)],
        locks: [3_600, 7_200],
    },
];

/// An economy and everybody in it.
pub struct Stage {
    pub world: World,
    pub economy: Economy,
    pub desk: Desk,
    pub cast: Arc<Cast>,
    /// Who pays for transactions.
    pub payer: Address,
    pub calendar: Calendar,
    /// Changes of the policy so far.
    changes: u8,
    /// The lists of contributors that were published, from number 1 on.
    pub lists: Vec<Vec<state::Share>>,
}

impl Clone for Stage {
    fn clone(&self) -> Self {
        Self { world: self.world.clone(), cast: Arc::clone(&self.cast), lists: self.lists.clone(), ..*self }
    }
}

impl Stage {
    pub fn open(birth: Birth) -> Self {
        let mut world = World::new();
        world.svm = world.svm.with_sigverify(false).with_transaction_history(0);
        let economy = genesis().economy(&mut world);
        let desk = Desk::new(economy.gate.council, actor("mint").pubkey(), 0);
        let mut stage = Self {
            payer: world.funded("payer").pubkey(),
            world,
            economy,
            desk,
            cast: Arc::new(Cast::new(&economy.gate, &desk)),
            calendar: Calendar::new(172_800),
            changes: 0,
            lists: Vec::new(),
        };
        stage.lay(&birth);
        stage
    }

    fn lay(&mut self, birth: &Birth) {
        let creator = actor("creator").pubkey();
        let label = Label { name: "Trim", symbol: "TRIM", uri: "https://trimtab.example/token.json" };
        let lamports = self.world.svm.minimum_balance_for_rent_exemption(mint_len(&label));
        self.must(&create_mint(&self.desk, creator, &Token { fee_bps: 100, lamports }));
        self.must(&self.cast.create_lp_mint(creator));
        self.open_purses(creator);
        self.open_pools(creator, birth);
        let first = (Coin::Main, Place::Wallet(0));
        let create = self.desk.create(creator, self.cast.at(first), args(birth), label, &self.gauges()[..2]);
        self.must(&[create]);
        self.read_line();
        for who in 1..WALLETS {
            let to = self.cast.at((Coin::Main, Place::Wallet(who)));
            self.must(&[self.cast.transfer(self.cast.wallets[0], first, to, birth.supply / 7)]);
        }
    }

    fn open_purses(&mut self, creator: Address) {
        let plain = (Coin::Main, Place::Plain);
        self.must(&self.cast.open(creator, self.desk.economy, plain));
        for who in 0..WALLETS {
            let owner = self.world.funded(&format!("wallet-{who}")).pubkey();
            for coin in [Coin::Main, Coin::Lp] {
                self.must(&self.cast.open(creator, owner, (coin, Place::Wallet(who))));
            }
            self.must(&[self.cast.mint_shares(creator, (Coin::Lp, Place::Wallet(who)), LP_SHARES)]);
        }
    }

    fn open_pools(&mut self, creator: Address, birth: &Birth) {
        let [short, long] = birth.locks;
        let terms = [
            vec![(0, 10_000)],
            vec![(0, 10_000), (short, 15_001), (long, 100_000)],
            vec![(0, 10_000), (short, 13_333)],
        ];
        for (pool, ((window, warmup), tiers)) in birth.pools.into_iter().zip(terms).enumerate() {
            let terms = PoolTerms::tiered(window, warmup, &tiers);
            self.must(&[self.cast.stakes(pool, 0).open(creator, self.economy.gate.council, terms)]);
        }
    }

    /// The gauges beyond the standard ones, in their order.
    fn gauges(&self) -> [NewGauge; 3] {
        let of_pool = |pool: usize, key| NewGauge {
            key: economics::key(key),
            kind: if STAKED[pool] == Coin::Main { gauge::STAKING } else { gauge::LIQUIDITY },
            pool: Some(self.cast.stakes(pool, 0).pool),
            vault: self.cast.at(rewards(pool)),
        };
        let vault = self.cast.at((Coin::Main, Place::Plain));
        let plain = NewGauge { key: economics::key("gauge_plain"), kind: gauge::VAULT, pool: None, vault };
        [of_pool(1, "gauge_tiers"), of_pool(2, "gauge_lp"), plain]
    }

    /// The economy registers the last gauge.
    pub fn add_gauge(&self) -> Instruction {
        self.desk.add_gauge(&self.gauges()[2])
    }

    /// Notices which gauges are registered.
    pub fn read_line(&mut self) {
        self.desk = self.desk.with(&self.world.load(&self.desk.issuer));
    }

    fn must(&mut self, instructions: &[Instruction]) {
        self.send(instructions).unwrap_or_else(|refused| panic!("the stage is set: {refused:?}"));
    }

    /// Sends as if everybody who has to sign had signed.
    pub fn send(&mut self, instructions: &[Instruction]) -> Outcome {
        self.world.send_unsigned(instructions, &self.payer)
    }

    /// Lets seconds pass, with the slots and epochs that belong to them.
    pub fn pass(&mut self, secs: u64) {
        self.calendar.pass(&mut self.world, secs);
    }

    /// Number of the next change of the policy.
    pub fn next_change(&mut self) -> u8 {
        self.changes = self.changes.wrapping_add(1);
        self.changes
    }

    /// A list as it is published.
    pub fn published(&self, shares: &[state::Share]) -> Shares {
        let share = |it: &state::Share| Share { beneficiary: self.cast.wallets[it.who], amount: it.amount };
        Shares::new(shares.iter().map(share).collect()).expect("a list within 64 bits")
    }

    /// Stops what the bits say, as the guardian's pause is written into the policy.
    pub fn pause(&mut self, bits: u8, until: i64) {
        let (paused, paused_until) = (
            8 + std::mem::offset_of!(governor::Policy, paused),
            8 + std::mem::offset_of!(governor::Policy, paused_until),
        );
        self.world.poke(&self.economy.gate.policy, |data| {
            data[paused] = bits;
            data[paused_until..paused_until + 8].copy_from_slice(&until.to_le_bytes());
        });
    }
}

fn args(birth: &Birth) -> CreateArgs {
    CreateArgs {
        cap: birth.supply.saturating_add(birth.room),
        genesis_supply: birth.supply,
        schedule: Schedule { initial_ppm: 2_000_000, floor_ppm: 15_000, disinflation_bps: 1_500, start: START.unix },
        breaker: Breaker { period_secs: birth.period_secs, max_bps: 50 },
    }
}

/// The standard genesis with three further weights, and bounds so wide that the policy reaches every extreme.
fn genesis() -> Genesis {
    let mut genesis = Genesis::named("money");
    let further = ["gauge_tiers", "gauge_lp", "gauge_plain"].map(economics::key);
    genesis.params.extend(further.map(|key| ParamSeed { key, value: 0, spec: spec(0, 10_000, 2_500, 2) }));
    let bounds = [
        (80_000, spec(0, 2_000_000, 500_000, 0)),
        (100, spec(0, 10_000, 2_000, 0)),
        (3_000, spec(0, 10_000, 2_500, 1)),
        (5_000, spec(0, 10_000, 2_500, 1)),
        (2_000, spec(0, 10_000, 2_500, 1)),
        (3_000, spec(0, 10_000, 2_500, 2)),
        (1_500, spec(0, 10_000, 2_500, 2)),
        (1_000, spec(0, 10_000, 2_500, 2)),
        (300, spec(0, 5_000_000, 1_000_000, 0)),
        (2_000, spec(0, 10_000, 2_500, 2)),
        (1_500, spec(0, 10_000, 2_500, 2)),
        (1_000, spec(0, 10_000, 2_500, 2)),
    ];
    for (param, (value, mut spec)) in genesis.params.iter_mut().zip(bounds) {
        spec.budget_30d = u64::MAX;
        (param.value, param.spec) = (value, spec);
    }
    genesis
}
