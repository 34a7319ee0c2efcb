use super::*;

const RATES: Rates = Rates { requests: NonZeroU32::new(3).unwrap(), sign_ins: NonZeroU32::new(2).unwrap() };

/// Counts until the first refusal.
async fn how_many(limiter: &Limiter, limit: Limit, key: &str) -> (u32, Duration) {
    for count in 0.. {
        if let Err(wait) = limiter.count(limit, key).await {
            return (count, wait);
        }
    }
    unreachable!()
}

async fn counts_per_limit_and_key(limiter: Limiter) {
    let (count, wait) = how_many(&limiter, Limit::Requests, "192.0.2.1").await;
    assert_eq!(count, 3);
    assert!(wait > Duration::from_secs(15) && wait <= Duration::from_secs(20), "{wait:?}");
    assert_eq!(how_many(&limiter, Limit::Requests, "192.0.2.2").await.0, 3, "another key");
    assert_eq!(how_many(&limiter, Limit::SignInsFromNetwork, "192.0.2.1").await.0, 2, "another limit");
    limiter.tidy();
    assert_eq!(how_many(&limiter, Limit::Requests, "192.0.2.1").await.0, 0, "still remembered");
}

#[tokio::test]
async fn in_this_process() {
    counts_per_limit_and_key(Limiter::local(RATES)).await;
}

/// A Redis of our own on a free port, ended with the test; nothing where none is installed.
struct Redis(std::process::Child, String);

impl Redis {
    async fn start() -> Option<Self> {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let args = ["--port", &port.to_string(), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"];
        let child = std::process::Command::new("redis-server")
            .args(args)
            .stdout(std::process::Stdio::null())
            .spawn()
            .ok()?;
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Some(Self(child, format!("redis://127.0.0.1:{port}")))
    }

    async fn limiter(&self) -> Limiter {
        let client = redis::Client::open(self.1.as_str()).unwrap();
        Limiter::Shared(Shared::new(client.get_connection_manager().await.unwrap(), RATES))
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test]
async fn in_redis_for_several_processes() {
    let Some(redis) = Redis::start().await else {
        println!("no redis-server here: not tested");
        return;
    };
    counts_per_limit_and_key(redis.limiter().await).await;
    // Another process sees the same count.
    assert_eq!(how_many(&redis.limiter().await, Limit::Requests, "192.0.2.1").await.0, 0);
    assert_eq!(how_many(&redis.limiter().await, Limit::Requests, "192.0.2.3").await.0, 3);
}

#[tokio::test]
async fn without_redis_each_process_counts_for_itself() {
    let Some(redis) = Redis::start().await else {
        println!("no redis-server here: not tested");
        return;
    };
    let limiter = redis.limiter().await;
    drop(redis);
    let begun = std::time::Instant::now();
    assert_eq!(how_many(&limiter, Limit::Requests, "192.0.2.1").await.0, 3);
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}
