//! Looking: proposals, council, members, oracles.

use clap::Subcommand;

use super::{
    super::{
        CliError,
        output::{print, print_json},
    },
    desk::{About, Deed, Desk},
    signing::Kind,
};
use crate::governance::{CouncilFacts, render_council, render_list, render_members, render_oracles, render_proposal};

#[derive(Subcommand)]
pub enum MembersCommand {
    /// Every seat with its roles.
    #[command(after_help = "Example: trimtab gov members list --json")]
    List,
    /// Accept your seat; before that it has no power.
    #[command(after_help = "Example: trimtab gov members accept -k member.json")]
    Accept,
}

pub async fn list(desk: &Desk, open: bool) -> Result<(), CliError> {
    let mut proposals = desk.gov.list().await?;
    proposals.retain(|facts| !open || facts.is_open());
    if desk.json {
        print_json(&proposals);
    } else {
        print(&render_list(&proposals, &desk.gov.clock().await?));
    }
    Ok(())
}

pub async fn show(desk: &Desk, proposal: &str) -> Result<(), CliError> {
    let facts = desk.gov.show(&desk.gov.find(proposal).await?).await?;
    if desk.json {
        print_json(&facts);
    } else {
        print(&render_proposal(&facts, &desk.gov.clock().await?));
    }
    Ok(())
}

pub async fn council(desk: &Desk) -> Result<(), CliError> {
    let facts = facts(desk).await?;
    if desk.json {
        print_json(&facts);
    } else {
        print(&render_council(&facts, &desk.gov.clock().await?));
    }
    Ok(())
}

pub async fn members(desk: &Desk, command: &MembersCommand) -> Result<(), CliError> {
    match command {
        MembersCommand::List => {
            let facts = facts(desk).await?;
            if desk.json {
                print_json(&facts.members);
            } else {
                print(&render_members(&facts));
            }
            Ok(())
        }
        MembersCommand::Accept => {
            let actor = desk.key()?;
            let instructions = vec![desk.gov.gate.accept_seat(actor.address())];
            let done = "accepted the seat";
            desk.carry_out(Deed { actor, kind: Kind::Brake, instructions, done, about: About::Nothing }).await
        }
    }
}

pub async fn oracles(desk: &Desk) -> Result<(), CliError> {
    let facts = facts(desk).await?;
    if desk.json {
        print_json(&facts.oracles);
    } else {
        print(&render_oracles(&facts, &desk.gov.clock().await?));
    }
    Ok(())
}

async fn facts(desk: &Desk) -> Result<CouncilFacts, CliError> {
    let (council, policy) = (desk.gov.council().await?, desk.gov.policy().await?);
    Ok(CouncilFacts::new(&desk.gov.gate.council, &council, &policy))
}
