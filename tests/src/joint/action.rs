//! What only the economy's address may sign in the issuer and in the treasury, signed by a proposal that was carried out.

use {
    super::stage::{Stage, TOKEN},
    crate::{
        governor::action::{approve_by_all, perform, propose, ready, wait},
        issuer::{
            desk::{Bench, DAY, events, token_2022},
            line::of_vault,
            list::list,
        },
        world::{Landed, Outcome, actor, assert_refused, assert_refused_with, spec},
    },
    economics::key::GAUGE_STAKING,
    governor::{ConfigChange, GovernorError, action::Action},
    issuer::{IssuerError, client::Shares, events::Event},
    solana_address::Address,
    solana_instruction::{AccountMeta, Instruction},
    solana_signer::Signer,
};

/// The weight that no genesis has, and its place.
const WEIGHT: &str = "gauge_further";
const PLACE: u8 = 9;

/// The economy a day after its birth, with what emission has brought.
fn endowed() -> Stage {
    let mut stage = Stage::open();
    stage.bench.wait(DAY);
    stage.bench.emit().expect("emit never fails");
    stage
}

/// Proposed, approved by all, waited for, performed.
fn carry_out(stage: &mut Stage, seed: u8, instruction: &Instruction) -> Outcome {
    let (economy, action) = (stage.economy, Action::from(instruction));
    let proposal = ready(stage.world(), &economy, seed, &action);
    perform(stage.world(), &economy, &proposal, &action)
}

fn only_event(landed: &Landed) -> Event {
    let [event] = events(landed)[..] else { panic!("one event") };
    event
}

/// Opens `shares` for a day, an hour from now.
fn opening(bench: &Bench, shares: &Shares) -> Instruction {
    let now = bench.world.now().unix;
    bench.desk.set_root(shares, now + 3_600, now + 3_600 + DAY)
}

#[test]
fn a_list_of_shares_waits_for_the_whole_council_and_its_delay_and_then_pays_who_proves_a_place() {
    let (mut stage, shares) = (endowed(), list(5, 1_000));
    let open = opening(&stage.bench, &shares);
    let (economy, action) = (stage.economy, Action::from(&open));
    propose(stage.world(), &economy, 1, &action).expect("the action is legal");
    let proposal = economy.gate.proposal(&[1; 32]);
    economy.queue(stage.world(), &proposal);
    assert_refused(perform(stage.world(), &economy, &proposal, &action), GovernorError::NotQueued);
    economy.approve(stage.world(), "member-3", &proposal).expect("the approval counts");
    assert_refused(perform(stage.world(), &economy, &proposal, &action), GovernorError::DelayNotElapsedSecs);
    wait(stage.world(), &economy, &proposal);
    let landed = perform(stage.world(), &economy, &proposal, &action).expect("approved and waited for");
    assert_eq!(landed.event_names(), ["Performed", "PolicyPublished"]);
    let Event::RootSet(set) = only_event(&landed) else { panic!("another event") };
    assert_eq!((set.number, set.root, set.total, set.reserved), (1, shares.root(), 15_000, 15_000));

    let bench = &mut stage.bench;
    assert_refused(bench.claim_own(1, &shares, 2), IssuerError::ListNotOpenYet);
    bench.wait(3_600);
    let fund = bench.fund();
    bench.claim_own(1, &shares, 2).expect("the place is proved");
    let paid_to = *bench.opened.last().expect("opened for the claim");
    assert_eq!((bench.amount(paid_to), bench.withheld(paid_to)), (2_970, 30));
    assert_eq!(bench.fund(), fund - 3_000);
    assert_refused(bench.claim_own(1, &shares, 2), IssuerError::ShareClaimed);
    assert_refused(bench.claim_own(1, &list(5, 2_000), 3), IssuerError::NotInList);
    bench.assert_books_close();
}

#[test]
fn nobody_opens_a_list_or_adds_a_gauge_past_the_gate() {
    let mut stage = endowed();
    let economy = stage.bench.desk.economy;
    let vault = stage.bench.open(&economy);
    let open = opening(&stage.bench, &list(2, 1_000));
    for instruction in [open, stage.bench.desk.add_gauge(&of_vault(WEIGHT, vault))] {
        assert_eq!(instruction.accounts[0].pubkey, economy);
        for name in ["creator", "member-1", "guardian", "oracle"] {
            let mut forged = instruction.clone();
            forged.accounts[0].pubkey = stage.bench.world.funded(name).pubkey();
            assert_refused(stage.signed(name, forged), IssuerError::NotEconomy);
        }
        let mut unsigned = instruction;
        unsigned.accounts[0].is_signer = false;
        assert_refused_with(stage.by_anyone(unsigned), "MissingRequiredSignature");
    }
}

#[test]
fn what_the_issuer_refuses_leaves_the_proposal_open_and_nothing_changed() {
    let mut stage = Stage::open();
    let economy = stage.economy;
    // Nothing has been minted yet: the contributors' vault cannot cover the list.
    let action = Action::from(&opening(&stage.bench, &list(2, 1_000)));
    let proposal = ready(stage.world(), &economy, 1, &action);
    let refused = perform(stage.world(), &economy, &proposal, &action);
    assert_refused(refused, IssuerError::ListNotFunded);
    stage.bench.emit().expect("emit never fails");
    perform(stage.world(), &economy, &proposal, &action).expect("it is still queued, and now it is covered");
}

#[test]
fn a_weight_comes_by_configuration_its_gauge_by_an_action_and_emission_by_its_weight() {
    let mut stage = Stage::open();
    let (economy, owner) = (stage.economy, stage.bench.desk.economy);
    let vault = stage.bench.open(&owner);
    let add = stage.bench.desk.add_gauge(&of_vault(WEIGHT, vault));
    assert_refused(carry_out(&mut stage, 1, &add), IssuerError::ParamMissing);

    let weight = ConfigChange::AddParam { key: economics::key(WEIGHT), value: 0, spec: spec(0, 10_000, 500, 2) };
    economy.configure(stage.world(), 2, &[weight]).expect("a weight of 0 keeps the sum");
    let landed = carry_out(&mut stage, 3, &add).expect("the weight is there");
    let Event::GaugeAdded(added) = only_event(&landed) else { panic!("another event") };
    assert_eq!((added.place, added.vault, added.key), (3, vault, economics::key(WEIGHT)));

    let old = stage.bench.desk.emit();
    stage.bench.desk = stage.bench.desk.with(&stage.bench.issuer());
    assert_refused(stage.by_anyone(old), IssuerError::GaugeAccounts);
    let landed = stage.bench.emit().expect("emit never fails");
    let Event::Emitted(before) = only_event(&landed) else { panic!("another event") };
    assert_eq!((before.further[0], stage.bench.amount(vault)), (0, 0), "its weight is 0");

    economy.change(stage.world(), 4, &[(GAUGE_STAKING as u8, -1_000), (PLACE, 1_000)]);
    stage.bench.wait(DAY);
    let landed = stage.bench.emit().expect("emit never fails");
    let Event::Emitted(after) = only_event(&landed) else { panic!("another event") };
    assert_eq!((after.further[0], after.unassigned), (after.minted / 10, 0));
    assert_eq!(stage.bench.amount(vault), after.minted / 10);
    stage.bench.assert_books_close();
}

/// `TransferChecked` from the issuer's treasury vault, signed by the economy.
fn payment(bench: &Bench, to: Address, amount: u64) -> Instruction {
    let accounts = vec![
        AccountMeta::new(bench.desk.treasury_vault, false),
        AccountMeta::new_readonly(bench.desk.mint, false),
        AccountMeta::new(to, false),
        AccountMeta::new_readonly(bench.desk.economy, true),
    ];
    token_2022(accounts, [&[12][..], &amount.to_le_bytes(), &[6]].concat())
}

#[test]
fn the_treasury_pays_out_of_what_was_minted_to_it_and_the_ring_shows_what_is_left() {
    let mut stage = endowed();
    let payee = stage.bench.open(&actor("payee").pubkey());
    let treasury = stage.bench.desk.treasury_vault;
    let held = stage.bench.amount(treasury);
    assert!(held > 30 * TOKEN, "a share of a day's emission");
    let pay = payment(&stage.bench, payee, 10 * TOKEN);
    let landed = carry_out(&mut stage, 1, &pay).expect("approved and waited for");
    assert_eq!(landed.event_names(), ["Performed", "PolicyPublished"]);
    assert_eq!(stage.bench.amount(treasury), held - 10 * TOKEN);
    assert_eq!((stage.bench.amount(payee), stage.bench.withheld(payee)), (9_900_000, 100_000));
    let row = stage.close_period();
    assert_eq!(row.treasury, held - 10 * TOKEN);
    stage.bench.collect(&[payee]).expect("the fee of the payment is split like any other");
    assert_eq!(stage.bench.withheld(payee), 0);
    stage.bench.assert_books_close();
}

#[test]
fn a_vetoed_payment_pays_nothing_even_after_all_have_approved_and_the_delay_is_over() {
    let mut stage = endowed();
    let economy = stage.economy;
    let payee = stage.bench.open(&actor("payee").pubkey());
    let action = Action::from(&payment(&stage.bench, payee, TOKEN));
    propose(stage.world(), &economy, 1, &action).expect("the action is legal");
    let proposal = economy.gate.proposal(&[1; 32]);
    approve_by_all(stage.world(), &economy, &proposal);
    wait(stage.world(), &economy, &proposal);
    economy.veto(stage.world(), "member-3", &proposal).expect("one of three could have denied it");
    assert_refused(perform(stage.world(), &economy, &proposal, &action), GovernorError::ProposalClosed);
    assert_eq!(stage.bench.amount(payee), 0);
}
