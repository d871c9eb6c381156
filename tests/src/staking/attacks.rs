//! Known attacks on staking pools and on Solana programs, and the tests that try each on the bytecode.

use crate::world::assert_played;

/// A case, and the tests of this folder that play it.
const CASES: [(&str, &[&str]); 18] = [
    (
        "rate change not settled first",
        &[
            "a_settlement_comes_first_so_that_a_stake_never_shares_what_fell_due_before",
            "every_instruction_first_notices_what_arrived_and_credits_what_fell_due",
        ],
    ),
    (
        "accrual while nothing is staked taken by the first staker",
        &["what_arrives_while_nothing_is_staked_waits_and_is_not_taken_at_once"],
    ),
    (
        "donation or first-depositor inflation",
        &[
            "a_donation_before_the_first_stake_takes_nothing_from_later_stakers",
            "principal_is_never_taken_for_a_reward_and_no_reward_for_principal",
        ],
    ),
    (
        "stake, claim and unstake around a reward in one transaction, slot or period",
        &[
            "a_stake_around_a_reward_in_one_transaction_earns_nothing",
            "a_stake_for_one_slot_or_one_window_around_a_reward_earns_nothing",
            "what_had_arrived_unseen_is_not_shared_with_a_newcomer",
        ],
    ),
    (
        "accumulator overflow blocking exits",
        &[
            "a_full_accumulator_keeps_rewards_in_the_queue_and_lets_principal_out",
            "a_reward_too_large_to_count_is_forfeited_and_principal_returns",
            "an_owed_reward_at_the_end_of_its_numbers_does_not_block_the_exit",
        ],
    ),
    ("pause trapping principal", &["no_pause_traps_principal_or_rewards"]),
    (
        "cooldown or penalty raised after deposit",
        &[
            "the_unbonding_time_is_frozen_when_it_is_asked_for",
            "no_value_of_the_parameter_traps_principal",
            "a_policy_that_cannot_be_read_any_more_does_not_trap_principal",
            "a_pool_keeps_the_tiers_that_it_was_opened_with",
            "under_a_lock_stake_is_asked_back_in_parts_and_the_pending_part_is_never_delayed",
        ],
    ),
    ("rounding in the user's favour both ways", &["rounding_never_favours_the_stakers_and_loses_nothing"]),
    (
        "dust positions; thousands of positions",
        &[
            "a_dust_position_earns_its_dust_and_no_more",
            "a_further_stake_locks_the_whole_position_anew_and_only_its_owner_can_make_one",
            "three_hundred_positions_share_to_the_last_unit",
            "an_action_costs_the_same_among_three_positions_and_among_three_hundred",
        ],
    ),
    (
        "missing signer, owner, type, PDA or bump check",
        &[
            "bobs_name_without_his_signature_moves_nothing_of_his",
            "a_pool_that_another_program_owns_is_refused",
            "a_position_that_another_program_owns_is_refused",
            "an_account_of_another_type_is_no_pool",
            "a_copy_of_the_pool_elsewhere_cannot_sign_for_the_vault",
            "the_position_of_another_owner_is_refused",
            "every_address_is_the_canonical_one_of_its_seeds",
            "the_economys_authority_opens_pools_of_every_number_and_the_creator_the_first_eight",
        ],
    ),
    ("PDA shared between economies", &["pools_of_two_economies_share_no_address_and_no_token"]),
    (
        "arbitrary CPI",
        &[
            "a_program_in_the_place_of_the_token_program_is_never_called",
            "a_program_in_the_place_of_the_system_program_is_never_called",
            "the_wrong_token_program_opens_and_moves_nothing",
        ],
    ),
    ("fake sysvar", &["no_instruction_takes_a_sysvar_account_so_a_fake_one_changes_nothing"]),
    (
        "duplicate mutable account",
        &[
            "one_account_in_two_writable_places_is_refused",
            "staking_from_the_vault_itself_is_refused",
            "a_payment_into_the_vault_itself_is_refused",
            "a_stake_that_hides_the_reward_vault_or_brings_one_too_many_is_refused",
        ],
    ),
    (
        "clock drift; epoch boundary; slots of 200 ms",
        &[
            "a_clock_that_drifts_by_plus_25_or_minus_150_percent_pays_nothing_twice_and_loses_nothing",
            "a_fee_that_flips_at_an_epoch_boundary_is_credited_by_what_arrives",
            "slots_of_200_ms_and_of_a_second_give_the_same_rewards_as_those_of_400_ms",
        ],
    ),
    ("stale copy of an account after CPI", &["balances_are_never_a_stale_copy_from_before_a_transfer"]),
    (
        "account data one byte short or long; u64::MAX everywhere",
        &[
            "an_account_one_byte_short_is_refused_and_one_byte_long_changes_nothing",
            "nobody_stakes_more_than_they_have",
            "nobody_asks_back_nothing_or_more_than_they_staked",
            "the_largest_and_the_smallest_stakes_of_a_farm_return",
            "tiers_that_nobody_could_rely_on_are_refused",
        ],
    ),
    ("transaction at the compute limit", &["a_transaction_at_the_compute_limit_does_everything_or_nothing"]),
];

#[test]
fn every_known_attack_is_played_by_a_test() {
    assert_played(&CASES, &super::surface::TESTS);
}
