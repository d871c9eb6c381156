//! `Action`: one instruction of another program, stored word for word and signed by the economy.
//!
//! ```text
//! payload ─ read ─▶ Action ─ check ─▶ (proposed … approved … waited) ─ check, guards ─▶ one call
//! ```
//!
//! The only signature that it carries is the economy's own address; whoever executes signs nothing of it.
//! It can neither call the gate nor write an account of the gate, so no action changes who decides.

use {
    crate::error::GovernorError,
    anchor_lang::{
        BORSH_CONFIG, address, address_eq,
        pinocchio::{
            cpi::{Signer, invoke_signed_with_bounds},
            instruction::{InstructionAccount, InstructionView},
        },
        prelude::*,
        wincode,
    },
};

/// Accounts of the stored instruction.
pub const MAX_ACCOUNTS: usize = 24;
/// Guards of an action.
pub const MAX_GUARDS: usize = 8;
/// Flag of an account: signs; only the economy's own address may.
pub const SIGNER: u8 = 1;
/// Flag of an account: may be written.
pub const WRITABLE: u8 = 2;

/// The upgradeable loader (v3).
pub const LOADER: Address = address!("BPFLoaderUpgradeab1e11111111111111111111111");
/// `UpgradeableLoaderInstruction::Upgrade`, little endian.
const UPGRADE: [u8; 4] = [3, 0, 0, 0];
/// Places of the program's data, the program and the buffer among the accounts of an upgrade.
const PROGRAM_DATA: u8 = 0;
const PROGRAM: usize = 1;
const BUFFER: u8 = 2;
/// Bytes in front of the program in its data account: kind, slot of the last deployment, upgrade authority.
pub const PROGRAM_DATA_HEADER: u32 = 45;
/// Bytes in front of the program in a buffer: kind and authority.
pub const BUFFER_HEADER: u32 = 37;

/// One account of the stored instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Meta {
    pub key: Address,
    /// Bits: SIGNER = 1, WRITABLE = 2.
    pub flags: u8,
}

/// What an account must contain right before the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Guard {
    /// Place of the account in `Action::accounts`.
    pub account: u8,
    /// First byte.
    pub offset: u32,
    /// Number of bytes; 0: up to the account's end.
    pub len: u32,
    /// SHA-256 of these bytes.
    pub sha256: [u8; 32],
}

/// One instruction of another program.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Action {
    /// Program that is called; never the gate.
    pub program: Address,
    /// At most 24.
    pub accounts: Vec<Meta>,
    pub data: Vec<u8>,
    /// At most 8, all of which must hold.
    pub guards: Vec<Guard>,
}

impl Action {
    /// Reads a payload; every byte of it must belong to the action.
    pub fn read(payload: &[u8]) -> Result<Self> {
        wincode::config::deserialize_exact(payload, BORSH_CONFIG).map_err(|_| GovernorError::BadPayload.into())
    }

    /// The payload's bytes.
    #[cfg(not(target_os = "solana"))]
    pub fn to_bytes(&self) -> Vec<u8> {
        wincode::config::serialize(self, BORSH_CONFIG).unwrap_or_default()
    }

    /// What can be said of the action itself: asked when it is proposed and again when it is executed.
    ///
    /// `own` are accounts of the gate whose addresses are known.
    pub fn check(&self, authority: &Address, own: &[&Address]) -> Result<()> {
        require!(!address_eq(&self.program, &crate::ID), GovernorError::ActionTargetsGate);
        require!(self.accounts.len() <= MAX_ACCOUNTS, GovernorError::TooManyAccounts);
        require!(self.guards.len() <= MAX_GUARDS, GovernorError::TooManyGuards);
        for meta in &self.accounts {
            require!(meta.flags & !(SIGNER | WRITABLE) == 0, GovernorError::UnknownAccountFlag);
            require!(!meta.signs() || address_eq(&meta.key, authority), GovernorError::ForeignSigner);
            let ours = own.iter().any(|address| address_eq(address, &meta.key));
            require!(!(meta.is_writable() && ours), GovernorError::ActionWritesGate);
        }
        let known = self.guards.iter().all(|guard| usize::from(guard.account) < self.accounts.len());
        require!(known, GovernorError::GuardOutOfRange);
        require!(!self.is_upgrade() || self.is_guarded_upgrade(), GovernorError::UpgradeUnguarded);
        Ok(())
    }

    /// Whether it replaces a program.
    pub fn is_upgrade(&self) -> bool {
        address_eq(&self.program, &LOADER) && self.data.starts_with(&UPGRADE)
    }

    /// The program that an upgrade replaces, and the hash of the one that takes its place.
    pub fn upgrade(&self) -> Option<(Address, [u8; 32])> {
        let new = self.guards.iter().find(|guard| guard.names_buffer())?;
        let program = self.accounts.get(PROGRAM)?;
        self.is_upgrade().then_some((program.key, new.sha256))
    }

    /// The program in the buffer is named by its hash, and so is the program that it replaces.
    ///
    /// The second by its bytes and not by its slot: anyone may lengthen a program, which moves the slot.
    fn is_guarded_upgrade(&self) -> bool {
        let old = |guard: &Guard| guard.account == PROGRAM_DATA && guard.offset == PROGRAM_DATA_HEADER && guard.len > 0;
        self.guards.iter().any(old) && self.guards.iter().any(Guard::names_buffer)
    }

    /// Calls the program once; `accounts` are those of the instruction in their order, then the program.
    ///
    /// The caller has written its own state before: whatever is called finds it done.
    pub fn perform(&self, accounts: &[AccountView], signer: &Signer) -> Result<()> {
        let (program, accounts) = accounts.split_last().ok_or(GovernorError::ActionAccounts)?;
        require!(address_eq(program.address(), &self.program), GovernorError::ActionAccounts);
        require!(accounts.len() == self.accounts.len(), GovernorError::ActionAccounts);
        for (account, meta) in accounts.iter().zip(&self.accounts) {
            require!(address_eq(account.address(), &meta.key), GovernorError::ActionAccounts);
            let ours = account.owned_by(&crate::ID);
            require!(!(meta.is_writable() && ours), GovernorError::ActionWritesGate);
        }
        for guard in &self.guards {
            guard.check(accounts)?;
        }
        self.call(accounts, signer)
    }

    #[inline(never)]
    fn call(&self, accounts: &[AccountView], signer: &Signer) -> Result<()> {
        let metas: Vec<InstructionAccount> = self.accounts.iter().map(Meta::view).collect();
        let instruction = InstructionView { program_id: &self.program, data: &self.data, accounts: &metas };
        invoke_signed_with_bounds::<MAX_ACCOUNTS, _>(&instruction, accounts, core::slice::from_ref(signer))
    }
}

impl Meta {
    pub const fn signs(&self) -> bool {
        self.flags & SIGNER != 0
    }

    pub const fn is_writable(&self) -> bool {
        self.flags & WRITABLE != 0
    }

    fn view(&self) -> InstructionAccount<'_> {
        InstructionAccount::new(&self.key, self.is_writable(), self.signs())
    }
}

impl Guard {
    /// Whether it is over the whole program in the buffer of an upgrade.
    fn names_buffer(&self) -> bool {
        self.account == BUFFER && self.offset == BUFFER_HEADER && self.len == 0
    }

    /// Fails with `GuardMismatch` unless the account holds what was agreed to.
    fn check(&self, accounts: &[AccountView]) -> Result<()> {
        let account = accounts.get(usize::from(self.account)).ok_or(GovernorError::GuardOutOfRange)?;
        let data = account.try_borrow()?;
        let bytes = self.range(&data).ok_or(GovernorError::GuardOutOfRange)?;
        require!(sha256(bytes) == self.sha256, GovernorError::GuardMismatch);
        Ok(())
    }

    /// The guarded bytes of an account's `data`; nothing where it is too short.
    pub fn range<'a>(&self, data: &'a [u8]) -> Option<&'a [u8]> {
        let from = usize::try_from(self.offset).ok()?;
        match usize::try_from(self.len).ok()? {
            0 => data.get(from..),
            len => data.get(from..from.checked_add(len)?),
        }
    }
}
