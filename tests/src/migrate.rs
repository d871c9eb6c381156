//! A genesis with further gauges, laid by `migrate` over JSON-RPC on the embedded chain, twice.

use issuer::client::read_issuer;
use issuer::{Issuer, gauge};
use localnet::{
    chain::{Blocks, EmbeddedChain},
    paths,
    progress::Progress,
    scenario::{Chain, deploy_programs},
};
use oracle::{
    config::Economy,
    keys::{Signer, local_key},
    migrate::{GenesisKeys, MigrateError, MigrateStep, Profile, migrate},
};
use solana_instruction::{AccountMeta, Instruction};
use std::sync::Mutex;

const WEIGHT: &str = "
[[param]]
key = \"NAME\"
value = 0
unit = 2
hard = [0, 10_000]
soft = [0, 3_000]
step_abs = [500, 500]
budget_30d = 2_000
group = 2
";

/// The built-in migration with three more weights, and the gauges that `gauges` says.
fn profile(gauges: &str) -> Result<Profile, MigrateError> {
    let built_in = include_str!("../../migrations/0001-economy.toml");
    let (head, profiles) = built_in.split_once("# A chain on this machine in real time").expect("the profiles");
    let weights: String =
        ["gauge_tiers", "gauge_lp", "gauge_fund"].iter().map(|name| WEIGHT.replace("NAME", name)).collect();
    let dir = paths::scratch("tests-migrate");
    std::fs::create_dir_all(&dir).unwrap();
    let path = dir.join("economy.toml");
    std::fs::write(&path, format!("{head}\n{weights}\n{gauges}\n#{profiles}")).unwrap();
    Profile::load(&path, "local")
}

/// Three gauges, one of each kind.
fn gauges(mint: &str) -> String {
    let rows = [
        ("gauge_tiers", "{ staking = { pool = 2 } }".to_owned()),
        ("gauge_lp", format!("{{ liquidity = {{ mint = \"{mint}\", pool = 0 }} }}")),
        ("gauge_fund", "\"vault\"".to_owned()),
    ];
    rows.map(|(key, to)| format!("[[gauge]]\nkey = \"{key}\"\nto = {to}\n")).concat()
}

struct Laid {
    economy: Economy,
    /// What was put on chain, and what was there already.
    done: usize,
    present: usize,
}

async fn lay(chain: &Chain, profile: &Profile) -> Result<Laid, MigrateError> {
    let steps = Mutex::new(Vec::new());
    let note = |step: MigrateStep| steps.lock().unwrap().push(step);
    let economy = migrate(&chain.sender, profile, &GenesisKeys::local(), "main", &note).await?;
    let steps = steps.into_inner().unwrap();
    let done = steps.iter().filter(|step| matches!(step, MigrateStep::Done(_))).count();
    Ok(Laid { economy, done, present: steps.len() - done })
}

/// A mint for shares of a market, of Token-2022 and without extensions.
async fn shares(chain: &Chain) -> String {
    let (payer, mint) = (local_key("payer").unwrap().keypair, crate::world::actor("shares of a market"));
    let program_id = issuer::client::TOKEN_2022;
    let lamports = chain.sender.rpc.min_rent(82).await.unwrap();
    let create = solana_system_interface::instruction::create_account(
        &payer.pubkey(),
        &mint.pubkey(),
        lamports,
        82,
        &program_id,
    );
    let data = [&[20, 6][..], payer.pubkey().as_ref(), &[0]].concat();
    let initialize = Instruction { program_id, accounts: vec![AccountMeta::new(mint.pubkey(), false)], data };
    chain.sender.send(&[create, initialize], &[&payer, &mint]).await.unwrap();
    mint.pubkey().to_string()
}

async fn on_chain(chain: &Chain, economy: &Economy) -> Box<Issuer> {
    let account = chain.sender.rpc.account(&economy.issuer).await.unwrap().expect("the issuer is there");
    Box::new(read_issuer(&account.data).expect("an issuer"))
}

async fn play() -> anyhow::Result<()> {
    let embedded = EmbeddedChain::start(Blocks::EverySlot, None, local_key("payer")?.keypair).await?;
    let chain = Chain::embedded(embedded.rpc_url(), embedded.ws_url())?;
    deploy_programs(&chain, &mut Progress::new()).await?;
    let wanted = profile(&gauges(&shares(&chain).await))?;

    let first = lay(&chain, &wanted).await?;
    let issuer = on_chain(&chain, &first.economy).await;
    let kinds: Vec<u8> = issuer.gauges().iter().map(|gauge| gauge.kind).collect();
    let standard = [gauge::STAKING, gauge::CONTRIBUTORS, gauge::TREASURY];
    let further = [gauge::STAKING, gauge::STAKING, gauge::LIQUIDITY, gauge::VAULT];
    assert_eq!(kinds, [&standard[..], &further].concat(), "the built-in pool with locks, then those of the test");
    assert!(first.done > 5 && issuer.ledger.ever_minted == wanted.token.genesis_supply);

    let second = lay(&chain, &wanted).await?;
    assert_eq!(second.done, 0, "the same again puts nothing on chain");
    assert!(second.present > 5);
    assert_eq!(on_chain(&chain, &first.economy).await.gauges(), issuer.gauges());

    let other = profile(&gauges("ignored").replace("gauge_lp", "gauge_lq"))?;
    let error = lay(&chain, &other).await.map(|_| ()).expect_err("registered gauges are for ever");
    assert!(error.to_string().contains("further gauges"), "{error}");
    Ok(())
}

#[test]
fn a_genesis_registers_further_gauges_of_every_kind_and_can_be_run_again() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(play()).expect("the genesis is laid");
}

#[test]
fn a_gauge_that_leads_nowhere_is_refused_when_the_file_is_read() {
    for to in ["\"moon\"", "{ staking = { } }", "{ liquidity = { pool = 0 } }", "3"] {
        let error = profile(&format!("[[gauge]]\nkey = \"gauge_lp\"\nto = {to}\n")).map(|_| ()).expect_err(to);
        assert!(error.is_wrong_input(), "{error}");
    }
    profile("").expect("no further gauge is fine");
}
