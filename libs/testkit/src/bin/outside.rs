//! The outside world as a process: `outside provider|smtp [ADDRESS]`. Prints one line per message,
//! JSON, until it is stopped.

use std::{
    env,
    io::{self, Write},
    net::SocketAddr,
    time::{Duration, SystemTime},
};

use rappel_testkit::{
    FaultProvider, SmtpSink,
    provider::{ACCOUNT_SID, AUTH_TOKEN, GENERIC_KEY, ReceiptStep},
    smtp::Security,
};
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let address = |default: &str| -> io::Result<SocketAddr> {
        let text = arguments.get(1).map_or(default, String::as_str);
        text.parse().map_err(io::Error::other)
    };
    match arguments.first().map(String::as_str) {
        Some("provider") => provider(address("127.0.0.1:0")?).await,
        Some("smtp") => smtp(address("127.0.0.1:0")?).await,
        _ => Err(io::Error::other("outside provider|smtp [ADDRESS]")),
    }
}

async fn provider(address: SocketAddr) -> io::Result<()> {
    let provider = FaultProvider::start_at(address).await?;
    provider.receipts([
        ReceiptStep::new(Duration::from_millis(300), "sent"),
        ReceiptStep::new(Duration::from_secs(1), "delivered"),
    ]);
    say(&json!({
        "base_url": provider.base_url(), "account_sid": ACCOUNT_SID, "auth_token": AUTH_TOKEN,
        "generic_url": provider.generic_url(), "generic_key": GENERIC_KEY,
    }))?;
    let (mut requests, mut violations) = (0, 0);
    loop {
        for request in provider.requests().iter().skip(requests) {
            requests += 1;
            let (at, answer) = (milliseconds(request.at), format!("{:?}", request.answer));
            say(&json!({ "at": at, "to": request.to, "body": request.body, "answer": answer }))?;
        }
        for violation in provider.violations().iter().skip(violations) {
            violations += 1;
            say(&json!({ "violation": violation }))?;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn smtp(address: SocketAddr) -> io::Result<()> {
    let sink = SmtpSink::start_at(address, Security::Plain).await?;
    say(&json!({ "address": sink.address().to_string() }))?;
    let mut seen = 0;
    loop {
        for mail in sink.received().iter().skip(seen) {
            seen += 1;
            let at = milliseconds(mail.at);
            say(&json!({ "at": at, "to": mail.to, "subject": mail.subject(), "text": mail.text() }))?;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn milliseconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

fn say(line: &Value) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
