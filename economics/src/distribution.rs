//! Rewards for named people: a list under one Merkle root, each share paid once, inside a window.
//!
//! The chain knows the root and the sum; who gets how much, and why, is decided and published outside.

use crate::{require, time::Now};
use bytemuck::{Pod, Zeroable};

/// Distributions that can be open at once.
pub const SLOTS: usize = 4;
/// Longest time from the opening of a list to its end, in seconds: 400 days.
pub const MAX_OPEN_SECS: i64 = 400 * crate::time::DAY;
/// Shares that one page of marks covers.
pub const PAGE_SHARES: u32 = 2_048;
const PAGE_WORDS: usize = 32;
const WORD_BITS: u32 = 64;

/// One list of shares.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Distribution {
    pub root: [u8; 32],
    /// From 1, never used twice; 0 for a free slot.
    pub number: u64,
    /// Sum of the shares, base units.
    pub total: u64,
    /// Paid so far, base units.
    pub claimed: u64,
    /// First second at which shares are paid.
    pub opens: i64,
    /// Last second at which shares are paid.
    pub closes: i64,
    /// Shares in the list.
    pub leaves: u32,
    pub _pad: [u8; 4],
}
const _: () = assert!(size_of::<Distribution>() == 80);

/// The open lists of one vault.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Distributions {
    /// Lists ever opened; the number of the newest one.
    pub opened: u64,
    pub slots: [Distribution; SLOTS],
}
const _: () = assert!(size_of::<Distributions>() == 328);

/// Which shares of one page are paid: share i of the page is bit i mod 64 of word i / 64.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Marks {
    pub words: [u64; PAGE_WORDS],
}

/// A list to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub root: [u8; 32],
    pub leaves: u32,
    pub total: u64,
    pub opens: i64,
    pub closes: i64,
}

/// Why a list is not opened, a share not paid, or a list not closed.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A list without shares or with a sum of 0.
    EmptyList = 311,
    /// The window is empty, over already, or longer than [`MAX_OPEN_SECS`].
    UnsoundWindow = 312,
    /// The vault does not hold the sum beyond what other lists have reserved.
    NotFunded = 313,
    /// All slots are taken.
    NoFreeSlot = 314,
    /// No list of this number is open.
    NoSuchList = 315,
    /// The window has not begun.
    NotOpenYet = 316,
    /// The window is over.
    OverAlready = 317,
    /// The shares paid would exceed the sum of the list.
    AboveTotal = 318,
    /// The window still runs.
    StillOpen = 319,
}

impl Distributions {
    /// Base units that the open lists still owe.
    pub fn reserved(&self) -> u64 {
        self.slots.iter().fold(0, |sum: u64, list| sum.saturating_add(list.unclaimed()))
    }

    /// Opens a list against what `vault` base units leave free; gives its number.
    pub fn open(&mut self, terms: &Terms, vault: u64, now: Now) -> Result<u64, Refusal> {
        require(terms.leaves > 0 && terms.total > 0, Refusal::EmptyList)?;
        let latest = now.unix.max(terms.opens).saturating_add(MAX_OPEN_SECS);
        let runs = terms.opens <= terms.closes && now.unix <= terms.closes;
        let near = terms.opens <= now.unix.saturating_add(MAX_OPEN_SECS) && terms.closes <= latest;
        require(runs && near, Refusal::UnsoundWindow)?;
        let free = vault.checked_sub(self.reserved());
        require(free.is_some_and(|free| terms.total <= free), Refusal::NotFunded)?;
        let slot = self.slots.iter_mut().find(|list| list.number == 0).ok_or(Refusal::NoFreeSlot)?;
        self.opened = self.opened.saturating_add(1);
        let Terms { root, leaves, total, opens, closes } = *terms;
        *slot = Distribution { root, number: self.opened, total, claimed: 0, opens, closes, leaves, _pad: [0; 4] };
        Ok(self.opened)
    }

    /// The open list `number`.
    pub fn get(&self, number: u64) -> Result<&Distribution, Refusal> {
        let found = self.slots.iter().find(|list| list.number == number && number != 0);
        found.ok_or(Refusal::NoSuchList)
    }

    /// Books the payment of one share; the caller has proved it and knows that it was not paid before.
    pub fn claim(&mut self, number: u64, amount: u64, now: Now) -> Result<(), Refusal> {
        let list = self.slots.iter_mut().find(|list| list.number == number && number != 0);
        let list = list.ok_or(Refusal::NoSuchList)?;
        require(now.unix >= list.opens, Refusal::NotOpenYet)?;
        require(now.unix <= list.closes, Refusal::OverAlready)?;
        require(amount <= list.unclaimed(), Refusal::AboveTotal)?;
        list.claimed = list.claimed.saturating_add(amount);
        Ok(())
    }

    /// Frees the slot of a list whose window is over; what was not claimed is nobody's reserve any more.
    pub fn close(&mut self, number: u64, now: Now) -> Result<Distribution, Refusal> {
        let slot = self.slots.iter_mut().find(|list| list.number == number && number != 0);
        let slot = slot.ok_or(Refusal::NoSuchList)?;
        require(now.unix > slot.closes, Refusal::StillOpen)?;
        Ok(core::mem::take(slot))
    }

    /// What holds after every step: nothing paid beyond a sum, no number twice, none beyond the count.
    pub fn is_sound(&self) -> bool {
        self.slots.iter().enumerate().all(|(place, list)| {
            let before = self.slots.iter().take(place);
            let alone = list.number == 0 || before.clone().all(|other| other.number != list.number);
            alone && list.number <= self.opened && list.claimed <= list.total
        })
    }
}

impl Distribution {
    /// Base units still to be paid.
    pub fn unclaimed(&self) -> u64 {
        self.total.saturating_sub(self.claimed)
    }
}

/// The page that marks the share `index`.
pub fn page_of(index: u32) -> u32 {
    index.checked_div(PAGE_SHARES).unwrap_or(0)
}

impl Marks {
    /// Whether the share `index` is marked.
    pub fn is_marked(&self, index: u32) -> bool {
        let (word, bit) = place(index);
        self.words.get(word).is_none_or(|word| word & bit != 0)
    }

    /// Marks the share `index`.
    pub fn mark(&mut self, index: u32) {
        let (word, bit) = place(index);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit;
        }
    }
}

fn place(index: u32) -> (usize, u64) {
    let within = index.checked_rem(PAGE_SHARES).unwrap_or(0);
    let word = within.checked_div(WORD_BITS).and_then(|word| usize::try_from(word).ok());
    let bit = within.checked_rem(WORD_BITS).and_then(|bit| 1u64.checked_shl(bit));
    (word.unwrap_or(PAGE_WORDS), bit.unwrap_or(0))
}
