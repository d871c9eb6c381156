//! Who may replace the programs, over JSON-RPC: deployed by a key, handed to the gate by a genesis that says so,
//! upgraded through it, and a program past the gate told from one through it.

use localnet::{
    chain::{Blocks, EmbeddedChain},
    paths,
    scenario::Chain,
};
use oracle::{
    chain::Pubkey,
    deploy::{self, Checked, DeployError, Deployed, Origin},
    governance::Governance,
    hash::Hash,
    keys::{Keypair, Signer, local_key},
    migrate::{GenesisKeys, MigrateStep, Profile, migrate},
};
use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

fn key(name: &str) -> Keypair {
    local_key(name).expect("a known name").keypair
}

/// A profile of seconds that hands the programs to the gate.
fn profile() -> Profile {
    let mut profile = Profile::load(&paths::genesis(), "local").expect("the profile is there");
    profile.gate_owns_programs = true;
    profile
}

/// The named test keys; the programs were deployed by the payer. Only the first `ours` members can accept here.
fn keys(ours: usize) -> GenesisKeys {
    let mut keys = GenesisKeys { deployer: Some(key("payer")), ..GenesisKeys::local() };
    keys.members.iter_mut().skip(ours).for_each(|member| member.keypair = None);
    keys
}

struct Bench {
    chain: Chain,
    council: Pubkey,
}

impl Bench {
    /// Runs the genesis in seconds; what it says of the programs.
    async fn migrate(&self, ours: usize) -> Vec<MigrateStep> {
        self.found(&profile(), "hands", ours).await
    }

    async fn found(&self, profile: &Profile, name: &str, ours: usize) -> Vec<MigrateStep> {
        let told = Mutex::new(Vec::new());
        let listen = |step: MigrateStep| told.lock().expect("one thread").push(step);
        migrate(&self.chain.sender, profile, &keys(ours), name, &listen).await.expect("the genesis goes through");
        let about = |step: &MigrateStep| match step {
            MigrateStep::Done(what) | MigrateStep::Present(what) | MigrateStep::Open(what) => {
                ["governor ", "issuer ", "staking "].iter().any(|name| what.starts_with(name))
                    && (what.contains("hands of the gate") || what.contains("deployer"))
            }
        };
        told.into_inner().expect("one thread").into_iter().filter(about).collect()
    }

    async fn deploy(&self, council: Option<Pubkey>, dir: &Path) -> Result<Vec<(String, Deployed)>, DeployError> {
        let gate = council.map(|council| governor::client::Gate::of(council).authority);
        deploy::deploy(&self.chain.sender, &key("payer"), gate, dir, &paths::program_keys(), &|_| {}).await
    }

    async fn check(&self, dir: &Path) -> Vec<Checked> {
        let gate = governor::client::Gate::of(self.council);
        let files = deploy::file_hashes(dir).expect("the files are there");
        deploy::check(&self.chain.sender, &gate, &files).await.expect("the chain answers")
    }
}

/// A folder with the built programs, of which staking is another build: eight bytes longer.
fn other_build() -> PathBuf {
    let folder = paths::scratch("tests-programs");
    std::fs::create_dir_all(&folder).expect("a folder");
    for name in ["governor", "issuer", "staking"] {
        let mut bytes = std::fs::read(paths::programs().join(format!("{name}.so"))).expect("built");
        if name == "staking" {
            bytes.extend([7; 8]);
        }
        std::fs::write(folder.join(format!("{name}.so")), bytes).expect("written");
    }
    folder
}

#[test]
fn a_genesis_that_says_so_hands_the_programs_to_the_gate_which_then_upgrades_them() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let embedded = EmbeddedChain::start(Blocks::EverySlot, None, key("payer")).await.expect("the chain starts");
        let chain = Chain::embedded(embedded.rpc_url(), embedded.ws_url()).expect("a chain");
        for name in ["creator", "member-1", "member-2", "member-3"] {
            let sol = 20 * deploy::LAMPORTS_PER_SOL;
            deploy::ensure_funds(&chain.sender.rpc, &key(name).pubkey(), sol).await.expect("money");
        }
        let council = governor::pda::council(&key("creator").pubkey(), &economics::key("hands")).0;
        let bench = Bench { chain, council };
        let built = paths::programs();
        bench.deploy(None, &built).await.expect("deployed");

        // As long as too few have accepted, the gate could repair nothing: the programs stay.
        let steps = bench.migrate(1).await;
        assert!(steps.iter().all(|step| matches!(step, MigrateStep::Open(_))) && steps.len() == 3, "{steps:?}");
        let found = bench.check(&built).await;
        assert!(found.iter().all(|program| !program.is_gates && program.origin == Origin::File), "{found:?}");

        let steps = bench.migrate(3).await;
        assert!(steps.iter().all(|step| matches!(step, MigrateStep::Done(_))) && steps.len() == 3, "{steps:?}");
        assert!(bench.check(&built).await.iter().all(Checked::is_good));
        let steps = bench.migrate(3).await;
        assert!(steps.iter().all(|step| matches!(step, MigrateStep::Present(_))) && steps.len() == 3, "{steps:?}");

        upgrade(&bench).await;

        // The genesis for a public cluster goes through as well; what another gate owns it cannot hand over.
        let public = Profile::load(&paths::genesis(), "mainnet").expect("the profile is there");
        let steps = bench.found(&public, "public", 3).await;
        assert!(steps.iter().all(|step| matches!(step, MigrateStep::Open(_))) && steps.len() == 3, "{steps:?}");
        embedded.stop().await.expect("it ends");
    });
}

/// The deployer cannot replace a program any more; the council can.
async fn upgrade(bench: &Bench) {
    let (built, next) = (paths::programs(), other_build());
    let past = bench.deploy(None, &next).await.expect_err("the gate's");
    assert!(matches!(past, DeployError::NotAuthority { .. }), "{past}");
    let found = bench.check(&next).await;
    assert!(matches!(found[2].origin, Origin::OutOfBand { .. }) && !found[2].is_good(), "{found:?}");

    let done = bench.deploy(Some(bench.council), &next).await.expect("it waits in a buffer");
    let Deployed::Buffered(buffer) = done[2].1 else { panic!("{done:?}") };
    assert_eq!(bench.deploy(Some(bench.council), &next).await.expect("resumable"), done);
    let [old, new] = [built, next.clone()].map(|dir| std::fs::read(dir.join("staking.so")).expect("built"));

    let gov = Governance::new(bench.chain.sender.clone(), bench.council);
    let member = key("member-1");
    let action = gov.gate.upgrade(staking::ID, buffer, key("payer").pubkey(), &new, &old);
    let propose = gov.gate.propose_action(member.pubkey(), [1; 32], [0; 32], &action);
    bench.chain.sender.send(&[propose], &[&member]).await.expect("proposed");
    let proposal = gov.gate.proposal(&[1; 32]);
    for name in ["member-1", "member-2", "member-3"] {
        gov.approve(&key(name), &proposal).await.expect("approved");
    }
    let life = gov.proposal(&proposal).await.expect("it is there").life;
    bench.chain.time.pass_until(life.queued_at + life.delay_secs as i64 + 1).await.expect("the delay passes");
    bench.chain.sender.send(&[gov.gate.perform(proposal, &action)], &[&key("payer")]).await.expect("performed");

    let found = bench.check(&next).await;
    assert_eq!(found[2].origin, Origin::Proposal(1), "{found:?}");
    assert_eq!(found[2].sha256, Hash::of("", &[&new]));
    assert!(found.iter().all(Checked::is_good));
}
