//! `create_pool`.

use staking::{
    Pool, PoolTerms, StakingError,
    client::{Coin, Stakes},
    events::Event,
};

use super::{bench::*, farm::*};
use crate::world::{Economy, Genesis, World, actor, assert_refused, assert_refused_with};

const DAYS_30: u64 = 30 * 86_400;

#[test]
fn create_pool_opens_an_empty_pool_of_this_policy_and_mint() {
    let mut bench = Bench::before_pool();
    let landed = bench.create_pool(1_000, 2_000).unwrap();

    let pool: Pool = bench.world.load(&bench.stakes.pool);
    assert_eq!(
        (pool.policy, pool.stake_mint, pool.vault),
        (bench.stakes.policy, bench.stakes.mint, bench.stakes.vault)
    );
    assert_eq!((pool.unbond_param, pool.index, pool.decimals), (8, 0, 6));
    let state = *pool.rules();
    assert_eq!((state.stream.window_secs, state.warmup_secs), (1_000, 2_000));
    assert_eq!(state.stream.window_start, bench.world.now().unix);
    assert_eq!((state.totals.staked, state.accounted, state.acc), (0, 0, [0, 0]));
    let [Event::PoolCreated(told)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!(
        (told.pool, told.vault, told.policy, told.stake_mint),
        (bench.stakes.pool, pool.vault, pool.policy, pool.stake_mint)
    );
    assert_eq!((told.window_secs, told.warmup_secs, told.index, told.unix), (1_000, 2_000, 0, bench.world.now().unix));
}

#[test]
fn the_first_bytes_after_the_discriminator_are_those_that_other_programs_read() {
    let mut bench = Bench::new();
    bench.stake_net("alice", 7 * ONE);
    let data = bench.world.bytes(&bench.stakes.pool);
    let card: economics::staking::PoolCard = bytemuck::pod_read_unaligned(&data[8..192]);
    let stakes = bench.stakes;
    assert_eq!(
        (card.policy, card.stake_mint, card.vault),
        (stakes.policy.to_bytes(), stakes.mint.to_bytes(), stakes.vault.to_bytes())
    );
    assert_eq!((card.reward_mint, card.reward_vault), (card.stake_mint, card.vault));
    assert_eq!((card.totals.staked, card.totals.stakers, card.totals.rewards_paid), (7 * ONE, 1, 0));
    assert_eq!(data.len(), 384);
    let data = bench.world.bytes(&stakes.position(&key("alice")));
    let card: economics::voice::VoiceCard = bytemuck::pod_read_unaligned(&data[8..136]);
    assert_eq!((card.pool, card.owner, card.delegate), (stakes.pool.to_bytes(), key("alice").to_bytes(), [0; 32]));
    assert_eq!(data.len(), 232);
}

#[test]
fn the_vault_is_a_token_account_that_only_the_pool_can_move() {
    let bench = Bench::new();
    let vault = bench.world.svm.get_account(&bench.stakes.vault).unwrap();
    assert_eq!(vault.owner, TOKEN);
    assert_eq!(&vault.data[..32], bench.stakes.mint.as_ref());
    assert_eq!(&vault.data[32..64], bench.stakes.pool.as_ref());
    assert_eq!(&vault.data[72..76], &[0; 4], "nobody is a delegate");
    assert_eq!(&vault.data[129..133], &[0; 4], "nobody can close it");
}

#[test]
fn a_pool_is_created_once_and_never_again() {
    let mut bench = Bench::new();
    bench.stake_net("alice", ONE);
    assert_refused_with(bench.create_pool(5, 5), "Custom(0)");
    assert_eq!(bench.pool().totals.staked, ONE);
}

#[test]
fn several_pools_of_one_mint_are_apart() {
    let mut bench = Bench::new();
    bench.stake_net("alice", ONE);
    bench.stakes = Stakes::new(bench.stakes.policy, bench.stakes.mint, 1);
    bench.create_pool(5, 5).unwrap();
    assert_eq!((bench.pool().totals.staked, bench.vault()), (0, 0));
}

#[test]
fn lamports_sent_ahead_to_its_addresses_do_not_stop_a_pool() {
    let mut bench = Bench::before_pool();
    for at in [bench.stakes.pool, bench.stakes.vault] {
        bench.world.svm.airdrop(&at, 1_000_000).unwrap();
    }
    bench.create_pool(10, 10).unwrap();
}

#[test]
fn a_stranger_cannot_open_a_pool() {
    let mut bench = Bench::before_pool();
    bench.world.funded("stranger");
    let create = bench.stakes.create_pool(key("stranger"), bench.economy.gate.council, 10, 10);
    assert_refused(signed(&mut bench.world, create, &["stranger"]), StakingError::NotCreator);
}

#[test]
fn the_creators_name_without_its_signature_opens_nothing() {
    let mut bench = Bench::before_pool();
    let mut create = bench.stakes.create_pool(key("creator"), bench.economy.gate.council, 10, 10);
    create.accounts[0].is_signer = false;
    assert_refused_with(signed(&mut bench.world, create, &[]), "MissingRequiredSignature");
}

#[test]
fn the_council_of_another_economy_gives_no_right() {
    let mut bench = Bench::before_pool();
    let mut foreign = another_genesis();
    foreign.creator = actor("stranger");
    bench.world.funded("stranger");
    let gate = foreign.gate();
    foreign.begin(&mut bench.world).ok();
    let funded = bench.world.svm.get_account(&gate.council);
    assert!(funded.is_some(), "the stranger has a council of its own");
    let create = bench.stakes.create_pool(key("stranger"), gate.council, 10, 10);
    assert_refused(signed(&mut bench.world, create, &["stranger"]), StakingError::WrongCouncil);
}

#[test]
fn no_pool_opens_before_the_genesis_is_sealed() {
    let (mut world, genesis) = (World::new(), Genesis::standard());
    genesis.begin(&mut world).unwrap();
    genesis.fill(&mut world).unwrap();
    let mut bench = Bench::with_mint(world, Economy { gate: genesis.gate() }, "mint");
    assert_refused(bench.create_pool(10, 10), StakingError::GenesisNotSealed);
}

#[test]
fn no_pool_opens_under_a_policy_without_an_unbonding_time() {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.params.pop();
    let economy = genesis.economy(&mut world);
    let mut bench = Bench::with_mint(world, economy, "mint");
    assert_refused(bench.create_pool(10, 10), StakingError::UnbondParamMissing);
}

#[test]
fn a_window_lasts_from_a_second_to_30_days() {
    let mut bench = Bench::before_pool();
    for secs in [0, DAYS_30 + 1, u64::MAX] {
        assert_refused(bench.create_pool(secs, secs), StakingError::WindowOutOfRange);
    }
    bench.create_pool(DAYS_30, DAYS_30).unwrap();
}

#[test]
fn warm_up_lasts_from_one_window_to_30_days() {
    let mut bench = Bench::before_pool();
    for secs in [0, 9, DAYS_30 + 1, u64::MAX] {
        assert_refused(bench.create_pool(10, secs), StakingError::WarmupOutOfRange);
    }
    bench.create_pool(10, 10).unwrap();
}

#[test]
fn what_is_no_mint_of_a_token_program_is_refused() {
    let mut bench = Bench::new();
    let account = bench.tokens("alice");
    let mint = bench.stakes.mint;
    let world = &mut bench.world;
    let uninitialised = copy_of(world, &mint, "uninitialised", |data, _| data[45] = 0);
    let foreign = copy_of(world, &mint, "foreign", |_, owner| *owner = TOKEN_CLASSIC);
    let nobodys = copy_of(world, &mint, "nobody's", |_, owner| *owner = governor::ID);
    let cut = copy_of(world, &mint, "cut", |data, _| data.truncate(200));
    let sound = Coin::token_2022(mint);
    for (at, program) in [
        (account, TOKEN),
        (uninitialised, TOKEN),
        (foreign, TOKEN_CLASSIC),
        (nobodys, governor::ID),
        (cut, TOKEN),
        (bench.stakes.policy, TOKEN),
    ] {
        let bad = Coin { mint: at, program };
        for stakes in [
            Stakes::earning(bench.stakes.policy, bad, bad, 3),
            Stakes::earning(bench.stakes.policy, bad, sound, 3),
            Stakes::earning(bench.stakes.policy, sound, bad, 3),
        ] {
            bench.stakes = stakes;
            assert_refused(bench.create_pool(10, 10), StakingError::NotAMint);
        }
    }
}

#[test]
fn a_mint_with_a_freeze_authority_is_refused_for_stakes_and_for_rewards() {
    let mut bench = Bench::before_pool();
    let mint = bench.stakes.mint;
    let sound = copy_of(&mut bench.world, &mint, "sound mint", |_, _| {});
    bench.world.poke(&mint, |data| data[46] = 1);
    assert_refused(bench.create_pool(10, 10), StakingError::FreezeAuthorityPresent);
    bench.stakes = Stakes::earning(bench.stakes.policy, Coin::token_2022(sound), Coin::token_2022(mint), 0);
    assert_refused(bench.create_pool(10, 10), StakingError::FreezeAuthorityPresent);
}

#[test]
fn a_classic_mint_with_a_freeze_authority_is_refused() {
    let mut farm = Farm::before_pool(TOKEN_CLASSIC);
    farm.bench.world.poke(&farm.coin.mint, |data| data[46] = 1);
    assert_refused(farm.open(PoolTerms::flexible(10, 10)), StakingError::FreezeAuthorityPresent);
}

#[test]
fn a_mint_with_an_extension_that_can_take_or_block_principal_is_refused() {
    const FEE: u16 = 1;
    const POINTER: u16 = 18;
    let bench = Bench::before_pool();
    let offset = 166;
    assert_eq!(u16::from_le_bytes(bench.world.bytes(&bench.stakes.mint)[offset..][..2].try_into().unwrap()), FEE);
    // Close authority, confidential transfer, default state, non-transferable, interest, delegate, hook, pausable …
    for kind in (2..=40).filter(|kind| ![FEE, POINTER, 19].contains(kind)) {
        let mut bench = Bench::before_pool();
        bench.world.poke(&bench.stakes.mint, |data| data[offset..offset + 2].copy_from_slice(&kind.to_le_bytes()));
        assert_refused(bench.create_pool(10, 10), StakingError::ExtensionNotAllowed);
        let mint = bench.stakes.mint;
        let sound = copy_of(&mut bench.world, &mint, "sound mint", |data, _| {
            data[offset..offset + 2].copy_from_slice(&FEE.to_le_bytes());
        });
        bench.stakes = Stakes::earning(bench.stakes.policy, Coin::token_2022(sound), Coin::token_2022(mint), 0);
        assert_refused(bench.create_pool(10, 10), StakingError::ExtensionNotAllowed);
    }
}

#[test]
fn an_account_that_looks_like_a_policy_but_is_not_the_governors_is_refused() {
    let mut bench = Bench::before_pool();
    let policy = bench.stakes.policy;
    let fake = copy_of(&mut bench.world, &policy, "fake policy", |_, owner| *owner = staking::ID);
    bench.stakes = Stakes::new(fake, bench.stakes.mint, 0);
    assert_refused_with(bench.create_pool(10, 10), "IllegalOwner");
}
