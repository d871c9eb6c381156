//! Every proposal in every state against every instruction by every kind of signer.
//!
//! What is expected stands in two small tables that a reader can check: what the signer may do at all ([`WHO`] and
//! [`POWERS`]), and what the state allows ([`STATE`]). A refusal is named by its error; `yes` is none.

mod stage;

pub use stage::{STATES, State, Subject, base, payment, position};

use {
    crate::{
        cast::{Cast, EVERYBODY, key},
        governor::outside,
        world::{METRICS, Outcome, POOL},
    },
    economics::{policy::Class, voice::Stance},
    governor::ConfigChange,
    solana_address::Address,
    solana_instruction::Instruction,
    std::thread,
};

/// What a signer may do with somebody else's proposal.
const WHO: &str = "
who              approve          unapprove        veto             object
proposer         RoleMissing      RoleMissing      RoleMissing      NotSpeaker
voter            yes              yes              RoleMissing      NotSpeaker
voter-2          yes              yes              RoleMissing      NotSpeaker
proposer-voter   yes              yes              RoleMissing      NotSpeaker
vetoer           RoleMissing      RoleMissing      yes              NotSpeaker
proposer-vetoer  RoleMissing      RoleMissing      yes              NotSpeaker
voter-vetoer     yes              yes              yes              NotSpeaker
member           yes              yes              yes              NotSpeaker
newcomer         SeatNotAccepted  SeatNotAccepted  SeatNotAccepted  NotSpeaker
removed          NotASeat         NotASeat         NotASeat         NotSpeaker
guardian         NotASeat         NotASeat         NotASeat         NotSpeaker
oracle           NotASeat         NotASeat         NotASeat         NotSpeaker
shadow           NotASeat         NotASeat         NotASeat         NotSpeaker
staker           NotASeat         NotASeat         NotASeat         yes
stranger         NotASeat         NotASeat         NotASeat         NotSpeaker
creator          NotASeat         NotASeat         NotASeat         NotSpeaker
payer            NotASeat         NotASeat         NotASeat         NotSpeaker
";

/// What a state allows to those who may. `over`: the time for votes is over. `late`: the window is over.
/// `moved`: the council has changed since, and nobody has said so yet.
/// `resolve` stands for class ai, whose forecasts are measured a week later; the other classes forecast nothing.
const STATE: &str = "
state      approve         unapprove       veto            object          support         cancel          execute              expire          close_voice   resolve
active     yes             yes             yes             yes             yes             yes             NotQueued            NotExpired      ProposalOpen  NotDue
over       VotingOver      VotingOver      VotingOver      VotingOver      VotingOver      VotingOver      VotingOver           yes             ProposalOpen  NotDue
waiting    yes             yes             yes             yes             yes             yes             DelayNotElapsedSecs  NotExpired      ProposalOpen  NotDue
ripe       yes             yes             yes             yes             yes             yes             yes                  NotExpired      ProposalOpen  NotDue
late       WindowOver      WindowOver      WindowOver      WindowOver      WindowOver      WindowOver      WindowOver           yes             ProposalOpen  NotDue
moved      ConfigChanged   ConfigChanged   ConfigChanged   ConfigChanged   ConfigChanged   ConfigChanged   ConfigChanged        yes             ProposalOpen  NotDue
executed   ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed       ProposalClosed  yes           HorizonNotOver
rejected   ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed       ProposalClosed  yes           HorizonNotOver
vetoed     ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed       ProposalClosed  yes           HorizonNotOver
cancelled  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed       ProposalClosed  yes           HorizonNotOver
expired    ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed       ProposalClosed  yes           HorizonNotOver
stale      ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed  ProposalClosed       ProposalClosed  yes           HorizonNotOver
";

/// What a signer may do without a proposal. `genesis`: add a seat, an oracle or a parameter, set the
/// safeguards, seal. `prove`: an alarm from the metrics.
const POWERS: &str = "
who              accept               ai           param            emergency        config           action           pause        alarm            genesis prove
proposer         SeatAlreadyAccepted  NotAnOracle  yes              yes              yes              yes              NotGuardian  RoleMissing      NotCreator yes
voter            SeatAlreadyAccepted  NotAnOracle  RoleMissing      RoleMissing      RoleMissing      RoleMissing      NotGuardian  RoleMissing      NotCreator yes
voter-2          SeatAlreadyAccepted  NotAnOracle  RoleMissing      RoleMissing      RoleMissing      RoleMissing      NotGuardian  RoleMissing      NotCreator yes
proposer-voter   SeatAlreadyAccepted  NotAnOracle  yes              yes              yes              yes              NotGuardian  RoleMissing      NotCreator yes
vetoer           SeatAlreadyAccepted  NotAnOracle  RoleMissing      RoleMissing      RoleMissing      RoleMissing      NotGuardian  yes              NotCreator yes
proposer-vetoer  SeatAlreadyAccepted  NotAnOracle  yes              yes              yes              yes              NotGuardian  yes              NotCreator yes
voter-vetoer     SeatAlreadyAccepted  NotAnOracle  RoleMissing      RoleMissing      RoleMissing      RoleMissing      NotGuardian  yes              NotCreator yes
member           SeatAlreadyAccepted  NotAnOracle  yes              yes              yes              yes              NotGuardian  yes              NotCreator yes
newcomer         yes                  NotAnOracle  SeatNotAccepted  SeatNotAccepted  SeatNotAccepted  SeatNotAccepted  NotGuardian  SeatNotAccepted  NotCreator yes
removed          NotASeat             NotAnOracle  NotASeat         NotASeat         NotASeat         NotASeat         NotGuardian  NotASeat         NotCreator yes
guardian         NotASeat             NotAnOracle  NotASeat         yes              NotASeat         NotASeat         yes          NotASeat         NotCreator yes
oracle           NotASeat             yes          NotASeat         NotASeat         NotASeat         NotASeat         NotGuardian  NotASeat         NotCreator yes
shadow           NotASeat             yes          NotASeat         NotASeat         NotASeat         NotASeat         NotGuardian  NotASeat         NotCreator yes
staker           NotASeat             NotAnOracle  NotASeat         NotASeat         NotASeat         NotASeat         NotGuardian  NotASeat         NotCreator yes
stranger         NotASeat             NotAnOracle  NotASeat         NotASeat         NotASeat         NotASeat         NotGuardian  NotASeat         NotCreator yes
creator          NotASeat             NotAnOracle  NotASeat         NotASeat         NotASeat         NotASeat         NotGuardian  NotASeat         GenesisSealed yes
payer            NotASeat             NotAnOracle  NotASeat         NotASeat         NotASeat         NotASeat         NotGuardian  NotASeat         NotCreator yes
";

/// What is written where `row` and `column` of a table meet.
fn cell(table: &'static str, row: &str, column: &str) -> &'static str {
    let mut lines = table.lines().filter(|line| !line.is_empty()).map(|line| line.split_whitespace());
    let place = lines.next().and_then(|mut names| names.position(|name| name == column));
    let place = place.unwrap_or_else(|| panic!("no column {column}"));
    let mut row_of = lines.filter(|words| words.clone().next() == Some(row));
    row_of.next().and_then(|mut words| words.nth(place)).unwrap_or_else(|| panic!("no row {row}"))
}

/// The rows of a table, by name.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter_map(|line| line.split_whitespace().next()).skip(1)
}

/// The name of what came of it, as the tables write it.
fn name(outcome: &Outcome) -> String {
    match outcome {
        Ok(_) => "yes".to_owned(),
        Err(refused) => {
            let errors = super::coverage::errors();
            let known = refused.code.and_then(|code| errors.iter().find(|(number, _)| *number == code));
            known.map_or_else(|| refused.error.clone(), |(_, name)| (*name).to_owned())
        }
    }
}

/// Everything that can be done with a proposal, in the order of the tables.
const ON_A_PROPOSAL: [&str; 10] =
    ["approve", "unapprove", "veto", "object", "support", "cancel", "execute", "expire", "close_voice", "resolve"];

fn on_a_proposal(subject: &Subject, who: &str, what: &str) -> Instruction {
    let Subject { cast, at, .. } = subject;
    let (gate, at, who) = (cast.gate, *at, key(who));
    let (content, seqno) = (cast.proposal(&at).content_hash, cast.council().config_seqno);
    match what {
        "approve" => gate.approve(who, at, content, seqno),
        "unapprove" => gate.unapprove(who, at),
        "veto" => gate.veto(who, at, content),
        "object" => gate.voice(who, at, position("staker"), METRICS, Stance::Object),
        "support" => gate.voice(who, at, position("staker"), METRICS, Stance::Support),
        "cancel" => gate.cancel(who, at),
        "close_voice" => gate.close_voice(at, position("objector"), key("objector")),
        "resolve" => gate.resolve(at, METRICS),
        "execute" => subject.execution(),
        _ => gate.expire(at),
    }
}

/// What the tables say of `what` by `who` on the proposal.
fn expected(subject: &Subject, who: &str, what: &str) -> &'static str {
    let by_state = cell(STATE, subject.state.name(), what);
    let by_state = if what == "resolve" && subject.class != Class::Ai { "NotDue" } else { by_state };
    let by_signer = match what {
        "execute" | "expire" | "close_voice" | "resolve" => "yes",
        "support" => cell(WHO, who, "object"),
        "cancel" if who == subject.proposer() => "yes",
        "cancel" => "NotProposer",
        _ => cell(WHO, who, what),
    };
    let given = match (what, subject.has_approved(who)) {
        ("approve", true) => "AlreadyApproved",
        ("unapprove", false) => "NotApproved",
        _ => "yes",
    };
    // Who is asked first, then the state, then what was given; only of a voice the state is asked first.
    let order =
        if matches!(what, "object" | "support") { [by_state, by_signer, given] } else { [by_signer, by_state, given] };
    order.into_iter().find(|answer| *answer != "yes").unwrap_or("yes")
}

#[test]
fn every_state_against_every_instruction_by_every_signer() {
    let base = base();
    let work: Vec<(Class, State)> = Class::ALL.iter().flat_map(|class| STATES.map(|state| (*class, state))).collect();
    let part = |part: &[(Class, State)]| {
        let mut wrong = Vec::new();
        for (class, state) in part {
            let subject = Subject::new(&base, *class, *state);
            for who in rows(WHO) {
                wrong.extend(ON_A_PROPOSAL.iter().filter_map(|what| subject.differs(who, what)));
            }
        }
        wrong
    };
    let wrong: Vec<String> = thread::scope(|scope| {
        let halves: Vec<_> = work.chunks(work.len().div_ceil(2)).map(|half| scope.spawn(|| part(half))).collect();
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} differ from the tables:\n{}", wrong.len(), wrong.join("\n"));
}

impl Subject {
    /// How the program differs from the tables, if it does.
    fn differs(&self, who: &str, what: &str) -> Option<String> {
        let outcome = self.cast.would(who, on_a_proposal(self, who, what));
        let (found, told) = (name(&outcome), expected(self, who, what));
        let Self { class, state, .. } = self;
        (found != told).then(|| format!("{class:?} {}: {what} by {who}: {found}, expected {told}", state.name()))
    }
}

#[test]
fn every_power_without_a_proposal_by_every_signer() {
    let mut cast = base();
    let mut wrong = Vec::new();
    for who in rows(POWERS) {
        for (what, instructions) in powers(&mut cast, who) {
            for instruction in instructions {
                let found = name(&cast.would(who, instruction));
                let told = cell(POWERS, who, what);
                if found != told {
                    wrong.push(format!("{what} by {who}: {found}, expected {told}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ from the table:\n{}", wrong.len(), wrong.join("\n"));
}

/// Everything that can be tried without a proposal.
fn powers(cast: &mut Cast, name: &str) -> Vec<(&'static str, Vec<Instruction>)> {
    let (gate, who, id) = (cast.gate, key(name), cast.id());
    let moves = |class| gate.propose(who, id, cast.draft(class, &[(0, -10)]));
    let mut safeguards = cast.council().safeguards;
    safeguards.guardian = Address::default();
    let spec = cast.policy().params[0].spec;
    vec![
        ("accept", vec![gate.accept_seat(who)]),
        ("ai", vec![moves(Class::Ai)]),
        ("param", vec![moves(Class::Param)]),
        ("emergency", vec![moves(Class::Emergency)]),
        ("config", vec![gate.propose_config(who, id, [0; 32], &[ConfigChange::ClearPause])]),
        ("action", vec![gate.propose_action(who, id, [0; 32], &payment(&gate))]),
        ("pause", vec![gate.pause(who, economics::pause::ALL, 60)]),
        ("alarm", vec![gate.raise_alarm(who)]),
        ("prove", vec![gate.prove_alarm(METRICS, 0, 1)]),
        (
            "genesis",
            vec![
                gate.add_seat(who, key("nobody"), 7),
                gate.add_oracle(who, key("nobody"), [1; 32], 1),
                gate.add_param(who, economics::key("another"), 0, spec),
                gate.set_safeguards(who, safeguards),
                gate.seal_genesis(who),
            ],
        ),
    ]
}

#[test]
fn the_tables_know_everybody_every_state_and_every_error() {
    for who in EVERYBODY {
        assert!(rows(WHO).any(|row| row == who) && rows(POWERS).any(|row| row == who), "{who} is missing");
    }
    assert!(rows(WHO).eq(rows(POWERS)));
    assert!(rows(STATE).eq(STATES.iter().map(|state| state.name())));
    let errors = super::coverage::errors();
    for table in [WHO, STATE, POWERS] {
        let cells = table.lines().skip(2).flat_map(|line| line.split_whitespace().skip(1));
        for word in cells {
            assert!(word == "yes" || errors.iter().any(|(_, name)| *name == word), "no error is called {word}");
        }
    }
}
