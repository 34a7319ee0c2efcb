//! Replies by SMS from people on call. The provider's signature was checked before.

use chrono::Duration;
use rappel_domain::{
    Refusal,
    callback::{Callback, State, Via},
    decision::answer_reply,
    delivery::{News, Recipient, ReplyOutcome},
    phone::Phone,
    sms_reply::{self, Reply},
};
use rappel_store::{doors::Refused, idempotency::Key};

use crate::{
    Service, StaffScope,
    callbacks::Outcome,
    error::{Error, Result},
    secret::sha256,
    tenants::tenant_of,
};

/// After "no answer" by SMS the next try is so much later.
const NEXT_TRY: Duration = Duration::minutes(15);

type Case = (Callback, i64);

/// A reply, and the number in it.
#[derive(Debug, Clone, Copy)]
struct Said<'a> {
    words: &'a str,
    ticket: Option<i64>,
}

impl Service {
    /// Acts on a reply; on one that has a name of the provider's, once. A number that is nobody's gets nothing.
    pub async fn reply_by_sms(&self, from: &Phone, text: &str, id: Option<&str>) -> Result<()> {
        let Some((scope, _)) = self.store.doors().staff_by_phone(from).await? else {
            return Ok(());
        };
        let Some(id) = id else {
            return self.read_reply(&scope, text).await;
        };
        let on = tenant_of(&scope.with_operator(), scope.operator())?;
        let key = format!("sms {id}");
        let tx = self.store.write(&on).await?;
        let known = tx.idempotency_key(&key, &sha256(text)).await?;
        tx.commit().await?;
        // One that was begun and never finished is read again: rather twice than never.
        if matches!(known, Key::Done(done) if !done.is_null()) {
            return Ok(());
        }
        self.read_reply(&scope, text).await?;
        let tx = self.store.write(&on).await?;
        tx.save_result(&key, true.into()).await?;
        Ok(tx.commit().await?)
    }

    async fn read_reply(&self, scope: &StaffScope, text: &str) -> Result<()> {
        match sms_reply::read(text) {
            Reply::Stop => Ok(self.store.doors().set_sms_refused(scope, Refused::Yes).await?),
            Reply::Start => Ok(self.store.doors().set_sms_refused(scope, Refused::No).await?),
            Reply::Take { ticket } => self.take_by_sms(scope, Said { words: text, ticket }).await,
            Reply::Reached { ticket } => {
                self.outcome_by_sms(scope, Said { words: text, ticket }, Outcome::Reached).await
            }
            Reply::NoAnswer { ticket } => {
                let next_try = self.clock().now() + NEXT_TRY;
                let said = Said { words: text, ticket };
                self.outcome_by_sms(scope, said, Outcome::NoAnswer { next_try }).await
            }
            Reply::Decline { ticket } => {
                self.outcome_by_sms(scope, Said { words: text, ticket }, Outcome::Cannot).await
            }
            Reply::Connect { ticket } if self.can_call() => {
                self.connect_by_sms(scope, Said { words: text, ticket }).await
            }
            Reply::Connect { .. } | Reply::Unknown => {
                let cases = self.cases(scope).await?;
                let about = cases.iter().find(|(callback, _)| callback.is_open()).or(cases.first());
                self.keep_reply(scope, about, text).await?;
                self.tell(scope, about, ReplyOutcome::NotUnderstood).await
            }
        }
    }

    async fn take_by_sms(&self, scope: &StaffScope, said: Said<'_>) -> Result<()> {
        let cases = self.cases(scope).await?;
        let waits = |it: &&Case| matches!(it.0.state, State::Requested | State::Paging);
        let case = match self.choose(scope, &cases, said, waits).await? {
            Chosen::One(case) => case,
            Chosen::Asked => return Ok(()),
        };
        let on = tenant_of(scope, case.0.tenant)?;
        match self.accept_as(&on, case.0.id, scope.staff(), Via::Sms).await {
            Err(Error::Refused(Refusal::AlreadyTaken { .. } | Refusal::CallbackOver)) => {
                let (_, view) = self.callback(&on, case.0.id).await?;
                self.tell(scope, Some(&case), truth(&view.callback)).await
            }
            done => done,
        }
    }

    /// Takes it when nobody has, and calls whoever then has it.
    async fn connect_by_sms(&self, scope: &StaffScope, said: Said<'_>) -> Result<()> {
        let cases = self.cases(scope).await?;
        let staff = scope.staff();
        let fits = |it: &&Case| match it.0.state {
            State::Accepted { by, .. } => by == staff,
            State::Requested | State::Paging => true,
            State::Reached { .. } | State::Cancelled { .. } => false,
        };
        let case = match self.choose(scope, &cases, said, fits).await? {
            Chosen::One(case) => case,
            Chosen::Asked => return Ok(()),
        };
        let on = tenant_of(scope, case.0.tenant)?;
        let taken = self.accept_as(&on, case.0.id, staff, Via::Sms).await;
        let done = match taken {
            Ok(()) => self.connect_as(&on, case.0.id, staff).await,
            refused => refused,
        };
        match done {
            Err(Error::Refused(_)) => {
                let (_, view) = self.callback(&on, case.0.id).await?;
                self.tell(scope, Some(&case), truth(&view.callback)).await
            }
            done => done,
        }
    }

    async fn outcome_by_sms(&self, scope: &StaffScope, said: Said<'_>, outcome: Outcome) -> Result<()> {
        let cases = self.cases(scope).await?;
        let staff = scope.staff();
        let mine = |it: &&Case| match it.0.state {
            State::Accepted { by, .. } => by == staff,
            State::Requested | State::Paging => outcome == Outcome::Cannot,
            _ => false,
        };
        let case = match self.choose(scope, &cases, said, mine).await? {
            Chosen::One(case) => case,
            Chosen::Asked => return Ok(()),
        };
        let on = tenant_of(scope, case.0.tenant)?;
        match self.outcome_as(&on, case.0.id, staff, outcome).await {
            Ok(()) => match outcome {
                Outcome::Reached => self.tell(scope, Some(&case), ReplyOutcome::Reached).await,
                Outcome::NoAnswer { next_try } => {
                    self.tell(scope, Some(&case), ReplyOutcome::NoAnswer { next_try }).await
                }
                Outcome::WrongNumber | Outcome::Cannot => Ok(()),
            },
            Err(Error::Refused(_)) => {
                let (_, view) = self.callback(&on, case.0.id).await?;
                self.tell(scope, Some(&case), truth(&view.callback)).await
            }
            Err(error) => Err(error),
        }
    }

    /// Callbacks that a staff member was paged for or holds, the newest first.
    async fn cases(&self, scope: &StaffScope) -> Result<Vec<Case>> {
        Ok(self.store.office(scope).await?.callbacks_of_staff(scope.staff()).await?)
    }

    /// Finds the one callback that is meant, or says what is needed.
    async fn choose(
        &self,
        scope: &StaffScope,
        cases: &[Case],
        said: Said<'_>,
        fits: impl Fn(&&Case) -> bool + Send,
    ) -> Result<Chosen> {
        let named: Vec<&Case> =
            cases.iter().filter(|(_, number)| said.ticket.is_none_or(|it| it == *number)).collect();
        let fitting: Vec<&Case> = named.iter().copied().filter(|it| fits(it)).collect();
        let about = fitting.first().or(named.first()).copied().or(cases.first());
        self.keep_reply(scope, about, said.words).await?;
        match fitting.as_slice() {
            [one] => return Ok(Chosen::One(Box::new((*one).clone()))),
            [] => match named.first() {
                // Too late, or not theirs: they hear the truth.
                Some(latest) => self.tell(scope, Some(latest), truth(&latest.0)).await?,
                None => self.tell(scope, cases.first(), ReplyOutcome::Over).await?,
            },
            // Numbers are counted per client, so two may have the same: the one they were paged for last is meant, and
            // the answer says whose it is.
            [first, rest @ ..] if rest.iter().all(|(_, number)| *number == first.1) => {
                return Ok(Chosen::One(Box::new((*first).clone())));
            }
            [first, ..] => {
                let mut numbers: Vec<i64> = fitting.iter().map(|(_, number)| *number).collect();
                numbers.dedup();
                self.tell(scope, Some(first), ReplyOutcome::WhichOne { numbers }).await?;
            }
        }
        Ok(Chosen::Asked)
    }

    /// Keeps what was written with the callback that the answer will be about.
    async fn keep_reply(&self, scope: &StaffScope, case: Option<&Case>, words: &str) -> Result<()> {
        let Some((callback, _)) = case else { return Ok(()) };
        let on = tenant_of(scope, callback.tenant)?;
        self.note_reply(&on, callback, scope.staff(), words).await
    }

    async fn tell(&self, scope: &StaffScope, case: Option<&Case>, outcome: ReplyOutcome) -> Result<()> {
        let tenant = case.map_or(scope.operator(), |(callback, _)| callback.tenant);
        let on = tenant_of(scope, tenant)?;
        let mut tx = self.store.write(&on).await?;
        let to = Recipient::Staff(scope.staff());
        let news = News::ReplyOutcome { outcome };
        let decision = answer_reply(tx.clock(), tenant, to, news, case.map(|(callback, _)| callback));
        tx.record(decision).await?;
        Ok(tx.commit().await?)
    }
}

enum Chosen {
    One(Box<Case>),
    Asked,
}

/// What became of a callback, for somebody who answered late.
fn truth(callback: &Callback) -> ReplyOutcome {
    match callback.state {
        State::Accepted { by, at, .. } | State::Reached { by, at } => ReplyOutcome::AlreadyTaken { by, at },
        State::Requested | State::Paging => ReplyOutcome::NotTaken,
        State::Cancelled { .. } => ReplyOutcome::Over,
    }
}
