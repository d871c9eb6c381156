//! What the economy of the cast is founded with.

use {
    super::{ALARM, ALARM_COOLDOWN, DELAY, EMERGENCY_GAP, PAUSE_GAP, SEATS, VOTING, WINDOW, key},
    crate::world::{Genesis, METRICS, POOL},
    economics::bounds::{AI_OK, EMERGENCY_OK},
    governor::{AlarmRule, ClassRule, Links, Safeguards, Timing},
};

/// Six seats may vote and five may veto, before and after the cast's first configuration.
const RULES: [ClassRule; 5] = [rule(3, 4), rule(3, 4), rule(4, 3), rule(4, 3), rule(5, 2)];

const fn rule(approvals: u8, vetoes: u8) -> ClassRule {
    ClassRule {
        delay_secs: DELAY as u64,
        delay_slots: 200,
        voting_secs: VOTING as u64,
        window_secs: WINDOW as u64,
        approvals,
        vetoes,
        enabled: 1,
        _pad: [0; 5],
    }
}

/// Replaces what the standard genesis has: all classes, a guardian, more seats, an emergency parameter.
pub fn write(genesis: &mut Genesis) {
    genesis.charter.classes = RULES;
    genesis.charter.floors =
        RULES.map(|rule| ClassRule { delay_secs: 10, delay_slots: 5, approvals: 2, vetoes: 5, ..rule });
    genesis.seats = SEATS.iter().chain(&[("removed", 7)]).map(|(name, roles)| ((*name).to_owned(), *roles)).collect();
    genesis.safeguards = safeguards();
    // Emission can be cut in an emergency.
    let emission = &mut genesis.params[0].spec;
    (emission.flags, emission.safe_direction, emission.budget_30d) = (AI_OK | EMERGENCY_OK, -1, 60_000);
}

const UNUSED: AlarmRule = AlarmRule { metric: 0, direction: 0, periods: 0, level: 0, change_bps: 0 };

/// The staked share falls by so much within so many periods.
const fn fall(periods: u8, change_bps: u32, level: u8) -> AlarmRule {
    AlarmRule { metric: 1, direction: -1, periods, level, change_bps }
}

fn safeguards() -> Safeguards {
    Safeguards {
        guardian: key("guardian"),
        links: Links {
            issuer_program: issuer::ID,
            metrics: METRICS,
            staking_program: staking::ID,
            pools: [POOL, key("pool-2"), key("pool-3"), key("pool-4")],
        },
        timing: Timing {
            emergency_gap_secs: EMERGENCY_GAP as u64,
            pause_gap_secs: PAUSE_GAP as u64,
            alarm_secs: ALARM as u64,
            alarm_cooldown_secs: ALARM_COOLDOWN as u64,
            evidence_secs: 86_400,
            resolve_grace_secs: 86_400,
        },
        alarm_rules: [fall(1, 5_000, 1), fall(4, 7_500, 2), UNUSED, UNUSED],
        voice_veto_bps: 1_000,
        member_quota: 4,
        _pad: [0; 5],
    }
}
