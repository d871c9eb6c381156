"""The economy of model.toml in plain Python: what twin does, with floats for amounts and Python's own random numbers.

Tokens and quote are floats in whole units. An hour moves the crowd, a day ends with the chain's crank, every agent steps once a day.
"""

import math
import random
import tomllib
from pathlib import Path

SUPPLY, HELD, DEPTH, TREASURY = 100_000_000.0, 0.85, 0.05, 0.02
RATE, GAUGE_STAKING, FEE, BURN, STAKERS = 0.08, 0.7, 0.01, 0.5, 0.3
SWAP_FEE, WARM_UP, COOLDOWN = 0.003, 2, 3
VOLATILITY, REVERSION, DILUTION, SCARCITY = 0.03, 0.5, 1.0, 0.3
TURBULENCE, SWITCHING, ATTENTION, HERDING, MISALIGNMENT = 2.753, 0.05, 0.95, 1.79, 18.43
LEVERAGE, MARGIN, CALLED, ROUNDS, BOUNCE = 2.0, 1.5, 3.0, 3, 0.4
LEAVING, ANCHORING, BAND, NEED, DISPOSITION, NEED_SALE = 0.05, 0.01, 0.03, 0.2, 1.5, 0.01
RUNG_FIRST, RUNG_STEP, CLAIMING, RESTAKING = 0.5, 0.5, 0.15, 0.8
NOISE_ORDER, LARGEST_ORDER, MOOD, FARMING = 0.02, 0.25, 0.6, 0.3
UNIT = VOLATILITY / math.sqrt(24)
HOURLY_REVERSION = 1 - (1 - REVERSION) ** (1 / 24)
MOOD_MEMORY = 0.5 ** (1 / 24)
SPANS = (2 / 7, 2 / 25, 2 / 169)
USUAL = math.sqrt(0.65**2 + (0.35 * TURBULENCE) ** 2)


class Account:
    """One agent's state and traits."""

    __slots__ = ("kind", "liquid", "quote", "income", "active", "warming", "warm_at", "cooling", "free_at", "paid", "owed",
                 "part", "response", "threshold", "tolerance", "activity", "anchor", "rung", "left")

    def staked(self):
        return self.active + self.warming


class Economy:
    """Market, chain and crowd; `act` is an agent's day, `hour` the crowd's, `crank` the chain's."""

    def __init__(self, agents, seed):
        self.luck = random.Random(seed)
        self.tokens, self.money = SUPPLY * DEPTH, SUPPLY * DEPTH
        self.supply, self.treasury, self.withheld, self.minted = SUPPLY, SUPPLY * TREASURY, 0.0, 0.0
        self.staked = self.active = self.acc = self.queued = self.streaming = 0.0
        self.price, self.noise, self.gap, self.trust, self.mood, self.trend = 1.0, 1.0, 0.0, 0.5, 0.0, 0.0
        self.variances = [UNIT * UNIT] * 3
        self.leverage, self.mean_price, self.forced = 1.0, 1.0, 0.0
        self.day = 0
        self.accounts = people(agents, seed)
        for account in self.accounts:
            self.staked += account.active
            self.active += account.active
        self.staked_start = self.staked / SUPPLY
        self.inflow = SUPPLY * RATE * GAUGE_STAKING / 365
        self.apr = self.apr_start = self.inflow * 365 / max(self.staked, 1.0)

    # The market.

    def sell(self, account, tokens):
        tokens = min(tokens, account.liquid)
        if tokens > 0:
            fee = tokens * FEE
            account.liquid -= tokens
            account.quote += self.swap_in(tokens - fee)
            self.withheld += fee

    def buy(self, account, quote):
        quote = min(quote, account.quote)
        if quote > 0:
            tokens = self.swap_out(quote)
            account.quote -= quote
            account.liquid += tokens * (1 - FEE)
            self.withheld += tokens * FEE

    def swap_in(self, tokens):
        effective = tokens * (1 - SWAP_FEE)
        out = self.money * effective / (self.tokens + effective)
        self.tokens += tokens
        self.money -= out
        return out

    def swap_out(self, quote):
        effective = quote * (1 - SWAP_FEE)
        out = self.tokens * effective / (self.money + effective)
        self.money += quote
        self.tokens -= out
        return out

    # The staking pool.

    def settle(self, account):
        account.owed += account.active * (self.acc - account.paid)
        account.paid = self.acc
        if account.warming > 0 and self.day >= account.warm_at:
            account.active += account.warming
            self.active += account.warming
            account.warming = 0.0

    def stake(self, account, tokens):
        tokens = min(tokens, account.liquid)
        if tokens > 0:
            self.settle(account)
            net = tokens * (1 - FEE)
            self.withheld += tokens - net
            account.liquid -= tokens
            account.warming += net
            account.warm_at = self.day + WARM_UP
            self.staked += net

    def unstake(self, account, tokens):
        tokens = min(tokens, account.staked())
        if tokens > 0 and account.cooling == 0:
            self.settle(account)
            from_warming = min(tokens, account.warming)
            account.warming -= from_warming
            account.active -= tokens - from_warming
            self.active -= tokens - from_warming
            self.staked -= tokens
            account.cooling, account.free_at = tokens, self.day + COOLDOWN

    def claim(self, account):
        self.settle(account)
        net = account.owed * (1 - FEE)
        self.withheld += account.owed - net
        account.owed = 0.0
        account.liquid += net
        return net

    # The crowd, once an hour.

    def hour(self):
        normal = self.luck.gauss
        self.mood = MOOD_MEMORY * self.mood + math.sqrt(1 - MOOD_MEMORY**2) * normal(0, 1)
        self.noise *= max(1 + math.sqrt(0.3) * UNIT * normal(0, 1), 0.1)
        answer = 1 - DILUTION * (self.supply / SUPPLY - 1) + SCARCITY * (self.staked / self.supply - self.staked_start)
        self.gap = self.noise * max(answer, 0.05) / self.price - 1
        pull = MISALIGNMENT * (0.037 * self.gap / UNIT) ** 2
        attraction = -0.327 + HERDING * (2 * self.trust - 1) + pull
        self.trust += SWITCHING * (1 / (1 + math.exp(-min(attraction, 50))) - self.trust)
        noise = (self.trust * normal(0, 1) + (1 - self.trust) * TURBULENCE * normal(0, 1)) / USUAL
        seen = sum(w * math.sqrt(v) for w, v in zip((0.35, 0.35, 0.3), self.variances)) / UNIT
        noise *= 1 + ATTENTION * min(seen - 1, 5)
        before = self.price
        now = self.money / self.tokens
        push = HOURLY_REVERSION * self.gap + math.sqrt(0.7) * UNIT * noise
        last, self.forced = self.forced, self.margin_calls(push)
        aim = now * (1 + min(max(push + self.forced - BOUNCE * last, -0.5), 1))
        product = self.tokens * self.money
        if aim > now:
            out = self.swap_out(math.sqrt(product * aim) - self.money)
            self.withheld += out * FEE
        else:
            tokens = math.sqrt(product / aim) - self.tokens
            self.withheld += tokens * FEE
            self.swap_in(tokens * (1 - FEE))
        self.price = self.money / self.tokens
        change = self.price / before - 1
        self.trend += 0.014751 * (24 * change - self.trend)
        log = math.log(self.price / before)
        self.variances = [v + w * (log * log - v) for v, w in zip(self.variances, SPANS)]

    def margin_calls(self, own):
        self.mean_price += 2 / 25 * (self.price - self.mean_price)
        self.leverage += (1 - self.leverage) / 120
        forced = 0.0
        for _ in range(ROUNDS):
            distance = self.price * (1 + own + forced) / self.mean_price - 1
            closed = self.leverage * min(max(CALLED * (abs(distance) / (MARGIN * VOLATILITY) - 1), 0), 1)
            self.leverage -= closed
            forced += math.copysign(LEVERAGE * VOLATILITY * closed, distance)
        return forced

    # The chain, once a day.

    def crank(self):
        self.day += 1
        minted = self.supply * RATE / 365
        stakers = minted * GAUGE_STAKING
        fees, self.withheld = self.withheld, 0.0
        self.minted += minted
        self.supply += minted - fees * BURN
        self.treasury += minted - stakers + fees * (1 - BURN - STAKERS)
        if self.active > 0:
            self.acc += self.streaming / self.active
            self.streaming = self.queued
            self.queued = 0.0
        self.queued += stakers + fees * STAKERS
        self.inflow = 0.7 * self.inflow + 0.3 * (stakers + fees * STAKERS)
        self.apr = self.inflow * 365 / max(self.staked, self.supply * 1e-4)

    # An agent's day.

    def act(self, account):
        chance = self.luck.random
        if account.cooling > 0 and self.day >= account.free_at:
            account.liquid += account.cooling * (1 - FEE)
            self.withheld += account.cooling * FEE
            account.cooling = 0.0
        if account.left:
            self.unstake(account, math.inf)
            self.sell(account, account.liquid / 8)
            return
        acts = chance() < account.activity
        loss = 1 - self.price / account.anchor
        if chance() < LEAVING and loss > account.tolerance:
            account.left = True
            return
        account.anchor += ANCHORING * (self.price - account.anchor)
        HABITS[account.kind](self, account, acts, loss)

    def aim(self, account, wanted):
        tokens = account.staked() + account.liquid + account.cooling
        difference = min(max(wanted, 0.0), 0.98) * tokens - account.staked()
        if difference > BAND * tokens:
            self.stake(account, difference)
        elif difference < -BAND * tokens:
            self.unstake(account, -difference)

    def follow(self, account, part):
        self.aim(account, part + account.response * (self.apr / self.apr_start - 1))

    def hold(self, account, acts, loss):
        if acts:
            self.follow(account, account.part)
            if self.luck.random() < (NEED * DISPOSITION if loss < 0 else NEED):
                self.sell(account, account.liquid * NEED_SALE)

    def keep_staked(self, account, acts, loss):
        height = lambda rung: account.tolerance * (RUNG_FIRST + RUNG_STEP * rung)
        moved = True
        if account.rung < 3 and loss > height(account.rung):
            account.rung += 1
        elif account.rung > 0 and loss < 0.8 * height(account.rung - 1):
            account.rung -= 1
        else:
            moved = False
        if acts or moved:
            self.follow(account, account.part * (1 - account.rung / 3))
        if self.luck.random() < CLAIMING:
            reward = self.claim(account)
            self.sell(account, reward * (1 - RESTAKING))
            if account.rung == 0:
                self.stake(account, reward * RESTAKING)

    def trade(self, account, acts, loss):
        if acts:
            self.follow(account, account.part)
            side = self.mood * MOOD + self.luck.gauss(0, 1)
            money = account.income * min(NOISE_ORDER / math.sqrt(max(self.luck.random(), 1e-6)), LARGEST_ORDER)
            if side > 0:
                self.buy(account, money)
            else:
                self.sell(account, money / self.price)

    def farm(self, account, acts, loss):
        fall = -0.02 - 0.1 * account.tolerance
        seen = self.apr / self.apr_start
        if account.staked() == 0:
            if seen < 1.1 * account.threshold or self.trend <= fall / 2:
                self.sell(account, account.liquid * 0.1)
            elif self.luck.random() < FARMING:
                self.buy(account, account.quote * 0.3)
                self.stake(account, account.liquid)
        elif seen < account.threshold or self.trend < fall:
            self.unstake(account, account.staked())
        elif self.luck.random() < FARMING:
            self.sell(account, self.claim(account))

    def figures(self):
        left = sum(account.left for account in self.accounts)
        return {"price": self.price, "staked share": self.staked / self.supply, "minted": self.minted,
                "retention": 1 - left / max(len(self.accounts), 1)}


HABITS = {"holder": Economy.hold, "staker": Economy.keep_staked, "noise_trader": Economy.trade, "farmer": Economy.farm}


def people(count, seed):
    """The agents of model.toml."""
    luck = random.Random(f"people {seed}")
    groups = tomllib.loads((Path(__file__).parent / "model.toml").read_text())["agents"]
    heads = sum(group["heads"] for group in groups)
    wealth = sum(group["wealth"] for group in groups)
    accounts = []
    for group in groups:
        n = round(count * group["heads"] / heads)
        weights = [(1 - (i + luck.random()) / (n + 1e-3)) ** (-1 / group["tail"]) for i in range(n)]
        for weight in weights:
            accounts.append(person(group, SUPPLY * HELD * group["wealth"] / wealth * weight / sum(weights), luck))
    luck.shuffle(accounts)
    return accounts


def person(group, worth, luck):
    def draw(name, default):
        span = group.get(name, default)
        return luck.uniform(*span) if isinstance(span, list) else float(span)

    account = Account()
    account.kind, account.part = group["kind"], draw("staked", 0.0)
    account.active, account.liquid = worth * account.part, worth * (1 - account.part)
    account.quote = account.income = worth * draw("cash", 0.0)
    account.warming = account.cooling = account.paid = account.owed = 0.0
    account.warm_at = account.free_at = account.rung = 0
    account.response, account.threshold = draw("response", 0.0), draw("threshold", 1.0)
    account.tolerance, account.activity = draw("loss_tolerated", 1.0), draw("activity", 1.0)
    account.anchor, account.left = 1.0, False
    return account
