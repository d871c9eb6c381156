//! Pools with two vaults: liquidity mining. Principal and rewards never meet.

use staking::{
    Pool, PoolTerms, StakingError,
    client::{Coin, Stakes},
    events::Event,
};

use super::{bench::*, farm::*};
use crate::world::{assert_refused, assert_refused_with};

/// Both token programs that a staked coin may belong to.
const PROGRAMS: [solana_address::Address; 2] = [TOKEN_CLASSIC, TOKEN];

#[test]
fn a_farm_has_a_vault_for_each_of_its_mints() {
    for program in PROGRAMS {
        let mut farm = Farm::before_pool(program);
        let landed = farm.open(PoolTerms::flexible(1_000, 1_000)).unwrap();
        let pool: Pool = farm.bench.world.load(&farm.stakes.pool);
        assert_eq!((pool.stake_mint, pool.reward_mint), (farm.coin.mint, farm.bench.stakes.mint));
        assert_eq!((pool.vault, pool.reward_vault), (farm.stakes.vault, farm.stakes.reward_vault));
        assert_eq!((pool.decimals, pool.reward_decimals, pool.state.principal_apart), (9, 6, 1));
        let [Event::PoolCreated(told)] = events(&landed)[..] else { panic!("one event") };
        assert_eq!((told.reward_mint, told.reward_vault), (pool.reward_mint, pool.reward_vault));
        for (vault, mint, owner) in
            [(pool.vault, pool.stake_mint, program), (pool.reward_vault, pool.reward_mint, TOKEN)]
        {
            let account = farm.bench.world.svm.get_account(&vault).unwrap();
            assert_eq!(account.owner, owner);
            assert_eq!((&account.data[..32], &account.data[32..64]), (mint.as_ref(), farm.stakes.pool.as_ref()));
            assert_eq!((&account.data[72..76], &account.data[129..133]), (&[0; 4][..], &[0; 4][..]));
        }
    }
}

#[test]
fn liquidity_is_staked_earns_the_economys_mint_and_returns_to_the_unit() {
    for program in PROGRAMS {
        let mut farm = Farm::new(program);
        farm.stake_active("alice", 3 << 20);
        farm.stake_active("bob", 1 << 20);
        farm.reward(4_000);
        farm.settle("alice").unwrap();
        farm.bench.world.pass_secs(2 * WINDOW);
        let before = farm.bench.balance("alice");
        farm.claim("alice").unwrap();
        assert_eq!(farm.bench.balance("alice") - before, 3_000 - 30, "the economy's mint has its fee");
        farm.request("alice", 3 << 20).unwrap();
        farm.bench.world.pass_secs(UNBOND);
        farm.withdraw("alice").unwrap();
        assert_eq!((farm.balance("alice"), farm.balance("bob")), (LP, LP - (1 << 20)));
        assert_eq!(farm.vaults(), (1 << 20, 1_000));
        assert_eq!(farm.pool().accounted, 1_000, "the ledger of rewards knows nothing of principal");
    }
}

#[test]
fn principal_is_never_taken_for_a_reward_and_no_reward_for_principal() {
    let mut farm = Farm::new(TOKEN_CLASSIC);
    farm.stake_active("alice", 1 << 30);
    // Far more principal arrives than there were ever rewards; and liquidity tokens by a plain transfer.
    farm.stake("bob", LP).unwrap();
    let gift = transfer_lp(&farm, "alice", 5);
    farm.send("alice", gift).unwrap();
    farm.bench.world.pass_secs(5 * WINDOW);
    for name in ["alice", "bob"] {
        farm.settle(name).unwrap();
        assert_refused(farm.claim(name), StakingError::NothingToClaim);
    }
    let pool = farm.pool();
    assert_eq!((pool.accounted, pool.stream.held(), pool.owed), (0, 0, 0));
    assert_eq!(farm.vaults(), ((1 << 30) + LP + 5, 0));
}

#[test]
fn an_exit_from_a_farm_asks_nothing_of_its_rewards() {
    let mut farm = Farm::new(TOKEN_CLASSIC);
    farm.stake_active("alice", LP);
    farm.reward(1_000);
    farm.settle("alice").unwrap();
    farm.bench.world.pass_secs(2 * WINDOW);
    // Whatever became of the reward's vault and of the ledger of rewards: principal leaves.
    let reward_vault = farm.stakes.reward_vault;
    farm.bench.poke_tokens(&reward_vault, 0);
    assert_refused(farm.settle("alice"), StakingError::VaultShort);
    farm.bench.world.poke(&reward_vault, |data| data.fill(0xff));
    farm.request("alice", LP).unwrap();
    farm.bench.world.svm.set_account(reward_vault, Default::default()).unwrap();
    farm.bench.world.pass_secs(UNBOND);
    farm.withdraw("alice").unwrap();
    assert_eq!((farm.balance("alice"), farm.bench.amount(&farm.stakes.vault)), (LP, 0));
}

#[test]
fn rewards_of_a_farm_cannot_be_compounded() {
    let mut farm = Farm::new(TOKEN_CLASSIC);
    farm.stake_active("alice", 1 << 20);
    farm.reward(4_000);
    farm.settle("alice").unwrap();
    farm.bench.world.pass_secs(2 * WINDOW);
    let compound = farm.stakes.compound(key("alice"));
    assert_refused(farm.send("alice", compound), StakingError::NotCompoundable);
    farm.claim("alice").unwrap();
}

#[test]
fn a_stake_that_hides_the_reward_vault_or_brings_one_too_many_is_refused() {
    let mut farm = Farm::new(TOKEN_CLASSIC);
    let mut hidden = farm.stakes.stake(key("alice"), farm.at("alice"), 10);
    hidden.accounts.last_mut().unwrap().pubkey = staking::ID;
    assert_refused(farm.send("alice", hidden), StakingError::RewardVaultExpected);
    let mut other = farm.stakes.stake(key("alice"), farm.at("alice"), 10);
    other.accounts.last_mut().unwrap().pubkey = farm.bench.tokens("bob");
    assert_refused(farm.send("alice", other), StakingError::WrongVault);
    let mut theirs = farm.stakes.stake(key("alice"), farm.at("alice"), 10);
    theirs.accounts.last_mut().unwrap().pubkey = farm.bench.stakes.vault;
    assert_refused(farm.send("alice", theirs), StakingError::WrongVault);

    // In a pool with one vault the same vault a second time would be counted as rewards.
    let bench = &mut farm.bench;
    let mut twice = bench.stakes.stake(key("alice"), bench.tokens("alice"), ONE);
    twice.accounts.last_mut().unwrap().pubkey = bench.stakes.vault;
    assert_refused_with(signed(&mut bench.world, twice, &["alice"]), "Custom(2040)");
}

#[test]
fn what_had_arrived_unseen_is_not_shared_with_a_newcomer() {
    let mut farm = Farm::new(TOKEN_CLASSIC);
    farm.stake_active("alice", 1 << 20);
    farm.reward(4_000);
    // Nobody has looked since; the stake itself looks first.
    farm.stake("bob", 1 << 30).unwrap();
    assert_eq!(farm.pool().stream.queued, 4_000);
    farm.bench.world.pass_secs(2 * WINDOW);
    farm.settle("bob").unwrap();
    farm.bench.world.pass_secs(9 * WINDOW);
    for name in ["alice", "bob"] {
        farm.settle(name).unwrap();
    }
    assert_eq!((farm.position("alice").owed, farm.position("bob").owed), (4_000, 0));
}

#[test]
fn a_fee_on_the_staked_mint_is_credited_by_what_arrives_and_the_reward_may_be_any_sound_mint() {
    let mut farm = Farm::before_pool(TOKEN_CLASSIC);
    let (policy, mint) = (farm.stakes.policy, farm.bench.stakes.mint);
    farm.stakes = Stakes::earning(policy, Coin::token_2022(mint), farm.coin, 1);
    farm.open(PoolTerms::flexible(1_000, 1_000)).unwrap();
    let stake = farm.stakes.stake(key("alice"), farm.bench.tokens("alice"), 100 * ONE);
    farm.send("alice", stake).unwrap();
    assert_eq!((farm.position("alice").warming, farm.vaults()), (99 * ONE, (99 * ONE, 0)));
}

#[test]
fn the_wrong_token_program_opens_and_moves_nothing() {
    let mut farm = Farm::before_pool(TOKEN_CLASSIC);
    let council = farm.bench.economy.gate.council;
    let right = farm.stakes;
    let wrong = [
        Stakes { token_program: TOKEN, ..right },
        Stakes { reward: Coin { program: TOKEN_CLASSIC, ..right.reward }, ..right },
        Stakes { token_program: governor::ID, ..right },
    ];
    for stakes in wrong {
        let open = stakes.open(key("creator"), council, PoolTerms::flexible(10, 10));
        assert_refused(farm.send("creator", open), StakingError::WrongTokenProgram);
    }
    farm.open(PoolTerms::flexible(10, 10)).unwrap();
    for stakes in wrong {
        for instruction in [
            stakes.stake(key("alice"), farm.at("alice"), 10),
            stakes.withdraw(key("alice"), farm.at("alice")),
            stakes.claim(key("alice"), farm.bench.tokens("alice")),
        ] {
            let outcome = farm.send("alice", instruction);
            assert!(outcome.is_err() || stakes.token_program == right.token_program);
        }
    }
}

#[test]
fn the_two_vaults_cannot_be_swapped() {
    let mut farm = Farm::new(TOKEN);
    farm.stake_active("alice", 1 << 20);
    farm.reward(4_000);
    farm.settle("alice").unwrap();
    farm.bench.world.pass_secs(2 * WINDOW);
    farm.request("alice", 1 << 19).unwrap();
    farm.bench.world.pass_secs(UNBOND);
    const VAULT: usize = 3;
    let mut withdraw = farm.stakes.withdraw(key("alice"), farm.bench.tokens("alice"));
    withdraw.accounts[VAULT].pubkey = farm.stakes.reward_vault;
    assert_refused(farm.send("alice", withdraw), StakingError::WrongVault);
    let mut claim = farm.stakes.claim(key("alice"), farm.at("alice"));
    claim.accounts[VAULT].pubkey = farm.stakes.vault;
    assert_refused(farm.send("alice", claim), StakingError::WrongVault);
    for mut instruction in [farm.stakes.request_unstake(key("alice"), 1), farm.stakes.compound(key("alice"))] {
        instruction.accounts[VAULT].pubkey = farm.stakes.vault;
        assert_refused(farm.send("alice", instruction), StakingError::WrongVault);
    }
    let mut settle = farm.stakes.settle(key("alice"));
    settle.accounts[2].pubkey = farm.stakes.vault;
    assert_refused(signed(&mut farm.bench.world, settle, &[]), StakingError::WrongVault);
}

#[test]
fn the_largest_and_the_smallest_stakes_of_a_farm_return() {
    for amount in [u64::MAX - 2 * LP, 1] {
        let mut farm = Farm::new(TOKEN_CLASSIC);
        farm.hold("carol", u64::MAX - 2 * LP);
        farm.stake_active("carol", amount);
        farm.reward(1);
        farm.settle("carol").unwrap();
        farm.bench.world.pass_secs(2 * WINDOW);
        farm.settle("carol").unwrap();
        let earned = farm.position("carol").owed;
        assert_eq!(earned, u64::from(amount == 1), "what is lost to rounding is a fraction of one unit");
        assert_refused(farm.request("carol", amount + 1), StakingError::InsufficientStake);
        farm.request("carol", amount).unwrap();
        farm.bench.world.pass_secs(UNBOND);
        farm.withdraw("carol").unwrap();
        assert_eq!(farm.balance("carol"), u64::MAX - 2 * LP);
    }
}

#[test]
fn stake_whose_shares_could_not_be_counted_is_refused_and_the_last_that_can_leaves_again() {
    let mut farm = Farm::before_pool(TOKEN_CLASSIC);
    farm.open(PoolTerms::tiered(1_000, 1_000, &[(0, 10_000), (9, 100_000)])).unwrap();
    farm.stakes = farm.stakes.in_tier(1);
    let (supply, most) = (u64::MAX - 2 * LP, u64::MAX / 10);
    farm.hold("carol", supply);
    for amount in [most + 1, supply] {
        assert_refused(farm.stake("carol", amount), StakingError::Overflow);
        assert_eq!(farm.balance("carol"), supply);
    }
    farm.stake_active("carol", most);
    assert_eq!(farm.pool().shares, most * 10);
    assert_refused(farm.stake("alice", 1), StakingError::Overflow);
    farm.request("carol", most).unwrap();
    farm.bench.world.pass_secs(UNBOND);
    farm.withdraw("carol").unwrap();
    assert_eq!(farm.balance("carol"), supply);
}

/// `TransferChecked` of liquidity tokens into the vault of the principal.
fn transfer_lp(farm: &Farm, from: &str, amount: u64) -> solana_instruction::Instruction {
    let mut transfer = transfer(&farm.stakes, key(from), farm.at(from), farm.stakes.vault, amount);
    transfer.program_id = farm.coin.program;
    transfer.data[9] = 9;
    transfer
}
