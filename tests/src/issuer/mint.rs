//! What `create` says to a mint that is not exactly what it must be.

use issuer::IssuerError;
use issuer::client::{TOKEN_2022, mint_len};
use solana_instruction::{AccountMeta, Instruction};
use solana_message::Message;
use solana_signer::Signer;

use super::desk::*;
use crate::world::{Economy, actor, assert_refused};

/// A mint made by changed steps of the recipe, and what `create` says to it.
#[track_caller]
fn refuses_mint(change: impl FnOnce(&Bench, &mut Vec<Instruction>), error: IssuerError) {
    let mut bench = Bench::before_mint(Economy::standard);
    let mut steps = bench.mint_steps(FEE);
    change(&bench, &mut steps);
    bench.run_mint_steps(&steps).expect("Token-2022 allows this mint");
    assert_refused(bench.create(args()), error);
}

/// Steps of the recipe.
const ACCOUNT: usize = 0;
const FEE_CONFIG: usize = 1;
const POINTER: usize = 2;
const MINT: usize = 3;
const HAND_OVER: usize = 4;

fn set_space(steps: &mut [Instruction], space: u64) {
    steps[ACCOUNT].data[4..12].copy_from_slice(&1_000_000_000u64.to_le_bytes());
    steps[ACCOUNT].data[12..20].copy_from_slice(&space.to_le_bytes());
}

#[test]
fn the_recipe_pays_for_exactly_the_finished_mint() {
    let bench = Bench::new();
    assert_eq!(bench.world.bytes(&bench.desk.mint).len(), mint_len(&LABEL));
    let account = bench.world.svm.get_account(&bench.desk.mint).unwrap();
    assert_eq!(account.lamports, bench.world.svm.minimum_balance_for_rent_exemption(account.data.len()));
}

#[test]
fn the_recipe_and_every_instruction_fit_into_one_packet() {
    let bench = Bench::new();
    let (desk, creator, payer) = (bench.desk, bench.creator.pubkey(), actor("payer").pubkey());
    let sources: Vec<_> = (0..20).map(|n| actor(&format!("source {n}")).pubkey()).collect();
    let transactions = [
        (bench.mint_steps(FEE), 3),
        (vec![desk.create(creator, bench.genesis_account, args(), LABEL, &[])], 2),
        (vec![desk.emit(), desk.collect(&sources), desk.sync_fee()], 1),
        (vec![desk.emit(), desk.collect(&sources[..10]), desk.sync_fee(), desk.roll()], 1),
    ];
    for (instructions, signatures) in transactions {
        let len = 1 + 64 * signatures + Message::new(&instructions, Some(&payer)).serialize().len();
        assert!(len <= 1_232, "{len} bytes");
    }
}

#[test]
fn create_with_other_decimals_is_refused() {
    for decimals in [0, 5, 7, 9] {
        refuses_mint(|_, steps| steps[MINT].data[1] = decimals, IssuerError::WrongDecimals);
    }
}

#[test]
fn create_with_a_freeze_authority_is_refused() {
    let freeze = |bench: &Bench, steps: &mut Vec<Instruction>| {
        steps[MINT].data.pop();
        steps[MINT].data.push(1);
        steps[MINT].data.extend(bench.creator.pubkey().as_ref());
    };
    refuses_mint(freeze, IssuerError::FreezeAuthority);
}

#[test]
fn create_with_an_extension_that_goes_around_the_gate_is_refused() {
    let key = [9u8; 32];
    let extensions: [(&str, Vec<u8>, u64); 5] = [
        ("close authority", [&[25, 1][..], &key].concat(), 4 + 32),
        ("non transferable", vec![32], 4),
        ("permanent delegate", [&[35][..], &key].concat(), 4 + 32),
        ("transfer hook", [&[36, 0][..], &key, &key].concat(), 4 + 64),
        ("pausable", [&[44, 0][..], &key].concat(), 4 + 33),
    ];
    for (name, data, more) in extensions {
        println!("{name}");
        let add = |bench: &Bench, steps: &mut Vec<Instruction>| {
            set_space(steps, 346 + more);
            let accounts = vec![AccountMeta::new(bench.desk.mint, false)];
            steps.insert(MINT, token_2022(accounts, data));
        };
        refuses_mint(add, IssuerError::ExtensionNotAllowed);
    }
}

#[test]
fn create_without_a_transfer_fee_is_refused() {
    let without = |_: &Bench, steps: &mut Vec<Instruction>| {
        steps.remove(FEE_CONFIG);
        set_space(steps, 346 - 112);
    };
    refuses_mint(without, IssuerError::FeeMissing);
}

#[test]
fn create_with_a_mint_without_extensions_is_refused() {
    let plain = |_: &Bench, steps: &mut Vec<Instruction>| {
        set_space(steps, 82);
        steps.remove(POINTER);
        steps.remove(FEE_CONFIG);
    };
    refuses_mint(plain, IssuerError::NotAMint);
}

#[test]
fn create_with_an_account_that_is_no_mint_of_token_2022_is_refused() {
    let mut bench = Bench::before_create();
    let mint = bench.desk.mint;
    let mut account = bench.world.svm.get_account(&mint).unwrap();
    account.owner = issuer::ID;
    bench.world.svm.set_account(mint, account.clone()).unwrap();
    assert_refused(bench.create(args()), IssuerError::NotAMint);
    account.owner = TOKEN_2022;
    account.data[45] = 0;
    bench.world.svm.set_account(mint, account).unwrap();
    assert_refused(bench.create(args()), IssuerError::NotAMint);
}

#[test]
fn create_with_somebody_elses_authority_is_refused() {
    refuses_mint(|_, steps| drop(steps.pop()), IssuerError::WrongMintAuthority);
    refuses_mint(|_, steps| steps[FEE_CONFIG].data[3] ^= 1, IssuerError::WrongFeeAuthority);
    refuses_mint(|_, steps| steps[FEE_CONFIG].data[36] ^= 1, IssuerError::WrongWithdrawAuthority);
}

#[test]
fn create_with_no_authority_at_all_is_refused() {
    let nobody = |_: &Bench, steps: &mut Vec<Instruction>| {
        steps[HAND_OVER].data.truncate(2);
        steps[HAND_OVER].data.push(0);
    };
    refuses_mint(nobody, IssuerError::WrongMintAuthority);
}

#[test]
fn create_with_a_fee_that_is_not_the_policys_is_refused() {
    let other = |fee: u16| {
        move |_: &Bench, steps: &mut Vec<Instruction>| {
            steps[FEE_CONFIG].data[68..70].copy_from_slice(&fee.to_le_bytes())
        }
    };
    for fee in [0, FEE - 1, FEE + 1, 10_000] {
        refuses_mint(other(fee), IssuerError::FeeNotPolicy);
    }
}

#[test]
fn create_while_another_fee_still_acts_is_refused() {
    let two_fees = |bench: &Bench, steps: &mut Vec<Instruction>| {
        let (mint, creator) = (bench.desk.mint, bench.creator.pubkey());
        steps[FEE_CONFIG].data[3..35].copy_from_slice(creator.as_ref());
        steps[FEE_CONFIG].data[68..70].copy_from_slice(&10_000u16.to_le_bytes());
        let accounts = || vec![AccountMeta::new(mint, false), AccountMeta::new_readonly(creator, true)];
        let set = [&[26, 5][..], &FEE.to_le_bytes(), &u64::MAX.to_le_bytes()].concat();
        steps.push(token_2022(accounts(), set));
        let hand_over = [&[6, 4, 1][..], bench.desk.fee_authority.as_ref()].concat();
        steps.push(token_2022(accounts(), hand_over));
    };
    refuses_mint(two_fees, IssuerError::FeeNotPolicy);
}

#[test]
fn create_with_a_maximum_fee_is_refused_also_with_the_maximum_0_that_means_no_fee() {
    for maximum in [0u64, 1, u64::MAX - 1] {
        let capped = |_: &Bench, steps: &mut Vec<Instruction>| {
            steps[FEE_CONFIG].data[70..78].copy_from_slice(&maximum.to_le_bytes());
        };
        refuses_mint(capped, IssuerError::FeeMaximum);
    }
}

#[test]
fn create_with_a_mint_that_was_already_minted_from_is_refused() {
    let mut bench = Bench::before_mint(Economy::standard);
    let steps = bench.mint_steps(FEE);
    bench.run_mint_steps(&steps[..HAND_OVER]).expect("not handed over yet");
    bench.genesis_account = bench.open(&bench.creator.pubkey());
    let accounts = vec![
        AccountMeta::new(bench.desk.mint, false),
        AccountMeta::new(bench.genesis_account, false),
        AccountMeta::new_readonly(bench.creator.pubkey(), true),
    ];
    let mint_one = token_2022(accounts, [&[7][..], &1u64.to_le_bytes()].concat());
    bench.world.send(&[mint_one, steps[HAND_OVER].clone()], &[&bench.creator]).expect("one unit");
    assert_refused(bench.create(args()), IssuerError::SupplyNotZero);
}

#[test]
fn nobody_can_change_the_finished_mint() {
    let mut bench = Bench::new();
    let (mint, creator) = (bench.desk.mint, bench.creator.pubkey());
    let accounts = || vec![AccountMeta::new(mint, false), AccountMeta::new_readonly(creator, true)];
    for authority in 0..=17 {
        let seize = token_2022(accounts(), [&[6, authority, 1][..], creator.as_ref()].concat());
        bench.world.send_one(seize, &[&bench.creator]).expect_err("the creator has no authority left");
    }
    let set_fee = token_2022(accounts(), [&[26, 5][..], &[0; 2], &u64::MAX.to_le_bytes()].concat());
    bench.world.send_one(set_fee, &[&bench.creator]).expect_err("only the issuer sets the fee");
}
