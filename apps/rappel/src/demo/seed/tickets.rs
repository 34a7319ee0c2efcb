//! What happens in the demo: some sixty tickets, who opens them, and what is done with each.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{Clock as _, Locale, callback::Via};
use rappel_service::{Error, Result, Scope, callbacks::Outcome, intake::Draft, sha256, tickets::Note};

use super::{Seed, cast::COMPANIES, random};
use crate::demo::texts::{Conversation, ENGLISH, FRENCH, URGENT};

/// What happens to a ticket, and when.
enum Act {
    Open(usize),
    Take(usize),
    Answer(usize),
    Thank(usize),
    Note(usize),
    Close(usize),
    Accept(usize),
    NoAnswer(usize),
    Reached(usize),
}

/// A ticket that the seed opens.
struct Plan {
    company: usize,
    person: usize,
    agent: usize,
    urgent: bool,
    talk: &'static Conversation,
    number: i64,
}

impl Seed<'_> {
    pub(super) async fn tickets(&self, now: DateTime<Utc>) -> Result<()> {
        let (mut plans, mut acts) = script(now);
        acts.sort_by_key(|(at, _)| *at);
        for (at, act) in acts {
            self.clock.set(at);
            Box::pin(self.settle()).await?;
            Box::pin(self.act(&mut plans, &act)).await?;
            // Whom it pages is paged at once, not when the next thing happens.
            Box::pin(self.settle()).await?;
        }
        Ok(())
    }

    async fn act(&self, plans: &mut [Plan], act: &Act) -> Result<()> {
        match act {
            Act::Open(index) => plans[*index].number = self.open(&plans[*index]).await?,
            Act::Take(index) => {
                let (scope, number) = self.agent(&plans[*index]).await?;
                self.service.take(&scope, number).await?;
            }
            Act::Answer(index) => {
                let (scope, number) = self.agent(&plans[*index]).await?;
                self.service.answer(&scope, number, &note(plans[*index].talk.answer), &[]).await?;
            }
            Act::Note(index) => {
                let (scope, number) = self.agent(&plans[*index]).await?;
                self.service.note(&scope, number, &note("Vu au téléphone avec l’hébergeur."), &[]).await?;
            }
            Act::Thank(index) => {
                let plan = &plans[*index];
                let text = COMPANIES[plan.company].locale.of_two(
                    "Merci. Il reste un point : la même chose arrive sur l’autre poste.",
                    "Thank you. One thing is left: the same happens on the other desk.",
                );
                self.service.reply(&self.people[plan.person], plan.number, &note(text), &[]).await?;
            }
            Act::Close(index) => {
                let plan = &plans[*index];
                self.service.close(&self.people[plan.person], plan.number).await?;
            }
            Act::Accept(index) | Act::NoAnswer(index) | Act::Reached(index) => {
                let plan = &plans[*index];
                let (scope, number) = self.agent(plan).await?;
                let view = self.service.ticket(&scope, number).await?;
                let callback = view.callback.ok_or(Error::NotFound)?.callback.id;
                match act {
                    Act::Accept(_) => self.service.accept(&scope, callback, Via::Page).await?,
                    Act::NoAnswer(_) => {
                        let next_try = self.clock.now() + Duration::minutes(10);
                        self.service.outcome(&scope, callback, Outcome::NoAnswer { next_try }).await?;
                    }
                    _ => self.service.outcome(&scope, callback, Outcome::Reached).await?,
                }
            }
        }
        Ok(())
    }

    async fn open(&self, plan: &Plan) -> Result<i64> {
        let scope = &self.people[plan.person];
        let form = self.service.ticket_form(scope, None).await?;
        let mut categories = form.categories.iter();
        let category =
            if plan.urgent { categories.find(|it| it.is_urgent) } else { categories.nth(plan.talk.category) };
        let draft = Draft {
            category: category.ok_or(Error::NotFound)?.id.to_string(),
            description: plan.talk.question.to_owned(),
            phone: form.phone.map(|it| it.e164().to_owned()).unwrap_or_default(),
            ..Draft::default()
        };
        Ok(Box::pin(self.service.open_ticket(scope, &draft, &[])).await?.number)
    }

    async fn agent(&self, plan: &Plan) -> Result<(Scope, i64)> {
        let store = self.service.store();
        let hash = sha256(&format!(
            "demo agent {}",
            random::<16>().iter().fold(String::new(), |text, it| format!("{text}{it}"))
        ));
        let operator = store.operator().await?.ok_or(Error::NotFound)?;
        let office = store.doors().command_line().await?.office();
        let agent = self.service.staff(&office, self.staff[plan.agent]).await?;
        let staff = store.doors().sign_in_staff(&agent, &hash).await?;
        store.end_session(operator.id, &hash).await?;
        Ok((staff.on(self.tenants[plan.company].id).ok_or(Error::NotFound)?, plan.number))
    }
}

/// Some sixty tickets over three weeks, in every state.
fn script(now: DateTime<Utc>) -> (Vec<Plan>, Vec<(DateTime<Utc>, Act)>) {
    let mut plans = Vec::new();
    let mut acts = Vec::new();
    for index in 0..60_usize {
        let company = [0, 0, 1, 2, 0, 1][index % 6];
        let person = company * 2 + (index / 6) % 2;
        let talks: &'static [Conversation] =
            if COMPANIES[company].locale == Locale::Fr { &FRENCH } else { &ENGLISH };
        let urgent = match index {
            9 => Some(0),
            31 => Some(1),
            52 => Some(2),
            _ => None,
        };
        let ordinary = &talks[(index * 5 + index / 7) % talks.len()];
        let talk = urgent.map_or(ordinary, |which: usize| &URGENT[which]);
        let urgent = urgent.is_some();
        // The last ones lie closer together: a queue has more of today than of last month.
        let age = Duration::minutes((60 - index as i64).pow(2) * 8 + (index as i64 * 37) % 50 + 4);
        let opened = now - age;
        let agent = index % 4;
        plans.push(Plan { company, person, agent, urgent, talk, number: 0 });
        acts.push((opened, Act::Open(index)));
        let mut then = |minutes: i64, act: Act| {
            let at = opened + Duration::minutes(minutes);
            if at < now {
                acts.push((at, act));
            }
        };
        if urgent {
            then(2, Act::Accept(index));
            if index == 31 {
                then(4, Act::NoAnswer(index));
            }
            then(11, Act::Reached(index));
            then(95, Act::Answer(index));
            continue;
        }
        match index % 8 {
            0 => {
                then(40, Act::Take(index));
                then(180, Act::Answer(index));
                then(400, Act::Close(index));
            }
            1 | 2 => then(240, Act::Answer(index)),
            3 => {
                then(30, Act::Take(index));
                then(50, Act::Note(index));
            }
            4 => {
                then(120, Act::Answer(index));
                then(300, Act::Thank(index));
            }
            5 => {
                then(20, Act::Take(index));
                then(75, Act::Answer(index));
            }
            6 => then(500, Act::Close(index)),
            _ => then(2_000, Act::Answer(index)),
        }
    }
    (plans, acts)
}

fn note(body: &str) -> Note {
    Note { body: body.to_owned(), ..Note::default() }
}
