//! How somebody of a tenant wants to be told.

use crate::{
    Clock,
    decision::Decision,
    delivery::{Channel, News, Recipient},
    id::{CallbackId, PersonId, TicketId},
    job::Lane,
};

/// How somebody of a tenant wants to be told, as their account says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub person: PersonId,
    /// Wants news by e-mail.
    pub by_email: bool,
    /// Wants news by SMS, and has proved the number.
    pub by_sms: bool,
    /// Has proved a number, so that urgent news may go there.
    pub has_verified_number: bool,
}

impl Contact {
    /// Tells ordinary news by the channels the person chose; nothing when they chose none.
    pub(crate) fn tell(&self, clock: &dyn Clock, decision: &mut Decision, news: &News, ticket: TicketId) {
        let chosen = [(self.by_email, Channel::Email), (self.by_sms, Channel::Sms)];
        for (_, channel) in chosen.into_iter().filter(|(wanted, _)| *wanted) {
            let to = Recipient::Person(self.person);
            let _ = decision.tell(clock, Lane::Normal, to, channel, news.clone(), (Some(ticket), None));
        }
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
        let chosen = [(self.by_email, Channel::Email), (self.by_sms, Channel::Sms)];
        for (_, channel) in chosen.into_iter().filter(|(wanted, _)| *wanted) {
            let to = Recipient::Person(self.person);
            let about = (Some(about.0), Some(about.1));
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
