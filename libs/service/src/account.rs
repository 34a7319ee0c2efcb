//! What somebody of a tenant changes of their own account.

use chrono::Duration;
use rappel_domain::{
    Locale,
    decision::announce,
    delivery::{Channel, News, Recipient},
    display_name::DisplayName,
    id::PersonId,
};
use rappel_store::{
    Rights,
    persons::{Person, PhoneCode},
};

use crate::{
    Scope, Service,
    error::{Error, Result},
    invalid::{Checks, Reason},
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

/// An account as it is typed.
#[derive(Debug, Clone, Default)]
pub struct AccountForm {
    /// As they are called.
    pub name: String,
    /// Their number; another number has to be proved again.
    pub phone: String,
    /// `fr`, `en`, or empty to follow the company.
    pub locale: String,
    /// Told by e-mail that an answer was posted.
    pub news_by_email: bool,
    /// Told by SMS that an answer was posted; works once the number is proved.
    pub news_by_sms: bool,
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
            let tx = self.store.write(scope).await?;
            let settings = Effective::read(&tx).await?;
            let person = tx.persons().by_id(id).await?;
            let mut checks = Checks::default();
            let name = checks.take("name", DisplayName::parse(&form.name));
            let phone = optional_phone(&mut checks, "phone", &form.phone, settings.tenant.country);
            let locale = match form.locale.as_str() {
                "" => Some(None),
                tag => checks.take("locale", tag.parse::<Locale>().map_err(|_| Reason::NotAChoice)).map(Some),
            };
            let (name, phone, locale) = checks.done((|| Some((name?, phone?, locale?)))())?;
            let same = person.phone == phone;
            let changed = Person {
                name: name.to_string(),
                phone_verified_at: person.phone_verified_at.filter(|_| same),
                phone,
                locale,
                news_by_email: form.news_by_email,
                news_by_sms: form.news_by_sms,
                ..person
            };
            // A code that was sent stays: it is one of the number it went to and proves no other, and the pause
            // before the next one is counted from it.
            tx.persons().update(&changed).await?;
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
        let now = tx.clock().now();
        let last = tx.persons().phone_code(id).await?;
        if last.is_some_and(|it| it.expires_at - CODE_LIFE + CODE_PAUSE > now) {
            return Err(Error::Busy);
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
