//! Hints over Redis pub/sub: the lane's name on one channel.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;
use rappel_domain::job::Lane;
use redis::{AsyncCommands, Client, RedisResult};
use tokio::{task::JoinHandle, time::sleep};

use super::Local;

const CHANNEL: &str = "rappel:wake";
/// Pause before connecting again.
const PAUSE: Duration = Duration::from_secs(1);

/// Hints between processes. Stops listening when the last clone is dropped.
#[derive(Debug, Clone)]
pub struct Remote {
    local: Local,
    outbox: Local,
    _tasks: Arc<Tasks>,
}

#[derive(Debug)]
struct Tasks([JoinHandle<()>; 2]);

impl Drop for Tasks {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

impl Remote {
    pub(super) fn start(url: &str) -> RedisResult<Self> {
        let client = Client::open(url)?;
        let local = Local::default();
        let outbox = Local::default();
        let (listener, ears) = (client.clone(), local.clone());
        let listening = tokio::spawn(async move {
            loop {
                if let Err(error) = listen(&listener, &ears).await {
                    tracing::warn!(%error, "no hints over redis; jobs wait for the next poll");
                }
                sleep(PAUSE).await;
            }
        });
        let letters = outbox.clone();
        let telling = tokio::spawn(async move {
            let mut connection = None;
            loop {
                let lane = tokio::select! {
                    biased;
                    () = letters.of(Lane::Urgent).notified() => Lane::Urgent,
                    () = letters.of(Lane::Mail).notified() => Lane::Mail,
                    () = letters.of(Lane::Normal).notified() => Lane::Normal,
                };
                if connection.is_none() {
                    connection = client.get_multiplexed_async_connection().await.ok();
                }
                let Some(open) = &mut connection else { continue };
                if open.publish::<_, _, ()>(CHANNEL, lane.as_str()).await.is_err() {
                    connection = None;
                }
            }
        });
        Ok(Self { local, outbox, _tasks: Arc::new(Tasks([listening, telling])) })
    }

    pub(super) fn wake(&self, lane: Lane) {
        self.local.wake(lane);
        self.outbox.wake(lane);
    }

    pub(super) const fn local(&self) -> &Local {
        &self.local
    }
}

async fn listen(client: &Client, local: &Local) -> RedisResult<()> {
    let mut pubsub = client.get_async_pubsub().await?;
    pubsub.subscribe(CHANNEL).await?;
    // What was said while nobody listened is lost: look once.
    for lane in Lane::ALL {
        local.wake(*lane);
    }
    let mut messages = pubsub.into_on_message();
    while let Some(message) = messages.next().await {
        // What does not parse is a lane of another version of this program.
        if let Ok(lane) = message.get_payload::<String>()?.parse() {
            local.wake(lane);
        }
    }
    Ok(())
}
