//! How often one person is texted and rung while a storm lasts.
//!
//! The first text of a company goes at once, whatever else the person was sent. While more follow, the pauses between them
//! grow, and what falls due in a pause travels together in the next text. So nobody gets more than [`MOST_TEXTS`] in any
//! [`SPAN`] of one company, nor of all of them but for the first two of each: that one client storms must not delay
//! another one's page, and it is worth a text more that a client is rung back. Answers to what somebody does themselves, such as
//! taking a ticket, are not counted. Nothing here delays a step of a policy: the next person is paged as if every text had
//! gone at once.

use chrono::{DateTime, Duration, Utc};

/// Texts to one person in any [`SPAN`] at most.
pub const MOST_TEXTS: usize = 5;
/// The time in which texts are counted; after so long without one a storm is over.
pub const SPAN: Duration = Duration::minutes(15);
/// Between two calls that page one person for one company: a phone that rings for ten tickets at once helps nobody.
pub const BETWEEN_CALLS: Duration = Duration::minutes(2);

const FIRST_GAP: Duration = Duration::minutes(1);
const LONGEST_GAP: Duration = Duration::minutes(8);

/// What one company has sent to one phone by one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The latest text or call.
    pub last_at: DateTime<Utc>,
    /// The pause that it began.
    pub gap: Duration,
    /// When the next one may go.
    pub next_at: DateTime<Utc>,
}

/// Whether a text or call may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Now, and this is the window then.
    Now(Window),
    /// Not before this time.
    Wait(DateTime<Utc>),
}

impl Window {
    const fn new(now: DateTime<Utc>, gap: Duration, next_at: DateTime<Utc>) -> Self {
        Self { last_at: now, gap, next_at }
    }

    /// The window of a text that is tried again, after a fault of its provider: not a new text, and its pause begins now.
    #[must_use]
    pub fn renewed(self, now: DateTime<Utc>) -> Self {
        Self::new(now, self.gap, now + self.gap)
    }

    /// The window after nothing was sent after all: the next one may go at once. The pause does not shrink.
    #[must_use]
    pub const fn released(self, now: DateTime<Utc>) -> Self {
        Self { next_at: now, ..self }
    }
}

/// Whether a company may text somebody now; `recent` are the texts of all companies to that phone.
pub fn text(now: DateTime<Utc>, window: Option<Window>, recent: &[DateTime<Utc>]) -> Turn {
    let Some(window) = window.filter(|it| now - it.last_at < SPAN) else {
        return Turn::Now(Window::new(now, FIRST_GAP, now + FIRST_GAP));
    };
    if now < window.next_at {
        return Turn::Wait(window.next_at);
    }
    // With the shortest pause behind it the company has sent one text: it does not storm, whoever else does.
    if window.gap > FIRST_GAP
        && let Some(room_at) = room_at(now, recent, MOST_TEXTS)
    {
        return Turn::Wait(room_at);
    }
    let gap = (window.gap * 2).min(LONGEST_GAP);
    Turn::Now(Window::new(now, gap, now + gap))
}

/// Whether a company may ring somebody now to page them.
pub fn call(now: DateTime<Utc>, window: Option<Window>) -> Turn {
    match window {
        Some(window) if now < window.next_at => Turn::Wait(window.next_at),
        _ => Turn::Now(Window::new(now, BETWEEN_CALLS, now + BETWEEN_CALLS)),
    }
}

/// Whether a text that nothing hangs on, such as "somebody took it", may still go: it must leave room for a page.
pub fn has_room_for_news(now: DateTime<Utc>, recent: &[DateTime<Utc>]) -> bool {
    room_at(now, recent, MOST_TEXTS - 1).is_none()
}

/// When fewer than `most` texts lie in the span again; `None` when they do now.
fn room_at(now: DateTime<Utc>, recent: &[DateTime<Utc>], most: usize) -> Option<DateTime<Utc>> {
    let mut within: Vec<DateTime<Utc>> = recent.iter().copied().filter(|at| now - *at < SPAN).collect();
    within.sort_unstable();
    within.iter().rev().nth(most - 1).map(|at| *at + SPAN)
}

#[cfg(test)]
mod tests;
