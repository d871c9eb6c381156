//! Every reason for which the gate refuses, one fact per variant; append only, numbers are never reused.

use anchor_lang::prelude::*;

#[error_code(offset = 0)]
#[derive(Debug, PartialEq, Eq)]
pub enum GovernorError {
    // Genesis
    #[msg("only the creator of the economy may lay its genesis")]
    NotCreator = 6000,
    #[msg("genesis is sealed; nothing can be added any more")]
    GenesisSealed = 6001,
    #[msg("genesis is not sealed yet; nothing can be proposed")]
    GenesisNotSealed = 6002,
    #[msg("a key of zeroes is nobody")]
    ZeroKey = 6003,
    #[msg("the name is empty or not ASCII padded with zeroes")]
    BadName = 6004,
    #[msg("this key already holds a seat, an oracle seat or is the guardian's")]
    DuplicateSeat = 6005,
    #[msg("the council has no free seat")]
    TooManySeats = 6006,
    #[msg("the seat's roles are empty or contain an unknown bit")]
    UnknownRole = 6007,
    #[msg("the council has no free oracle seat")]
    TooManyOracles = 6008,
    #[msg("an oracle needs a model hash")]
    ModelHashMissing = 6009,
    #[msg("a quota of no open proposal would shut everybody out")]
    QuotaZero = 6010,
    #[msg("a class is enabled by 1 and disabled by 0, by nothing else")]
    ClassNotAvailable = 6011,
    #[msg("more approvals asked than there are voting seats")]
    ThresholdAboveVoters = 6012,
    #[msg("approvals asked are fewer than the class needs of these voting seats, or than two")]
    ThresholdBelowMajority = 6013,
    #[msg("fewer vetoes asked than block a majority: a minority could stop everything")]
    VetoesBelowBlocking = 6014,
    #[msg("more vetoes asked than there are seats that may veto")]
    VetoesAboveSeats = 6015,
    #[msg("a rule is weaker than the constitution's floor")]
    BelowFloor = 6016,
    #[msg(
        "a delay, voting time or window is zero or longer than 14 days, or the delay in slots outlasts the one in seconds"
    )]
    DurationOutOfRange = 6017,
    #[msg("the key of a parameter is empty or not ASCII padded with zeroes")]
    BadParamKey = 6018,
    #[msg("the policy already has a parameter of this key")]
    DuplicateParamKey = 6019,
    #[msg("the policy has no free parameter")]
    TooManyParams = 6020,
    #[msg("the parameter's bounds contradict each other")]
    BadSpec = 6021,
    #[msg("the parameter's value lies outside its bounds")]
    ValueOutOfBounds = 6022,
    #[msg("the parameter names a group that does not exist")]
    UnknownGroup = 6023,
    #[msg("a group is of an unknown kind, or its parameters do not meet its rule")]
    BadGroup = 6024,
    #[msg("the policy has no parameters")]
    NoParams = 6025,
    #[msg("no class of proposals is enabled")]
    NoClassEnabled = 6026,

    // Seats
    #[msg("this key holds no seat in the council")]
    NotASeat = 6030,
    #[msg("the seat has not been accepted by its own key")]
    SeatNotAccepted = 6031,
    #[msg("the seat is accepted already")]
    SeatAlreadyAccepted = 6032,
    #[msg("the seat lacks the role that this needs")]
    RoleMissing = 6033,

    // Accounts
    #[msg("the policy belongs to another council")]
    ForeignPolicy = 6040,
    #[msg("the proposal belongs to another council")]
    ForeignProposal = 6041,

    // Proposing
    #[msg("not allowed inside a durable-nonce transaction")]
    DurableNonce = 6050,
    #[msg("this class of proposals is unknown or not enabled")]
    ClassDisabled = 6051,
    #[msg("fewer voting seats are accepted than approvals are asked")]
    CouncilNotReady = 6052,
    #[msg("only a registered oracle may propose in this class")]
    NotAnOracle = 6053,
    #[msg("the proposer has as many open proposals as it may have")]
    QuotaExceeded = 6054,
    #[msg("the proposal names another model than the registered one")]
    ModelHashMismatch = 6055,
    #[msg("the proposal was made for another version of the policy")]
    ParentVersionMismatch = 6056,

    // Moves
    #[msg("the proposal moves nothing")]
    NoMoves = 6060,
    #[msg("the proposal has more than eight moves")]
    TooManyMoves = 6061,
    #[msg("a move names a parameter that does not exist")]
    UnknownParam = 6062,
    #[msg("two moves name the same parameter")]
    DuplicateParam = 6063,
    #[msg("the parameter may not be moved by this class")]
    NotAllowedForClass = 6064,
    #[msg("the parameter no longer has the value that the move starts from")]
    StaleOldValue = 6065,
    #[msg("the move changes nothing")]
    NoChange = 6066,
    #[msg("the new value is below the minimum")]
    BelowMin = 6067,
    #[msg("the new value is above the maximum")]
    AboveMax = 6068,
    #[msg("the step is larger than allowed")]
    StepTooLarge = 6069,
    #[msg("the parameter was changed too few seconds ago")]
    TooSoonSecs = 6070,
    #[msg("the parameter was changed too few epochs ago")]
    TooSoonEpochs = 6071,
    #[msg("the 30-day budget of movement is used up")]
    BudgetExceeded = 6072,
    #[msg("another open proposal moves this parameter")]
    Locked = 6073,
    #[msg("a coupled group must move as a whole")]
    GroupIncomplete = 6074,
    #[msg("the coupled group does not meet its rule")]
    GroupSum = 6075,

    // Voting and ends
    #[msg("the content hash is not that of this proposal")]
    ContentHashMismatch = 6080,
    #[msg("the council has changed since; the proposal is stale")]
    ConfigChanged = 6081,
    #[msg("the proposal is closed")]
    ProposalClosed = 6082,
    #[msg("voting on the proposal is over")]
    VotingOver = 6083,
    #[msg("this seat has approved already")]
    AlreadyApproved = 6084,
    #[msg("this seat has not approved")]
    NotApproved = 6085,
    #[msg("this seat has vetoed already")]
    AlreadyVetoed = 6086,
    #[msg("only the proposer may cancel")]
    NotProposer = 6087,
    #[msg("the proposal is not queued")]
    NotQueued = 6088,
    #[msg("the delay in seconds has not passed")]
    DelayNotElapsedSecs = 6089,
    #[msg("the delay in slots has not passed")]
    DelayNotElapsedSlots = 6090,
    #[msg("the window for execution is over")]
    WindowOver = 6091,
    #[msg("approvals fell below the threshold")]
    ApprovalsMissing = 6092,
    #[msg("the proposal has not expired")]
    NotExpired = 6093,

    // Never expected
    #[msg("arithmetic left its range")]
    Arithmetic = 6098,
    #[msg("an invariant of the account is broken")]
    InvariantBroken = 6099,

    // Safeguards
    #[msg("the safeguards are not set")]
    SafeguardsMissing = 6300,
    #[msg("a time is zero or longer than 14 days, or the cool-down is shorter than two alarms")]
    BadTiming = 6301,
    #[msg("an alarm rule names an unknown metric, direction, level or number of periods")]
    BadAlarmRule = 6302,
    #[msg("a share of the stake is more than all of it")]
    BadVoiceShare = 6303,

    // Classes
    #[msg("this instruction does not serve this class of proposals")]
    WrongClass = 6304,
    #[msg("the guardian has paused this")]
    Paused = 6305,
    #[msg("the alarm shuts this class")]
    ShutByAlarm = 6306,
    #[msg("the last emergency was too short a time ago")]
    EmergencyTooSoon = 6307,
    #[msg("an emergency moves the parameter only in its safe direction")]
    UnsafeDirection = 6308,

    // Payload
    #[msg("the payload is longer than 1 024 bytes")]
    PayloadTooLong = 6309,
    #[msg("the payload cannot be read, or has bytes left over")]
    BadPayload = 6310,
    #[msg("the payload belongs to another proposal")]
    ForeignPayload = 6311,
    #[msg("the payload is not the one that was voted on")]
    PayloadMismatch = 6312,

    // Config
    #[msg("a config proposal has 1 to 16 changes")]
    BadChangeCount = 6313,
    #[msg("the council could never change itself again")]
    CouncilBricked = 6314,
    #[msg("there is no alarm rule at this place")]
    NoAlarmRule = 6315,

    // Guardian
    #[msg("only the guardian may do this")]
    NotGuardian = 6316,
    #[msg("the pause names no bit, or one that does not exist")]
    BadPauseBits = 6317,
    #[msg("a pause lasts 1 second to 7 days")]
    BadPauseLength = 6318,
    #[msg("the gap after the last pause is not over")]
    PauseTooSoon = 6319,

    // Alarm
    #[msg("this seat raised the alarm too short a time ago")]
    AlarmCoolingDown = 6320,
    #[msg("the metrics are not the ones that the council names")]
    WrongMetrics = 6321,
    #[msg("the ring does not hold the periods that the rule compares")]
    PeriodMissing = 6322,
    #[msg("the evidence is too old")]
    EvidenceTooOld = 6323,
    #[msg("a period of the evidence has been used before")]
    EvidenceUsed = 6324,
    #[msg("the metric did not move as far as the rule asks")]
    NotProved = 6325,

    // Action
    #[msg("an action calls another program, never the gate")]
    ActionTargetsGate = 6340,
    #[msg("an action writes no account of the gate")]
    ActionWritesGate = 6341,
    #[msg("an action carries the economy's own signature and no other")]
    ForeignSigner = 6342,
    #[msg("an account of the action has an unknown flag")]
    UnknownAccountFlag = 6343,
    #[msg("an action has at most 24 accounts")]
    TooManyAccounts = 6344,
    #[msg("an action has at most 8 guards")]
    TooManyGuards = 6345,
    #[msg("a guard is over an account or over bytes that do not exist")]
    GuardOutOfRange = 6346,
    #[msg("an account does not contain what was voted on")]
    GuardMismatch = 6347,
    #[msg("an upgrade needs guards over the program in the buffer and over the program that it replaces")]
    UpgradeUnguarded = 6348,
    #[msg("the accounts are not those of the stored instruction, followed by its program")]
    ActionAccounts = 6349,

    // Community voice
    #[msg("a voice objects (1) or supports (2)")]
    UnknownStance = 6350,
    #[msg("this is no position of a pool that may speak")]
    WrongPosition = 6351,
    #[msg("the signer does not speak for this position")]
    NotSpeaker = 6352,
    #[msg("the position has no stake that is older than the proposal")]
    NoWeight = 6353,
    #[msg("the ring shows no stake from before the proposal")]
    BaseMissing = 6354,
    #[msg("the ballot belongs to another proposal")]
    ForeignBallot = 6355,
    #[msg("the rent goes back to who paid it")]
    NotPayer = 6356,
    #[msg("the proposal is still open")]
    ProposalOpen = 6357,

    // Scorecard
    #[msg("no metric of the ring has this number")]
    UnknownMetric = 6360,
    #[msg("a forecast's horizon is 1 second to 30 days")]
    HorizonOutOfRange = 6361,
    #[msg("a forecast of this oracle is overdue; resolve it first")]
    ForecastOverdue = 6362,
    #[msg("as many forecasts of this oracle are open or due as can be remembered")]
    TooManyForecasts = 6363,
    #[msg("this forecast waits for no grade: never made, graded already, or of another oracle")]
    NotDue = 6364,
    #[msg("the forecast's horizon is not over")]
    HorizonNotOver = 6365,
    #[msg("the period that shows the result is not closed")]
    PeriodOpen = 6366,
    #[msg("the oracle is in the shadow: it records, and nobody can approve")]
    OracleInShadow = 6367,
}
