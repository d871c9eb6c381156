//! The last step of a genesis that says so: nobody but the gate may replace the programs.

use super::{MigrateError, MigrateStep, steps::Migration};
use crate::{
    deploy::{self, Handed, Installed},
    keys::Signer,
};

impl Migration<'_> {
    /// Hands the three programs to the gate, once enough members could replace them through it.
    pub(super) async fn programs(&self) -> Result<(), MigrateError> {
        if !self.profile.gate_owns_programs {
            return Ok(());
        }
        let gate = self.gate().authority;
        for program in deploy::installed(self.sender).await? {
            if program.authority != Some(gate)
                && let Some(reason) = self.reason_to_wait(&program).await?
            {
                (self.progress)(MigrateStep::Open(reason));
                continue;
            }
            let what = format!("{} in the hands of the gate {gate}", program.name);
            match deploy::hand_over(self.sender, self.keys.deployer(), &program, gate).await? {
                Handed::Before => self.present(what)?,
                Handed::Now => self.done(what)?,
            }
        }
        Ok(())
    }

    /// A gate that cannot act yet must not be the only one that may repair a program.
    async fn reason_to_wait(&self, program: &Installed) -> Result<Option<String>, MigrateError> {
        let council = self.read_council().await?;
        let rule = council.classes[usize::from(economics::policy::Class::Action.code())];
        let accepted = council.electorate().accepted_voters;
        if rule.enabled == 0 || accepted < rule.approvals {
            return Ok(Some(format!(
                "{} stays with its deployer until {} voters have accepted their seats ({accepted} have); run migrate again then",
                program.name, rule.approvals
            )));
        }
        let deployer = self.keys.deployer().pubkey();
        Ok((program.authority != Some(deployer)).then(|| {
            format!("{} can be replaced by another key than {deployer}; name it with --deployer KEYFILE", program.name)
        }))
    }
}
