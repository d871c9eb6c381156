//! Refuses what was signed in advance.
//!
//! A durable nonce lets a signature stay valid for months.
//! Votes signed that way have been collected and fired when nobody looked, so proposing and approving refuse it;
//! brakes (veto, unapprove, cancel) may be signed in advance.

use {crate::error::GovernorError, anchor_lang::prelude::*};

/// `SystemInstruction::AdvanceNonceAccount`, little endian.
const ADVANCE_NONCE: [u8; 4] = [4, 0, 0, 0];

/// Fails with `DurableNonce` if the transaction spends a durable nonce, that is, if its first instruction advances one.
pub fn refuse_durable_nonce(instructions: &SysvarInstructions) -> Result<()> {
    let first = instructions.load_instruction_at(0)?;
    let advances = first.get_program_id() == &System::id() && first.get_instruction_data().starts_with(&ADVANCE_NONCE);
    require!(!advances, GovernorError::DurableNonce);
    Ok(())
}
