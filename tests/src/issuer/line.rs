//! More receivers of emission for the bench: pools, a vault of the economy, and weights for them.

use economics::key::{GAUGE_STAKING, GAUGE_TREASURY};
use issuer::client::NewGauge;
use issuer::gauge;
use issuer::state::Gauge;
use solana_address::Address;
use solana_instruction::AccountMeta;
use solana_signer::Signer;
use staking::client::{Coin, Stakes};

use super::desk::*;
use crate::world::{Economy, Genesis, Outcome, ParamSeed, World, actor, spec};

/// Keys of the weights beyond the standard ones, in the group of the standard ones.
pub const WEIGHTS: [&str; 5] = ["gauge_3", "gauge_4", "gauge_5", "gauge_6", "gauge_7"];
/// A weight that is in the group of fee shares.
pub const FOREIGN_WEIGHT: &str = "fee_share_4";
/// Place of the first further weight in the policy.
pub const FIRST_WEIGHT: usize = 9;

/// The standard economy with five further weights of 0, and one in another group.
pub fn with_weights(world: &mut World) -> Economy {
    let mut genesis = Genesis::standard();
    let seed =
        |name: &&str, group| ParamSeed { key: economics::key(name), value: 0, spec: spec(0, 10_000, 500, group) };
    genesis.params.extend(WEIGHTS.iter().map(|name| seed(name, 2)));
    genesis.params.push(seed(&FOREIGN_WEIGHT, 1));
    genesis.economy(world)
}

impl Bench {
    /// The standard gauges, and weights for five more.
    pub fn with_weights() -> Self {
        let mut bench = Self::weights_before_create();
        bench.create(args()).expect("the creator asks for something sound");
        bench
    }

    /// The same without the issuer.
    pub fn weights_before_create() -> Self {
        let mut bench = Self::before_mint(with_weights);
        bench.make_mint(FEE);
        bench.make_pool();
        bench.genesis_account = bench.open(&bench.creator.pubkey());
        bench
    }

    /// Eight gauges with equal weights: two further pools, a liquidity pool and two vaults.
    pub fn full() -> Self {
        let mut bench = Self::with_weights();
        for gauge in bench.five() {
            bench.add(&gauge).expect("the gauge is sound");
        }
        for place in (GAUGE_STAKING..=GAUGE_TREASURY).chain(FIRST_WEIGHT..FIRST_WEIGHT + 5) {
            bench.publish(place, 1_250);
        }
        bench
    }

    /// Five sound gauges for the five weights.
    pub fn five(&mut self) -> [NewGauge; 5] {
        let economy = self.desk.economy;
        let vaults = [self.open(&economy), self.open(&economy)];
        let (first, second, liquidity) = (self.more_stakes(1), self.more_stakes(2), self.liquidity());
        [
            of_pool(gauge::STAKING, WEIGHTS[0], &first),
            of_vault(WEIGHTS[1], vaults[0]),
            of_pool(gauge::LIQUIDITY, WEIGHTS[2], &liquidity),
            of_pool(gauge::STAKING, WEIGHTS[3], &second),
            of_vault(WEIGHTS[4], vaults[1]),
        ]
    }

    /// Another pool of the issuer's own mint.
    pub fn more_stakes(&mut self, index: u8) -> Stakes {
        let stakes = Stakes::new(self.desk.policy, self.desk.mint, index);
        let create = stakes.create_pool(self.creator.pubkey(), self.desk.council, 10, 10);
        self.world.send_one(create, &[&self.creator]).expect("the pool is made");
        stakes
    }

    /// A pool in which another mint is staked and the issuer's is earned.
    pub fn liquidity(&mut self) -> Stakes {
        let other = self.plain_mint("liquidity shares");
        let (stake, reward) = (Coin::token_2022(other), Coin::token_2022(self.desk.mint));
        let stakes = Stakes::earning(self.desk.policy, stake, reward, 0);
        let create = stakes.create_pool(self.creator.pubkey(), self.desk.council, 10, 10);
        self.world.send_one(create, &[&self.creator]).expect("the pool is made");
        stakes
    }

    /// A mint of Token-2022 without extensions.
    pub fn plain_mint(&mut self, name: &str) -> Address {
        let mint = actor(name);
        let lamports = self.world.svm.minimum_balance_for_rent_exemption(82);
        let (payer, key) = (self.creator.pubkey(), mint.pubkey());
        let create = solana_system_interface::instruction::create_account(
            &payer,
            &key,
            lamports,
            82,
            &issuer::client::TOKEN_2022,
        );
        let data = [&[20, 6][..], payer.as_ref(), &[0]].concat();
        let initialize = token_2022(vec![AccountMeta::new(key, false)], data);
        self.world.send(&[create, initialize], &[&self.creator, &mint]).expect("the mint is made");
        key
    }

    /// The economy registers a gauge, and the desk takes note.
    pub fn add(&mut self, gauge: &NewGauge) -> Outcome {
        let outcome = self.as_economy(self.desk.add_gauge(gauge));
        self.desk = self.desk.with(&self.issuer());
        outcome
    }

    /// The registered gauges.
    pub fn gauges(&self) -> Vec<Gauge> {
        self.issuer().gauges().to_vec()
    }
}

/// A pool as a gauge.
pub fn of_pool(kind: u8, weight: &str, stakes: &Stakes) -> NewGauge {
    NewGauge { key: economics::key(weight), kind, pool: Some(stakes.pool), vault: stakes.reward_vault }
}

/// A token account of the economy's authority as a gauge.
pub fn of_vault(weight: &str, vault: Address) -> NewGauge {
    NewGauge { key: economics::key(weight), kind: gauge::VAULT, pool: None, vault }
}
