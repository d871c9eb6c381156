//! Serves the pages over a data folder that an oracle or a demo left behind: `cargo run -p oracle --example pages -- DIR [PORT]`.

use std::{path::PathBuf, sync::Arc};

use oracle::{daemon, dashboard};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(
        args.next().ok_or_else(|| anyhow::anyhow!("expected a data folder, found nothing: pages DIR [PORT]"))?,
    );
    let port: u16 = args.next().map_or(Ok(8787), |port| port.parse())?;
    let store = Arc::new(daemon::open_reader(&folder)?);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, dashboard::router(store)).await?)
}
