//! Where a message goes: the address of its recipient's account, as it is now.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    Locale,
    delivery::{Channel, News, Recipient},
    visibility::Visibility,
};
use rappel_store::{Tx, deliveries::Delivery};

use crate::{Person, error::Result, settings::Effective};

/// Where a message goes, and who reads it there.
pub(crate) struct To {
    /// Number or mailbox; `None` when there is none (any more).
    pub(crate) address: Option<String>,
    pub(super) name: String,
    pub(super) user_name: String,
    pub(super) locale: Locale,
    pub(super) zone: Tz,
    /// When the quiet hours end in which it would arrive now.
    pub(super) quiet_until: Option<DateTime<Utc>>,
}

/// Where a message goes now. `texts_leave` is whether a code can be sent at all.
pub(crate) async fn destination(
    tx: &Tx,
    delivery: &Delivery,
    settings: &Effective,
    texts_leave: bool,
) -> Result<To> {
    let channel = delivery.channel;
    Ok(match &delivery.to {
        Recipient::Person(id) => {
            let person = tx.persons().by_id(*id).await?;
            // A number that was only typed gets nothing but the code that proves it.
            let sees = sees(tx, delivery, &person).await?;
            let proved =
                person.phone_verified_at.is_some() || matches!(delivery.news, News::PhoneCode { .. });
            let phone = person.phone.filter(|_| proved).map(|it| it.e164().to_owned());
            let address = if channel == Channel::Email { Some(person.email) } else { phone };
            let zone = person.time_zone.unwrap_or(settings.tenant.time_zone);
            let quiet = person.quiet.filter(|_| delivery.news.waits_for_the_end_of_quiet_hours());
            To {
                // Who was removed from the company hears nothing of it any more, and nobody of a ticket that was hidden from them.
                address: address.filter(|_| person.disabled_at.is_none() && sees),
                name: person.name,
                user_name: person.user_name,
                locale: person.locale.unwrap_or(settings.tenant.locale),
                zone,
                quiet_until: quiet.and_then(|hours| hours.end(tx.clock().now(), zone)),
            }
        }
        Recipient::Staff(id) => {
            let staff = tx.staff(*id).await?;
            // As at the door of a link. What is the operator's own, such as an invitation, is for everybody of the staff.
            let sees = settings.tenant.is_operator || staff.may_see(settings.tenant.id);
            let is_for_them = staff.disabled_at.is_none() && sees;
            // A number that refuses text messages can still be called, and one that refuses calls is called when its owner tries it.
            let takes = match channel {
                Channel::Voice => staff.takes_calls() || delivery.news == News::PhoneTest,
                Channel::Sms | Channel::Email => staff.takes_sms(),
            };
            // A mailbox that refused is not counted on, and tried with everything else.
            let mail = (staff.takes_mail() || delivery.summons.is_none()).then(|| staff.email.clone());
            // A test shows that a number is reached that was proved; another one may have taken its place meanwhile. Where no
            // code can be sent, nothing can be proved by one.
            let is_tried = delivery.news == News::PhoneTest && texts_leave;
            let takes = takes && (staff.phone_verified_at.is_some() || !is_tried);
            let phone = staff.phone.filter(|_| takes).map(|it| it.e164().to_owned());
            let address = if channel == Channel::Email { mail } else { phone };
            To {
                address: address.filter(|_| is_for_them),
                name: staff.name,
                user_name: staff.user_name,
                locale: staff.locale,
                zone: settings.operator_zone,
                quiet_until: None,
            }
        }
        Recipient::Address(address) => To {
            address: Some(address.clone()),
            name: String::new(),
            user_name: String::new(),
            locale: tx.operator().await?.locale,
            zone: settings.operator_zone,
            quiet_until: None,
        },
    })
}

/// Whether somebody may still see the ticket that a message is about: one that waited may have been hidden from them meanwhile.
async fn sees(tx: &Tx, delivery: &Delivery, person: &Person) -> Result<bool> {
    let Some(ticket) = delivery.ticket else { return Ok(true) };
    let requester = tx.tickets().by_id(ticket).await?.requester;
    if requester == person.id {
        return Ok(true);
    }
    let company = tx.members_see().await?;
    Ok(Visibility::of(person.role, person.visibility.as_ref(), &company).admits(person.id, requester))
}
