//! By what somebody can be reached, and by what a step reaches them.

use chrono::Duration;

use crate::{
    delivery::{Channel, Recipient},
    id::StaffId,
    policy::StepChannel,
};

/// Somebody whom a step names, with the channels by which they can be reached now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reachable {
    /// Somebody of staff.
    Staff {
        /// Who.
        staff: StaffId,
        /// Has a number that takes text messages.
        sms: bool,
        /// Has an e-mail address.
        email: bool,
        /// Is called when nobody has taken it so long after the text, or at once where there is no text; `None` where calls
        /// are not set up or there is no number.
        call_after: Option<Duration>,
    },
    /// The operator's fallback number or mailbox.
    Address {
        /// By what.
        channel: Channel,
        /// Number or mailbox.
        address: String,
        /// Is called so long after the text, unless a step says otherwise. Texts and e-mails go at once.
        call_after: Duration,
    },
}

/// One way to summon one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) staff: Option<StaffId>,
    pub(super) channel: Channel,
    pub(super) to: Recipient,
    /// After what time.
    pub(super) after: Duration,
    /// Whether it stands in for a channel of the step by which they cannot be reached.
    pub(super) instead: bool,
}

/// Whether an e-mail alone may be waited for: only where nobody at all can be paged by phone. Otherwise nobody
/// reads it at three in the morning, and the next step is due at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailAlone {
    /// The installation pages by e-mail.
    Counts,
    /// Somebody further on has a phone.
    IsNoHope,
}

impl Reachable {
    pub(super) fn is_staff(&self) -> bool {
        matches!(self, Self::Staff { .. })
    }

    /// Whether this is somebody of staff for whom a step with these channels waits.
    pub fn is_worth_waiting_for(&self, channels: &[StepChannel], mail: MailAlone) -> bool {
        let counts = |way: &Way| rings(way.channel) || mail == MailAlone::Counts;
        self.is_staff() && self.ways(channels).iter().any(counts)
    }

    /// By what a target is summoned by a step with these channels, and when. Whoever can be reached at all has a way.
    pub(super) fn ways(&self, channels: &[StepChannel]) -> Vec<Way> {
        match self {
            Self::Staff { staff, sms, email, call_after } => {
                let has = Has { sms: *sms, email: *email, call_after: *call_after };
                let way = |(channel, after, instead)| Way {
                    staff: Some(*staff),
                    channel,
                    to: Recipient::Staff(*staff),
                    after,
                    instead,
                };
                has.times(channels).into_iter().map(way).collect()
            }
            Self::Address { channel, address, call_after } => {
                let after = match channel {
                    Channel::Sms | Channel::Email => Some(Duration::zero()),
                    Channel::Voice => called_after(channels, *call_after),
                };
                let to = Recipient::Address(address.clone());
                let way = |after| Way { staff: None, channel: *channel, to, after, instead: false };
                after.map(way).into_iter().collect()
            }
        }
    }
}

/// When the fallback number is called: at the time of a step that has channels of its own, and not at all for one that
/// calls nobody. It has its text in any case.
fn called_after(channels: &[StepChannel], usual: Duration) -> Option<Duration> {
    if channels.is_empty() {
        return Some(usual);
    }
    let call = channels.iter().find(|it| it.by == Channel::Voice)?;
    Some(Duration::minutes(i64::from(call.after_minutes)))
}

/// Whether a channel makes a phone ring.
pub(super) const fn rings(channel: Channel) -> bool {
    match channel {
        Channel::Sms | Channel::Voice => true,
        Channel::Email => false,
    }
}

/// What somebody has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Has {
    pub(super) sms: bool,
    pub(super) email: bool,
    pub(super) call_after: Option<Duration>,
}

/// A channel, when it is used, and whether it stands in for another.
pub(super) type Time = (Channel, Duration, bool);

impl Has {
    /// By what a step with these channels reaches them, and when.
    pub(super) fn times(self, channels: &[StepChannel]) -> Vec<Time> {
        if channels.is_empty() { self.usual() } else { self.chosen(channels) }
    }

    const fn takes(self, channel: Channel) -> bool {
        match channel {
            Channel::Sms => self.sms,
            Channel::Email => self.email,
            Channel::Voice => self.call_after.is_some(),
        }
    }

    /// SMS and e-mail at once, and a call later; at once where there is no text.
    fn usual(self) -> Vec<Time> {
        let at_once = Duration::zero();
        let call = self.call_after.map(|after| if self.sms { after } else { at_once });
        let by = [
            (Channel::Sms, self.sms.then_some(at_once)),
            (Channel::Email, self.email.then_some(at_once)),
            (Channel::Voice, call),
        ];
        by.into_iter().filter_map(|(channel, after)| Some((channel, after?, false))).collect()
    }

    /// The channels of the step that they have. In the place of one by which their phone cannot ring comes the next
    /// that can, at its time; where none of the step's can, whatever makes it ring, at once.
    fn chosen(self, channels: &[StepChannel]) -> Vec<Time> {
        let mut wanted = channels.to_vec();
        wanted.sort_by_key(|it| it.after_minutes);
        let after = |it: &StepChannel| Duration::minutes(i64::from(it.after_minutes));
        let phone: Vec<StepChannel> = wanted.iter().copied().filter(|it| rings(it.by)).collect();
        let can: Vec<StepChannel> = phone.iter().copied().filter(|it| self.takes(it.by)).collect();
        let mut times: Vec<Time> =
            can.iter().zip(&phone).map(|(can, place)| (can.by, after(place), can.by != place.by)).collect();
        if let (Some(first), true) = (phone.first(), can.is_empty()) {
            let other = [Channel::Sms, Channel::Voice].into_iter().find(|it| self.takes(*it));
            times.extend(other.map(|channel| (channel, after(first), true)));
        }
        let mail = wanted.iter().find(|it| it.by == Channel::Email);
        times.extend(mail.filter(|_| self.email).map(|it| (Channel::Email, after(it), false)));
        if times.is_empty() {
            return self.usual().into_iter().map(|(channel, after, _)| (channel, after, true)).collect();
        }
        // Nothing of theirs is due at once: what comes first does not wait for channels that they do not have.
        let soonest = times.iter().map(|(_, after, _)| *after).min().unwrap_or_default();
        times
            .iter_mut()
            .filter(|(_, after, _)| *after == soonest)
            .for_each(|(_, after, _)| *after = Duration::zero());
        times
    }
}

#[cfg(test)]
mod tests;
