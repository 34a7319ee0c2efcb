//! Replies by SMS from people on call. The provider's signature was checked before.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Refusal,
    callback::{Callback, State, Summons, Via},
    decision::answer_reply,
    delivery::{Channel, News, Recipient, ReplyOutcome},
    phone::Phone,
    readiness::STOP,
    sms_reply::{self, Reply},
};
use rappel_store::{idempotency::Key, queue::StaffCall};

use crate::{
    Scope, Service, StaffScope,
    callbacks::Outcome,
    error::{Error, Result},
    retry::again,
    secret::sha256,
    tenants::tenant_of,
    trouble::tell_of_stop,
};

/// After "no answer" by SMS the next try is so much later.
const NEXT_TRY: Duration = Duration::minutes(15);

/// So long a reply that somebody began to act on is theirs: who dies in the middle leaves it to the next.
const IN_HAND: Duration = Duration::seconds(30);

/// So far the provider's clock may be behind ours. A page that was sent after the reply was not what it answers.
const CLOCKS_DIFFER: Duration = Duration::seconds(30);

/// A text that a phone sent.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// What it says.
    pub text: &'a str,
    /// The provider's name for it.
    pub id: Option<&'a str>,
    /// When it was sent, where the provider says it; else now.
    pub sent_at: Option<DateTime<Utc>>,
}

/// A reply, and which callback it is about, as far as it says.
#[derive(Debug, Clone, Copy)]
struct About<'a> {
    words: &'a str,
    ticket: Option<i64>,
    sent_at: Option<DateTime<Utc>>,
}

impl About<'_> {
    /// Without a number, whoever wrote it meant something that they knew of.
    fn may_mean(&self, case: &StaffCall) -> bool {
        match (self.ticket, self.sent_at) {
            (Some(number), _) => number == case.number,
            (None, Some(sent_at)) => case.since <= sent_at + CLOCKS_DIFFER,
            (None, None) => true,
        }
    }
}

/// Whose a reply is that has a name.
enum Claim {
    /// Ours, to act on.
    Ours,
    /// Somebody acts on it at this moment.
    InHand,
    /// It was acted on.
    Done,
}

impl Service {
    /// Acts on a reply that was sent just now; see [`Self::hear`].
    pub async fn reply_by_sms(&self, from: &Phone, text: &str, id: Option<&str>) -> Result<()> {
        self.hear(from, Heard { text, id, sent_at: None }).await
    }

    /// Acts on a reply; on one that has a name of the provider's, once. A number that is nobody's gets nothing.
    /// [`Error::Busy`] while another process acts on it: who asks again later learns whether it did.
    pub async fn hear(&self, from: &Phone, heard: Heard<'_>) -> Result<()> {
        let Some((scope, _)) = self.store.doors().staff_by_phone(from).await? else {
            return Ok(());
        };
        self.note_reached(&scope, from).await?;
        let Some(id) = heard.id else {
            return self.read_reply(&scope, heard).await;
        };
        let on = tenant_of(&scope.with_operator(), scope.operator())?;
        let key = format!("sms {id}");
        match self.claim_reply(&on, &key, heard.text).await? {
            Claim::Done => return Ok(()),
            Claim::InHand => return Err(Error::Busy),
            Claim::Ours => {}
        }
        let acted = self.read_reply(&scope, heard).await;
        let done = if acted.is_ok() { true.into() } else { serde_json::Value::Null };
        let tx = self.store.write(&on).await?;
        tx.save_result(&key, done).await?;
        tx.commit().await?;
        acted
    }

    /// Whoever writes from their number is reached by it.
    async fn note_reached(&self, scope: &StaffScope, from: &Phone) -> Result<()> {
        let tx = self.store.write(&tenant_of(scope, scope.operator())?).await?;
        tx.note_reached(scope.staff(), from.e164()).await?;
        Ok(tx.commit().await?)
    }

    /// Notes that we begin to act on a reply, unless somebody else did a moment ago. One that was begun and never finished
    /// is read again: rather twice than never.
    async fn claim_reply(&self, on: &Scope, key: &str, text: &str) -> Result<Claim> {
        let tx = self.store.write(on).await?;
        let now = tx.clock().now();
        if let Key::Done(known) = tx.idempotency_key(key, &sha256(text)).await? {
            let begun = known.as_i64().and_then(DateTime::from_timestamp_millis);
            if known == true {
                return Ok(Claim::Done);
            }
            if begun.is_some_and(|begun| now < begun + IN_HAND) {
                return Ok(Claim::InHand);
            }
        }
        tx.save_result(key, now.timestamp_millis().into()).await?;
        tx.commit().await?;
        Ok(Claim::Ours)
    }

    async fn read_reply(&self, scope: &StaffScope, heard: Heard<'_>) -> Result<()> {
        let about = |ticket| About { words: heard.text, ticket, sent_at: heard.sent_at };
        match sms_reply::read(heard.text) {
            Reply::Stop => self.stop_by_sms(scope, heard.sent_at).await,
            Reply::Start => {
                let said_at = heard.sent_at.unwrap_or_else(|| self.clock().now());
                Ok(self.store.doors().allow_sms(scope, said_at).await?)
            }
            Reply::Take { ticket } => self.take_by_sms(scope, about(ticket)).await,
            Reply::Reached { ticket } => self.outcome_by_sms(scope, about(ticket), Outcome::Reached).await,
            Reply::NoAnswer { ticket } => {
                let next_try = self.clock().now() + NEXT_TRY;
                self.outcome_by_sms(scope, about(ticket), Outcome::NoAnswer { next_try }).await
            }
            Reply::Decline { ticket } => self.outcome_by_sms(scope, about(ticket), Outcome::Cannot).await,
            Reply::Connect { ticket } if self.can_call() => self.connect_by_sms(scope, about(ticket)).await,
            Reply::Test if self.test_answered(scope).await? => Ok(()),
            Reply::Connect { .. } | Reply::Test | Reply::Unknown => {
                let cases = self.cases(scope).await?;
                let case = cases.first();
                self.keep_reply(scope, case, heard.text).await?;
                self.tell(scope, case, ReplyOutcome::NotUnderstood).await
            }
        }
    }

    /// No more texts to this number. Nobody notices by themselves that somebody on call cannot be paged any more; and what they
    /// were paged for by text goes on without them. One that was sent before they said START, and is read after it, is over.
    async fn stop_by_sms(&self, scope: &StaffScope, sent_at: Option<DateTime<Utc>>) -> Result<()> {
        let on = tenant_of(scope, scope.operator())?;
        let said_before = sent_at.map(|at| at + CLOCKS_DIFFER);
        let stopped = again(|| async {
            let mut tx = self.store.write(&on).await?;
            if tx.staff(scope.staff()).await?.sms_refused_at.is_none() {
                if !tx.set_sms_refused(scope.staff(), STOP, said_before).await? {
                    return Ok(false);
                }
                tell_of_stop(&mut tx, scope.staff()).await?;
            }
            tx.commit().await?;
            Ok(true)
        })
        .await?;
        if !stopped {
            return Ok(());
        }
        let mut done = Ok(());
        for case in self.cases(scope).await? {
            if matches!(case.callback.state, State::Requested | State::Paging)
                && let Err(error) = self.texts_in_vain(scope, &case.callback).await
            {
                // The pages of other companies go on without them all the same.
                done = Err(error);
            }
        }
        done
    }

    /// The texts that paged somebody for a callback will not be answered.
    async fn texts_in_vain(&self, scope: &StaffScope, callback: &Callback) -> Result<()> {
        let on = tenant_of(scope, callback.tenant)?;
        again(|| async {
            let mut tx = self.store.write(&on).await?;
            let theirs = |it: &Summons| it.staff == Some(scope.staff()) && it.channel == Channel::Sms;
            for summons in tx.callbacks().summons(callback.id).await?.iter().filter(|it| theirs(it)) {
                let delivery = tx.deliveries().of_summons(summons.id).await?;
                self.summons_lost(&mut tx, &delivery, STOP, None).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn take_by_sms(&self, scope: &StaffScope, about: About<'_>) -> Result<()> {
        let cases = self.cases(scope).await?;
        let waits = |it: &&StaffCall| matches!(it.callback.state, State::Requested | State::Paging);
        let open = |it: &&StaffCall| it.callback.is_open();
        let case = match self.choose(scope, &cases, about, open, waits).await? {
            Chosen::One(case) => case,
            Chosen::Asked => return Ok(()),
        };
        let on = tenant_of(scope, case.callback.tenant)?;
        match self.accept_as(&on, case.callback.id, scope.staff(), Via::Sms).await {
            Err(Error::Refused(Refusal::AlreadyTaken { .. } | Refusal::CallbackOver)) => {
                let (_, view) = self.callback_unnoted(&on, case.callback.id).await?;
                self.tell(scope, Some(&case), truth(&view.callback)).await
            }
            done => done,
        }
    }

    /// Takes it when nobody has, and calls whoever then has it.
    async fn connect_by_sms(&self, scope: &StaffScope, about: About<'_>) -> Result<()> {
        let cases = self.cases(scope).await?;
        let staff = scope.staff();
        let fits = |it: &&StaffCall| match it.callback.state {
            State::Accepted { by, .. } => by == staff,
            State::Requested | State::Paging => true,
            State::Reached { .. } | State::Cancelled { .. } => false,
        };
        let open = |it: &&StaffCall| it.callback.is_open();
        let case = match self.choose(scope, &cases, about, open, fits).await? {
            Chosen::One(case) => case,
            Chosen::Asked => return Ok(()),
        };
        let on = tenant_of(scope, case.callback.tenant)?;
        let was_theirs = matches!(case.callback.state, State::Accepted { .. });
        let taken = self.accept_as(&on, case.callback.id, staff, Via::Sms).await;
        let done = match taken {
            Ok(()) => self.connect_as(&on, case.callback.id, staff).await,
            refused => refused,
        };
        match done {
            // The number is what they need then: they ring it themselves. Who has just taken it is told it for that.
            Err(Error::Refused(Refusal::ConnectedTooOften | Refusal::NotConnectable)) => {
                if was_theirs {
                    self.tell_news(scope, Some(&case), News::TakenByYou).await?;
                }
                Ok(())
            }
            Err(Error::Refused(_)) => {
                let (_, view) = self.callback_unnoted(&on, case.callback.id).await?;
                self.tell(scope, Some(&case), truth(&view.callback)).await
            }
            done => done,
        }
    }

    async fn outcome_by_sms(&self, scope: &StaffScope, about: About<'_>, outcome: Outcome) -> Result<()> {
        let cases = self.cases(scope).await?;
        let staff = scope.staff();
        let mine = |it: &&StaffCall| match it.callback.state {
            State::Accepted { by, .. } => by == staff,
            State::Requested | State::Paging => outcome == Outcome::Cannot,
            _ => false,
        };
        let case = match self.choose(scope, &cases, about, mine, mine).await? {
            Chosen::One(case) => case,
            Chosen::Asked => return Ok(()),
        };
        let on = tenant_of(scope, case.callback.tenant)?;
        match self.outcome_as(&on, case.callback.id, staff, outcome).await {
            Ok(()) => match outcome {
                Outcome::Reached => self.tell(scope, Some(&case), ReplyOutcome::Reached).await,
                Outcome::NoAnswer { next_try } => {
                    self.tell(scope, Some(&case), ReplyOutcome::NoAnswer { next_try }).await
                }
                Outcome::WrongNumber | Outcome::Cannot => Ok(()),
            },
            Err(Error::Refused(_)) => {
                let (_, view) = self.callback_unnoted(&on, case.callback.id).await?;
                self.tell(scope, Some(&case), truth(&view.callback)).await
            }
            Err(error) => Err(error),
        }
    }

    /// Callbacks that a staff member was paged for or holds: the open ones, then those that are over, each the newest first.
    async fn cases(&self, scope: &StaffScope) -> Result<Vec<StaffCall>> {
        Ok(self.store.office(scope).await?.callbacks_of_staff(scope.staff()).await?)
    }

    /// Finds the one callback that is meant, or says what is needed. `could_mean` are those that somebody may think of who
    /// names a number, `fits` those with which it can be done.
    async fn choose(
        &self,
        scope: &StaffScope,
        cases: &[StaffCall],
        about: About<'_>,
        could_mean: impl Fn(&&StaffCall) -> bool + Send,
        fits: impl Fn(&&StaffCall) -> bool + Send,
    ) -> Result<Chosen> {
        let mut named: Vec<&StaffCall> = cases.iter().filter(|case| about.may_mean(case)).collect();
        let rivals: Vec<&StaffCall> = match about.ticket {
            Some(_) => named.iter().copied().filter(|it| could_mean(it)).collect(),
            None => named.iter().copied().filter(|it| fits(it)).collect(),
        };
        // Numbers are counted per client, so two may have the same. Nobody's call is taken for another's.
        if let [first, rest @ ..] = rivals.as_slice()
            && !rest.is_empty()
            && rest.iter().all(|it| it.number == first.number)
        {
            let number = first.number;
            match self.of_named_client(scope, &rivals, about.words).await? {
                Ok(one) => named = vec![one],
                Err(clients) => {
                    self.tell(scope, None, ReplyOutcome::WhichClient { number, clients }).await?;
                    return Ok(Chosen::Asked);
                }
            }
        }
        let fitting: Vec<&StaffCall> = named.iter().copied().filter(|it| fits(it)).collect();
        // Whoever names a number says nothing about another one.
        let other = cases.first().filter(|_| about.ticket.is_none());
        let case = fitting.first().or(named.first()).copied().or(other);
        self.keep_reply(scope, case, about.words).await?;
        match fitting.as_slice() {
            [one] => return Ok(Chosen::One(Box::new((*one).clone()))),
            [] => match (case, about.ticket) {
                // Too late, or not theirs, or it came so late that it meant nothing of what they have by now: they hear
                // the truth.
                (Some(case), _) => self.tell(scope, Some(case), truth(&case.callback)).await?,
                (None, Some(number)) => {
                    self.tell(scope, None, ReplyOutcome::NothingOpen { number }).await?;
                }
                (None, None) => self.tell(scope, None, ReplyOutcome::Over).await?,
            },
            [first, ..] => {
                let mut numbers: Vec<i64> = Vec::new();
                for it in &fitting {
                    if !numbers.contains(&it.number) {
                        numbers.push(it.number);
                    }
                }
                self.tell(scope, Some(first), ReplyOutcome::WhichOne { numbers }).await?;
            }
        }
        Ok(Chosen::Asked)
    }

    /// Of several with one number the one whose client a reply names; else the names of the clients, to ask.
    async fn of_named_client<'a>(
        &self,
        scope: &StaffScope,
        rivals: &[&'a StaffCall],
        words: &str,
    ) -> Result<std::result::Result<&'a StaffCall, Vec<String>>> {
        let tenants = self.store.office(scope).await?.tenants().await?;
        let name = |case: &StaffCall| {
            let tenant = tenants.iter().find(|tenant| tenant.id == case.callback.tenant);
            tenant.map(|tenant| tenant.name.clone()).unwrap_or_default()
        };
        let meant: Vec<&StaffCall> =
            rivals.iter().copied().filter(|case| sms_reply::names(words, &name(case))).collect();
        Ok(match meant.as_slice() {
            [one] => Ok(*one),
            _ => Err(rivals.iter().copied().map(name).collect()),
        })
    }

    /// Keeps what was written with the callback that the answer will be about.
    async fn keep_reply(&self, scope: &StaffScope, case: Option<&StaffCall>, words: &str) -> Result<()> {
        let Some(case) = case else { return Ok(()) };
        let on = tenant_of(scope, case.callback.tenant)?;
        self.note_reply(&on, &case.callback, scope.staff(), words).await
    }

    async fn tell(&self, scope: &StaffScope, case: Option<&StaffCall>, outcome: ReplyOutcome) -> Result<()> {
        self.tell_news(scope, case, News::ReplyOutcome { outcome }).await
    }

    async fn tell_news(&self, scope: &StaffScope, case: Option<&StaffCall>, news: News) -> Result<()> {
        let tenant = case.map_or(scope.operator(), |case| case.callback.tenant);
        let on = tenant_of(scope, tenant)?;
        let mut tx = self.store.write(&on).await?;
        let to = Recipient::Staff(scope.staff());
        let decision = answer_reply(tx.clock(), tenant, to, news, case.map(|case| &case.callback));
        tx.record(decision).await?;
        Ok(tx.commit().await?)
    }
}

enum Chosen {
    One(Box<StaffCall>),
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
