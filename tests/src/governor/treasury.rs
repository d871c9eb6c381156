//! Treasury payments through the gate: SOL of the economy's own address, tokens of a mint with a transfer fee.

use {
    super::action::{perform, ready},
    crate::{
        issuer::desk::{Bench, token_2022},
        world::{Economy, actor, assert_refused_with},
    },
    governor::{
        GovernorError,
        action::{Action, Guard},
        client::Gate,
    },
    issuer::client::TOKEN_2022,
    solana_address::Address,
    solana_instruction::{AccountMeta, Instruction},
    solana_signer::Signer,
};

const TOKEN: u64 = 1_000_000;

/// An economy whose treasury holds 1 000 tokens, and a token account of somebody whom it will pay.
fn treasury() -> (Bench, Economy, Address) {
    let mut bench = Bench::new();
    let economy = Economy { gate: Gate::of(bench.desk.council) };
    bench.transfer(bench.desk.treasury_vault, 1_000 * TOKEN).unwrap();
    let payee = bench.open(&actor("payee").pubkey());
    (bench, economy, payee)
}

/// `TransferChecked` from the treasury, signed by `signer`.
fn transfer(bench: &Bench, signer: Address, to: Address, amount: u64) -> Instruction {
    token_2022(metas(bench, signer, to), [&[12][..], &amount.to_le_bytes(), &[6]].concat())
}

fn metas(bench: &Bench, signer: Address, to: Address) -> Vec<AccountMeta> {
    vec![
        AccountMeta::new(bench.desk.treasury_vault, false),
        AccountMeta::new_readonly(bench.mint.pubkey(), false),
        AccountMeta::new(to, false),
        AccountMeta::new_readonly(signer, true),
    ]
}

#[test]
fn the_treasury_pays_tokens_of_a_mint_with_a_transfer_fee() {
    let (mut bench, economy, payee) = treasury();
    let (before, supply) = (bench.amount(bench.desk.treasury_vault), bench.supply());
    let action = Action::from(&transfer(&bench, economy.gate.authority, payee, 300 * TOKEN));
    let proposal = ready(&mut bench.world, &economy, 1, &action);
    perform(&mut bench.world, &economy, &proposal, &action).unwrap();
    assert_eq!(bench.amount(bench.desk.treasury_vault), before - 300 * TOKEN);
    assert_eq!((bench.amount(payee), bench.withheld(payee)), (297 * TOKEN, 3 * TOKEN), "the mint's fee is 1 per cent");
    assert_eq!(bench.supply(), supply);
    bench.assert_books_close();
}

#[test]
fn a_payment_that_names_its_fee_is_refused_when_the_fee_is_another_one() {
    let (mut bench, economy, payee) = treasury();
    let pay = |bench: &Bench, fee: u64| {
        let data = [&[26, 1][..], &(100 * TOKEN).to_le_bytes(), &[6], &fee.to_le_bytes()].concat();
        Action::from(&token_2022(metas(bench, economy.gate.authority, payee), data))
    };
    let wrong = pay(&bench, TOKEN / 2);
    let proposal = ready(&mut bench.world, &economy, 1, &wrong);
    perform(&mut bench.world, &economy, &proposal, &wrong).expect_err("the fee is 1 per cent");
    assert_eq!(bench.amount(payee), 0);
    let right = pay(&bench, TOKEN);
    let proposal = ready(&mut bench.world, &economy, 2, &right);
    perform(&mut bench.world, &economy, &proposal, &right).unwrap();
    assert_eq!(bench.amount(payee), 99 * TOKEN);
}

#[test]
fn a_payment_can_be_bound_to_the_state_of_the_account_that_is_paid() {
    let (mut bench, economy, payee) = treasury();
    let mut action = Action::from(&transfer(&bench, economy.gate.authority, payee, TOKEN));
    // Bytes 32 to 64 of a token account are its owner: the account must not have been given away.
    let owner = anchor_lang::prelude::sha256(actor("payee").pubkey().as_ref());
    action.guards.push(Guard { account: 2, offset: 32, len: 32, sha256: owner });
    let proposal = ready(&mut bench.world, &economy, 1, &action);
    let payee_key = actor("payee");
    let give_away = token_2022(
        vec![AccountMeta::new(payee, false), AccountMeta::new_readonly(payee_key.pubkey(), true)],
        [&[6, 2, 1][..], actor("thief").pubkey().as_ref()].concat(),
    );
    bench.world.send_one(give_away, &[&payee_key]).unwrap();
    let paid = perform(&mut bench.world, &economy, &proposal, &action);
    crate::world::assert_refused(paid, GovernorError::GuardMismatch);
}

#[test]
fn more_than_the_treasury_holds_is_not_paid() {
    let (mut bench, economy, payee) = treasury();
    let action = Action::from(&transfer(&bench, economy.gate.authority, payee, 2_000 * TOKEN));
    let proposal = ready(&mut bench.world, &economy, 1, &action);
    perform(&mut bench.world, &economy, &proposal, &action).expect_err("it holds less");
    assert_eq!(bench.amount(payee), 0);
}

#[test]
fn nobody_spends_the_treasury_past_the_gate() {
    let (mut bench, economy, payee) = treasury();
    for name in ["creator", "member-1", "guardian", "oracle"] {
        let key = bench.world.funded(name);
        let steal = transfer(&bench, key.pubkey(), payee, 1);
        bench.world.send_one(steal, &[&key]).expect_err("not the owner");
    }
    let mut unsigned = transfer(&bench, economy.gate.authority, payee, 1);
    unsigned.accounts[3].is_signer = false;
    assert_refused_with(bench.world.send_one(unsigned, &[]), "MissingRequiredSignature");
    assert_eq!(bench.amount(payee), 0);
}

/// A mint of Token-2022 that calls the gate on every transfer, and 100 units of it in an account of the economy.
fn hooked(bench: &mut Bench, economy: &Economy) -> [Address; 3] {
    let (creator, mint) = (actor("creator"), actor("hooked mint"));
    let space = |len: u64| (bench.world.svm.minimum_balance_for_rent_exemption(len as usize), len);
    let [mint_space, account_space] = [space(234), space(171)];
    let create = |key: Address, (lamports, len): (u64, u64)| {
        solana_system_interface::instruction::create_account(&creator.pubkey(), &key, lamports, len, &TOKEN_2022)
    };
    let on_mint = || vec![AccountMeta::new(mint.pubkey(), false)];
    // TransferHook: initialize, then InitializeMint2 without a freeze authority.
    let hook = [&[36, 0][..], creator.pubkey().as_ref(), governor::ID.as_ref()].concat();
    let initialize = [&[20, 0][..], creator.pubkey().as_ref(), &[0]].concat();
    let steps = [create(mint.pubkey(), mint_space), token_2022(on_mint(), hook), token_2022(on_mint(), initialize)];
    bench.world.send(&steps, &[&creator, &mint]).expect("the mint is made");
    let [from, to] = [("hooked from", economy.gate.authority), ("hooked to", creator.pubkey())].map(|(name, owner)| {
        let account = actor(name);
        let metas = vec![AccountMeta::new(account.pubkey(), false), AccountMeta::new_readonly(mint.pubkey(), false)];
        let open = token_2022(metas, [&[18][..], owner.as_ref()].concat());
        bench.world.send(&[create(account.pubkey(), account_space), open], &[&creator, &account]).expect("opened");
        account.pubkey()
    });
    let mut metas = on_mint();
    metas.extend([AccountMeta::new(from, false), AccountMeta::new_readonly(creator.pubkey(), true)]);
    let mint_to = token_2022(metas, [&[7][..], &100u64.to_le_bytes()].concat());
    bench.world.send_one(mint_to, &[&creator]).expect("minted");
    [mint.pubkey(), from, to]
}

#[test]
fn an_action_that_comes_back_into_the_gate_through_another_program_is_refused_by_the_runtime() {
    let (mut bench, economy, _) = treasury();
    let [mint, from, to] = hooked(&mut bench, &economy);
    let metas = vec![
        AccountMeta::new(from, false),
        AccountMeta::new_readonly(mint, false),
        AccountMeta::new(to, false),
        AccountMeta::new_readonly(economy.gate.authority, true),
        AccountMeta::new_readonly(governor::ID, false),
    ];
    let action = Action::from(&token_2022(metas, [&[12][..], &1u64.to_le_bytes(), &[0]].concat()));
    let proposal = ready(&mut bench.world, &economy, 1, &action);
    let before = bench.world.bytes(&proposal);
    assert_refused_with(perform(&mut bench.world, &economy, &proposal, &action), "ReentrancyNotAllowed");
    assert_eq!(bench.world.bytes(&proposal), before);
}
