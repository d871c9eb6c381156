use std::path::Path;

use economics::config::{self, Electorate};

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
        profile.safeguards(Pubkey::default(), bytemuck::Zeroable::zeroed()).check().unwrap();
        for members in 2..=16 {
            let charter = profile.charter(usize::from(members));
            let [rules, floors] = [charter.classes, charter.floors].map(|rules| rules.map(|rule| *rule.rules()));
            let everyone =
                Electorate { voters: members, vetoers: members, accepted_voters: members, accepted_proposers: members };
            config::check_times(&rules, &floors).unwrap();
            config::check_votes(&rules, &everyone).unwrap();
            config::check_standing(&rules, &everyone).unwrap();
        }
    }
}

#[test]
fn the_gate_takes_the_rules_and_safeguards_of_every_profile_with_any_number_of_members() {
    use economics::config::{Electorate, check_times, check_votes};
    let cast = |rules: [governor::ClassRule; 5]| rules.map(|rule| *rule.rules());
    for (name, members) in ["local", "demo", "mainnet"].into_iter().flat_map(|name| [(name, 3), (name, 7), (name, 16)])
    {
        let profile = Profile::built_in(name).unwrap();
        let charter = profile.charter(members);
        let seats = Electorate::of((0..members).map(|_| (economics::council::ROLES, 1)));
        assert_eq!(check_times(&cast(charter.classes), &cast(charter.floors)), Ok(()), "{name} {members}");
        assert_eq!(check_votes(&cast(charter.classes), &seats), Ok(()), "{name} {members}");
        let links = bytemuck::Zeroable::zeroed();
        assert!(profile.safeguards(Pubkey::default(), links).check().is_ok(), "{name}");
    }
}

#[test]
fn mainnet_keeps_the_floors_of_the_design() {
    let mainnet = Profile::built_in("mainnet").unwrap();
    assert!(mainnet.floors[0].delay_secs >= 86_400 && mainnet.floors[1].delay_secs >= 86_400);
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

fn pack(text: &str) -> Result<Profile, MigrateError> {
    let path = std::env::temp_dir().join(format!("trimtab-pack-{}-{}.toml", std::process::id(), text.len()));
    std::fs::write(&path, text).unwrap();
    let read = Profile::built_in("mainnet").unwrap().with_pack(&path);
    std::fs::remove_file(&path).unwrap();
    read
}

#[test]
fn every_pack_goes_behind_the_economys_own_parameters_with_its_intervals() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/packs");
    for (name, count) in [("lending", 5), ("game", 3), ("network", 3)] {
        let plain = Profile::built_in("mainnet").unwrap();
        let with = plain.clone().with_pack(&folder.join(format!("{name}.toml"))).unwrap();
        let (own, behind) = with.params.split_at(plain.params.len());
        assert_eq!(
            own.iter().map(|p| &p.key).collect::<Vec<_>>(),
            plain.params.iter().map(|p| &p.key).collect::<Vec<_>>()
        );
        assert_eq!(behind.len(), count, "{name}");
        for param in behind {
            let spec = economics::bounds::Spec::from(param.spec());
            assert!(spec.is_sound(param.value) && spec.min_interval_secs == 172_800, "{name} {}", param.key);
        }
    }
}

#[test]
fn a_pack_that_takes_a_known_name_or_contradicts_itself_or_says_more_is_refused() {
    let row = |key: &str, value: i64| {
        format!(
            "[[param]]\nkey = \"{key}\"\nvalue = {value}\nunit = 0\nhard = [0, 10]\nsoft = [0, 5]\nstep_abs = [1, 1]\nbudget_30d = 2\n"
        )
    };
    let refusal = |text: &str| pack(text).map(|_| ()).unwrap_err().to_string();
    assert!(pack(&row("fresh", 3)).is_ok());
    assert!(refusal(&row("fee_bps", 3)).contains("has one of this name already"));
    assert!(refusal(&row("fresh", 7)).contains("contradict"));
    assert!(refusal(&format!("{}[token]\n", row("fresh", 3))).contains("token"));
    let many: String = (0..32).map(|n| row(&format!("fresh-{n}"), 1)).collect();
    assert!(refusal(&many).contains("at most 32 parameters"));
}
