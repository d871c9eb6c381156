//! The money commands on a chain that has lived for twenty days.

use super::{Played, played};
use oracle::{
    accounts::{TokenState, associated_token_address},
    cli::{Cli, Parser},
    daemon::Oracle,
    keys::{Keypair, Signer, local_key},
    money::{Money, Seat, Sources, Supply},
};

fn money(played: &Played) -> Money {
    Money::new(played.chain.sender.clone(), played.config.economy)
}

fn key(name: &str) -> Keypair {
    local_key(name).expect("a known name").keypair
}

/// Tokens of an owner, base units.
async fn balance(played: &Played, owner: &Keypair) -> u64 {
    let at = associated_token_address(&owner.pubkey(), &played.config.economy.mint);
    let account = played.chain.sender.rpc.account(&at).await.expect("the chain answers");
    TokenState::decode(&at, account.as_ref()).expect("a token account").amount
}

/// The books, which must hold.
async fn books(money: &Money) -> Supply {
    let supply = money.supply().await.expect("the chain answers");
    assert!(supply.holds, "{:#?}", supply.equations);
    supply
}

#[test]
fn after_a_whole_play_every_unit_is_accounted_for() {
    let played = played();
    let _turn = played.turn();
    let supply = played.runtime.block_on(books(&money(played)));
    let (genesis, summary) = (1_000_000_000_000_000, &played.summary);
    assert!(supply.ever_minted >= genesis + summary.minted && supply.burned >= summary.burned, "{supply:?}");
    assert!(supply.burned > 0 && supply.staked > 0 && supply.treasury > 0 && supply.wallets > 0, "{supply:?}");
    assert_eq!(supply.pools.len(), 2, "the standard pool and the one with locks");
}

/// What the command line answers: its error and its exit code.
pub(super) async fn command(played: &Played, words: &[&str]) -> Result<(), (u8, String)> {
    let url = ["-u", played.chain.rpc_url.as_str()];
    let words = ["trimtab"].iter().chain(words).chain(&url);
    let cli = Cli::try_parse_from(words).expect("a known command");
    cli.run().await.map_err(|error| (error.exit_code(), error.to_string()))
}

#[test]
fn supply_ends_with_1_and_names_the_equation_where_a_single_unit_is_missing() {
    let played = played();
    let _turn = played.turn();
    let rpc = &played.chain.sender.rpc;
    played.runtime.block_on(async {
        command(played, &["supply"]).await.expect("the books close");
        command(played, &["supply", "--json"]).await.expect("the books close");
        let mint = played.config.economy.mint;
        let honest = rpc.account(&mint).await.expect("the chain answers").expect("the mint exists").data;
        let mut short = honest.clone();
        short[36] ^= 1;
        let write = |data: &[u8]| {
            let hex: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
            rpc.call("surfnet_setAccount", serde_json::json!([mint.to_string(), { "data": hex }]))
        };
        write(&short).await.expect("the embedded chain lets itself be lied to");
        let (code, error) = command(played, &["supply"]).await.expect_err("a unit appeared or vanished");
        write(&honest).await.expect("the truth again");
        assert!(code == 1 && error.contains("withheld = supply"), "{code} {error}");
        command(played, &["supply"]).await.expect("the books close again");
    });
}

#[test]
fn every_looking_command_answers_in_text_and_json() {
    let played = played();
    let _turn = played.turn();
    played.runtime.block_on(async {
        for words in [&["pools"][..], &["positions", "--all"], &["rewards", "list"]] {
            command(played, words).await.expect("text");
            command(played, &[words, &["--json"]].concat()).await.expect("JSON");
        }
        let stake = ["stake", "1000000000000", "-k", "local:wallet-004"];
        let (code, error) = command(played, &stake).await.expect_err("nobody has that much");
        assert!(code == 2 && error.contains("found") && error.contains("--from"), "{code} {error}");
    });
}

#[test]
fn an_owner_stakes_compounds_claims_and_takes_everything_back_by_the_commands() {
    let played = played();
    let _turn = played.turn();
    let (money, owner) = (money(played), key("wallet-003"));
    let (seat, locked) = (Seat { pool: "0".into(), tier: 0 }, Seat { pool: "1".into(), tier: 0 });
    played.runtime.block_on(async {
        let staked = money.stake(&owner, &seat, "10", None).await.expect("the owner has ten tokens");
        assert!((9_000_000..10_000_000).contains(&staked.amount), "the fee is taken on the way: {staked:?}");
        let before = balance(played, &owner).await;
        money.stake(&owner, &locked, "5", None).await.expect("the pool with locks takes five");
        assert!(balance(played, &owner).await < before);

        let all = money.unstake(&owner, &seat, "ALL").await.expect("all can be asked back");
        assert_eq!((all.position.active, all.position.warming, all.position.cooling), (0, 0, all.amount));
        let early = money.withdraw(&owner, &seat, None).await.expect_err("it cools");
        assert!(early.to_string().contains("tokens unlock at"), "{early}");
        played.chain.time.pass_until(all.position.unlock_at).await.expect("the chain travels");
        money.withdraw(&owner, &seat, None).await.expect("it has cooled");
        let nothing = money.withdraw(&owner, &seat, None).await.expect_err("nothing is left");
        assert!(nothing.is_wrong_input() && nothing.to_string().contains("asked back"), "{nothing}");

        let held = money.positions(Some(&owner.pubkey())).await.expect("the chain answers");
        assert!(held.iter().any(|it| it.pool_index == 1 && it.locked_until > all.position.unlock_at), "{held:?}");
        books(&money).await;
    });
}

#[test]
fn rewards_that_flowed_are_compounded_or_claimed() {
    let played = played();
    let _turn = played.turn();
    let money = money(played);
    played.runtime.block_on(async {
        let all = money.positions(None).await.expect("the chain answers");
        let names: Vec<String> = (0..20).map(|number| format!("wallet-{number:03}")).collect();
        let of =
            |name: &String| all.iter().find(|it| it.owner == key(name).pubkey().to_string() && it.claimable > 1_000);
        let rich: Vec<&String> = names.iter().filter(|name| of(name).is_some()).take(2).collect();
        let [one, other] = rich[..] else { panic!("two wallets have rewards: {all:?}") };
        let seat = Seat { pool: "0".into(), tier: 0 };
        let compounded = money.compound(&key(one), &seat).await.expect("rewards can be staked");
        assert!(compounded.amount >= of(one).map_or(0, |it| it.claimable), "{compounded:?}");
        let claimed = money.claim(&key(other), &seat, None).await.expect("rewards can be taken");
        assert!(claimed.amount > 0 && claimed.position.claimable == 0, "{claimed:?}");
        let to = key("oracle").pubkey();
        let delegated = money.delegate(&key(one), &seat, Some(to)).await.expect("an owner names a speaker");
        assert_eq!(delegated.position.speaker, to.to_string());
        books(&money).await;
    });
}

#[test]
fn the_oracles_books_close_over_several_pools() {
    let played = played();
    let _turn = played.turn();
    let (money, owner) = (money(played), key("wallet-005"));
    played.runtime.block_on(async {
        let seat = Seat { pool: "1".into(), tier: 1 };
        money.stake(&owner, &seat, "3", None).await.expect("the pool with locks takes three");
        let asked = money.unstake(&owner, &seat, "1").await.expect("a part can be asked back");
        played.chain.time.finalized(asked.slot).await.expect("it becomes final");
        let oracle = Oracle::open(played.config.clone(), played.chain.sender.clone()).expect("the data folder is free");
        let (snapshot, _) = oracle.snapshot().await.expect("the chain answers");
        assert!(snapshot.reconciliation.closes, "{:?}", snapshot.reconciliation);
        let pools = money.pools().await.expect("the chain answers");
        let staked: u64 = pools.iter().map(|it| it.pool.state.totals.staked).sum();
        assert_eq!((pools.len(), snapshot.staked), (2, staked));
        let wallet = snapshot.wallets.iter().find(|it| it.address == owner.pubkey().to_string());
        assert!(wallet.is_some_and(|it| it.staked >= 2_900_000), "{wallet:?}");
    });
}

#[test]
fn collecting_by_parts_harvests_every_wallet_and_goes_on_where_it_was_cut_off() {
    let played = played();
    let _turn = played.turn();
    let (money, payer) = (money(played), key("payer"));
    let file = std::env::temp_dir().join(format!("trimtab-collect-{}.json", std::process::id()));
    played.runtime.block_on(async {
        let before = books(&money).await;
        assert!(before.withheld > 0, "people paid fees");
        let sources = Sources::ByOwner { resume: Some(file.clone()) };
        let mint = played.config.economy.mint;
        let begun = format!(
            r#"{{"mint":"{mint}","next":128,"collected":{{"accounts":7,"amount":9,"transactions":1,"skipped":[]}}}}"#
        );
        std::fs::write(&file, begun).expect("a writable folder");
        let half = money.collect(&payer, &sources, 1, &|_| {}).await.expect("fees are collected");
        assert!(half.accounts >= 7 && !file.exists(), "{half:?}");
        let rest = money.collect(&payer, &Sources::ByOwner { resume: None }, 1, &|_| {}).await.expect("and the others");
        assert!(rest.skipped.is_empty() && rest.amount + half.amount - 9 >= before.withheld / 2, "{half:?} {rest:?}");
        let after = books(&money).await;
        assert!(after.burned > before.burned, "a part of every fee is burned");
        assert!(after.withheld < before.withheld, "what is left is what the issuer's own transfers paid");
        let foreign =
            r#"{"mint":"another","next":3,"collected":{"accounts":0,"amount":0,"transactions":0,"skipped":[]}}"#;
        std::fs::write(&file, foreign).expect("a writable folder");
        let error = money.collect(&payer, &sources, 1, &|_| {}).await.expect_err("it is about another mint");
        assert!(error.is_wrong_input() && error.to_string().contains("delete it"), "{error}");
        std::fs::remove_file(&file).expect("it is ours");
    });
}

#[test]
fn emission_by_hand_mints_to_the_gauges_what_the_supply_gains() {
    let played = played();
    let _turn = played.turn();
    let money = money(played);
    played.runtime.block_on(async {
        let now = played.chain.time.now().await.expect("a clock").unix;
        played.chain.time.pass_until(now + 3_600).await.expect("the chain travels");
        let before = books(&money).await;
        let report = money.emit(&key("payer")).await.expect("anyone emits");
        let after = books(&money).await;
        assert_eq!(report.gauges.iter().sum::<u64>(), report.minted);
        assert_eq!(after.ever_minted - before.ever_minted, report.minted);
        assert!(report.minted > 0, "{report:?}");
    });
}
