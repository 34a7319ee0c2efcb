//! How somebody of a tenant wants to be told.

use crate::{
    Clock,
    decision::Decision,
    delivery::{Channel, News, Recipient},
    id::{CallbackId, PersonId, TicketId},
    job::Lane,
    role::text_form,
};

/// The ways of one kind of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Ways {
    /// By e-mail.
    pub by_email: bool,
    /// By SMS, once the number is proved.
    pub by_sms: bool,
}

impl Ways {
    /// Whether a channel is among them.
    pub const fn has(self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.by_email,
            Channel::Sms => self.by_sms,
            Channel::Voice => false,
        }
    }

    /// Whether there is none.
    pub const fn is_none(self) -> bool {
        !self.by_email && !self.by_sms
    }

    /// What counts of them while no number is proved: an e-mail goes in the place of an SMS.
    #[must_use]
    pub const fn without_number(self) -> Self {
        Self { by_email: self.by_email || self.by_sms, by_sms: false }
    }

    fn channels(self) -> impl Iterator<Item = Channel> {
        [Channel::Email, Channel::Sms].into_iter().filter(move |channel| self.has(*channel))
    }
}

/// Kinds of news that somebody of a tenant chooses ways for. Everything else (what is urgent, a record of an own act, what opens
/// a door) comes whatever was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// An answer was posted.
    Answers,
    /// A ticket closes soon, or was closed.
    Closing,
    /// What became of a call.
    Calls,
}
text_form!(Topic { Answers = "answers", Closing = "closing", Calls = "calls" });

/// The ways that somebody chose for each kind of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Choices {
    /// See [`Topic::Answers`].
    pub answers: Ways,
    /// See [`Topic::Closing`].
    pub closing: Ways,
    /// See [`Topic::Calls`].
    pub calls: Ways,
}

impl Choices {
    /// The same ways for every kind.
    pub const fn alike(by_email: bool, by_sms: bool) -> Self {
        let ways = Ways { by_email, by_sms };
        Self { answers: ways, closing: ways, calls: ways }
    }

    /// The ways of one kind.
    pub const fn of(self, topic: Topic) -> Ways {
        match topic {
            Topic::Answers => self.answers,
            Topic::Closing => self.closing,
            Topic::Calls => self.calls,
        }
    }

    /// The ways of one kind, to change.
    pub const fn of_mut(&mut self, topic: Topic) -> &mut Ways {
        match topic {
            Topic::Answers => &mut self.answers,
            Topic::Closing => &mut self.closing,
            Topic::Calls => &mut self.calls,
        }
    }
}

impl News {
    /// The kind that somebody of a tenant chooses ways for, if it is one.
    pub const fn topic(&self) -> Option<Topic> {
        match self {
            Self::Answered { .. } => Some(Topic::Answers),
            Self::ClosingSoon | Self::Closed => Some(Topic::Closing),
            Self::UrgentReached => Some(Topic::Calls),
            _ => None,
        }
    }

    /// Whether it waits until somebody's quiet hours are over. What belongs to an urgent call never does: whoever asked for
    /// one is awake.
    pub const fn waits_for_the_end_of_quiet_hours(&self) -> bool {
        matches!(self.topic(), Some(Topic::Answers | Topic::Closing))
    }
}

/// How somebody of a tenant wants to be told, as their account says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub person: PersonId,
    /// What counts of what they chose: see [`Ways::without_number`].
    pub choices: Choices,
    /// Has proved a number, so that urgent news may go there.
    pub has_verified_number: bool,
}

impl Contact {
    /// Tells ordinary news by the channels the person chose for its kind; nothing when they chose none.
    pub(crate) fn tell(&self, clock: &dyn Clock, decision: &mut Decision, news: &News, ticket: TicketId) {
        self.tell_about(clock, decision, news, (Some(ticket), None));
    }

    /// Tells by e-mail whatever the person chose (a record of their own act), never by SMS.
    pub(crate) fn mail(&self, clock: &dyn Clock, decision: &mut Decision, news: News, ticket: TicketId) {
        let to = Recipient::Person(self.person);
        let _ = decision.tell(clock, Lane::Normal, to, Channel::Email, news, (Some(ticket), None));
    }

    /// Tells what became of a call by the channels the person chose; nothing when they chose none.
    pub(crate) fn tell_of_call(
        &self,
        clock: &dyn Clock,
        decision: &mut Decision,
        news: &News,
        about: (TicketId, CallbackId),
    ) {
        self.tell_about(clock, decision, news, (Some(about.0), Some(about.1)));
    }

    fn tell_about(
        &self,
        clock: &dyn Clock,
        decision: &mut Decision,
        news: &News,
        about: (Option<TicketId>, Option<CallbackId>),
    ) {
        // What nobody chooses ways for goes by e-mail.
        let always = Ways { by_email: true, by_sms: false };
        let ways = news.topic().map_or(always, |topic| self.choices.of(topic));
        for channel in ways.channels() {
            let to = Recipient::Person(self.person);
            let _ = decision.tell(clock, Lane::Normal, to, channel, news.clone(), about);
        }
    }

    /// Tells urgent news by e-mail, and by SMS when the number is proved: nobody waits in the dark.
    pub(crate) fn tell_urgent(
        &self,
        clock: &dyn Clock,
        decision: &mut Decision,
        news: &News,
        about: (TicketId, CallbackId),
    ) {
        let channels = [(true, Channel::Email), (self.has_verified_number, Channel::Sms)];
        for (_, channel) in channels.into_iter().filter(|(possible, _)| *possible) {
            let to = Recipient::Person(self.person);
            let about = (Some(about.0), Some(about.1));
            let _ = decision.tell(clock, Lane::Urgent, to, channel, news.clone(), about);
        }
    }
}

#[cfg(test)]
mod tests;
