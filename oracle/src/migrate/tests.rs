use std::path::Path;

use super::{keys::Given, *};
use crate::keys::Signer;

#[test]
fn every_profile_of_the_migration_is_sound() {
    for name in ["local", "demo", "mainnet"] {
        let profile = Profile::built_in(name).unwrap();
        let keys: Vec<&str> = profile.params.iter().map(|param| param.key.as_str()).collect();
        let standard: Vec<String> = economics::key::STANDARD.iter().map(|key| crate::accounts::text(key)).collect();
        assert_eq!(keys[..standard.len()], standard, "{name}");
        for gauge in &profile.gauges {
            let weight = profile.params.iter().find(|param| param.key == gauge.key);
            assert_eq!(weight.map(|param| param.group), Some(2), "{name}: {}", gauge.key);
        }
        for param in &profile.params {
            assert!(economics::bounds::Spec::from(param.spec()).is_sound(param.value), "{name} {}", param.key);
        }
        for (group, rule) in profile.groups.iter().enumerate().filter(|(_, group)| group.kind == 1) {
            let sum: i64 = profile
                .params
                .iter()
                .filter(|param| usize::from(param.group) == group + 1)
                .map(|param| param.value)
                .sum();
            assert_eq!(sum, rule.target, "{name} group {group}");
        }
        assert!(profile.warmup_secs >= profile.window_secs);
    }
}

#[test]
fn mainnet_keeps_the_floors_of_the_design() {
    let mainnet = Profile::built_in("mainnet").unwrap();
    assert!(mainnet.classes[0].delay_secs >= 86_400 && mainnet.classes[1].delay_secs >= 86_400);
    assert!(
        mainnet.floors[2].delay_secs >= 3_600
            && mainnet.floors[3].delay_secs >= 259_200
            && mainnet.floors[4].delay_secs >= 604_800
    );
    assert!(mainnet.creator.is_none() && mainnet.seats.is_empty() && mainnet.oracle.is_none());
}

#[test]
fn mainnet_without_keys_says_which_flag_is_missing() {
    let profile = Profile::built_in("mainnet").unwrap();
    let error = GenesisKeys::resolve(&profile, &Given::default(), false, "host").map(|_| ()).unwrap_err();
    assert!(error.is_wrong_input() && error.to_string().contains("--keypair"), "{error}");
}

#[test]
fn the_local_profile_is_refused_on_a_remote_cluster() {
    let profile = Profile::built_in("local").unwrap();
    let error =
        GenesisKeys::resolve(&profile, &Given::default(), false, "api.devnet.solana.com").map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("anyone can derive it"), "{error}");
}

#[test]
fn an_unknown_profile_is_refused_with_those_that_exist() {
    let error = Profile::built_in("prod").unwrap_err();
    assert!(error.to_string().contains("demo, local, mainnet"), "{error}");
    assert!(Profile::load(Path::new("/nowhere.toml"), "local").unwrap_err().is_wrong_input());
}

#[test]
fn an_economy_has_the_same_addresses_each_time_and_others_under_another_name() {
    let keys = GenesisKeys::local();
    let economy = |name| Addresses::new(&keys, name).economy();
    assert_eq!(economy("trimtab"), economy("trimtab"));
    assert_ne!(economy("trimtab").mint, economy("other").mint);
    assert_eq!(keys.members[0].address, keys.members[0].keypair.as_ref().unwrap().pubkey());
}
