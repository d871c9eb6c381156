//! `create_council`: begin an economy.
//!
//! Promises:
//! - council and policy live at addresses that contain the creator's key, so nobody can take the place of another's;
//! - they can be created once;
//! - every enabled class is at least as strict as the constitution;
//! - nothing can be proposed before the genesis is sealed.

use {
    crate::{
        error::GovernorError,
        events::CouncilCreated,
        genesis,
        state::{ClassRule, Council, Group, Policy},
    },
    anchor_lang::prelude::*,
    economics::time::Now,
};

#[derive(Accounts)]
#[instruction(name: [u8; 16])]
pub struct CreateCouncil {
    #[account(mut)]
    pub creator: Signer,
    #[account(init, payer = creator, seeds = [b"council", creator.address().as_ref(), &name], bump)]
    pub council: Account<Council>,
    #[account(init, payer = creator, seeds = [b"policy", council.address().as_ref()], bump)]
    pub policy: Account<Policy>,
    /// Signs for the economy later; holds no data.
    #[account(seeds = [b"authority", council.address().as_ref()], bump)]
    pub authority: UncheckedAccount,
    pub system_program: Program<System>,
}

/// Everything about an economy that is fixed with its first transaction.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Charter {
    /// Rules by class: ai 0, param 1, emergency 2, config 3, action 4.
    pub classes: [ClassRule; 5],
    /// The constitution by class.
    pub floors: [ClassRule; 5],
    /// Couplings; parameters name them by index + 1.
    pub groups: [Group; 4],
}

impl CreateCouncil {
    pub fn create_council(
        &mut self,
        name: [u8; 16],
        charter: &Charter,
        bumps: &CreateCouncilBumps,
        now: Now,
    ) -> Result<()> {
        require!(genesis::is_name(&name), GovernorError::BadName);
        genesis::check_groups(&charter.groups)?;

        let council = &mut *self.council;
        council.creator = *self.creator.address();
        council.name = name;
        council.bump = bumps.council;
        council.authority_bump = bumps.authority;
        council.classes = charter.classes;
        council.floors = charter.floors;
        genesis::check_times(council)?;

        let policy = &mut *self.policy;
        policy.council = *self.council.address();
        policy.bump = bumps.policy;
        policy.groups = charter.groups;

        emit!(CouncilCreated {
            council: *self.council.address(),
            policy: *self.policy.address(),
            creator: *self.creator.address(),
            name,
            unix: now.unix,
            slot: now.slot,
        });
        Ok(())
    }
}
