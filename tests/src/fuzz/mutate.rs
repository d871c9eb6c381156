//! Another case out of a known one: a few small changes of its bytes, accounts, moment or company.

use super::{
    engine::INSTRUCTIONS,
    input::{Call, Input, Patch, Slot},
};
use crate::actions::random::Random;

/// Numbers at which arithmetic, bounds and clocks turn.
const NUMBERS: [u64; 16] = [
    0,
    1,
    2,
    16,
    32,
    127,
    255,
    10_000,
    u16::MAX as u64,
    u32::MAX as u64,
    i64::MAX as u64,
    i64::MIN as u64,
    u64::MAX - 1,
    u64::MAX,
    1_800_000_183,
    1 << 62,
];
/// Seconds around the ends of delays, windows, votes and pauses of the scenes.
const SECS: [u32; 16] = [0, 0, 1, 60, 100, 101, 200, 300, 301, 400, 401, 600, 601, 86_400, 700_000, 2_592_000];
/// Longest data that fits a packet with a few accounts.
const MAX_DATA: usize = 1_100;
const MAX_CALLS: usize = 4;
const MAX_ACCOUNTS: usize = 24;

/// What a case can be made of.
pub struct Mutator<'a> {
    pub random: &'a mut Random,
    pub corpus: &'a [Input],
    /// Places in the tables of all scenes, and lengths of their accounts.
    pub lengths: &'a [Vec<usize>],
}

impl Mutator<'_> {
    /// A known case with one to eight changes.
    pub fn next(&mut self) -> Input {
        let mut input = self.known();
        for _ in 0..1 << self.random.below(4) {
            self.change(&mut input);
        }
        input
    }

    fn known(&mut self) -> Input {
        self.random.pick(self.corpus).cloned().unwrap_or_default()
    }

    fn change(&mut self, input: &mut Input) {
        match self.random.below(16) {
            0..=5 => self.data(input),
            6..=9 => self.accounts(input),
            10 | 11 => input.secs = *self.random.pick(&SECS).unwrap_or(&0),
            12 => self.company(input),
            13 | 14 => self.patch(input),
            _ => input.scene = self.random.below(self.lengths.len() as u64) as u8,
        }
    }

    fn call<'b>(&mut self, input: &'b mut Input) -> Option<&'b mut Call> {
        let place = self.random.below(input.calls.len() as u64) as usize;
        input.calls.get_mut(place)
    }

    fn data(&mut self, input: &mut Input) {
        let other = self.known();
        let Some(call) = self.call(input) else { return };
        let data = &mut call.data;
        let at = self.random.below(data.len() as u64) as usize;
        match self.random.below(8) {
            0 => flip(self.random, data, at),
            1 | 2 => self.number(data, at),
            3 => data.truncate(at),
            4 => data.insert(at, self.random.number() as u8),
            5 if !data.is_empty() => drop(data.remove(at)),
            6 if !data.is_empty() => data[0] = self.random.below(u64::from(INSTRUCTIONS) + 2) as u8,
            _ => splice(self.random, data, &other),
        }
        data.truncate(MAX_DATA);
    }

    /// A number of one, two, four or eight bytes that matters.
    fn number(&mut self, data: &mut [u8], at: usize) {
        let number = self.random.pick(&NUMBERS).unwrap_or(&0).to_le_bytes();
        let width = 1 << self.random.below(4);
        for (to, from) in data.iter_mut().skip(at).zip(&number[..width]) {
            *to = *from;
        }
    }

    fn accounts(&mut self, input: &mut Input) {
        let known = self.lengths.get(usize::from(input.scene)).map_or(0, Vec::len) as u64;
        let any = self.random.below(known) as u8;
        let Some(call) = self.call(input) else { return };
        let slots = &mut call.accounts;
        let at = self.random.below(slots.len() as u64) as usize;
        let with = self.random.below(slots.len() as u64) as usize;
        match self.random.below(8) {
            0 if slots.len() < MAX_ACCOUNTS => slots.push(Slot { place: any, signer: false, writable: true }),
            1 if !slots.is_empty() => drop(slots.remove(at)),
            2 if !slots.is_empty() => slots.swap(at, with),
            3 if !slots.is_empty() => slots[at] = slots[with],
            4 if !slots.is_empty() => slots[at].signer ^= true,
            5 if !slots.is_empty() => slots[at].writable ^= true,
            _ if !slots.is_empty() => slots[at].place = any,
            _ => {}
        }
    }

    /// Another instruction in the same transaction, or one less.
    fn company(&mut self, input: &mut Input) {
        let at = self.random.below(input.calls.len() as u64 + 1) as usize;
        if self.random.chance(30) && at < input.calls.len() {
            input.calls.remove(at);
        } else if input.calls.len() < MAX_CALLS
            && let Some(call) = self.known().calls.first()
        {
            input.calls.insert(at, call.clone());
        }
    }

    fn patch(&mut self, input: &mut Input) {
        if self.random.chance(30) {
            input.patches.pop();
            return;
        }
        let Some(slot) = self.slot(input) else { return };
        let length = self.lengths.get(usize::from(input.scene)).and_then(|l| l.get(usize::from(slot.place)));
        let length = length.copied().unwrap_or(0) as u64;
        let patch = if self.random.chance(10) {
            Patch::Resize { place: slot.place, by: if self.random.chance(50) { -1 } else { 1 } }
        } else {
            let mut bytes = vec![0; 1 << self.random.below(4)];
            self.number(&mut bytes, 0);
            // Half of the time among the first 200 bytes, where counts, states and clocks lie.
            let reach = if self.random.chance(50) { length.min(200) } else { length };
            Patch::Write { place: slot.place, at: self.random.below(reach) as u16, bytes }
        };
        input.patches.push(patch);
    }

    /// An account that the case uses.
    fn slot(&mut self, input: &mut Input) -> Option<Slot> {
        let call = self.call(input)?;
        let slots = call.accounts.clone();
        self.random.pick(&slots).copied()
    }
}

fn flip(random: &mut Random, data: &mut [u8], at: usize) {
    if let Some(byte) = data.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}

/// Overwrites a stretch with the same stretch of another case.
fn splice(random: &mut Random, data: &mut Vec<u8>, other: &Input) {
    let Some(from) = random.pick(&other.calls) else { return };
    let start = random.below(from.data.len() as u64) as usize;
    let end = start + random.below((from.data.len() - start) as u64 + 1) as usize;
    data.resize(data.len().max(end), 0);
    data[start..end].copy_from_slice(&from.data[start..end]);
}
