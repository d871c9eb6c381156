//! Who is compared.

use {
    super::{field::Field, policy::Policy},
    serde::{Deserialize, Serialize},
    std::sync::Arc,
    twin::rule::{Hold, Rule},
};

/// An arm of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// The parameters of the start, for good.
    Static,
    /// The field's own rule, with the numbers of its source.
    Field,
    /// The same with its free numbers found by the learned arms' budget.
    Tuned,
    /// Levels that answer to nothing, found by the same budget.
    Levels,
    /// The trained policy.
    Learned,
}

impl Arm {
    pub const ALL: [Self; 5] = [Self::Static, Self::Field, Self::Tuned, Self::Levels, Self::Learned];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Field => "field",
            Self::Tuned => "tuned",
            Self::Levels => "levels",
            Self::Learned => "learned",
        }
    }
}

/// What steers.
#[derive(Debug, Clone)]
pub enum Steer {
    Hold,
    Field(Field),
    Policy(Arc<Policy>),
}

impl Steer {
    /// A fresh rule for a run.
    pub fn rule(&self) -> Box<dyn Rule + Send> {
        match self {
            Self::Hold => Box::new(Hold),
            Self::Field(field) => Box::new(field.rule()),
            Self::Policy(policy) => Box::new(policy.rule()),
        }
    }
}
