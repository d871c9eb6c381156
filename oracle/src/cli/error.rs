//! One error for a person: what failed, and whether the fault is in what was typed.

use crate::{
    accounts::DecodeError,
    audit::AuditError,
    chain::{ChainError, OfflineError, SendError},
    config::ConfigError,
    daemon::OracleError,
    deploy::DeployError,
    governance::GovError,
    keeper::KeeperError,
    keys::KeyError,
    migrate::MigrateError,
    money::MoneyError,
    report::ReportError,
    store::StoreError,
};

/// A command that did not do what was asked.
#[derive(Debug)]
pub enum CliError {
    /// Something typed cannot work: exit code 2.
    Wrong(String),
    /// The world refused: exit code 1.
    Failed(String),
}

impl CliError {
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Wrong(_) => 2,
            Self::Failed(_) => 1,
        }
    }

    /// Something that was asked for could not be done.
    pub fn failed(what: &str, error: &dyn std::error::Error) -> Self {
        Self::Failed(format!("failed to {what}: {error}"))
    }

    fn of(wrong: bool, error: &dyn std::error::Error) -> Self {
        let text = format!("failed to {error}");
        if wrong { Self::Wrong(text) } else { Self::Failed(text) }
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wrong(text) | Self::Failed(text) => f.write_str(text),
        }
    }
}

impl From<KeyError> for CliError {
    fn from(error: KeyError) -> Self {
        Self::of(!matches!(error, KeyError::Write { .. }), &error)
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        Self::of(!matches!(error, ConfigError::Write { .. }), &error)
    }
}

impl From<ChainError> for CliError {
    fn from(error: ChainError) -> Self {
        Self::of(matches!(error, ChainError::BadUrl { .. }), &error)
    }
}

impl From<OfflineError> for CliError {
    fn from(error: OfflineError) -> Self {
        Self::of(!matches!(error, OfflineError::Sign { .. }), &error)
    }
}

impl From<SendError> for CliError {
    fn from(error: SendError) -> Self {
        Self::of(false, &error)
    }
}

impl From<GovError> for CliError {
    fn from(error: GovError) -> Self {
        Self::of(error.is_wrong_input(), &error)
    }
}

impl From<KeeperError> for CliError {
    fn from(error: KeeperError) -> Self {
        let wrong = match &error {
            KeeperError::Chain(error) => matches!(error, ChainError::BadUrl { .. }),
            KeeperError::Decode(error) => matches!(error, DecodeError::Missing { .. } | DecodeError::Owner { .. }),
            KeeperError::Param(_) => true,
        };
        Self::of(wrong, &error)
    }
}

impl From<MoneyError> for CliError {
    fn from(error: MoneyError) -> Self {
        Self::of(error.is_wrong_input(), &error)
    }
}

impl From<MigrateError> for CliError {
    fn from(error: MigrateError) -> Self {
        Self::of(error.is_wrong_input(), &error)
    }
}

impl From<DeployError> for CliError {
    fn from(error: DeployError) -> Self {
        let wrong = matches!(
            error,
            DeployError::Read { .. } | DeployError::NotElf { .. } | DeployError::WrongKey { .. } | DeployError::Key(_)
        );
        Self::of(wrong, &error)
    }
}

impl From<AuditError> for CliError {
    fn from(error: AuditError) -> Self {
        Self::from(OracleError::from(error))
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self::of(matches!(error, StoreError::Open { .. }), &error)
    }
}

impl From<ReportError> for CliError {
    fn from(error: ReportError) -> Self {
        Self::of(error.is_wrong_input(), &error)
    }
}

impl From<OracleError> for CliError {
    fn from(error: OracleError) -> Self {
        let wrong = match &error {
            OracleError::Key(_) | OracleError::Objectives { .. } | OracleError::Listen { .. } => true,
            OracleError::Chain(error) => matches!(error, ChainError::BadUrl { .. }),
            OracleError::Ingest(crate::ingest::IngestError::Decode(error)) => {
                matches!(error, DecodeError::Missing { .. } | DecodeError::Owner { .. })
            }
            OracleError::Snapshot(crate::snapshot::build::SnapshotError::Decode(error)) => {
                matches!(error, DecodeError::Missing { .. } | DecodeError::Owner { .. })
            }
            OracleError::Audit(AuditError::NoSuchRecord { .. }) => true,
            _ => false,
        };
        Self::of(wrong, &error)
    }
}
