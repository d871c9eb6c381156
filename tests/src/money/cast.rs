//! Who and what takes part: wallets, coins, pools, and their addresses, derived once.

use std::collections::BTreeMap;

use governor::client::Gate;
use issuer::client::{Desk, TOKEN_2022};
use solana_address::Address;
use solana_signer::Signer;
use staking::client::{Coin as Mint, Stakes};

use super::{
    state::Seat,
    tokens::{At, Coin, Place},
};
use crate::world::actor;

pub const WALLETS: usize = 6;
/// The wallet that acts in forks only.
pub const VISITOR: usize = WALLETS - 1;

/// SPL Token, the program of the shares of most liquidity pools.
pub const SPL_TOKEN: Address = anchor_lang::address!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

/// Staking pools.
pub const POOLS: usize = 3;
/// What is staked in each pool; all of them pay in the main coin.
pub const STAKED: [Coin; POOLS] = [Coin::Main, Coin::Main, Coin::Lp];
/// Tiers of each pool.
pub const TIERS: [u8; POOLS] = [1, 3, 2];

/// The token account of a pool's principal.
pub fn vault(pool: usize) -> At {
    (STAKED[pool], Place::Vault(pool))
}

/// The token account of a pool's rewards.
pub fn rewards(pool: usize) -> At {
    match STAKED[pool] {
        Coin::Main => (Coin::Main, Place::Vault(pool)),
        Coin::Lp => (Coin::Main, Place::Rewards(pool)),
    }
}

/// The gauges' token accounts in their order, and the places of their weights in the policy; the last is registered late.
pub const GAUGES: [(At, usize); 6] = [
    ((Coin::Main, Place::Vault(0)), 5),
    ((Coin::Main, Place::Contributors), 6),
    ((Coin::Main, Place::Treasury), 7),
    ((Coin::Main, Place::Vault(1)), 9),
    ((Coin::Main, Place::Rewards(2)), 10),
    ((Coin::Main, Place::Plain), 11),
];

/// What a collection may name beside the vaults that it always harvests.
pub const SOURCES: [At; VISITOR + 5] = [
    (Coin::Main, Place::Wallet(0)),
    (Coin::Main, Place::Wallet(1)),
    (Coin::Main, Place::Wallet(2)),
    (Coin::Main, Place::Wallet(3)),
    (Coin::Main, Place::Wallet(4)),
    (Coin::Main, Place::Vault(0)),
    (Coin::Main, Place::Vault(1)),
    (Coin::Main, Place::Rewards(2)),
    (Coin::Main, Place::Contributors),
    (Coin::Main, Place::Plain),
];

/// The accounts whose bit is set.
pub fn named(sources: u64) -> impl Iterator<Item = At> {
    SOURCES.into_iter().enumerate().filter(move |(place, _)| (sources >> place) & 1 == 1).map(|(_, at)| at)
}

/// Every seat that there can be.
pub fn seats() -> impl Iterator<Item = Seat> {
    let tiers = (0..POOLS).flat_map(|pool| (0..TIERS[pool]).map(move |tier| (pool, tier)));
    tiers.flat_map(|(pool, tier)| (0..WALLETS).map(move |who| (pool, who, tier)))
}

/// The addresses.
pub struct Cast {
    pub wallets: [Address; WALLETS],
    pub main: Address,
    pub lp: Address,
    pools: [Stakes; POOLS],
    positions: BTreeMap<Seat, Address>,
    tokens: BTreeMap<At, Address>,
}

impl Cast {
    pub fn new(gate: &Gate, desk: &Desk) -> Self {
        let [main, lp] = ["mint", "lp-mint"].map(|name| actor(name).pubkey());
        let earned = Mint::token_2022(main);
        let shares = Mint { mint: lp, program: SPL_TOKEN };
        let pools = [
            Stakes::new(gate.policy, main, 0),
            Stakes::new(gate.policy, main, 1),
            Stakes::earning(gate.policy, shares, earned, 0),
        ];
        let wallets: [Address; WALLETS] = std::array::from_fn(|who| actor(&format!("wallet-{who}")).pubkey());
        let position = |seat: Seat| (seat, pools[seat.0].in_tier(seat.2).position(&wallets[seat.1]));
        let purses = (0..WALLETS).flat_map(|who| {
            let at = |coin, name: &str| ((coin, Place::Wallet(who)), actor(&format!("{name}-{who}")).pubkey());
            [at(Coin::Main, "tokens"), at(Coin::Lp, "lp-tokens")]
        });
        let vaults = (0..POOLS).map(|pool| (vault(pool), pools[pool].vault));
        let reward = (0..POOLS).map(|pool| (rewards(pool), pools[pool].reward_vault));
        let issuers = [
            ((Coin::Main, Place::Contributors), desk.contributors_vault),
            ((Coin::Main, Place::Treasury), desk.treasury_vault),
            ((Coin::Main, Place::Plain), actor("plain-vault").pubkey()),
            ((Coin::Main, Place::Fees), desk.fee_vault),
        ];
        let tokens = purses.chain(vaults).chain(reward).chain(issuers).collect();
        Self { wallets, main, lp, pools, positions: seats().map(position).collect(), tokens }
    }

    /// The pool, for the position of a seat.
    pub fn stakes(&self, pool: usize, tier: u8) -> Stakes {
        self.pools[pool].in_tier(tier)
    }

    /// The address of a token account.
    pub fn at(&self, at: At) -> Address {
        self.tokens[&at]
    }

    pub fn tokens(&self) -> impl Iterator<Item = (At, Address)> {
        self.tokens.iter().map(|(at, address)| (*at, *address))
    }

    pub fn positions(&self) -> impl Iterator<Item = (Seat, Address)> {
        self.positions.iter().map(|(seat, address)| (*seat, *address))
    }

    /// A coin's mint and token program.
    pub fn coin(&self, coin: Coin) -> (Address, Address) {
        match coin {
            Coin::Main => (self.main, TOKEN_2022),
            Coin::Lp => (self.lp, SPL_TOKEN),
        }
    }
}
