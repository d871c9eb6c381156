//! A loopback port that passes bytes on to another one.
//!
//! surfpool-sdk picks its own free ports; people want the ports that every Solana tool knows.

use crate::WrongInput;
use anyhow::Result;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Open until dropped.
pub(super) struct Forward(JoinHandle<()>);

impl Forward {
    /// Listens on 127.0.0.1:`port` and forwards to the host and port in `url`.
    pub(super) async fn open(port: u16, url: &str) -> Result<Self> {
        let target = url.rsplit("//").next().unwrap_or(url).trim_end_matches('/').to_owned();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| {
            WrongInput(format!(
                "port {port} cannot be used ({error}): is another validator running? choose another with --port"
            ))
        })?;
        Ok(Self(tokio::spawn(accept(listener, target))))
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn accept(listener: TcpListener, target: String) {
    while let Ok((mut inbound, _)) = listener.accept().await {
        let target = target.clone();
        tokio::spawn(async move {
            if let Ok(mut outbound) = TcpStream::connect(&target).await {
                // A closed connection is how each conversation ends, not an error.
                let _ = copy_bidirectional(&mut inbound, &mut outbound).await;
            }
        });
    }
}
