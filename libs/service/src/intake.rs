//! Opening a ticket, from the portal, the back office or the API.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Actor, Refusal,
    callback::Terms,
    contact::Contact,
    description::Description,
    id::{CategoryId, PersonId, TicketId},
    own_field::Answer,
    phone::{Country, Phone},
    policy::Policy,
    ticket::{Intake, State, UrgentRequest, open},
};
use rappel_store::{Rights, StoreError, Tx, categories::Category, idempotency::Key};

use crate::{
    Person, Received, Scope, Service,
    callbacks::joining,
    error::{Error, Result},
    files::said_of,
    invalid::{Checks, Reason},
    retry::again,
    secret::sha256,
    settings::Effective,
};

/// What somebody typed to open a ticket.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The category's identifier.
    pub category: String,
    /// Plain text.
    pub description: String,
    /// The number to call back; needed where the category is urgent.
    pub phone: String,
    /// What was typed into fields of categories, by the identifier of the field; of other categories it is left alone.
    pub fields: Vec<(String, String)>,
    /// The closed ticket that this one continues, by number.
    pub continues: Option<i64>,
    /// Sent twice with one key, it is one ticket.
    pub idempotency_key: String,
    /// For whom, when it is for somebody else: any person for staff and programs, a colleague whose tickets the reader sees.
    pub requester: Option<PersonId>,
}

/// What the form shows.
#[derive(Debug, Clone)]
pub struct Form {
    /// Categories that are offered, in order.
    pub categories: Vec<Category>,
    /// What urgent means now.
    pub urgent: UrgentInfo,
    /// The tenant with what it inherits.
    pub settings: Effective,
    /// The number of the account, to be confirmed.
    pub phone: Option<Phone>,
    /// Colleagues for whom the reader may open one, by name.
    pub colleagues: Vec<(PersonId, String)>,
    /// The closed ticket that the new one would continue.
    pub continues: Option<Continued>,
}

/// A closed ticket that a new one continues.
#[derive(Debug, Clone)]
pub struct Continued {
    /// Its number.
    pub number: i64,
    /// What it was about.
    pub category: CategoryId,
    /// Its first line.
    pub excerpt: String,
}

/// What urgent means now.
#[derive(Debug, Clone)]
pub struct UrgentInfo {
    /// By when we would call.
    pub call_by: DateTime<Utc>,
    /// How many minutes that is.
    pub promise_minutes: i32,
    /// Whether somebody can be paged by the steps of the policy, of each policy where urgent categories have several.
    pub someone_on_call: bool,
    /// The operator's number, the way out.
    pub operator_phone: Option<Phone>,
}

/// A ticket that was opened, now or by an earlier send of the same form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Its identifier.
    pub ticket: TicketId,
    /// Its number.
    pub number: i64,
    /// Whether it makes sure of a call.
    pub is_urgent: bool,
}

impl Service {
    /// Everything that the form to open a ticket shows.
    pub async fn ticket_form(&self, scope: &Scope, continues: Option<i64>) -> Result<Form> {
        let tx = self.store.read(scope).await?;
        let settings = Effective::read(&tx).await?;
        let categories = tx.categories().list().await?;
        let phone = match scope.rights() {
            Rights::Person { person, .. } => tx.persons().by_id(*person).await?.phone,
            _ => None,
        };
        let colleagues = match scope.rights() {
            Rights::Person { person, sees, .. } if scope.sees_others() => {
                let all = tx.persons().list().await?.into_iter();
                let may =
                    |it: &Person| it.id != *person && it.disabled_at.is_none() && sees.admits(*person, it.id);
                all.filter(may).map(|it| (it.id, it.name)).collect()
            }
            _ => Vec::new(),
        };
        let continues = match continues {
            Some(number) => {
                let ticket = tx.tickets().by_number(number).await?;
                // An open one is replied to.
                matches!(ticket.state, State::Closed { .. }).then_some(Continued {
                    number,
                    category: ticket.category,
                    excerpt: ticket.excerpt,
                })
            }
            None => None,
        };
        let categories: Vec<Category> =
            categories.into_iter().filter(|it| it.archived_at.is_none()).collect();
        Ok(Form {
            urgent: self.urgent_info(&tx, &settings, &categories).await?,
            categories,
            settings,
            phone,
            colleagues,
            continues,
        })
    }

    /// Opens a ticket. An urgent one commits together with its callback and the job of its first step.
    pub async fn open_ticket(&self, scope: &Scope, draft: &Draft, files: &[Received]) -> Result<Opened> {
        let kept = self.files.keep(&*self.clock(), scope.tenant(), files).await?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let hash = sha256(&said_by(draft, files));
            if !draft.idempotency_key.is_empty() {
                match tx.idempotency_key(&draft.idempotency_key, &hash).await? {
                    Key::New => {}
                    Key::Done(result) => return opened_before(&tx, &result).await,
                    Key::Misused => return Err(Error::KeyMisused),
                }
            }
            let intake = self.intake(&tx, draft, kept.files()).await?;
            let (number, is_urgent) = (intake.number, intake.urgent.is_some());
            let decision = open(tx.clock(), intake)?;
            let ticket = decision.parts().ticket.as_ref().map(|it| it.value().id).ok_or(Error::NotFound)?;
            tx.record(decision).await?;
            if !draft.idempotency_key.is_empty() {
                tx.save_result(&draft.idempotency_key, number.into()).await?;
            }
            kept.named();
            tx.commit().await?;
            Ok(Opened { ticket, number, is_urgent })
        })
        .await
    }

    /// Reads what was typed, and everything that opening it needs.
    pub(crate) async fn intake(
        &self,
        tx: &Tx,
        draft: &Draft,
        files: Vec<rappel_domain::message::StoredFile>,
    ) -> Result<Intake> {
        let settings = Effective::read(tx).await?;
        let category = offered(tx, &draft.category).await?;
        let mut checks = Checks::default();
        let requester = requester(tx, draft).await?;
        if requester.is_none() {
            checks.refuse("requester", Reason::NotAChoice);
        }
        if category.is_none() {
            checks.refuse("category", Reason::NotAChoice);
        }
        let description = checks.take("description", Description::parse(&draft.description));
        let is_urgent = category.as_ref().is_some_and(|it| it.is_urgent);
        let phone = is_urgent.then(|| checks.take("phone", parse(&draft.phone, settings.tenant.country)));
        let answers = category.as_ref().map(|it| answers(&mut checks, it, draft)).unwrap_or_default();
        let (category, description, phone, requester) = checks.done((|| {
            let phone = match phone {
                Some(phone) => Some(phone?),
                None => None,
            };
            Some((category?, description?, phone, requester?))
        })())?;
        let continues = match draft.continues {
            // Only a closed one is continued.
            Some(number) => {
                let before = tx.tickets().by_number(number).await?;
                if matches!(before.state, State::Open(_)) {
                    return Err(Error::Refused(Refusal::TicketOpen));
                }
                Some(before.id)
            }
            None => None,
        };
        let number = tx.tickets().next_number().await?;
        let urgent = match phone {
            Some(phone) => {
                let joins = joining::running(tx, requester.0.person, category.id, &phone).await?;
                let terms = terms(tx, &settings, &category).await?;
                Some(UrgentRequest { phone, contact_name: requester.1, terms, joins })
            }
            None => None,
        };
        Ok(Intake {
            tenant: tx.scope().tenant(),
            number,
            category: category.id,
            requester: requester.0,
            by: author(tx.scope().actor(), requester.0.person),
            description: description.to_string(),
            answers,
            files,
            continues,
            urgent,
        })
    }

    async fn urgent_info(&self, tx: &Tx, settings: &Effective, offered: &[Category]) -> Result<UrgentInfo> {
        let now = tx.clock().now();
        let roster = self.roster(tx).await?;
        let mut someone_on_call = true;
        for category in offered.iter().filter(|it| it.is_urgent) {
            someone_on_call &= roster.covers(&policy_of(tx, category).await?, now);
        }
        Ok(UrgentInfo {
            call_by: now + Duration::minutes(i64::from(settings.promise_minutes)),
            promise_minutes: settings.promise_minutes,
            someone_on_call,
            operator_phone: settings.operator_phone.clone(),
        })
    }
}

fn parse(text: &str, country: Country) -> std::result::Result<Phone, rappel_domain::phone::PhoneRefusal> {
    Phone::parse(text, country)
}

/// The category, when the tenant offers it.
async fn offered(tx: &Tx, category: &str) -> Result<Option<Category>> {
    let Ok(id) = category.parse::<CategoryId>() else {
        return Ok(None);
    };
    match tx.categories().by_id(id).await {
        Ok(category) => Ok(Some(category).filter(|it| it.archived_at.is_none())),
        Err(rappel_store::StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// For whom the ticket is, and their name. A person opens for themselves and for colleagues whose tickets they see; staff and
/// programs for anybody of the tenant. `None` for a colleague of whom the reader may not even know.
async fn requester(tx: &Tx, draft: &Draft) -> Result<Option<(Contact, String)>> {
    let id = match (tx.scope().rights(), draft.requester) {
        (Rights::Person { person, .. }, None) => *person,
        (Rights::Person { person, sees, .. }, Some(other)) => {
            let found = match tx.persons().by_id(other).await {
                Err(StoreError::NotFound) => return Ok(None),
                found => found?,
            };
            let may = sees.admits(*person, other) && found.disabled_at.is_none();
            return Ok(may.then(|| (found.contact(), found.name)));
        }
        (_, Some(person)) => person,
        (_, None) => return Err(Error::Refused(Refusal::NotAllowed)),
    };
    let person = tx.persons().by_id(id).await?;
    // Whoever is being erased has no number soon: a call to them could not be made.
    if person.disabled_at.is_some() && tx.erasing().state_of(id).await?.0.is_some() {
        return Err(Error::NotFound);
    }
    Ok(Some((person.contact(), person.name)))
}

/// Everything that tells one request from another.
fn said_by(draft: &Draft, files: &[Received]) -> String {
    let Draft { category, description, phone, fields, continues, idempotency_key: _, requester } = draft;
    let files = said_of(files);
    // As it was before categories had fields of their own: what was sent then may be sent again now.
    let fields = if fields.is_empty() { String::new() } else { format!("{fields:?}\n") };
    format!("{category}\n{phone}\n{continues:?}\n{requester:?}\n{files}\n{fields}{description}")
}

/// What was answered to the fields of a category, in their order.
fn answers(checks: &mut Checks, category: &Category, draft: &Draft) -> Vec<Answer> {
    let mut answers = Vec::new();
    for field in &category.fields {
        let name = field.id.to_string();
        let typed =
            draft.fields.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
        answers.extend(checks.take(name, field.answer(typed)).flatten());
    }
    answers
}

const fn author(actor: Actor, requester: PersonId) -> Actor {
    match actor {
        Actor::System => Actor::Person(requester),
        actor => actor,
    }
}

async fn opened_before(tx: &Tx, result: &serde_json::Value) -> Result<Opened> {
    let number = result.as_i64().ok_or(Error::Conflict)?;
    let ticket = tx.tickets().by_number(number).await?;
    Ok(Opened { ticket: ticket.id, number, is_urgent: ticket.urgent })
}

async fn terms(tx: &Tx, settings: &Effective, category: &Category) -> Result<Terms> {
    let policy = policy_of(tx, category).await?;
    Ok(Terms { policy, promise_minutes: settings.promise_minutes })
}

/// The escalation of a category: its own, else the company's, else the default. Without any the last resort is due at
/// once.
async fn policy_of(tx: &Tx, category: &Category) -> Result<Policy> {
    let chosen = match category.policy {
        Some(policy) => Some(policy),
        None => tx.chosen_policy().await?,
    };
    let policy = match chosen {
        // Taken away a moment ago, when nobody had it chosen any more.
        Some(policy) => match tx.policy(policy).await {
            Err(StoreError::NotFound) => tx.default_policy().await?,
            found => Some(found?),
        },
        None => tx.default_policy().await?,
    };
    Ok(policy.unwrap_or(Policy { steps: Vec::new(), repeat: 0 }))
}
