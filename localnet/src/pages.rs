//! The dashboard of a play, on loopback.

use crate::WrongInput;
use anyhow::{Context, Result};
use axum::Router;
use std::net::{Ipv4Addr, TcpListener};
use tokio::task::JoinHandle;

/// Port of the dashboard when nobody names one.
pub const USUAL_PORT: u16 = 8787;

/// A place for the dashboard, taken before the work begins.
pub struct Place(TcpListener);

impl Place {
    /// Takes `port`, or the usual one, or a free one where the usual one is taken.
    pub fn take(port: Option<u16>) -> Result<Self> {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => bind(port).map_err(|error| WrongInput(format!("port {port} cannot be used for the dashboard ({error}): choose another with --port, or 0 for a free one")))?,
            None => bind(USUAL_PORT).or_else(|_| bind(0)).context("no port is free for the dashboard")?,
        };
        listener.set_nonblocking(true)?;
        Ok(Self(listener))
    }

    /// Serves `router` until dropped.
    pub fn serve(self, router: Router) -> Result<Pages> {
        let url = format!("http://{}", self.0.local_addr()?);
        let listener = tokio::net::TcpListener::from_std(self.0)?;
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the dashboard ended: {error}");
            }
        });
        Ok(Pages { url, task })
    }
}

/// A dashboard that is up.
pub struct Pages {
    pub url: String,
    task: JoinHandle<()>,
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.task.abort();
    }
}
