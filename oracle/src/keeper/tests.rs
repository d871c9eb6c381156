use bytemuck::Zeroable;
use economics::{bounds::Param, emission::SMALLEST_EMISSION, key::key, staking::PoolState, time::DAY};
use governor::{client::Gate, state::Council};
use issuer::{client::Desk, state::Ledger};
use serde_json::json;
use staking::client::Stakes;

use super::*;
use crate::{
    accounts::{FeeSetting, MintState},
    chain::{
        ChainClock, Pubkey, Sender,
        testnode::{node, ok},
    },
    keys::local_key,
};

const TOKEN: u64 = 1_000_000;
const START: i64 = 1_800_000_000;

fn address(number: u16) -> Pubkey {
    let mut bytes = [7; 32];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    Pubkey::new_from_array(bytes)
}

/// An economy of 100 million tokens, 5 % a year and daily periods, `secs` after a period began; nothing else is due.
fn books(secs: i64) -> Books {
    let desk = Desk::new(address(1), address(2), 0);
    let mut ledger = Ledger::zeroed();
    (ledger.cap, ledger.ever_minted, ledger.base_supply) =
        (1_000_000_000 * TOKEN, 100_000_000 * TOKEN, 100_000_000 * TOKEN);
    (ledger.schedule.initial_ppm, ledger.schedule.floor_ppm, ledger.schedule.start) = (80_000, 15_000, START);
    (ledger.breaker.period_secs, ledger.breaker.max_bps) = (86_400, 50);
    (ledger.accrued_to, ledger.period_start, ledger.known_rate) = (START, START, 50_000);
    let fee = FeeSetting { epoch: 10, bps: 100, maximum: u64::MAX };
    Books {
        desk,
        now: ChainClock { slot: 5_000, epoch: 12, unix: START + secs },
        ledger,
        rate: Param {
            key: key("emission_rate"),
            value: 50_000,
            previous: 50_000,
            changed_at: START - DAY,
            ..Param::zeroed()
        },
        version: 0,
        emission_paused: false,
        fee_bps: 100,
        mint: MintState { supply: 100_000_000 * TOKEN, decimals: 6, older_fee: fee, newer_fee: fee, withheld: 0 },
        withheld: vec![],
        pools: vec![pool(Stakes::new(desk.policy, desk.mint, 0), &[])],
        affairs: Affairs {
            gate: Gate::of(desk.council),
            council: Box::new(Council::zeroed()),
            proposals: vec![],
            ring: None,
        },
    }
}

/// A pool with windows of a day that begins with the books.
fn pool(stakes: Stakes, seats: &[Seat]) -> PoolBooks {
    let ledger = PoolState::open(86_400, 86_400, START).unwrap();
    PoolBooks { stakes, ledger, vault: 0, seats: seats.to_vec() }
}

fn warming(number: u16, active_from: i64) -> Seat {
    Seat { owner: address(number), tier: 0, active_from: Some(active_from) }
}

fn names(books: &Books) -> Vec<&'static str> {
    due(books).iter().map(|chore| chore.name).collect()
}

/// Token accounts that a `collect` names beside the issuer's own.
fn harvested(chore: &Chore) -> usize {
    let own = books(0).desk.collect(&[]).accounts.len();
    chore.instructions[0].accounts.len() - own
}

#[test]
fn nothing_is_due_where_nothing_changed() {
    assert_eq!(due(&books(0)), []);
}

#[test]
fn emission_waits_until_it_is_worth_a_transaction() {
    // 5 million tokens a year are 0.158 a second.
    assert_eq!(names(&books(6)), [""; 0]);
    let chores = due(&books(7));
    assert_eq!((chores[0].name, chores[0].detail.as_str()), ("emit", "1.109842 tokens"));
    assert_eq!(chores[0].instructions, [books(7).desk.emit()]);
}

#[test]
fn emission_that_the_breaker_or_the_cap_holds_back_is_not_due() {
    let mut tripped = books(3_600);
    tripped.ledger.window_minted = 500_000 * TOKEN;
    assert_eq!(names(&tripped), [""; 0]);
    let mut full = books(3_600);
    full.ledger.cap = full.ledger.ever_minted;
    assert_eq!(names(&full), [""; 0]);
}

#[test]
fn a_period_that_is_over_is_emitted_and_then_closed() {
    assert_eq!(names(&books(86_399)), ["emit"]);
    assert_eq!(names(&books(86_400)), ["emit", "roll"]);
    let mut idle = books(86_400);
    (idle.rate.value, idle.rate.previous, idle.ledger.known_rate) = (0, 0, 0);
    assert_eq!(names(&idle), ["roll"]);
    idle.ledger.pending = SMALLEST_EMISSION;
    assert_eq!(names(&idle), ["emit", "roll"], "what a period still owes is minted in it, however little");
}

#[test]
fn the_fee_follows_the_policy_only_after_its_last_change_acts() {
    let mut books = books(0);
    books.fee_bps = 120;
    let chores = due(&books);
    assert_eq!((chores[0].name, chores[0].detail.as_str()), ("sync_fee", "100 to 120 bps"));
    books.mint.newer_fee.epoch = books.now.epoch + 1;
    assert_eq!(names(&books), [""; 0], "setting it again would restart the clock");
}

#[test]
fn stake_is_settled_six_at_a_time_once_its_warm_up_is_over() {
    let mut books = books(0);
    books.pools[0].seats = (0..30).map(|number| warming(number, START + i64::from(number >= 20))).collect();
    let chores = due(&books);
    assert_eq!(chores.iter().map(|chore| chore.instructions.len()).collect::<Vec<_>>(), [6, 6, 6, 2]);
    assert_eq!(chores[0].instructions[0], books.pools[0].stakes.settle(address(0)));
    assert!(chores.iter().all(|chore| chore.name == "settle"), "{chores:?}");
}

#[test]
fn a_pool_is_brought_forward_once_per_window_where_rewards_wait_and_somebody_is_there() {
    let mut books = books(0);
    let rate_off = |books: &mut Books| (books.rate.value, books.rate.previous, books.ledger.known_rate) = (0, 0, 0);
    rate_off(&mut books);
    let other = Stakes::new(books.desk.policy, books.desk.mint, 1);
    let settled = Seat { owner: address(9), tier: 2, active_from: None };
    books.pools.push(pool(other, &[settled, Seat { owner: address(10), ..settled }]));
    books.pools[1].vault = 5;
    books.now.unix = START + 86_399;
    assert_eq!(names(&books), [""; 0], "its window still runs");
    books.now.unix = START + 86_400;
    books.ledger.breaker.period_secs = 1_000_000;
    assert_eq!(due(&books)[0].instructions, [other.in_tier(2).settle(address(9))]);
    books.pools[1].ledger.settle(books.now.unix, 5);
    assert_eq!(names(&books), [""; 0], "it has been looked at in this window");
    books.now.unix += 86_400;
    assert_eq!(names(&books), ["settle"], "what is queued begins to flow");
    books.pools[1].seats.clear();
    assert_eq!(names(&books), [""; 0], "nobody is there to be settled");
}

#[test]
fn the_fullest_accounts_are_collected_first_and_dust_is_left() {
    let mut books = books(0);
    books.withheld = (0..60)
        .map(|number| Withheld { account: address(number), amount: if number < 20 { 1 } else { TOKEN } })
        .collect();
    let chores = due(&books);
    // 40 full accounts make two whole groups and four more, which take 14 of the dust along; the last six hold 6 units.
    assert_eq!(chores.iter().map(harvested).collect::<Vec<_>>(), [18, 18, 18]);
    assert_eq!(chores[0].detail, "18.000000 tokens from 18 accounts");
    assert_eq!(chores[2].detail, "4.000014 tokens from 18 accounts");
}

#[test]
fn fees_in_the_vaults_and_in_the_mint_are_collected_without_naming_them() {
    let mut books = books(0);
    books.mint.withheld = 60_000;
    books.withheld = vec![Withheld { account: books.desk.treasury_vault, amount: 39_999 }];
    assert_eq!(names(&books), [""; 0]);
    books.withheld[0].amount = 40_000;
    let chores = due(&books);
    assert_eq!((chores.len(), chores[0].name, harvested(&chores[0])), (1, "collect", 0));
}

#[test]
fn a_full_transaction_of_each_chore_fits_the_wire() {
    let mut books = books(86_400);
    books.fee_bps = 120;
    books.withheld = (0..18).map(|number| Withheld { account: address(number), amount: TOKEN }).collect();
    books.pools[0].seats = (0..6).map(|number| warming(number, START)).collect();
    let payer = local_key("payer").unwrap().keypair;
    assert_eq!(names(&books), ["settle", "collect", "emit", "roll", "sync_fee"]);
    for chore in due(&books) {
        let budget = [crate::chain::compute_limit(1), crate::chain::compute_price(1)];
        let all = [&budget[..], &chore.instructions].concat();
        let signed = crate::chain::sign(&all, &[&payer], [0; 32]).unwrap();
        assert!(crate::chain::serialize(&signed).is_ok(), "{}", chore.name);
    }
}

#[tokio::test]
async fn a_refused_chore_is_reported_and_the_next_one_is_tried() {
    let not_over = json!({ "InstructionError": [1, { "Custom": issuer::IssuerError::PeriodNotOver as u32 }] });
    let errors = [not_over, json!("AccountNotFound")];
    let (rpc, asked) = node(move |count, request| {
        let result = match request["method"].as_str().unwrap() {
            "getLatestBlockhash" => {
                json!({ "value": { "blockhash": "11111111111111111111111111111111", "lastValidBlockHeight": 10 } })
            }
            "simulateTransaction" => json!({ "value": { "err": errors[count / 2], "logs": [], "unitsConsumed": 5 } }),
            other => panic!("{other}"),
        };
        ok(&request, result)
    })
    .await;
    let payer = local_key("payer").unwrap().keypair;
    let chores: Vec<Chore> = due(&books(86_400)).into_iter().rev().collect();
    let reports = perform(&Sender::new(rpc), chores, &payer).await;
    let told: Vec<String> = reports.iter().map(ToString::to_string).collect();
    assert!(
        told[0].starts_with("roll     a period of 86400 s: not needed any more: issuer refused with PeriodNotOver"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("emit ")
            && told[1].contains("failed to run the transaction: the account that pays has no lamports"),
        "{told:?}"
    );
    assert!(matches!(reports[1].outcome, Outcome::Failed { .. }), "who pays must hear that it has nothing to pay with");
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 4);
}

#[test]
fn a_report_is_one_flat_json_object() {
    let outcome = Outcome::Done { signature: "5ig".into(), slot: 9 };
    let report = ChoreReport { name: "roll", detail: "a period of 60 s".into(), outcome };
    let expected =
        json!({ "name": "roll", "detail": "a period of 60 s", "outcome": "done", "signature": "5ig", "slot": 9 });
    assert_eq!(serde_json::to_value(report).unwrap(), expected);
}
