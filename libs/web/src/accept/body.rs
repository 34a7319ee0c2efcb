//! The body of a request: not for ever, and not without end.

use std::{io, time::Duration};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use http_body_util::combinators::BoxBody;
use poem::Body;
use tokio::time::{Instant, timeout_at};

use super::{Deadlines, cut_because};

pub(super) type Answer = BoxBody<Bytes, io::Error>;

/// A line slower than this is not waited for: five files of 10 MB then take under two hours.
const SLOWEST_BYTES_PER_SECOND: usize = 8 * 1024;

/// Why a body is not read to its end; found inside the `io::Error` that the reader gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyRefused {
    /// More bytes than are allowed: 413.
    #[error("the request is too large")]
    TooLarge,
    /// The client takes too long: 408.
    #[error("the request came too slowly")]
    TooSlow,
}

impl BodyRefused {
    /// The reason inside an error of the reader, at whatever depth.
    pub fn inside(error: &(dyn std::error::Error + 'static)) -> Option<Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(refused) = error.downcast_ref::<Self>() {
                return Some(*refused);
            }
            let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            next = match inner {
                Some(inner) => Some(inner),
                None => error.source(),
            };
        }
        None
    }
}

pub(super) fn bounded(body: Body, deadlines: Deadlines) -> Body {
    if body.is_empty() {
        return body;
    }
    Body::from_bytes_stream(Box::pin(read(body, deadlines)))
}

fn read(body: Body, deadlines: Deadlines) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let begun = Instant::now();
    let start = Some((Box::pin(body.into_bytes_stream()), 0_usize));
    futures_util::stream::unfold(start, move |state| async move {
        let (mut stream, mut received) = state?;
        let slow_line = Duration::from_secs((received / SLOWEST_BYTES_PER_SECOND) as u64);
        match timeout_at(begun + deadlines.body + slow_line, stream.next()).await {
            Err(_) => {
                cut_because("body");
                Some((Err(io::Error::other(BodyRefused::TooSlow)), None))
            }
            Ok(None) => None,
            Ok(Some(Err(error))) => Some((Err(error), None)),
            Ok(Some(Ok(bytes))) => {
                received += bytes.len();
                if received > deadlines.max_body.get() {
                    return Some((Err(io::Error::other(BodyRefused::TooLarge)), None));
                }
                Some((Ok(bytes), Some((stream, received))))
            }
        }
    })
}
