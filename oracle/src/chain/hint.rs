//! Websocket `logsSubscribe` as a hint: "something touched this address, look again".
//!
//! Nothing that arrives here is used as data, so a lying, silent or broken websocket costs only delay: the reader polls anyway.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::{Message, protocol::WebSocketConfig};

use super::Pubkey;

/// Largest message that is read, bytes.
const MAX_MESSAGE: usize = 1 << 20;

/// Without any message for this long (pings included) the connection is taken for dead.
const SILENCE: Duration = Duration::from_secs(60);

/// Wakes a reader when an address was touched, and tells whether the websocket is up.
#[derive(Clone, Debug)]
pub struct Hint {
    touched: watch::Receiver<u64>,
    connected: watch::Receiver<bool>,
}

impl Hint {
    /// A hint that never fires: polling only.
    pub fn silent() -> Self {
        Self { touched: watch::channel(0).1, connected: watch::channel(false).1 }
    }

    pub fn is_connected(&self) -> bool {
        *self.connected.borrow()
    }

    /// Returns at the next touch, or after `at_most`.
    pub async fn wait(&mut self, at_most: Duration) {
        let fired = async {
            if self.touched.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let _ = tokio::time::timeout(at_most, fired).await;
    }
}

/// Subscribes to logs that mention `addresses` and reconnects for ever; ends when every `Hint` is dropped.
pub fn spawn_hint(ws_url: String, addresses: Vec<Pubkey>) -> Hint {
    let (touched, touched_rx) = watch::channel(0_u64);
    let (connected, connected_rx) = watch::channel(false);
    tokio::spawn(async move {
        let mut wait = Duration::from_millis(500);
        while !touched.is_closed() {
            match follow(&ws_url, &addresses, &touched, &connected).await {
                Ok(()) => wait = Duration::from_millis(500),
                Err(reason) => tracing::debug!(%reason, "websocket lost, polling until it is back"),
            }
            connected.send_replace(false);
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(30));
        }
    });
    Hint { touched: touched_rx, connected: connected_rx }
}

async fn follow(
    url: &str,
    addresses: &[Pubkey],
    touched: &watch::Sender<u64>,
    connected: &watch::Sender<bool>,
) -> Result<(), String> {
    let config = WebSocketConfig::default().max_message_size(Some(MAX_MESSAGE)).max_frame_size(Some(MAX_MESSAGE));
    let (mut socket, _) = tokio_tungstenite::connect_async_with_config(url, Some(config), true)
        .await
        .map_err(|error| error.to_string())?;
    for (id, address) in addresses.iter().enumerate() {
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": "logsSubscribe", "params": [{ "mentions": [address.to_string()] }, { "commitment": "confirmed" }] });
        socket.send(Message::text(request.to_string())).await.map_err(|error| error.to_string())?;
    }
    connected.send_replace(true);
    let mut ping = tokio::time::interval(SILENCE / 3);
    loop {
        tokio::select! {
            _ = ping.tick() => socket.send(Message::Ping(Default::default())).await.map_err(|error| error.to_string())?,
            message = tokio::time::timeout(SILENCE, socket.next()) => match message {
                Ok(Some(Ok(Message::Text(text)))) if text.contains("logsNotification") => touched.send_modify(|count| *count = count.wrapping_add(1)),
                Ok(Some(Ok(Message::Close(_)))) | Ok(None) => return Ok(()),
                Ok(Some(Ok(_))) => {}
                Ok(Some(Err(error))) => return Err(error.to_string()),
                Err(_) => return Err("silent for too long".into()),
            },
        }
        if touched.is_closed() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// A websocket server that notifies once per connection and then hangs up.
    async fn server() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
                let request = socket.next().await.unwrap().unwrap().into_text().unwrap();
                assert!(request.contains("logsSubscribe"));
                socket.send(Message::text(r#"{"method":"logsNotification"}"#)).await.unwrap();
                socket.close(None).await.unwrap();
            }
        });
        url
    }

    const LONG: Duration = Duration::from_secs(20);

    #[tokio::test]
    async fn a_touch_wakes_the_reader_and_a_lost_websocket_comes_back() {
        let mut hint = spawn_hint(server().await, vec![Pubkey::new_from_array([1; 32])]);
        for _ in 0..2 {
            tokio::time::timeout(LONG, hint.wait(2 * LONG))
                .await
                .expect("woken by the server, the second time by the next connection");
        }
    }

    #[tokio::test]
    async fn without_a_websocket_the_reader_polls() {
        let mut hint = Hint::silent();
        tokio::time::timeout(LONG, hint.wait(Duration::from_millis(1))).await.expect("the pause ends by itself");
        assert!(!hint.is_connected());
        let mut away = spawn_hint("ws://127.0.0.1:1".into(), vec![]);
        tokio::time::timeout(LONG, away.wait(Duration::from_millis(1)))
            .await
            .expect("an unreachable websocket holds nothing up");
    }
}
