//! People of a tenant.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    ColourScheme, Locale,
    calendar::TimeOfDay,
    contact::{Choices, Contact, Ways},
    id::{PersonId, StaffId},
    phone::Phone,
    quiet::QuietHours,
    role::PersonRole,
    visibility::Visibility,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect as _,
    sea_query::{Expr, LockType},
};

use crate::{
    convert::{from_json, to_json, word},
    entities::{persons, staff},
    error::{Result, StoreError},
    identities::Whom,
    unit::Tx,
};

/// People of the scope's tenant.
#[derive(Debug)]
pub struct Persons<'a>(&'a Tx);

/// Somebody of a tenant.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their identifier.
    pub id: PersonId,
    /// What they sign in with.
    pub user_name: String,
    /// Where they read mail; they may sign in with it too.
    pub email: String,
    /// As they are called.
    pub name: String,
    /// Their number, proved or not.
    pub phone: Option<Phone>,
    /// When they proved it.
    pub phone_verified_at: Option<DateTime<Utc>>,
    /// Their language; `None` follows the tenant.
    pub locale: Option<Locale>,
    /// What they see.
    pub role: PersonRole,
    /// Whose tickets, where that was said for them; `None` follows the company. Nothing of it counts for a manager.
    pub visibility: Option<Visibility>,
    /// Their time zone; `None` follows the tenant.
    pub time_zone: Option<Tz>,
    /// Light or dark; `None` follows their system.
    pub colour_scheme: Option<ColourScheme>,
    /// How they want to be told of each kind of news.
    pub choices: Choices,
    /// When they want none of what can wait.
    pub quiet: Option<QuietHours>,
    /// argon2id, PHC string.
    pub password_hash: Option<String>,
    /// Sessions of an earlier epoch are dead.
    pub session_epoch: i32,
    /// When they chose their first password.
    pub activated_at: Option<DateTime<Utc>>,
    /// Since when they cannot sign in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// The version that was read.
    pub version: i32,
}

impl Person {
    /// How they are told: nobody who chose to be told hears nothing because their number is not proved.
    pub fn contact(&self) -> Contact {
        let verified = self.phone.is_some() && self.phone_verified_at.is_some();
        let count = |ways: Ways| if verified { ways } else { ways.without_number() };
        let Choices { answers, closing, calls } = self.choices;
        Contact {
            person: self.id,
            choices: Choices { answers: count(answers), closing: count(closing), calls: count(calls) },
            has_verified_number: verified,
        }
    }
}

/// The code that proves a number, as it was sent.
#[derive(Debug, Clone)]
pub struct PhoneCode {
    /// SHA-256 in hex, of number and code.
    pub hash: String,
    /// Until when it may be typed.
    pub expires_at: DateTime<Utc>,
    /// Tries so far.
    pub tries: i32,
}

/// What a new person needs.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their identifier.
    pub id: PersonId,
    /// What they sign in with; unique in the tenant.
    pub user_name: String,
    /// Unique in the tenant.
    pub email: String,
    /// As they are called.
    pub name: String,
    /// Their number, not proved.
    pub phone: Option<Phone>,
    /// Their language; `None` follows the tenant.
    pub locale: Option<Locale>,
    /// What they see.
    pub role: PersonRole,
}

impl Tx {
    /// People of the scope's tenant.
    pub const fn persons(&self) -> Persons<'_> {
        Persons(self)
    }

    /// Names of staff, for timelines.
    pub async fn staff_names(&self, ids: &[StaffId]) -> Result<HashMap<StaffId, String>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = staff::Entity::find()
            .filter(staff::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (StaffId::from_uuid(row.id), row.name)).collect())
    }
}

impl Persons<'_> {
    /// The person with an identifier.
    pub async fn by_id(&self, id: PersonId) -> Result<Person> {
        let row =
            self.0.of::<persons::Entity>().filter(persons::Column::Id.eq(id.uuid())).one(&self.0.db).await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// The person with a user name or an e-mail address.
    pub async fn by_login(&self, login: &str) -> Result<Option<Person>> {
        let login = login.trim().to_lowercase();
        let row = self
            .0
            .of::<persons::Entity>()
            .filter(
                Condition::any()
                    .add(persons::Column::UserName.eq(login.clone()))
                    .add(persons::Column::Email.eq(login)),
            )
            .one(&self.0.db)
            .await?;
        row.map(from_row).transpose()
    }

    /// The person who reads mail at an address.
    pub async fn by_email(&self, email: &str) -> Result<Option<Person>> {
        let found = self.0.of::<persons::Entity>().filter(persons::Column::Email.eq(email.to_lowercase()));
        found.one(&self.0.db).await?.map(from_row).transpose()
    }

    /// Notes that somebody came, by another way than a password of their own.
    pub async fn note_activated(&self, id: PersonId) -> Result<()> {
        let now = self.0.clock.now();
        let row = persons::ActiveModel { activated_at: Set(Some(now)), ..Default::default() };
        let new = self.0.change::<persons::Entity>().set(row).filter(persons::Column::Id.eq(id.uuid()));
        new.filter(persons::Column::ActivatedAt.is_null()).exec(&self.0.db).await?;
        Ok(())
    }

    /// Holds somebody until this unit of work ends: what is decided of them at the same moment is decided one after the other.
    pub async fn hold(&self, id: PersonId) -> Result<()> {
        let row = self.0.of::<persons::Entity>().filter(persons::Column::Id.eq(id.uuid()));
        row.lock(LockType::NoKeyUpdate).one(&self.0.db).await?.ok_or(StoreError::NotFound)?;
        Ok(())
    }

    /// Everybody, by name.
    pub async fn list(&self) -> Result<Vec<Person>> {
        let rows = self.0.of::<persons::Entity>().order_by_asc(persons::Column::Name).all(&self.0.db).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// The managers who are not disabled, held until this unit of work ends: two who switch each other off do it one
    /// after the other, so that each sees what the other left.
    pub async fn hold_managers(&self) -> Result<Vec<Person>> {
        let rows = self
            .0
            .of::<persons::Entity>()
            .filter(persons::Column::Role.eq(PersonRole::Manager.as_str()))
            .filter(persons::Column::DisabledAt.is_null())
            .order_by_asc(persons::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Names of people, for timelines.
    pub async fn names(&self, ids: &[PersonId]) -> Result<HashMap<PersonId, String>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = self
            .0
            .of::<persons::Entity>()
            .filter(persons::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .all(&self.0.db)
            .await?;
        Ok(rows.into_iter().map(|row| (PersonId::from_uuid(row.id), row.name)).collect())
    }

    /// The user names that begin with a word.
    pub async fn user_names_from(&self, word: &str) -> Result<HashSet<String>> {
        let names = self.0.of::<persons::Entity>().select_only().column(persons::Column::UserName);
        let names = names.filter(persons::Column::UserName.starts_with(word));
        Ok(names.into_tuple::<String>().all(&self.0.db).await?.into_iter().collect())
    }

    /// Writes a new person. [`StoreError::Taken`] names the user name or e-mail that is taken.
    pub async fn insert(&self, new: &NewPerson) -> Result<()> {
        for (column, value, what) in [
            (persons::Column::UserName, &new.user_name, "user_name"),
            (persons::Column::Email, &new.email, "email"),
        ] {
            let taken =
                self.0.of::<persons::Entity>().filter(column.eq(value.as_str())).one(&self.0.db).await?;
            if taken.is_some() {
                return Err(StoreError::Taken(what));
            }
        }
        let row = persons::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            id: Set(new.id.uuid()),
            user_name: Set(new.user_name.clone()),
            email: Set(new.email.clone()),
            name: Set(new.name.clone()),
            phone: Set(new.phone.as_ref().map(|phone| phone.e164().to_owned())),
            locale: Set(new.locale.map(|locale| locale.tag().to_owned())),
            role: Set(new.role.as_str().to_owned()),
            news_by_email: Set(true),
            news_by_sms: Set(false),
            session_epoch: Set(0),
            phone_code_tries: Set(0),
            created_at: Set(self.0.clock.now()),
            version: Set(1),
            ..Default::default()
        };
        persons::Entity::insert(row)
            .exec_without_returning(&self.0.db)
            .await
            .map(|_| ())
            .map_err(|error| StoreError::taken(error, "user_name"))
    }

    /// Saves what a person or their manager may change: name, number and its proof, language, time zone and look, role, what they
    /// see, news, quiet hours, disabled.
    pub async fn update(&self, person: &Person) -> Result<()> {
        let row = persons::ActiveModel {
            name: Set(person.name.clone()),
            phone: Set(person.phone.as_ref().map(|phone| phone.e164().to_owned())),
            phone_verified_at: Set(person.phone_verified_at),
            locale: Set(person.locale.map(|locale| locale.tag().to_owned())),
            role: Set(person.role.as_str().to_owned()),
            visibility: Set(person.visibility.as_ref().map(to_json).transpose()?),
            news_by_email: Set(person.choices.answers.by_email),
            news_by_sms: Set(person.choices.answers.by_sms),
            closing_by_email: Set(Some(person.choices.closing.by_email)),
            closing_by_sms: Set(Some(person.choices.closing.by_sms)),
            calls_by_email: Set(Some(person.choices.calls.by_email)),
            calls_by_sms: Set(Some(person.choices.calls.by_sms)),
            quiet_from: Set(person.quiet.map(|it| it.from().to_string())),
            quiet_until: Set(person.quiet.map(|it| it.until().to_string())),
            time_zone: Set(person.time_zone.map(|zone| zone.name().to_owned())),
            colour_scheme: Set(person.colour_scheme.map(|it| it.as_str().to_owned())),
            session_epoch: Set(person.session_epoch),
            disabled_at: Set(person.disabled_at),
            version: Set(person.version + 1),
            ..Default::default()
        };
        self.save(person.id, Some(person.version), row).await
    }

    /// Ends every session of everybody of this company.
    pub async fn end_all_sessions(&self) -> Result<()> {
        let next = |column: persons::Column| Expr::col(column).add(1);
        self.0
            .change::<persons::Entity>()
            .col_expr(persons::Column::SessionEpoch, next(persons::Column::SessionEpoch))
            // Whoever saves what was read before must not write the old one back.
            .col_expr(persons::Column::Version, next(persons::Column::Version))
            .exec(&self.0.db)
            .await?;
        Ok(())
    }

    /// Ends every session of some of this company.
    pub async fn end_sessions_of(&self, whom: Whom) -> Result<()> {
        let next = |column: persons::Column| Expr::col(column).add(1);
        self.0
            .change::<persons::Entity>()
            .col_expr(persons::Column::SessionEpoch, next(persons::Column::SessionEpoch))
            .col_expr(persons::Column::Version, next(persons::Column::Version))
            .filter(whom.condition(self.0))
            .exec(&self.0.db)
            .await?;
        Ok(())
    }

    /// Saves a new password; every session of an earlier epoch is dead. It is another version: whoever read the person
    /// before, and would save the old epoch with the rest, is told.
    pub async fn set_password(&self, id: PersonId, hash: &str) -> Result<()> {
        let person = self.by_id(id).await?;
        let now = self.0.clock.now();
        let row = persons::ActiveModel {
            password_hash: Set(Some(hash.to_owned())),
            activated_at: Set(Some(person.activated_at.unwrap_or(now))),
            ..Default::default()
        };
        let one_more = |column: persons::Column| Expr::col(column).add(1);
        let done = self
            .0
            .change::<persons::Entity>()
            .set(row)
            .col_expr(persons::Column::SessionEpoch, one_more(persons::Column::SessionEpoch))
            .col_expr(persons::Column::Version, one_more(persons::Column::Version))
            .filter(persons::Column::Id.eq(id.uuid()))
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Notes a sign-in.
    pub async fn note_sign_in(&self, id: PersonId) -> Result<()> {
        let row =
            persons::ActiveModel { last_sign_in_at: Set(Some(self.0.clock.now())), ..Default::default() };
        self.save(id, None, row).await
    }

    /// The code that was sent to prove the number, if one was.
    pub async fn phone_code(&self, id: PersonId) -> Result<Option<PhoneCode>> {
        let row =
            self.0.of::<persons::Entity>().filter(persons::Column::Id.eq(id.uuid())).one(&self.0.db).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        Ok(row.phone_code_hash.zip(row.phone_code_expires_at).map(|(hash, expires_at)| PhoneCode {
            hash,
            expires_at,
            tries: row.phone_code_tries,
        }))
    }

    /// Saves the code that is being sent, or that there is none any more.
    pub async fn set_phone_code(&self, id: PersonId, code: Option<&PhoneCode>) -> Result<()> {
        let row = persons::ActiveModel {
            phone_code_hash: Set(code.map(|code| code.hash.clone())),
            phone_code_expires_at: Set(code.map(|code| code.expires_at)),
            phone_code_tries: Set(code.map_or(0, |code| code.tries)),
            ..Default::default()
        };
        self.save(id, None, row).await
    }

    /// Counts a try at the code that was sent, before it is compared: however many come at once, only `most` are
    /// counted. Whether this one was.
    pub async fn count_code_try(&self, id: PersonId, most: i32) -> Result<bool> {
        let done = self
            .0
            .change::<persons::Entity>()
            .col_expr(persons::Column::PhoneCodeTries, Expr::col(persons::Column::PhoneCodeTries).add(1))
            .filter(persons::Column::Id.eq(id.uuid()))
            .filter(persons::Column::PhoneCodeHash.is_not_null())
            .filter(persons::Column::PhoneCodeTries.lt(most))
            .exec(&self.0.db)
            .await?;
        Ok(done.rows_affected == 1)
    }

    async fn save(&self, id: PersonId, version: Option<i32>, row: persons::ActiveModel) -> Result<()> {
        let mut update =
            self.0.change::<persons::Entity>().set(row).filter(persons::Column::Id.eq(id.uuid()));
        if let Some(version) = version {
            update = update.filter(persons::Column::Version.eq(version));
        }
        let done = update.exec(&self.0.db).await?;
        match (done.rows_affected, version) {
            (1, _) => Ok(()),
            (_, Some(_)) => Err(StoreError::Stale),
            (_, None) => Err(StoreError::NotFound),
        }
    }
}

pub(crate) fn from_row(row: persons::Model) -> Result<Person> {
    let answers = Ways { by_email: row.news_by_email, by_sms: row.news_by_sms };
    let chosen = |by_email: Option<bool>, by_sms: Option<bool>| Ways {
        by_email: by_email.unwrap_or(answers.by_email),
        by_sms: by_sms.unwrap_or(answers.by_sms),
    };
    Ok(Person {
        id: PersonId::from_uuid(row.id),
        user_name: row.user_name,
        email: row.email,
        name: row.name,
        phone: row.phone.map(Phone::from_e164_trusted),
        phone_verified_at: row.phone_verified_at,
        locale: row.locale.map(|tag| Locale::nearest(&tag)),
        role: word(&row.role, "persons.role")?,
        visibility: row.visibility.map(|it| from_json(it, "persons.visibility")).transpose()?,
        time_zone: row.time_zone.map(|zone| word(&zone, "persons.time_zone")).transpose()?,
        colour_scheme: row.colour_scheme.map(|it| word(&it, "persons.colour_scheme")).transpose()?,
        choices: Choices {
            answers,
            closing: chosen(row.closing_by_email, row.closing_by_sms),
            calls: chosen(row.calls_by_email, row.calls_by_sms),
        },
        quiet: quiet(row.quiet_from.as_deref(), row.quiet_until.as_deref())?,
        password_hash: row.password_hash,
        session_epoch: row.session_epoch,
        activated_at: row.activated_at,
        disabled_at: row.disabled_at,
        last_sign_in_at: row.last_sign_in_at,
        version: row.version,
    })
}

fn quiet(from: Option<&str>, until: Option<&str>) -> Result<Option<QuietHours>> {
    let (Some(from), Some(until)) = (from, until) else { return Ok(None) };
    let (from, until): (TimeOfDay, TimeOfDay) =
        (word(from, "persons.quiet_from")?, word(until, "persons.quiet_until")?);
    Ok(QuietHours::new(from, until))
}
