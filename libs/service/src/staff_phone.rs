//! How somebody of staff proves the number that is paged. Unlike a client's, it is paged before that too.

use rappel_domain::{
    decision::announce,
    delivery::{Channel, News, Recipient},
};
use rappel_store::persons::PhoneCode;

use crate::{
    Service, StaffScope,
    account::{CODE_LIFE, CODE_PAUSE, CODE_TRIES, code_hash},
    error::{Error, Result},
    invalid::{Invalid, Reason},
    retry::again,
    secret::six_digits,
};

impl Service {
    /// Sends a code to the number of the staff member who asks, at most one a minute.
    pub async fn send_staff_phone_code(&self, scope: &StaffScope) -> Result<()> {
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        let mut tx = self.store.write(&own).await?;
        let Some(phone) = tx.staff(scope.staff()).await?.phone else {
            return Err(Error::Invalid(vec![Invalid::new("phone", Reason::Missing)]));
        };
        let now = tx.clock().now();
        let last = tx.staff_phone_code(scope.staff()).await?;
        if last.is_some_and(|it| it.expires_at - CODE_LIFE + CODE_PAUSE > now) {
            return Err(Error::Busy);
        }
        let code = six_digits()?;
        let kept = PhoneCode { hash: code_hash(phone.e164(), &code), expires_at: now + CODE_LIFE, tries: 0 };
        tx.set_staff_phone_code(scope.staff(), &kept).await?;
        let to = Recipient::Staff(scope.staff());
        let sms = announce(tx.clock(), scope.operator(), to, Channel::Sms, News::PhoneCode { code });
        tx.record(sms).await?;
        Ok(tx.commit().await?)
    }

    /// Checks the code that came by SMS; after five tries it is dead.
    pub async fn verify_staff_phone_code(&self, scope: &StaffScope, code: &str) -> Result<()> {
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        let wrong = || Err(Error::Invalid(vec![Invalid::new("code", Reason::WrongCode)]));
        again(|| async {
            let tx = self.store.write(&own).await?;
            if !tx.count_staff_code_try(scope.staff(), CODE_TRIES).await? {
                return wrong();
            }
            let phone = tx.staff(scope.staff()).await?.phone;
            let (Some(phone), Some(kept)) = (phone, tx.staff_phone_code(scope.staff()).await?) else {
                return wrong();
            };
            let typed: String = code.chars().filter(char::is_ascii_digit).collect();
            if kept.expires_at <= tx.clock().now() || code_hash(phone.e164(), &typed) != kept.hash {
                tx.commit().await?;
                return wrong();
            }
            tx.set_staff_phone_verified(scope.staff(), &phone).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}
