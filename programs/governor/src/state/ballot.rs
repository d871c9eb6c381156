//! `Ballot`: what one position said about one proposal.

use {crate::state::Turnout, anchor_lang::prelude::*, economics::voice};

/// What one position said about one proposal; it exists so that nobody speaks twice, and goes when the proposal has ended.
#[account]
pub struct Ballot {
    pub proposal: Address,
    /// The staker's position; part of the address.
    pub position: Address,
    /// Who paid for this account and gets the rent back.
    pub payer: Address,
    /// Base units of stake older than the proposal.
    pub weight: u64,
    /// 1 objects, 2 supports.
    pub stance: u8,
    pub bump: u8,
    pub _pad: [u8; 6],
}

impl Turnout {
    /// The turnout, as the rules see it.
    pub fn rules(&self) -> &voice::Turnout {
        bytemuck::cast_ref(self)
    }
}

impl From<voice::Turnout> for Turnout {
    fn from(turnout: voice::Turnout) -> Self {
        bytemuck::cast(turnout)
    }
}
