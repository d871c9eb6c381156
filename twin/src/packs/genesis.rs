//! The packs' parameters: `migrations/packs/*.toml`, the files that `trimtab migrate --pack` takes.

use std::collections::BTreeMap;

use economics::{bounds::Param, key::key, time::Now};
use serde::Deserialize;

use super::{Kind, Numbers, Setup};
use crate::file::Row;

/// A pack's file: parameters in the form of the genesis' own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    param: Vec<Row>,
}

/// The pack's file of `migrations/packs`.
pub const fn migration(kind: Kind) -> &'static str {
    match kind {
        Kind::Lending => include_str!("../../../migrations/packs/lending.toml"),
        Kind::Game => include_str!("../../../migrations/packs/game.toml"),
        Kind::Network => include_str!("../../../migrations/packs/network.toml"),
    }
}

fn rows(kind: Kind) -> Vec<Row> {
    let file: PackFile = toml::from_str(migration(kind)).expect("the committed file is read by a test");
    file.param
}

/// Keys of the pack's parameters, in their order.
pub(crate) fn names(kind: Kind) -> Vec<String> {
    rows(kind).into_iter().map(|row| row.key).collect()
}

/// The pack with other values of its parameters, last changed at `past`; (key, reason) of what cannot be.
pub(crate) fn setup(
    numbers: Numbers,
    values: &BTreeMap<String, i64>,
    interval: u64,
    past: Now,
) -> Result<Setup, (String, String)> {
    let param = |row: &Row| -> Result<Param, (String, String)> {
        let value = values.get(&row.key).copied().unwrap_or(row.value);
        let spec = row.spec(interval);
        let sound = spec.is_sound(value);
        let refusal = || (row.key.clone(), format!("expected {} to {}, found {value}", spec.min(), spec.max()));
        sound.then(|| Param::new(key(&row.key), value, spec, past)).ok_or_else(refusal)
    };
    let params = rows(numbers.kind()).iter().map(param).collect::<Result<Vec<_>, _>>()?;
    Ok(Setup { numbers, params })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packs::EXTRA;

    #[test]
    fn every_packs_parameters_are_sound_few_and_unlike_the_standard_ones() {
        let now = Now { unix: 1_800_000_000, slot: 1, epoch: 1 };
        let all = [
            Numbers::Lending(Default::default()),
            Numbers::Game(Default::default()),
            Numbers::Network(Default::default()),
        ];
        for numbers in all {
            let setup = setup(numbers, &BTreeMap::new(), 172_800, now).unwrap();
            assert!((1..=EXTRA).contains(&setup.params.len()));
            assert!(setup.params.iter().all(|param| !economics::key::STANDARD.contains(&param.key)));
            assert!(names(numbers.kind()).iter().all(|name| name.len() <= 16));
        }
    }
}
