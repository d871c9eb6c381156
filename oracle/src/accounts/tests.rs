use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use governor::events::SeatAccepted;

use super::*;

fn line(event: &SeatAccepted) -> String {
    format!("Program data: {}", BASE64.encode(anchor_lang::Event::data(event)))
}

fn seat_accepted() -> SeatAccepted {
    SeatAccepted {
        council: Pubkey::new_from_array([1; 32]),
        seat: Pubkey::new_from_array([2; 32]),
        unix: 5,
        slot: 6,
        index: 1,
        _pad: [0; 7],
    }
}

#[test]
fn an_event_counts_only_while_our_program_runs() {
    let forged = Pubkey::new_from_array([9; 32]);
    let logs = vec![
        format!("Program {} invoke [1]", governor::ID),
        line(&seat_accepted()),
        format!("Program {forged} invoke [2]"),
        line(&seat_accepted()),
        format!("Program {forged} success"),
        format!("Program {} success", governor::ID),
        line(&seat_accepted()),
    ];
    let (events, complete) = read_events(&logs);
    assert!(complete);
    assert!(matches!(&events[..], [LoggedEvent { index: 0, event: ChainEvent::Governor(_) }]), "{events:?}");
}

#[test]
fn a_truncated_log_is_noticed() {
    assert!(!read_events(&["Log truncated".into()]).1);
}

#[test]
fn an_account_of_another_owner_type_or_size_is_refused() {
    let address = Pubkey::new_from_array([3; 32]);
    let whole = |owner, data| Account { lamports: 1, owner, data, executable: false };
    let tag = <governor::state::Council as Discriminator>::DISCRIMINATOR.to_vec();
    let council =
        |account: Option<&Account>| decode::<governor::state::Council>(&address, account).map(|_| ()).unwrap_err();
    assert!(matches!(council(None), DecodeError::Missing { .. }));
    assert!(matches!(council(Some(&whole(issuer::ID, tag.clone()))), DecodeError::Owner { .. }));
    assert!(matches!(council(Some(&whole(governor::ID, vec![0; 8]))), DecodeError::Kind { .. }));
    let mut long = [tag.clone(), vec![0; size_of::<governor::state::Council>()]].concat();
    assert!(decode::<governor::state::Council>(&address, Some(&whole(governor::ID, long.clone()))).is_ok());
    long.push(0);
    assert!(matches!(council(Some(&whole(governor::ID, long))), DecodeError::Size { .. }));
}

#[test]
fn hostile_text_loses_its_control_characters() {
    assert_eq!(text(b"ab\x1bc\0\0"), "ab\u{fffd}c");
}
