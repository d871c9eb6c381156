//! `trimtab gov` by hand: what people type, on the embedded chain, and what becomes of it.
//!
//! One chain serves all tests here; they take turns and touch different parameters.

use economics::{
    metrics::{Period, Ring},
    voice::{Checkpoint, VoiceCard},
};
use localnet::{
    chain::{Blocks, EmbeddedChain},
    progress::Progress,
    scenario::{Chain, deploy_programs, found},
};
use oracle::{
    accounts::ProposalFacts,
    chain::{Account, Pubkey, Unsent, advance, ensure_funds, read_nonce},
    cli::{Cli, CliError},
    governance::{Governance, aloud},
    keys::{Keypair, Signer, local_key},
};
use solana_instruction::Instruction;
use solana_system_interface::instruction as system;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// In front of the ring in the issuer's metrics: discriminator and issuer.
const RING: usize = 40;
/// `sha256("account:Position")[..8]`.
const POSITION: [u8; 8] = [170, 188, 143, 228, 122, 64, 247, 208];

struct Hand {
    runtime: tokio::runtime::Runtime,
    chain: Chain,
    gov: Governance,
    turn: Mutex<()>,
}

fn hand() -> (&'static Hand, MutexGuard<'static, ()>) {
    static HAND: OnceLock<Hand> = OnceLock::new();
    let hand = HAND.get_or_init(|| {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let (chain, council) = runtime.block_on(start()).expect("a chain with an economy");
        let gov = Governance::new(chain.sender.clone(), council);
        Hand { runtime, chain, gov, turn: Mutex::new(()) }
    });
    (hand, hand.turn.lock().unwrap_or_else(PoisonError::into_inner))
}

async fn start() -> anyhow::Result<(Chain, Pubkey)> {
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
    Ok((chain, economy.council))
}

fn key(name: &str) -> Keypair {
    local_key(name).expect("a known name").keypair
}

impl Hand {
    /// `trimtab gov -u URL WORDS`; words are separated by blanks.
    fn types(&self, words: &str) -> Result<(), CliError> {
        let typed = ["trimtab", "gov", "-u", &self.chain.rpc_url].into_iter().chain(words.split_whitespace());
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

#[test]
fn members_approve_by_a_hash_that_was_read_aloud_and_anyone_executes() {
    let (hand, _turn) = hand();
    hand.does("propose unbond_secs=70 -k local:member-1");
    let facts = hand.newest();
    let spoken = aloud::words(&hex(&facts.content_hash)).join("-");
    hand.does(&format!("approve {} -k local:member-1 --hash {}", facts.number, facts.content_hash));
    hand.does(&format!("approve {} -k local:member-2 --hash {spoken}", facts.number));
    hand.pass_delay(facts.number);
    hand.does(&format!("execute {} -k local:stranger-1", facts.number));
    assert_eq!((hand.state(facts.number).as_str(), hand.value("unbond_secs")), ("executed", 70));
}

#[test]
fn three_mistakes_end_with_code_2_say_what_to_do_and_change_nothing() {
    let (hand, _turn) = hand();
    hand.does("propose burn_share=4900 treasury_share=2100 -k local:member-1");
    let facts = hand.newest();
    let other = hex_of(&[9; 32]);
    hand.is_told(&format!("approve {} -k local:member-1 --hash {other}", facts.number), "who reads another proposal");
    hand.is_told("propose fee=120 -k local:member-1", "the policy has emission_rate, fee_bps");
    hand.is_told("propose config member-add nobody --roles vote -k local:member-1", "base58");
    hand.is_told("show 99999", "expected a number from 1 to");
    hand.is_told("pause everything --for 1h -k local:guardian", "ai, execution, emission, deposits");
    let now = hand.newest();
    assert_eq!((now.number, now.approvals.len()), (facts.number, 0));
    hand.does(&format!("cancel {} -k local:member-1", facts.number));
}

#[test]
fn a_veto_signed_on_a_machine_without_a_network_is_sent_by_one_without_the_key() {
    let (hand, _turn) = hand();
    hand.does("propose emission_rate=79000 -k local:member-1");
    let facts = hand.newest();
    let (member, blockhash) = (hand.funded("member-3"), hand.blockhash());
    let proposal: Pubkey = facts.address.parse().expect("an address");
    let veto = hand.gov.gate.veto(member.pubkey(), proposal, hex(&facts.content_hash));
    let signer = hand.signs_elsewhere(&member, &[veto], blockhash);
    let (address, blockhash) = (member.pubkey(), base58(blockhash));
    let send = format!("veto {} -k {address} --blockhash {blockhash}", facts.number);
    hand.is_told(&send, "--signer PUBKEY=SIGNATURE");
    hand.is_told(&format!("{send} --signer {address}=abc"), "PUBKEY=SIGNATURE in base58");
    hand.is_told(&format!("veto {} -k {address}", facts.number), "signs there with --sign-only");
    let other = base58([7; 32]);
    hand.is_told(&format!("veto {} -k {address} --blockhash {other} --signer {signer}", facts.number), "other bytes");
    hand.does(&format!("{send} --signer {signer}"));
    assert_eq!(hand.newest().vetoes, [address.to_string()]);
    // What the offline machine types gives the same bytes without asking anybody.
    let offline = format!("veto {proposal} --hash {} -k local:member-3 --sign-only", facts.content_hash);
    hand.does(&format!("{offline} --blockhash {blockhash}"));
    hand.is_told(&offline, "--blockhash");
    hand.is_told(&format!("veto {} -k local:member-3 --sign-only --blockhash {blockhash}", facts.number), "address");
    hand.does(&format!("cancel {} -k local:member-1", facts.number));
}

#[test]
fn a_veto_waits_in_a_drawer_under_a_durable_nonce_and_a_vote_does_not() {
    let (hand, _turn) = hand();
    let (member, nonce) = (hand.funded("member-2"), key("nonce-1"));
    let create = system::create_nonce_account(&member.pubkey(), &nonce.pubkey(), &member.pubkey(), 2_000_000);
    hand.runtime.block_on(hand.chain.sender.send(&create, &[&member, &nonce])).expect("a nonce account");
    hand.does("propose stakers_share=3100 treasury_share=1900 -k local:member-1");
    let facts = hand.newest();
    let held = hand.runtime.block_on(read_nonce(&hand.chain.sender.rpc, &nonce.pubkey())).expect("an answer");
    let value = held.expect("a nonce").value;
    let proposal: Pubkey = facts.address.parse().expect("an address");
    let veto = hand.gov.gate.veto(member.pubkey(), proposal, hex(&facts.content_hash));
    let drawer = [advance(&nonce.pubkey(), &member.pubkey()), veto];
    let signer = hand.signs_elsewhere(&member, &drawer, value);
    let under = format!("--nonce {} --blockhash {}", nonce.pubkey(), base58(value));
    hand.is_told(&format!("approve {} -k local:member-2 {under}", facts.number), "refuses votes");
    // Long after any blockhash of that time has died.
    let later = hand.runtime.block_on(hand.gov.clock()).expect("a clock").unix + 120;
    hand.runtime.block_on(hand.chain.time.pass_until(later)).expect("time passes");
    hand.does(&format!("veto {} -k {} {under} --signer {signer}", facts.number, member.pubkey()));
    assert_eq!(hand.newest().vetoes, [member.pubkey().to_string()]);
    hand.does(&format!("cancel {} -k local:member-1", facts.number));
}

#[test]
fn a_change_of_the_council_is_rehearsed_before_anybody_votes_and_made_whole() {
    let (hand, _turn) = hand();
    let newcomer = key("stranger-5").pubkey();
    let add = format!("propose config member-add {newcomer} --roles propose,vote,veto");
    hand.is_told(&format!("{add} -k local:member-1"), "could not be executed");
    let draft = std::env::temp_dir().join(format!("trimtab-draft-{}.txt", std::process::id()));
    let file = draft.display();
    let _ = std::fs::remove_file(&draft);
    hand.does(&format!("{add} --into {file}"));
    for class in ["ai", "param", "emergency", "config"] {
        hand.does(&format!("propose config rule {class} --approvals 3 --vetoes 2 --into {file}"));
    }
    hand.does(&format!("propose config rule action --approvals 4 --vetoes 1 --into {file}"));
    hand.does(&format!(
        "propose config param borrow_rate --value 50000 --min 0 --max 200000 --step 5000 --unit ppm --ai --into {file}"
    ));
    hand.does(&format!("propose config draft {file} -k local:member-2"));
    std::fs::remove_file(&draft).expect("the draft");
    let facts = hand.newest();
    let words = facts.payload.as_ref().expect("a payload").lines.join("\n");
    assert!(words.contains("approvals 2 → 3") && words.contains("add parameter borrow_rate"), "{words}");
    // Taken back again: the other tests count on three members.
    hand.does(&format!("veto {} -k local:member-1", facts.number));
    hand.does(&format!("veto {} -k local:member-3", facts.number));
    assert_eq!(hand.state(facts.number), "rejected");
    hand.does("propose config quota 5 -k local:member-1");
    let facts = hand.newest();
    hand.ripen(&facts);
    hand.does(&format!("execute {}", facts.number));
    let council = hand.runtime.block_on(hand.gov.council()).expect("a council");
    assert_eq!((council.safeguards.member_quota, council.config_seqno), (5, 2));
}

#[test]
fn the_economy_pays_what_was_voted_on_and_refuses_what_the_gate_would_refuse() {
    let (hand, _turn) = hand();
    let receiver = key("stranger-6").pubkey();
    let pay = format!("propose action pay --to {receiver} --sol 1.5 -k local:member-1");
    let rpc = &hand.chain.sender.rpc;
    let treasury = hand.gov.gate.authority;
    if hand.runtime.block_on(rpc.balance(&treasury)).expect("a balance") == 0 {
        hand.is_told(&pay, "send it there first");
    }
    hand.runtime.block_on(ensure_funds(rpc, &treasury, 3_000_000_000)).expect("the faucet gives");
    hand.is_told(
        &format!("propose action raw --program {} --data 00 -k local:member-1", governor::ID),
        "never the gate",
    );
    hand.does(&pay);
    let facts = hand.newest();
    hand.ripen(&facts);
    hand.does(&format!("execute {} -k local:stranger-1", facts.number));
    assert_eq!(hand.runtime.block_on(rpc.balance(&receiver)).expect("a balance"), 1_500_000_000);
}

#[test]
fn brakes_are_pulled_by_hand() {
    let (hand, _turn) = hand();
    hand.does("pause emission,deposits --for 30m -k local:guardian");
    hand.does("alarm raise -k local:member-3");
    let (council, policy) = hand.runtime.block_on(async { (hand.gov.council().await, hand.gov.policy().await) });
    let (council, policy) = (council.expect("a council"), policy.expect("a policy"));
    assert_eq!(policy.paused, economics::pause::EMISSION | economics::pause::DEPOSITS);
    assert!(council.alarm.until1 > 0);
    for look in ["council", "members list", "oracles", "list --open", "council --json", "members list --json"] {
        hand.does(look);
    }
    // The other tests count on calm.
    hand.runtime.block_on(hand.chain.time.pass_until(council.alarm.until1 + 1)).expect("time passes");
}

#[test]
fn a_staker_objects_and_anyone_proves_the_alarm_from_the_metrics() {
    let (hand, _turn) = hand();
    let now = hand.runtime.block_on(hand.gov.clock()).expect("a clock").unix;
    let links = hand.runtime.block_on(hand.gov.council()).expect("a council").safeguards.links;
    // Two closed periods in which half of the stake left, and two positions of one staker: what the issuer and the
    // staking program would have written.
    let period = |end: i64, staked: u64| Period { start: end - 10, end, supply: 10_000, staked, ..Period::default() };
    let mut metrics = hand.account(&links.metrics).data;
    let mut ring: Ring = bytemuck::pod_read_unaligned(&metrics[RING..RING + size_of::<Ring>()]);
    ring.push(&period(now - 15, 2_000));
    ring.push(&period(now - 5, 1_000));
    metrics[RING..RING + size_of::<Ring>()].copy_from_slice(bytemuck::bytes_of(&ring));
    hand.sets(&links.metrics, &links.issuer_program, &metrics);
    let staker = hand.funded("stranger-8").pubkey();
    for (name, weight) in [("position-1", 100), ("position-2", 250)] {
        let since = Checkpoint { since: now - 1_000, weight };
        let card = VoiceCard {
            pool: links.pools[0].to_bytes(),
            owner: staker.to_bytes(),
            delegate: [0; 32],
            checkpoints: [Checkpoint::default(), since],
        };
        let bytes = [&POSITION[..], bytemuck::bytes_of(&card)].concat();
        hand.sets(&key(name).pubkey(), &links.staking_program, &bytes);
    }

    hand.does("propose gauge_contrib=2100 gauge_treasury=900 -k local:member-1");
    let facts = hand.newest();
    hand.is_told(&format!("voice object {} -k local:stranger-9", facts.number), "found 0 positions");
    let one = key("position-1").pubkey();
    hand.does(&format!("voice object {} --position {one} -k local:stranger-8", facts.number));
    let turnout = hand.newest().turnout;
    assert_eq!((turnout.objection, turnout.base, hand.state(facts.number).as_str()), (100, 1_000, "active"));
    hand.does(&format!("voice object {} -k local:stranger-8", facts.number));
    assert_eq!((hand.newest().turnout.objection, hand.state(facts.number).as_str()), (350, "rejected"));
    hand.does(&format!("voice close {} -k local:stranger-8", facts.number));
    hand.is_told(&format!("voice close {} -k local:stranger-8", facts.number), "failed to find a voice");

    hand.does("alarm prove 0 -k local:stranger-1");
    let until = hand.runtime.block_on(hand.gov.council()).expect("a council").alarm.until1;
    assert!(until > now);
    hand.runtime.block_on(hand.chain.time.pass_until(until + 1)).expect("time passes");
}

fn hex(text: &str) -> [u8; 32] {
    aloud::parse(text).expect("a hash of 32 bytes")
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
