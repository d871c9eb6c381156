//! The council and its people.

use anchor_lang::prelude::*;

/// An economy was begun; its genesis is still open.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct CouncilCreated {
    pub council: Address,
    pub policy: Address,
    pub creator: Address,
    pub name: [u8; 16],
    pub unix: i64,
    pub slot: u64,
}

/// A seat was added in the genesis or by a config proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct SeatAdded {
    pub council: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    pub roles: u8,
    pub _pad: [u8; 6],
}

/// An oracle was registered in the genesis or by a config proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct OracleAdded {
    pub council: Address,
    pub oracle: Address,
    pub model_hash: [u8; 32],
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    pub quota: u8,
    pub _pad: [u8; 6],
}

/// A parameter was added in the genesis or by a config proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct ParamAdded {
    pub council: Address,
    pub policy: Address,
    pub key: [u8; 16],
    pub value: i64,
    pub unix: i64,
    pub slot: u64,
    pub param: u8,
    pub _pad: [u8; 7],
}

/// Genesis was closed for good.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct GenesisSealed {
    pub council: Address,
    pub policy: Address,
    pub config_seqno: u64,
    pub unix: i64,
    pub slot: u64,
    pub seats: u8,
    pub voters: u8,
    pub oracles: u8,
    pub params: u8,
    pub _pad: [u8; 4],
}

/// A seat was accepted by its own key.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct SeatAccepted {
    pub council: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    pub _pad: [u8; 7],
}
