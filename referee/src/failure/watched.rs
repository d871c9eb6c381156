//! A rule, and the live policy each time that it was asked.

use {
    crate::arms::Contender,
    twin::{
        rule::{Bundle, Rule, Seen},
        scenario::PARAMS,
    },
};

/// Decides as its rule does, and remembers what it saw.
pub struct Watched {
    rule: Box<dyn Rule + Send>,
    /// Hour, and the value of every parameter.
    pub seen: Vec<(u32, [i64; PARAMS])>,
    /// Hours at which it wished for parameters while nothing was on its way.
    pub wished: Vec<u32>,
}

impl Watched {
    /// The contender's rule for a run of `seed`; `None` where there is no rule to play.
    pub fn new(contender: &Contender<'_>, seed: u64) -> Option<Self> {
        Some(Self { rule: contender.rule(seed)?, seen: Vec::new(), wished: Vec::new() })
    }
}

impl Rule for Watched {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        self.seen.push((seen.hour, seen.params.map(|param| param.value)));
        let bundle = self.rule.decide(seen);
        if !seen.pending && bundle.wanted().next().is_some() {
            self.wished.push(seen.hour);
        }
        bundle
    }
}
