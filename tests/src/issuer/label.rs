//! Name, symbol and description of the token: written once by `create`, changed by the economy alone.

use issuer::IssuerError;
use issuer::client::{Label, TOKEN_2022};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;

use super::desk::*;
use crate::world::{Economy, Outcome, assert_refused, assert_refused_with};

/// The metadata record in the mint, read by the layout that wallets use.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    update_authority: Address,
    mint: Address,
    name: String,
    symbol: String,
    uri: String,
    /// Number of further fields.
    more: u32,
}

fn shown(bench: &Bench) -> Shown {
    let record = extension(&bench.world.bytes(&bench.desk.mint), 19).expect("metadata in the mint");
    let key = |at: usize| Address::try_from(&record[at..at + 32]).unwrap();
    let mut rest = &record[64..];
    let mut text = || {
        let (len, tail) = rest.split_at(4);
        let (text, tail) = tail.split_at(u32::from_le_bytes(len.try_into().unwrap()) as usize);
        rest = tail;
        String::from_utf8(text.to_vec()).unwrap()
    };
    let (name, symbol, uri) = (text(), text(), text());
    let more = u32::from_le_bytes(rest.try_into().unwrap());
    Shown { update_authority: key(0), mint: key(32), name, symbol, uri, more }
}

#[test]
fn create_writes_name_symbol_and_uri_into_the_mint_where_wallets_look() {
    let bench = Bench::new();
    let wanted = Shown {
        update_authority: bench.desk.economy,
        mint: bench.desk.mint,
        name: LABEL.name.into(),
        symbol: LABEL.symbol.into(),
        uri: LABEL.uri.into(),
        more: 0,
    };
    assert_eq!(shown(&bench), wanted);
    let pointer = extension(&bench.world.bytes(&bench.desk.mint), 18).expect("a pointer");
    assert_eq!(pointer, [&[0; 32], bench.desk.mint.as_ref()].concat(), "to the mint itself, changed by nobody");
}

fn create(label: Label) -> Outcome {
    let mut bench = Bench::before_create();
    // Enough for the longest texts.
    bench.world.svm.airdrop(&bench.desk.mint, 1_000_000_000).unwrap();
    let create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args(), label, &[]);
    bench.world.send_one(create, &[&bench.creator])
}

#[test]
fn create_with_texts_that_are_empty_or_too_long_is_refused() {
    let long = "x".repeat(201);
    let labels = [
        Label { name: "", ..LABEL },
        Label { symbol: "", ..LABEL },
        Label { uri: "", ..LABEL },
        Label { name: &long[..33], ..LABEL },
        Label { symbol: &long[..11], ..LABEL },
        Label { uri: &long, ..LABEL },
    ];
    for label in labels {
        println!("{label:?}");
        assert_refused(create(label), IssuerError::LabelOutOfRange);
    }
    create(Label { name: &long[..32], symbol: &long[..10], uri: &long[..200] }).expect("the longest texts");
}

/// A mint made by changed steps of the recipe, and what `create` says to it.
#[track_caller]
fn refuses_mint(change: impl FnOnce(&Bench, &mut Vec<Instruction>), error: IssuerError) {
    let mut bench = Bench::before_mint(Economy::standard);
    let mut steps = bench.mint_steps(FEE);
    change(&bench, &mut steps);
    bench.run_mint_steps(&steps).expect("Token-2022 allows this mint");
    bench.make_pool();
    assert_refused(bench.create(args()), error);
}

const ACCOUNT: usize = 0;
const POINTER: usize = 2;

#[test]
fn create_with_a_pointer_that_leads_elsewhere_or_can_be_turned_is_refused() {
    let elsewhere = |bench: &Bench, steps: &mut Vec<Instruction>| {
        steps[POINTER].data[34..66].copy_from_slice(bench.creator.pubkey().as_ref());
    };
    refuses_mint(elsewhere, IssuerError::WrongMetadataPointer);
    let turned = |bench: &Bench, steps: &mut Vec<Instruction>| {
        steps[POINTER].data[2..34].copy_from_slice(bench.creator.pubkey().as_ref());
    };
    refuses_mint(turned, IssuerError::WrongMetadataPointer);
    let without = |_: &Bench, steps: &mut Vec<Instruction>| {
        steps.remove(POINTER);
        steps[ACCOUNT].data[12..20].copy_from_slice(&(346u64 - 68).to_le_bytes());
    };
    refuses_mint(without, IssuerError::WrongMetadataPointer);
}

/// Instruction `initialize` of the token-metadata interface.
fn write_metadata(mint: Address, authority: Address) -> Instruction {
    let texts: Vec<u8> =
        ["A", "B", "C"].iter().flat_map(|text| [&1u32.to_le_bytes()[..], text.as_bytes()].concat()).collect();
    let accounts = vec![
        AccountMeta::new(mint, false),
        AccountMeta::new_readonly(authority, false),
        AccountMeta::new_readonly(mint, false),
        AccountMeta::new_readonly(authority, true),
    ];
    let data = [&[210, 225, 30, 162, 88, 184, 77, 141][..], &texts].concat();
    Instruction { program_id: TOKEN_2022, accounts, data }
}

#[test]
fn create_with_metadata_that_somebody_else_wrote_is_refused() {
    let written = |bench: &Bench, steps: &mut Vec<Instruction>| {
        let hand_over = steps.pop().unwrap();
        steps.push(write_metadata(bench.desk.mint, bench.creator.pubkey()));
        steps.push(hand_over);
    };
    refuses_mint(written, IssuerError::WrongMetadata);
}

/// Instruction `update_field` of the token-metadata interface: the uri becomes "new".
fn change_uri(mint: Address, authority: Address, signs: bool) -> Instruction {
    let accounts = vec![AccountMeta::new(mint, false), AccountMeta::new_readonly(authority, signs)];
    // sha256("spl_token_metadata_interface:updating_field"), first 8 bytes; field 2 is the uri.
    let data = [&[221, 233, 49, 45, 181, 202, 220, 200][..], &[2], &3u32.to_le_bytes(), b"new"].concat();
    Instruction { program_id: TOKEN_2022, accounts, data }
}

#[test]
fn only_the_economy_changes_what_wallets_show() {
    let mut bench = Bench::new();
    let (mint, economy, creator) = (bench.desk.mint, bench.desk.economy, bench.creator.pubkey());
    assert_refused_with(bench.world.send_one(change_uri(mint, economy, false), &[]), "MissingRequiredSignature");
    bench.world.send_one(change_uri(mint, creator, true), &[&bench.creator]).expect_err("not the update authority");
    let turn = token_2022(
        vec![AccountMeta::new(mint, false), AccountMeta::new_readonly(creator, true)],
        [&[39, 1][..], creator.as_ref()].concat(),
    );
    bench.world.send_one(turn, &[&bench.creator]).expect_err("nobody turns the pointer");
    assert_eq!(shown(&bench).uri, LABEL.uri);
    bench.as_economy(change_uri(mint, economy, true)).expect("as a class action may");
    assert_eq!(shown(&bench).uri, "new");
    bench.wait(DAY);
    bench.emit().expect("the mint is the issuer's as before");
    bench.assert_books_close();
}

#[test]
fn hostile_text_stays_text() {
    let mut bench = Bench::before_create();
    let hostile = Label { name: "<script>alert(1)</script>", symbol: "\u{202e}X", uri: "javascript:alert(1)" };
    bench.world.svm.airdrop(&bench.desk.mint, 1_000_000_000).unwrap();
    let create = bench.desk.create(bench.creator.pubkey(), bench.genesis_account, args(), hostile, &[]);
    bench.world.send_one(create, &[&bench.creator]).expect("bytes are bytes; who shows them escapes them");
    let found = shown(&bench);
    assert_eq!(
        (found.name.as_str(), found.symbol.as_str(), found.uri.as_str()),
        (hostile.name, hostile.symbol, hostile.uri)
    );
    assert_eq!(found.update_authority, bench.desk.economy);
}
