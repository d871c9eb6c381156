//! The whole evaluation, resumable: cells that are on file are not played again.

use {
    crate::{
        arms::{Arm, Clairvoyant, Contenders, Learned},
        cell::{Cell, Key, Lineup, Shift},
        registration::Registration,
        store::{Store, StoreError},
        suite::Suite,
    },
    rayon::prelude::*,
    std::{
        collections::BTreeMap,
        ops::Range,
        sync::atomic::{AtomicBool, Ordering},
    },
    twin::world::World,
};

/// What is played.
pub struct Plan<'a> {
    pub registration: &'a Registration,
    pub suite: &'a Suite,
    pub arms: &'a [Arm],
    pub seeds: Range<u64>,
    /// Who makes the arms that learn.
    pub learned: &'a Learned<'a>,
}

/// Cells played between two writes: little is lost by kill −9, and the disk is asked seldom.
const CHUNK: usize = 64;

impl Plan<'_> {
    /// Every cell of the plan, in the order of their keys.
    pub fn keys(&self) -> Vec<Key> {
        let names = self.suite.scenarios.iter().map(|file| file.name.as_str());
        let mut keys: Vec<Key> = Shift::ALL
            .into_iter()
            .flat_map(|shift| names.clone().map(move |name| (shift, name)))
            .flat_map(|(shift, name)| {
                self.seeds.clone().map(move |seed| Key { shift, scenario: name.to_owned(), seed })
            })
            .collect();
        keys.sort();
        keys
    }

    /// Plays what is missing, writes it to `store`, and gives all cells in the order of their keys.
    ///
    /// `done` is told after each write how many cells of how many are there; `stop` ends between two writes, with what is there.
    pub fn play(
        &self,
        store: &mut Store,
        mut known: BTreeMap<Key, Cell>,
        mut done: impl FnMut(usize, usize),
        stop: &AtomicBool,
    ) -> Result<Vec<Cell>, StoreError> {
        let keys = self.keys();
        let missing: Vec<Key> = keys.iter().filter(|key| !known.contains_key(key)).cloned().collect();
        let mut there = keys.len() - missing.len();
        done(there, keys.len());
        for chunk in missing.chunks(CHUNK) {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let cells: Vec<Cell> = chunk.par_iter().filter_map(|key| self.cell(key)).collect();
            store.append(&cells)?;
            there += cells.len();
            known.extend(cells.into_iter().map(|cell| (cell.key.clone(), cell)));
            done(there, keys.len());
        }
        Ok(keys.iter().filter_map(|key| known.get(key).cloned()).collect())
    }

    /// All arms in one cell; `None` if the suite has no such scenario.
    pub fn cell(&self, key: &Key) -> Option<Cell> {
        let scenario = self.suite.scenario(&key.scenario, key.shift, key.seed)?;
        Some(self.lineup().play(key.clone(), &scenario, &mut World::new(&scenario)))
    }

    /// Who makes the rules.
    pub fn contenders(&self) -> Contenders<'_> {
        Contenders::with(&self.registration.tuning, self.learned)
    }

    /// The arms as registered.
    pub fn lineup(&self) -> Lineup<'_> {
        Lineup {
            arms: self.arms,
            contenders: self.contenders(),
            clairvoyant: Clairvoyant { candidates: self.registration.clairvoyant_candidates },
        }
    }
}
