//! `trimtab gov` by hand: what people type, on the embedded chain, and what becomes of it.
//!
//! One chain serves all tests here; they take turns and touch different parameters.

mod acts;
mod elsewhere;
mod stakers;

use localnet::{
    chain::{Blocks, EmbeddedChain},
    progress::Progress,
    scenario::{Chain, deploy_programs, found},
};
use oracle::{
    accounts::ProposalFacts,
    chain::{Account, Pubkey, Unsent, ensure_funds},
    cli::{Cli, CliError},
    config::Economy,
    governance::{Governance, aloud},
    keys::{Keypair, Signer, local_key},
};
use solana_instruction::Instruction;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

struct Hand {
    runtime: tokio::runtime::Runtime,
    chain: Chain,
    gov: Governance,
    mint: Pubkey,
    turn: Mutex<()>,
}

fn hand() -> (&'static Hand, MutexGuard<'static, ()>) {
    static HAND: OnceLock<Hand> = OnceLock::new();
    let hand = HAND.get_or_init(|| {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let (chain, economy) = runtime.block_on(start()).expect("a chain with an economy");
        let gov = Governance::new(chain.sender.clone(), economy.council);
        Hand { runtime, chain, gov, mint: economy.mint, turn: Mutex::new(()) }
    });
    (hand, hand.turn.lock().unwrap_or_else(PoisonError::into_inner))
}

async fn start() -> anyhow::Result<(Chain, Economy)> {
    let mut progress = Progress::new();
    let embedded = EmbeddedChain::start(Blocks::EverySlot, None, local_key("payer")?.keypair).await?;
    let chain = Chain::embedded(embedded.rpc_url(), embedded.ws_url())?;
    deploy_programs(&chain, &mut progress).await?;
    let economy = found(&chain, "local", "main", &mut progress).await?;
    // Parameters rest after their creation.
    let clock = chain.time.now().await?;
    chain.time.pass_until(clock.unix + 600).await?;
    // The chain outlives the tests: it ends with the process.
    std::mem::forget(embedded);
    Ok((chain, economy))
}

fn key(name: &str) -> Keypair {
    local_key(name).expect("a known name").keypair
}

impl Hand {
    /// `trimtab gov -u URL WORDS`; words are separated by blanks.
    fn types(&self, words: &str) -> Result<(), CliError> {
        self.runs("gov", words)
    }

    /// `trimtab COMMAND -u URL WORDS`.
    fn runs(&self, command: &str, words: &str) -> Result<(), CliError> {
        let typed = ["trimtab", command, "-u", &self.chain.rpc_url].into_iter().chain(words.split_whitespace());
        let cli = <Cli as clap::Parser>::try_parse_from(typed).map_err(|error| CliError::Wrong(error.to_string()))?;
        self.runtime.block_on(cli.run())
    }

    /// The same, where it must work.
    #[track_caller]
    fn does(&self, words: &str) {
        if let Err(error) = self.types(words) {
            panic!("{words}: {error}");
        }
    }

    /// The same, where the fault is in what was typed: the exit code is 2 and the message contains `expected`.
    #[track_caller]
    fn is_told(&self, words: &str, expected: &str) {
        let error = self.types(words).expect_err(words);
        assert_eq!(error.exit_code(), 2, "{words}: {error}");
        assert!(error.to_string().contains(expected), "{words}: {error}");
    }

    /// The newest proposal.
    fn newest(&self) -> ProposalFacts {
        self.runtime.block_on(self.gov.list()).expect("a list").swap_remove(0)
    }

    fn state(&self, number: u64) -> String {
        let all = self.runtime.block_on(self.gov.list()).expect("a list");
        all.into_iter().find(|facts| facts.number == number).expect("it exists").state
    }

    fn value(&self, name: &str) -> i64 {
        let policy = self.runtime.block_on(self.gov.policy()).expect("a policy");
        policy.param_by_key(&economics::key(name)).expect("the parameter").value
    }

    /// All three members approve, and its delay passes.
    fn ripen(&self, facts: &ProposalFacts) {
        for member in 1..=facts.threshold {
            self.does(&format!("approve {} -k local:member-{member} --json", facts.number));
        }
        self.pass_delay(facts.number);
    }

    fn pass_delay(&self, number: u64) {
        let facts = self.newest();
        assert_eq!((facts.number, facts.state.as_str()), (number, "queued"));
        self.runtime.block_on(self.chain.time.pass_until(facts.opens_at + 1)).expect("time passes");
        let slots = async {
            while self.gov.clock().await.expect("a clock").slot < facts.opens_slot {
                tokio::time::sleep(self.chain.time.poll()).await;
            }
        };
        self.runtime.block_on(slots);
    }

    fn blockhash(&self) -> [u8; 32] {
        self.runtime.block_on(self.chain.sender.rpc.latest_blockhash()).expect("a blockhash").hash
    }

    /// Signs as a machine without a network would: only the instructions, the payer and the blockhash are known.
    fn signs_elsewhere(&self, signer: &Keypair, instructions: &[Instruction], blockhash: [u8; 32]) -> String {
        let mut unsent = Unsent::new(instructions, &signer.pubkey(), blockhash);
        unsent.sign(signer).expect("the key is asked");
        let signed = unsent.signed();
        format!("{}={}", signed[0].0, signed[0].1)
    }

    fn account(&self, address: &Pubkey) -> Account {
        self.runtime.block_on(self.chain.sender.rpc.account(address)).expect("an answer").expect("an account")
    }

    /// Writes an account as only the embedded chain allows: for what other programs would have written.
    fn sets(&self, address: &Pubkey, owner: &Pubkey, data: &[u8]) {
        let held = serde_json::json!({ "lamports": 100_000_000, "owner": owner.to_string(), "data": hex_of(data) });
        let params = serde_json::json!([address.to_string(), held]);
        self.runtime.block_on(self.chain.sender.rpc.call("surfnet_setAccount", params)).expect("the account is set");
    }

    fn funded(&self, name: &str) -> Keypair {
        let key = key(name);
        let rpc = &self.chain.sender.rpc;
        self.runtime.block_on(ensure_funds(rpc, &key.pubkey(), 1_000_000_000)).expect("the faucet gives");
        key
    }
}

fn base58(bytes: [u8; 32]) -> String {
    Pubkey::new_from_array(bytes).to_string()
}

fn hex(text: &str) -> [u8; 32] {
    aloud::parse(text).expect("a hash of 32 bytes")
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
