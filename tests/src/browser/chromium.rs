//! A real Chromium without a window, driven over its DevTools socket, so that widths and colours are exactly what is asked for.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// No traffic of the browser's own.
const QUIET: [&str; 10] = [
    "--headless",
    "--hide-scrollbars",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
];

/// Longest wait for the browser to start and for one answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one tab; it ends with this value.
pub struct Browser {
    process: Child,
    profile: PathBuf,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    session: String,
    sent: u64,
}

/// How a page is looked at.
#[derive(Clone, Copy)]
pub struct Sight {
    /// CSS pixels.
    pub width: u32,
    pub dark: bool,
}

impl Browser {
    pub async fn start(name: &str) -> Result<Self> {
        let program = find()?;
        let profile = std::env::temp_dir().join(format!("trimtab-browser-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&profile);
        std::fs::create_dir_all(&profile)?;
        let process = Command::new(program)
            .args(QUIET)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("the browser does not start")?;
        let mut ending = Ending { process: Some(process), profile: profile.clone() };
        let (socket, _) = connect_async(address(&profile).await?).await?;
        let process = ending.process.take().ok_or_else(|| anyhow!("started once"))?;
        let mut browser = Self { process, profile, socket, session: String::new(), sent: 0 };
        let target = browser.ask("Target.createTarget", json!({ "url": "about:blank" })).await?;
        let attached =
            browser.ask("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true })).await?;
        browser.session = attached["sessionId"].as_str().context("a session")?.into();
        browser.ask("Page.enable", json!({})).await?;
        Ok(browser)
    }

    /// Opens a page and waits until it is loaded.
    pub async fn open(&mut self, url: &str, sight: Sight) -> Result<()> {
        let metrics = json!({ "width": sight.width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", metrics).await?;
        let scheme = if sight.dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.ask("Emulation.setEmulatedMedia", media).await?;
        self.ask("Page.navigate", json!({ "url": url })).await?;
        self.until(|message| message["method"] == "Page.loadEventFired").await?;
        Ok(())
    }

    /// Value of a JavaScript expression in the page; the page's own policy does not hold for it.
    pub async fn value(&mut self, expression: &str) -> Result<Value> {
        let answer = self.ask("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true })).await?;
        if !answer["exceptionDetails"].is_null() {
            bail!("{expression}: {}", answer["exceptionDetails"]);
        }
        Ok(answer["result"]["value"].clone())
    }

    /// The whole page as PNG, down to `tallest` pixels.
    pub async fn picture(&mut self, file: &Path, tallest: f64) -> Result<Vec<u8>> {
        let size = self.ask("Page.getLayoutMetrics", json!({})).await?["cssContentSize"].clone();
        let height = size["height"].as_f64().unwrap_or(900.0).min(tallest);
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1 });
        let shot = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.ask("Page.captureScreenshot", shot).await?;
        let bytes = BASE64.decode(answer["data"].as_str().context("a picture")?)?;
        std::fs::write(file, &bytes)?;
        Ok(bytes)
    }

    async fn ask(&mut self, method: &str, params: Value) -> Result<Value> {
        self.sent += 1;
        let id = self.sent;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(message.to_string())).await?;
        let mut answer = self.until(|message| message["id"] == id).await?;
        if !answer["error"].is_null() {
            bail!("{method}: {}", answer["error"]);
        }
        Ok(answer["result"].take())
    }

    async fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Result<Value> {
        let wait = async {
            while let Some(message) = self.socket.next().await {
                let message: Value = serde_json::from_str(message?.to_text()?).unwrap_or_default();
                if is_it(&message) {
                    return Ok(message);
                }
            }
            bail!("the browser hung up")
        };
        tokio::time::timeout(PATIENCE, wait).await.context("the browser does not answer")?
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        end(&mut self.process, &self.profile);
    }
}

/// Ends a browser that never came to answer.
struct Ending {
    process: Option<Child>,
    profile: PathBuf,
}

impl Drop for Ending {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            end(process, &self.profile);
        }
    }
}

fn end(process: &mut Child, profile: &Path) {
    let _ = process.kill();
    let _ = process.wait();
    // Its helpers need a moment to let go of their files.
    for _ in 0..20 {
        if std::fs::remove_dir_all(profile).is_ok() || !profile.exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn find() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let mut places = std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    places.find(|file| file.is_file()).context("no Chromium on this machine: run `cargo xtask setup`")
}

/// The DevTools address, which the browser writes into its profile.
async fn address(profile: &Path) -> Result<String> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Ok(text) = std::fs::read_to_string(profile.join("DevToolsActivePort"))
            && let Some((port, path)) = text.split_once('\n')
        {
            return Ok(format!("ws://127.0.0.1:{port}{path}"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("the browser did not open its DevTools socket within {} s", PATIENCE.as_secs())
}
