//! Known attacks on mints, fees and Solana programs, and the tests that try each on the bytecode.

use crate::world::assert_played;

/// A case, and the tests of this folder that play it.
const CASES: [(&str, &[&str]); 22] = [
    (
        "two fee changes within two epochs, so that none ever acts",
        &[
            "a_second_change_within_two_epochs_is_refused_so_that_the_first_one_acts",
            "calling_it_in_every_epoch_with_ever_new_values_cannot_keep_fees_from_acting",
            "create_while_another_fee_still_acts_is_refused",
        ],
    ),
    (
        "fee of 100 %, maximum fee of 0",
        &[
            "a_fee_of_100_percent_is_withheld_whole_and_comes_back_whole",
            "create_with_a_maximum_fee_is_refused_also_with_the_maximum_0_that_means_no_fee",
            "a_fee_outside_0_to_100_percent_is_refused",
        ],
    ),
    (
        "deposit credited gross on a fee mint",
        &[
            "what_somebody_sent_to_the_fee_vault_is_split_but_is_no_fee",
            "fees_of_the_issuers_own_transfers_come_back_and_are_never_counted_twice",
            "a_stranger_pays_for_the_claim_and_the_person_in_the_list_gets_the_share",
        ],
    ),
    (
        "fee epoch flipping between quote and landing",
        &["a_fee_that_flips_at_an_epoch_boundary_between_quote_and_landing_is_split_by_what_arrives"],
    ),
    (
        "transfer of one unit eaten by the rounded fee",
        &["a_transfer_of_one_unit_is_eaten_by_the_rounded_fee_and_is_not_lost"],
    ),
    (
        "harvest that succeeds without harvesting",
        &[
            "a_harvest_that_succeeds_without_harvesting_brings_nothing",
            "an_account_that_token_2022_skips_counts_by_what_arrived",
            "bad_accounts_on_a_page_cost_the_good_ones_nothing",
            "a_harvest_that_somebody_else_made_still_counts",
        ],
    ),
    (
        "extension or freeze authority that bypasses the gate",
        &[
            "create_with_an_extension_that_goes_around_the_gate_is_refused",
            "create_with_a_freeze_authority_is_refused",
            "nobody_can_change_the_finished_mint",
            "create_with_a_pointer_that_leads_elsewhere_or_can_be_turned_is_refused",
            "create_with_metadata_that_somebody_else_wrote_is_refused",
            "only_the_economy_changes_what_wallets_show",
        ],
    ),
    (
        "breaker raised and drained in one step",
        &[
            "a_raised_rate_cannot_be_drained_in_one_step",
            "the_breaker_bounds_what_follows_a_pause",
            "create_with_numbers_above_the_constants_is_refused",
        ],
    ),
    (
        "cap measured on supply, re-opened by burning",
        &["the_cap_counts_what_was_ever_minted_so_burning_re_opens_nothing"],
    ),
    (
        "emit called every second so that each amount rounds to 0; not called for a year",
        &[
            "emit_called_every_second_mints_as_much_as_emit_called_once",
            "after_a_year_without_calls_the_breaker_lets_one_share_through_per_period_and_nothing_is_lost",
            "one_change_missed_for_a_year_is_accrued_exactly",
            "a_lower_rate_hidden_between_two_equal_ones_is_never_over_minted",
        ],
    ),
    (
        "emission led past its receivers",
        &[
            "a_gauge_without_the_economys_signature_is_refused_whoever_else_signs",
            "a_vault_that_somebody_else_owns_or_could_close_is_refused",
            "a_vault_that_somebody_made_again_at_the_same_address_gets_nothing",
            "weights_without_a_gauge_are_not_minted_and_every_unit_is_accounted_for",
        ],
    ),
    (
        "a share claimed twice, by another, or with a node as a leaf",
        &[
            "a_share_is_paid_once",
            "a_share_that_was_paid_stays_paid_when_its_list_is_closed_and_the_slot_used_again",
            "a_share_goes_to_nobody_but_the_person_in_the_list",
            "an_inner_node_cannot_be_passed_off_as_a_share",
            "a_proof_of_another_amount_place_or_path_is_refused",
        ],
    ),
    (
        "more promised than there is",
        &[
            "a_list_above_what_earlier_lists_leave_in_the_vault_is_refused",
            "a_list_whose_sum_was_told_too_low_pays_no_more_than_that",
            "one_list_never_pays_out_of_anothers_reserve",
        ],
    ),
    (
        "pause that forfeits or traps",
        &[
            "a_pause_defers_emission_and_forfeits_nothing",
            "claims_go_on_under_every_pause_and_whatever_the_weights_are",
            "fees_metrics_and_shares_go_on_under_every_pause",
        ],
    ),
    (
        "missing signer, owner, type, PDA or bump check",
        &[
            "create_without_the_creators_signature_is_refused",
            "create_by_a_stranger_is_refused",
            "a_list_without_the_economys_signature_is_refused_whoever_else_signs",
            "create_with_addresses_that_are_not_the_issuers_is_refused",
            "a_pool_that_the_staking_program_does_not_own_is_refused",
            "marks_of_another_list_page_or_issuer_are_refused",
            "foreign_accounts_are_refused_wherever_they_stand",
        ],
    ),
    ("PDA shared between economies", &["the_economys_accounts_cannot_be_made_twice_nor_for_two_economies"]),
    ("arbitrary CPI", &["a_program_in_the_place_of_the_token_or_system_program_is_never_called"]),
    ("fake sysvar", &["no_instruction_takes_a_sysvar_account_so_a_fake_one_changes_nothing"]),
    (
        "duplicate mutable account",
        &[
            "the_same_account_twice_is_refused",
            "accounts_may_repeat_be_foreign_read_only_or_the_issuers_own",
            "the_issuers_own_account_among_the_sources_is_refused",
            "the_accounts_of_emit_and_roll_are_the_registered_ones_each_in_its_place",
        ],
    ),
    (
        "clock drift; epoch boundary; slots of 200 ms",
        &[
            "a_clock_that_drifts_by_plus_25_or_minus_150_percent_mints_nothing_twice",
            "a_clock_that_goes_backwards_mints_nothing_twice",
            "slots_of_200_ms_and_of_a_second_mint_as_much_as_those_of_400_ms",
        ],
    ),
    ("stale copy of an account after CPI", &["balances_are_read_again_after_every_call_of_the_token_program"]),
    (
        "account data one byte short or long; u64::MAX everywhere; transaction at the compute limit",
        &[
            "an_account_one_byte_short_is_refused_and_one_byte_long_changes_nothing",
            "amounts_of_0_1_and_the_whole_range_are_minted_split_and_paid_without_overflow",
            "the_whole_range_of_a_token_mints_without_overflow",
            "a_transaction_at_the_compute_limit_does_everything_or_nothing",
        ],
    ),
];

#[test]
fn every_known_attack_is_played_by_a_test() {
    assert_played(&CASES, &super::surface::TESTS);
}
