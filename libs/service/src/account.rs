//! What somebody of a tenant changes of their own account.

use chrono::Duration;
use chrono_tz::Tz;
use rappel_domain::{
    ColourScheme, Locale,
    calendar::TimeOfDay,
    contact::Choices,
    decision::announce,
    delivery::{AccountChange, Channel, News, Recipient},
    display_name::DisplayName,
    id::PersonId,
    phone::{Country, Phone},
    quiet::QuietHours,
};
use rappel_store::{
    Rights,
    persons::{Person, PhoneCode},
};

use crate::{
    Scope, Service,
    error::{Error, Result},
    factors::tell,
    invalid::{Checks, Invalid, Reason},
    retry::again,
    secret::{sha256, six_digits},
    settings::{Effective, optional_phone},
};

/// How long a code may be typed.
pub(crate) const CODE_LIFE: Duration = Duration::minutes(10);
/// After so many wrong tries the code is dead.
pub(crate) const CODE_TRIES: i32 = 5;
/// Codes are sent at most this often.
pub(crate) const CODE_PAUSE: Duration = Duration::minutes(1);
/// Codes that somebody may ask for within a day: each is a text that we pay.
const CODES_A_DAY: usize = 10;

/// An account as it is typed.
#[derive(Debug, Clone, Default)]
pub struct AccountForm {
    /// As they are called.
    pub name: String,
    /// Their number; another number has to be proved again.
    pub phone: String,
    /// `fr`, `en`, or empty to follow the company.
    pub locale: String,
    /// As in `Europe/Paris`, or empty to follow the company.
    pub time_zone: String,
    /// `light`, `dark`, or empty to follow their system.
    pub colour_scheme: String,
    /// How they want to be told of each kind of news; by SMS once the number is proved.
    pub choices: Choices,
    /// When their quiet hours begin, as in `22:00`; empty, with the end, for none.
    pub quiet_from: String,
    /// When they end.
    pub quiet_until: String,
}

impl Service {
    /// The reader's own account, with the company.
    pub async fn account(&self, scope: &Scope) -> Result<(Person, Effective)> {
        let tx = self.store.read(scope).await?;
        Ok((tx.persons().by_id(own(scope)?).await?, Effective::read(&tx).await?))
    }

    /// Saves the reader's own account.
    pub async fn save_account(&self, scope: &Scope, form: &AccountForm) -> Result<()> {
        let id = own(scope)?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            let settings = Effective::read(&tx).await?;
            let person = tx.persons().by_id(id).await?;
            let mut checks = Checks::default();
            let name = checks.take("name", DisplayName::parse(&form.name));
            let phone = optional_phone(&mut checks, "phone", &form.phone, settings.tenant.country);
            let locale = match form.locale.as_str() {
                "" => Some(None),
                tag => checks.take("locale", tag.parse::<Locale>().map_err(|_| Reason::NotAChoice)).map(Some),
            };
            let zone = match form.time_zone.as_str() {
                "" => Some(None),
                zone => {
                    checks.take("time_zone", zone.parse::<Tz>().map_err(|_| Reason::NotAChoice)).map(Some)
                }
            };
            let scheme = match form.colour_scheme.as_str() {
                "" => Some(None),
                word => {
                    let scheme = word.parse::<ColourScheme>().map_err(|_| Reason::NotAChoice);
                    checks.take("colour_scheme", scheme).map(Some)
                }
            };
            let quiet = quiet(&mut checks, &form.quiet_from, &form.quiet_until);
            let (name, phone, locale, time_zone, colour_scheme, quiet) =
                checks.done((|| Some((name?, phone?, locale?, zone?, scheme?, quiet?)))())?;
            let same = person.phone == phone;
            let changed = Person {
                name: name.to_string(),
                phone_verified_at: person.phone_verified_at.filter(|_| same),
                phone,
                locale,
                time_zone,
                colour_scheme,
                choices: form.choices,
                quiet,
                ..person
            };
            // A code that was sent stays: it is one of the number it went to and proves no other, and the pause
            // before the next one is counted from it.
            tx.persons().update(&changed).await?;
            if !same {
                tell(&mut tx, id, number_change(changed.phone.as_ref())).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Keeps the language in which the reader came, where they have chosen none and it is not their company's: what is written to them
    /// comes in it, too.
    pub async fn keep_first_language(&self, scope: &Scope, reads: Locale) -> Result<()> {
        let id = own(scope)?;
        again(|| async {
            let tx = self.store.write(scope).await?;
            let person = tx.persons().by_id(id).await?;
            if person.locale.is_none() && tx.tenant().await?.locale != reads {
                tx.persons().update(&Person { locale: Some(reads), ..person }).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Sends a code to the reader's number, at most one a minute.
    pub async fn send_phone_code(&self, scope: &Scope) -> Result<()> {
        let id = own(scope)?;
        let mut tx = self.store.write(scope).await?;
        let person = tx.persons().by_id(id).await?;
        let Some(phone) = person.phone else {
            let mut checks = Checks::default();
            checks.refuse("phone", Reason::Missing);
            return checks.done(None::<()>);
        };
        let refused = |reason| Err(Error::Invalid(vec![Invalid::new("phone", Reason::Text(reason))]));
        if !self.can_text(&phone, tx.tenant().await?.country) {
            return refused("phone-no-texts-there");
        }
        let now = tx.clock().now();
        let last = tx.persons().phone_code(id).await?;
        if last.is_some_and(|it| it.expires_at - CODE_LIFE + CODE_PAUSE > now) {
            return Err(Error::Busy);
        }
        let news = News::PhoneCode { code: String::new() };
        let sent = tx.deliveries().told_since(&Recipient::Person(id), &news, now - Duration::days(1)).await?;
        if sent.len() >= CODES_A_DAY {
            return refused("phone-codes-too-many");
        }
        let code = six_digits()?;
        let hash = code_hash(phone.e164(), &code);
        let kept = PhoneCode { hash, expires_at: now + CODE_LIFE, tries: 0 };
        tx.persons().set_phone_code(id, Some(&kept)).await?;
        let news = News::PhoneCode { code };
        let sms = announce(tx.clock(), scope.tenant(), Recipient::Person(id), Channel::Sms, news);
        tx.record(sms).await?;
        Ok(tx.commit().await?)
    }

    /// Whether somebody of a company in `country` can prove this number, and so be told anything by SMS.
    fn can_text(&self, phone: &Phone, country: Country) -> bool {
        let begins = |code: &String| phone.e164().starts_with(code.as_str());
        self.texts_to.as_ref().is_none_or(|codes| codes.iter().any(begins) || phone.is_of(country))
    }

    /// Checks the code that came by SMS; after five tries it is dead.
    pub async fn verify_phone_code(&self, scope: &Scope, code: &str) -> Result<()> {
        let id = own(scope)?;
        let wrong = || {
            let mut checks = Checks::default();
            checks.refuse("code", Reason::WrongCode);
            checks.done(None::<()>)
        };
        let tx = self.store.write(scope).await?;
        let now = tx.clock().now();
        // Counted before it is compared, and the row is held: many at once are still five.
        if !tx.persons().count_code_try(id, CODE_TRIES).await? {
            return wrong();
        }
        let person = tx.persons().by_id(id).await?;
        let kept = tx.persons().phone_code(id).await?;
        let (Some(phone), Some(kept)) = (person.phone.clone(), kept) else {
            return wrong();
        };
        let typed: String = code.chars().filter(char::is_ascii_digit).collect();
        if kept.expires_at <= now || code_hash(phone.e164(), &typed) != kept.hash {
            tx.commit().await?;
            return wrong();
        }
        tx.persons().update(&Person { phone_verified_at: Some(now), ..person }).await?;
        tx.persons().set_phone_code(id, None).await?;
        Ok(tx.commit().await?)
    }
}

/// What somebody is told of their number: whoever sits before a browser that was left open could have texts and calls come to them.
pub(crate) const fn number_change(now: Option<&Phone>) -> AccountChange {
    if now.is_some() { AccountChange::NumberChanged } else { AccountChange::NumberRemoved }
}

/// Quiet hours as they are typed: both times or neither.
fn quiet(checks: &mut Checks, from: &str, until: &str) -> Option<Option<QuietHours>> {
    let (from, until) = (from.trim(), until.trim());
    if from.is_empty() && until.is_empty() {
        return Some(None);
    }
    let mut time = |field, text: &str| {
        let read = text.parse::<TimeOfDay>();
        checks.take(field, read.map_err(|_| if text.is_empty() { Reason::Missing } else { Reason::NotATime }))
    };
    let (from, until) = (time("quiet_from", from), time("quiet_until", until));
    let hours = QuietHours::new(from?, until?);
    checks.take("quiet_until", hours.ok_or(Reason::SameTime)).map(Some)
}

/// SHA-256 in hex, of number and code: a code proves the number that it was sent to.
pub(crate) fn code_hash(phone: &str, code: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(64);
    for byte in sha256(&format!("{phone}\n{code}")) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

pub(crate) const fn own(scope: &Scope) -> Result<PersonId> {
    match scope.rights() {
        Rights::Person { person, .. } => Ok(*person),
        _ => Err(Error::Forbidden),
    }
}
