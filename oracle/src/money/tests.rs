use super::{amount, *};

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

#[test]
fn amounts_are_read_exactly_or_not_at_all() {
    let read = |text| Amount::parse(text, 6).ok();
    assert_eq!(read("12.5"), Some(Amount::Exactly(12_500_000)));
    assert_eq!(read("1_000"), Some(Amount::Exactly(1_000_000_000)));
    assert_eq!(read(".000001"), Some(Amount::Exactly(1)));
    assert_eq!(read("18446744073709.551615"), Some(Amount::Exactly(u64::MAX)));
    assert_eq!(read("all"), Some(Amount::All));
    for bad in ["", ".", "-1", "1e6", "1.0000001", "18446744073709.551616", "1,5", "0x1", "1.2.3", " 1"] {
        assert_eq!(read(bad), None, "{bad:?}");
    }
    for units in [0, 1, 10, 999_999, 1_000_000, 12_500_000, u64::MAX] {
        assert_eq!(amount::parse(&tokens_text(units, 6), 6), Some(units));
    }
    assert_eq!(tokens_text(12_500_000, 6), "12.5");
}

#[test]
fn the_same_people_give_the_same_root_in_whatever_order_and_form_they_come() {
    let csv = format!("owner,amount\n# data\n{},1.5\n\n{},2\n{},0.000001\n", key(3), key(1), key(2));
    let turned = format!("{},2.000000\n{},.000001\n{},1.50\n", key(1), key(2), key(3));
    let json = format!(
        r#"[{{"owner": "{}", "amount": "1.5"}}, {{"owner": "{}", "amount": "2"}}, {{"owner": "{}", "amount": "0.000001"}}]"#,
        key(3),
        key(1),
        key(2)
    );
    let lists = [csv, turned, json].map(|text| ShareList::parse(&text).unwrap());
    assert!(lists.iter().all(|list| list == &lists[0]));
    assert_eq!((lists[0].shares.len(), lists[0].shares.total()), (3, 3_500_001));
    assert_eq!(lists[0].proof_of(&key(3)).unwrap().index, 2, "places follow the addresses");
}

#[test]
fn every_proof_leads_to_the_root_by_the_programs_own_function() {
    for count in 1..40u8 {
        let text: String = (1..=count).map(|byte| format!("{},{byte}\n", key(byte))).collect();
        let list = ShareList::parse(&text).unwrap();
        for proof in list.proofs() {
            assert_eq!(list.proof_of(&proof.owner().unwrap()).as_ref(), Some(&proof));
            let args = proof.args(1).unwrap();
            let leaf = issuer::share::leaf(&proof.owner().unwrap(), args.amount);
            let leaves = list.shares.len();
            let root = |index, amount: u64| {
                let leaf = if amount == args.amount { leaf } else { issuer::share::leaf(&key(1), amount) };
                economics::merkle::root_of(leaf, index, leaves, &args.proof, issuer::share::node)
            };
            assert_eq!(root(args.index, args.amount).map(hex::encode), Some(proof.root.clone()));
            assert_ne!(root(args.index, args.amount + 1).map(hex::encode), Some(proof.root.clone()));
        }
    }
}

#[test]
fn a_proof_survives_its_file() {
    let list = ShareList::parse(&format!("{},5\n{},6\n", key(1), key(2))).unwrap();
    let proof = list.proof_of(&key(2)).unwrap();
    assert_eq!(Proof::parse(&serde_json::to_string(&proof).unwrap()).unwrap(), proof);
    let broken = Proof { proof: vec!["00".into()], ..proof };
    assert!(broken.args(1).unwrap_err().to_string().contains("32 bytes"));
}

#[test]
fn a_list_with_a_fault_names_the_line_and_what_was_expected() {
    let twice = format!("{},1\n{},1\n{},3\n", key(1), key(2), key(1));
    let cases = [
        ("", "no entry"),
        ("nobody,5", "line 1: found \"nobody,5\", expected OWNER,AMOUNT"),
        ("[1]", "entry 1: found 1, expected an object"),
        ("[", "no JSON list"),
        (twice.as_str(), "twice (entries 1 and 3)"),
    ];
    for (text, expected) in cases {
        let error = ShareList::parse(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text:?}: {error}");
    }
    let nothing = ShareList::parse(&format!("{},0", key(1))).unwrap_err().to_string();
    assert!(nothing.contains("gives"), "{nothing}");
}

#[test]
fn an_opening_is_told_as_the_command_that_proposes_it() {
    let instruction = Instruction {
        program_id: key(9),
        accounts: vec![AccountMeta::new_readonly(key(1), true), AccountMeta::new(key(2), false)],
        data: vec![6, 255],
    };
    let expected = format!(
        "trimtab gov propose action raw --program {} --account {}:s --account {}:w --data 06ff",
        key(9),
        key(1),
        key(2)
    );
    assert_eq!(instruction_command(&instruction), expected);
}
