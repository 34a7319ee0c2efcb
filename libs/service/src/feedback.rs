//! What clients say of a closed ticket: whether it is solved, and a few words. Once for each close, on the ticket's
//! page or by a link that is mailed: looked at by GET, used by POST.

use rappel_domain::{
    id::{PersonId, TenantId, TicketId},
    ticket::{self, FEEDBACK_WINDOW, Feedback, Remark, Solved, State, Ticket, asks_for_feedback},
};
use rappel_store::{
    Rights, Tx,
    categories::Category,
    links::{Link, Purpose},
};

use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    invalid::{Checks, Reason},
    retry::again,
};

/// How long a link to say it works.
pub const FEEDBACK: chrono::Duration = FEEDBACK_WINDOW;

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// `yes` or `no`.
    pub solved: String,
    /// A few words, or nothing.
    pub remark: String,
}

/// A link that asks whether a ticket is solved, and works.
#[derive(Debug)]
pub struct FeedbackLink {
    scope: Scope,
    link: Link,
    /// Whom it was mailed to.
    pub person: Person,
    /// The closed ticket.
    pub ticket: Ticket,
    /// What it is about.
    pub category: Category,
}

impl FeedbackLink {
    /// What was said already, by this link or otherwise.
    pub const fn given(&self) -> Option<&Feedback> {
        match &self.ticket.state {
            State::Closed { feedback, .. } => feedback.as_ref(),
            State::Open(_) => None,
        }
    }
}

impl Service {
    /// Looks at a link without using it. [`Error::NotFound`] when it is unknown, too old, for something else, of another
    /// company than `site` or of an earlier close, when the ticket is open again, or when it was used and nothing is
    /// known of that.
    pub async fn feedback_link(&self, site: TenantId, token: &str) -> Result<FeedbackLink> {
        let (scope, link) = self.open_link(token).await?;
        let Purpose::Feedback { ticket, person } = link.purpose else {
            return Err(Error::NotFound);
        };
        if scope.tenant() != site {
            return Err(Error::NotFound);
        }
        let tx = self.store.read(&scope).await?;
        let ticket = tx.tickets().by_id(ticket).await?;
        let State::Closed { at, feedback, .. } = &ticket.state else {
            return Err(Error::NotFound);
        };
        let may_say = link.used_at.is_none() && asks_for_feedback(&ticket.state, tx.clock().now());
        if link.created_at < *at || (feedback.is_none() && !may_say) {
            return Err(Error::NotFound);
        }
        let person = tx.persons().by_id(person).await?;
        let category = tx.categories().by_id(ticket.category).await?;
        Ok(FeedbackLink { scope, link, person, ticket, category })
    }

    /// Says it by a link, and uses the link up. [`Error::NotFound`] the second time.
    pub async fn give_feedback_by_link(&self, site: TenantId, token: &str, said: &Said) -> Result<()> {
        let found = self.feedback_link(site, token).await?;
        let (solved, remark) = read(said)?;
        let done = again(|| async {
            let mut tx = self.store.write(&found.scope).await?;
            // The ticket first, also where two links of it are used at once: neither waits for the other's.
            record(&mut tx, found.ticket.number, solved, remark.clone()).await?;
            tx.links().consume(&found.link).await?;
            Ok(tx.commit().await?)
        })
        .await;
        match done {
            Err(Error::Refused(_)) => Err(Error::NotFound),
            done => done,
        }
    }

    /// Somebody of the tenant says it on the page of the ticket; links that were mailed for it are used up.
    pub async fn give_feedback(&self, scope: &Scope, number: i64, said: &Said) -> Result<()> {
        let person = asker(scope)?;
        let (solved, remark) = read(said)?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let ticket = record(&mut tx, number, solved, remark.clone()).await?;
            tx.links().revoke(Purpose::Feedback { ticket, person }).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

const fn asker(scope: &Scope) -> Result<PersonId> {
    match scope.rights() {
        Rights::Person { person, .. } => Ok(*person),
        _ => Err(Error::Forbidden),
    }
}

async fn record(tx: &mut Tx, number: i64, solved: Solved, remark: Option<Remark>) -> Result<TicketId> {
    let ticket = tx.tickets().by_number(number).await?;
    let id = ticket.id;
    let by = tx.scope().actor();
    let decision = ticket::give_feedback(tx.clock(), ticket, by, solved, remark).map_err(Error::Refused)?;
    tx.record(decision).await?;
    Ok(id)
}

fn read(said: &Said) -> Result<(Solved, Option<Remark>)> {
    let mut checks = Checks::default();
    let solved = checks.take("solved", said.solved.parse::<Solved>().map_err(|_| Reason::NotAChoice));
    let remark = checks.take("remark", Remark::parse(&said.remark));
    checks.done(solved.zip(remark))
}
