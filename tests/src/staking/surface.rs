//! What others rely on: numbers, discriminators and bytes. A change here needs a line in CHANGELOG.md.

use std::fmt::Write;

use anchor_lang::Discriminator;
use staking::{
    Checkpoint, Pool, PoolState, PoolTotals, Position, PositionState, Stream, Tier, VoiceCard, events::Event,
    instruction as ix,
};

use crate::world::{declared_errors, hex, layout, snapshot};

const ERRORS: &str = include_str!("../../../programs/staking/src/error.rs");
/// The sources of the tests of this folder.
pub const TESTS: [&str; 13] = [
    include_str!("accounts.rs"),
    include_str!("chain.rs"),
    include_str!("compound.rs"),
    include_str!("create.rs"),
    include_str!("exits.rs"),
    include_str!("farms.rs"),
    include_str!("overflow.rs"),
    include_str!("pauses.rs"),
    include_str!("rewards.rs"),
    include_str!("stakes.rs"),
    include_str!("tiers.rs"),
    include_str!("voice.rs"),
    include_str!("wallets.rs"),
];

fn errors() -> Vec<(u32, &'static str)> {
    declared_errors(ERRORS)
}

#[test]
fn every_error_is_provoked_by_a_test() {
    let provoked = |name: &str| TESTS.iter().any(|test| test.contains(&format!("StakingError::{name})")));
    let missing: Vec<_> = errors().into_iter().filter(|(_, name)| !provoked(name)).collect();
    assert_eq!(errors().len(), 30);
    assert!(missing.is_empty(), "no test provokes {missing:?}");
}

#[test]
fn errors_discriminators_and_layouts_are_those_that_others_rely_on() {
    let mut out = String::from("# errors\n");
    for (number, name) in errors() {
        writeln!(out, "{number} {name}").unwrap();
    }
    out.push_str("\n# instructions\n");
    let instructions = [
        ("create_pool", ix::CreatePool::DISCRIMINATOR),
        ("stake", ix::Stake::DISCRIMINATOR),
        ("request_unstake", ix::RequestUnstake::DISCRIMINATOR),
        ("withdraw", ix::Withdraw::DISCRIMINATOR),
        ("claim", ix::Claim::DISCRIMINATOR),
        ("settle", ix::Settle::DISCRIMINATOR),
        ("compound", ix::Compound::DISCRIMINATOR),
        ("delegate", ix::Delegate::DISCRIMINATOR),
    ];
    for (name, tag) in instructions {
        writeln!(out, "{tag:?} {name}").unwrap();
    }
    out.push_str("\n# accounts: discriminator, then the bytes below\n");
    for (name, tag) in [("Pool", Pool::DISCRIMINATOR), ("Position", Position::DISCRIMINATOR)] {
        writeln!(out, "{} {name}", hex(tag)).unwrap();
    }
    out.push_str("\n# events: discriminator, then the fields in their order without gaps\n");
    for (name, tag) in Event::DISCRIMINATORS {
        writeln!(out, "{} {name}", hex(tag)).unwrap();
    }
    out.push_str("\n# layouts: offsets within the struct\n");
    out.push_str(&layouts());
    snapshot("staking.txt", &out);
}

fn layouts() -> String {
    let mut out = String::new();
    layout!(
        out,
        Pool {
            policy,
            stake_mint,
            vault,
            reward_mint,
            reward_vault,
            state,
            unbond_param,
            index,
            decimals,
            reward_decimals,
            bump,
            vault_bump,
            reward_vault_bump
        }
    );
    layout!(
        out,
        PoolState {
            totals,
            active,
            shares,
            cooling,
            owed,
            stream,
            warmup_secs,
            acc,
            acc_carry,
            accounted,
            principal_apart,
            tiers
        }
    );
    layout!(out, PoolTotals { staked, stakers, rewards_paid });
    layout!(out, Stream { queued, streaming, streamed, window_start, window_secs });
    layout!(out, Tier { lock_secs, multiplier_bps });
    layout!(out, Position { card, state, bump });
    layout!(out, VoiceCard { pool, owner, delegate, checkpoints });
    layout!(out, Checkpoint { since, weight });
    layout!(
        out,
        PositionState {
            active,
            warming,
            active_from,
            cooling,
            unlock_at,
            acc_paid,
            owed,
            owed_fraction,
            locked_until,
            tier
        }
    );
    out
}
