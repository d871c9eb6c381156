//! Facts as text for a terminal.

use super::{ListFacts, PoolFacts, PositionFacts, Supply, tokens_text};
use crate::view::words::{duration, moment};

/// Decimals of the issuer's mint.
const DECIMALS: u8 = issuer::state::DECIMALS;

/// One block per pool.
pub fn render_pools(pools: &[PoolFacts]) -> String {
    if pools.is_empty() {
        return "no pools yet\n".into();
    }
    pools.iter().map(render_pool).collect::<Vec<_>>().join("\n")
}

fn render_pool(pool: &PoolFacts) -> String {
    let staked = |units: u64| tokens_text(units, pool.decimals);
    let earned = |units: u64| tokens_text(units, pool.reward_decimals);
    let name = if pool.compounds { format!("Pool {}", pool.index) } else { "Pool of another mint".to_owned() };
    let mut text = format!("{name}  {}\n", pool.address);
    text += &format!("  stakes    {}\n", pool.stake_mint);
    if !pool.compounds {
        text += &format!("  pays      {}\n", pool.reward_mint);
    }
    for tier in &pool.tiers {
        let lock = match tier.lock_secs {
            0 => "no lock".to_owned(),
            secs => format!("locked for {}", duration(secs as i64)),
        };
        let shares = tokens_text(tier.multiplier_bps, 4);
        text += &format!("  tier {}    {lock}, {shares} shares per staked unit\n", tier.tier);
    }
    text +=
        &format!("  staked    {} by {} positions, {} earn\n", staked(pool.staked), pool.stakers, staked(pool.active));
    text += &format!("  cooling   {}\n", staked(pool.cooling));
    let (owed, waiting) = (earned(pool.owed), earned(pool.undistributed));
    text += &format!("  rewards   {owed} to be claimed, {waiting} on the way, {} paid\n", earned(pool.rewards_paid));
    let (window, warmup) = (duration(pool.window_secs as i64), duration(pool.warmup_secs as i64));
    text + &format!("  times     windows of {window}, warm-up of {warmup} or more\n")
}

/// One line per position; `now` is the chain's clock.
pub fn render_positions(positions: &[PositionFacts], now: i64) -> String {
    if positions.is_empty() {
        return "no positions\n".into();
    }
    let mut text = format!(
        "{:<4} {:<4} {:<44} {:>16} {:>16} {:>16} {:>16}  next\n",
        "pool", "tier", "owner", "earning", "warming", "asked back", "claimable"
    );
    for it in positions {
        let staked = |units: u64| tokens_text(units, it.decimals);
        text += &format!(
            "{:<4} {:<4} {:<44} {:>16} {:>16} {:>16} {:>16}  {}\n",
            it.pool_index,
            it.tier,
            it.owner,
            staked(it.active),
            staked(it.warming),
            staked(it.cooling),
            tokens_text(it.claimable, it.reward_decimals),
            next(it, now),
        );
    }
    text
}

/// What happens next with a position.
fn next(it: &PositionFacts, now: i64) -> String {
    let mut notes = Vec::new();
    let later = |at: i64| format!("{} (in {})", moment(at), duration(at - now));
    if it.warming > 0 {
        notes.push(format!("earns in full from {}", later(it.active_from)));
    }
    match it.cooling {
        0 => {}
        _ if it.unlock_at <= now => notes.push("can be withdrawn".into()),
        _ => notes.push(format!("can be withdrawn from {}", later(it.unlock_at))),
    }
    if it.locked_until > now {
        notes.push(format!("locked until {}", later(it.locked_until)));
    }
    if it.speaker != it.owner {
        notes.push(format!("{} speaks for it", it.speaker));
    }
    notes.join("; ")
}

/// The whole reconciliation.
pub fn render_supply(it: &Supply) -> String {
    let row = |name: &str, units: u64| format!("  {name:<34} {:>26}\n", tokens_text(units, DECIMALS));
    let mut text = format!("Books as of slot {}, in tokens\n", it.slot);
    text += &row("ever minted", it.ever_minted);
    text += &row("burned", it.burned);
    text += &row("supply", it.supply);
    text += &row("cap on ever minted", it.cap);
    text += &row("owed to the gauges, not minted", it.pending);
    text += &row("never minted for want of a gauge", it.unassigned);
    text += "\nWhere the supply is\n";
    text += &row("wallets", it.wallets);
    text += &row("staked", it.staked);
    text += &row("asked back", it.cooling);
    text += &row("rewards owed", it.owed);
    text += &row("rewards on the way", it.undistributed);
    text += &row("rewards not noticed yet", it.unnoticed);
    text += &row("treasury", it.treasury);
    text += &row("contributors", it.contributors);
    text += &row("other vaults of the economy", it.other_vaults);
    text += &row("fees withheld in accounts", it.withheld);
    text += &row("fees withheld in the mint", it.withheld_in_mint);
    text += "\nEquations, in base units\n";
    for line in &it.equations {
        let mark = if line.holds { "holds " } else { "BROKEN" };
        let sign = if line.left == line.right {
            "="
        } else if line.left < line.right {
            "<"
        } else {
            ">"
        };
        text += &format!("  {mark} {}: {} {sign} {}\n", line.equation, line.left, line.right);
    }
    text
}

/// Open contributors' lists and what the vault holds beyond them.
pub fn render_lists(lists: &[ListFacts], free: u64, now: i64) -> String {
    let mut text = String::new();
    for list in lists {
        let window = match now {
            now if now < list.opens => format!("opens {} (in {})", moment(list.opens), duration(list.opens - now)),
            now if now <= list.closes => {
                format!("open until {} ({} left)", moment(list.closes), duration(list.closes - now))
            }
            _ => format!("over since {}; close it with `trimtab rewards close {}`", moment(list.closes), list.number),
        };
        let [total, claimed] = [list.total, list.claimed].map(|units| tokens_text(units, DECIMALS));
        text +=
            &format!("List {}: {} shares, {claimed} of {total} tokens claimed; {window}\n", list.number, list.shares);
        text += &format!("  root {}\n", list.root);
    }
    if lists.is_empty() {
        text += "no open lists\n";
    }
    text + &format!("free for further lists: {} tokens\n", tokens_text(free, DECIMALS))
}
