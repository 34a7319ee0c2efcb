//! Who follows a ticket: oneself and colleagues, as long as they may see it.

use rappel_domain::{audit::Deed, id::PersonId, ticket::Ticket, visibility::Visibility};
use rappel_store::{Rights, Tx};

use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    retry::again,
};

/// Followers of a ticket at most.
pub const MOST_FOLLOWERS: usize = 20;

/// Who follows a ticket, for somebody of its company.
#[derive(Debug, Clone, Default)]
pub struct Following {
    /// Those who follow it and are still of the company, by name.
    pub followers: Vec<String>,
    /// Whether the reader does.
    pub is_following: bool,
    /// Whether the reader is told of it anyway, as its requester.
    pub is_own: bool,
    /// Colleagues who could: they may see it and do not follow it yet.
    pub others: Vec<(PersonId, String)>,
}

impl Service {
    /// Who follows a ticket, and who could.
    pub async fn following(&self, scope: &Scope, number: i64) -> Result<Following> {
        let reader = reader(scope)?;
        let tx = self.store.read(scope).await?;
        let ticket = tx.tickets().by_number(number).await?;
        let following = tx.followers().following(ticket.id).await?;
        let everybody = able(&tx, &ticket).await?;
        let (followers, others): (Vec<Person>, Vec<Person>) =
            everybody.into_iter().partition(|it| following.contains(&it.id));
        Ok(Following {
            followers: followers.into_iter().map(|it| it.name).collect(),
            is_following: following.contains(&reader),
            is_own: ticket.requester == reader,
            others: others
                .into_iter()
                .filter(|it| it.id != reader && it.id != ticket.requester)
                .map(|it| (it.id, it.name))
                .collect(),
        })
    }

    /// Lets the reader follow a ticket, or a colleague who may see it.
    pub async fn follow(&self, scope: &Scope, number: i64, colleague: Option<PersonId>) -> Result<()> {
        let who = colleague.unwrap_or(reader(scope)?);
        let refused = |reason| Err(Error::Invalid(vec![Invalid::new("person", reason)]));
        again(|| async {
            let tx = self.store.write(scope).await?;
            let ticket = tx.tickets().by_number(number).await?;
            if !able(&tx, &ticket).await?.iter().any(|it| it.id == who) {
                return refused(Reason::NotAChoice);
            }
            if who == ticket.requester {
                return Ok(());
            }
            let following = tx.followers().following(ticket.id).await?;
            if following.len() >= MOST_FOLLOWERS && !following.contains(&who) {
                return refused(Reason::Text("followers-many"));
            }
            if tx.followers().follow(ticket.id, who).await? {
                tx.audit().note(Some(who), &Deed::FollowerAdded { number }).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The reader follows a ticket no more.
    pub async fn unfollow(&self, scope: &Scope, number: i64) -> Result<()> {
        let who = reader(scope)?;
        again(|| async {
            let tx = self.store.write(scope).await?;
            let ticket = tx.tickets().by_number(number).await?;
            if tx.followers().unfollow(ticket.id, who).await? {
                tx.audit().note(Some(who), &Deed::FollowerLeft { number }).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

const fn reader(scope: &Scope) -> Result<PersonId> {
    match scope.rights() {
        Rights::Person { person, .. } => Ok(*person),
        _ => Err(Error::Forbidden),
    }
}

/// Those of the company who may see a ticket and are not switched off, by name.
async fn able(tx: &Tx, ticket: &Ticket) -> Result<Vec<Person>> {
    let company = tx.members_see().await?;
    let sees = |it: &Person| {
        let sees = Visibility::of(it.role, it.visibility.as_ref(), &company);
        it.disabled_at.is_none() && sees.admits(it.id, ticket.requester)
    };
    Ok(tx.persons().list().await?.into_iter().filter(sees).collect())
}
