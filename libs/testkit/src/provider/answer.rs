//! How the fault server may behave.

/// What the server does with one request that sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Takes the message.
    Taken,
    /// Refuses with a status and a Twilio error code in JSON.
    Refused {
        /// HTTP status.
        status: u16,
        /// Twilio's code.
        code: u32,
    },
    /// Refuses with a status and a word in JSON, as OVHcloud does.
    RefusedAs {
        /// HTTP status.
        status: u16,
        /// OVHcloud's `errorCode`.
        word: &'static str,
    },
    /// The number is none: `invalidReceivers` on a 200 of OVHcloud, 21211 of Twilio.
    InvalidReceiver,
    /// 429 with `Retry-After` in seconds.
    TooMany {
        /// Seconds.
        retry_after: u64,
    },
    /// 5xx; the message is not taken, but the client cannot know.
    ServerError(u16),
    /// Takes the message, then answers 5xx.
    TakenThenServerError(u16),
    /// Reads the request and never answers.
    Hang,
    /// Takes the message and never answers.
    TakenThenHang,
    /// Cuts the connection after the head of the request.
    Reset,
    /// Takes the message, then cuts the connection.
    TakenThenReset,
    /// Takes the message and answers 201 with bytes that are no JSON.
    Garbage,
}

impl Answer {
    /// Whether a phone will show the message.
    pub const fn takes(self) -> bool {
        matches!(
            self,
            Self::Taken
                | Self::TakenThenServerError(_)
                | Self::TakenThenHang
                | Self::TakenThenReset
                | Self::Garbage
        )
    }
}

/// Shares of requests that go wrong, in percent; the rest is taken.
#[derive(Debug, Clone, Copy)]
pub struct Storm {
    /// 5xx without taking the message.
    pub server_errors: u8,
    /// 5xx after the message was taken.
    pub taken_then_errors: u8,
    /// No answer; half of these have taken the message.
    pub time_outs: u8,
    /// 429 with a `Retry-After` of one second.
    pub too_many: u8,
    /// Of requests for the list of messages: 503.
    pub lists_fail: u8,
    /// Where the dice begin.
    pub seed: u64,
}

impl Storm {
    /// What happens to the next request that sends.
    pub(super) fn next(&mut self) -> Answer {
        let z = self.throw();
        let errors = u64::from(self.server_errors);
        let taken_then_errors = errors + u64::from(self.taken_then_errors);
        let time_outs = taken_then_errors + u64::from(self.time_outs);
        match z % 100 {
            roll if roll < errors => Answer::ServerError(503),
            roll if roll < taken_then_errors => Answer::TakenThenServerError(502),
            roll if roll < time_outs && (z >> 32).is_multiple_of(2) => Answer::Hang,
            roll if roll < time_outs => Answer::TakenThenHang,
            roll if roll < time_outs + u64::from(self.too_many) => Answer::TooMany { retry_after: 1 },
            _ => Answer::Taken,
        }
    }

    /// Whether the next request for the list fails.
    pub(super) fn list_fails(&mut self) -> bool {
        self.throw() % 100 < u64::from(self.lists_fail)
    }

    /// Throws the dice: splitmix64, <https://prng.di.unimi.it/splitmix64.c>.
    fn throw(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
