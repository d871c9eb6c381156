//! How days pass: by travelling, or by waiting.

use anyhow::{Context, Result, bail};
use oracle::chain::{ChainClock, Commitment, Rpc};
use serde_json::json;
use std::time::{Duration, Instant};

/// Longest wait for a chain that makes no progress.
const PATIENCE: Duration = Duration::from_secs(120);

/// The chain's time and how to make it pass.
#[derive(Clone)]
pub struct Time {
    rpc: Rpc,
    passing: Passing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Passing {
    Travel,
    Wait,
}

impl Time {
    /// For the embedded chain: slots, epochs and the clock jump ahead.
    pub fn travel(rpc: Rpc) -> Self {
        Self { rpc: rpc.at(Commitment::Processed), passing: Passing::Travel }
    }

    /// For a validator: time passes on its own.
    pub fn wait(rpc: Rpc) -> Self {
        Self { rpc: rpc.at(Commitment::Processed), passing: Passing::Wait }
    }

    /// The chain's clock now.
    pub async fn now(&self) -> Result<ChainClock> {
        self.rpc.clock().await.context("the chain's clock cannot be read")
    }

    /// Returns once the chain's clock shows at least `unix`.
    pub async fn pass_until(&self, unix: i64) -> Result<ChainClock> {
        let began = Instant::now();
        loop {
            let now = self.now().await?;
            let missing = unix - now.unix;
            if missing <= 0 {
                return Ok(now);
            }
            match self.passing {
                Passing::Travel => self.jump(unix).await?,
                Passing::Wait => tokio::time::sleep(Duration::from_millis(300)).await,
            }
            if began.elapsed() > PATIENCE + Duration::from_secs(missing.unsigned_abs()) {
                bail!("the chain's clock stands still at {} although {unix} is awaited", now.unix);
            }
        }
    }

    /// Returns once `slot`, in which a transaction landed, is final.
    pub async fn finalized(&self, slot: u64) -> Result<()> {
        let began = Instant::now();
        while self.rpc.slot(Commitment::Finalized).await? < slot {
            if began.elapsed() > PATIENCE {
                bail!("slot {slot} is not final after {} s", PATIENCE.as_secs());
            }
            tokio::time::sleep(self.poll()).await;
        }
        Ok(())
    }

    /// A sensible pause between looks at the chain.
    pub fn poll(&self) -> Duration {
        match self.passing {
            Passing::Travel => Duration::from_millis(4),
            Passing::Wait => Duration::from_millis(250),
        }
    }

    async fn jump(&self, unix: i64) -> Result<()> {
        let target = json!([{ "absoluteTimestamp": unix * 1000 }]);
        let Err(error) = self.rpc.call("surfnet_timeTravel", target).await else { return Ok(()) };
        // Blocks that were still being made may have passed the target meanwhile; nobody travels backwards.
        let passed = self.now().await?.unix >= unix;
        if passed { Ok(()) } else { Err(error).context("this chain cannot travel in time") }
    }
}
