//! The words of each message, by channel. `None`: nothing is said by this channel.

mod data;
mod domain;
mod duty;
mod leaving;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    brand::{BrandColour, Palette},
    callback::State as Calling,
    delivery::{News, Recipient, ReplyOutcome},
    phone::Phone,
    sms::GsmText,
    ticket::{Open, State, Ticket},
};
use rappel_pages::{
    Reader, TextError,
    mail::{
        Letter, Sender,
        client::{self, AboutAccount, AboutTicket, Answer, ClosedBy},
        readiness, sign_on,
        staff::{self, Assignment, Budget},
    },
    own::OwnTexts,
    own_fields,
    routes::{office, portal},
    sms::{self, UrgentCall},
};
use rappel_service::sending::Outgoing;

/// Who reads: the client's people by their own clocks or those of their company, staff by the operator's.
pub(super) fn reader(out: &Outgoing) -> Reader {
    Reader { locale: out.locale, zone: out.zone }
}

/// What the company says to its own people in words of its own; nothing of it to staff.
pub(super) fn own(out: &Outgoing) -> Option<Arc<OwnTexts>> {
    (!out.own_texts.is_empty()).then(|| Arc::new(OwnTexts::new(out.own_texts.clone())))
}

/// The text of an SMS.
pub(super) fn sms(out: &Outgoing, link: Option<&str>) -> Result<Option<GsmText>, TextError> {
    let reader = reader(out);
    let number = out.ticket.as_ref().map_or(0, |(ticket, _)| ticket.number);
    let page = format!("{}{}", out.portal_origin, portal::ticket(number));
    let operator_phone = out.settings.operator_phone.as_ref().map(Phone::e164);
    let holder = out.holder.as_deref().unwrap_or_default();
    let call = call(out, number, link);
    let others = others(out, number);
    let calling = out.callback.as_ref().map(|callback| callback.state);
    let text = match &out.delivery.news {
        News::UrgentReceived => call.map(|call| sms::urgent_received(reader, number, call.phone, call.by)),
        News::UrgentTaken => until(out).map(|by| sms::urgent_taken(reader, number, holder, by)),
        News::UrgentReached => Some(sms::urgent_reached(reader, number, holder)),
        News::UrgentLate => operator_phone.map(|phone| sms::urgent_late(reader, number, phone)),
        News::CouldNotReach => operator_phone.map(|phone| sms::could_not_reach(reader, number, phone)),
        News::WrongNumber => {
            let link = format!("{}{}", out.portal_origin, portal::callback(number));
            Some(sms::wrong_number(reader, number, &link))
        }
        News::Answered { .. } => Some(sms::answered(reader, number, &page)),
        News::ClosingSoon => closes_at(out).map(|on| sms::closing_soon(reader, number, on, &page)),
        News::Closed => Some(sms::closed(reader, number, &page)),
        News::PhoneCode { code } => Some(sms::phone_code(reader, code, &out.settings.operator_name)),
        News::Page { .. } | News::PageAgain { .. } | News::LastResort { .. } if !others.is_empty() => {
            call.map(|call| sms::bundle(reader, &call, &others))
        }
        News::Page { .. } => call.map(|call| sms::page(reader, &call)),
        News::PageAgain { .. } => call.map(|call| sms::page_again(reader, &call)),
        News::LastResort { .. } => call.map(|call| sms::last_resort(reader, &call)),
        News::TakenByYou if out.can_connect => call.map(|call| sms::taken_by_you_connect(reader, &call)),
        News::TakenByYou => call.map(|call| sms::taken_by_you(reader, &call)),
        News::TakenByOther => match calling {
            Some(Calling::Accepted { at, .. }) => Some(sms::taken_by_other(reader, number, holder, at)),
            // It moved on since: what would be told is no longer true.
            _ => None,
        },
        News::NumberChanged => call.map(|call| sms::number_changed(reader, &call)),
        News::NotNeeded => Some(sms::not_needed(reader, number, &out.settings.tenant.name)),
        News::ReplyOutcome { outcome } => Some(reply(out, reader, number, outcome)),
        News::Assigned => {
            Some(sms::assigned(reader, number, &out.settings.tenant.name, &office_page(out, number)))
        }
        News::Test => Some(sms::test(reader, &out.settings.operator_name)),
        News::PhoneTest => Some(sms::phone_test(reader, &out.settings.operator_name)),
        // These need more room, or a mailbox is what they prove, or they are heard; a calendar is read, not glanced at.
        News::Probe
        | News::NumberRefused { .. }
        | News::FallbackRefused { .. }
        | News::ProviderRefuses { .. }
        | News::BudgetUsed { .. }
        | News::HostMissing { .. }
        | News::HostOff { .. }
        | News::CompanyLeaves { .. }
        | News::CompanyStays
        | News::CompanyExportReady { .. }
        | News::RetentionShortened { .. }
        | News::SignOnChanged { .. }
        | News::Newcomer
        | News::UrgentJoined { .. }
        | News::Received
        | News::Invitation
        | News::PasswordReset
        | News::SignInLink
        | News::NewDevice { .. }
        | News::AccountChanged { .. }
        | News::Connect
        | News::ShiftSoon { .. }
        | News::ShiftsChanged { .. }
        | News::Swap { .. }
        | News::Readiness => None,
    };
    text.transpose()
}

/// The other tickets whose pages travel in the text of a page, each once: of one ticket several pages may have waited.
fn others(out: &Outgoing, number: i64) -> Vec<i64> {
    let mut others: Vec<i64> = Vec::new();
    for page in &out.aboard {
        if page.number != number && !others.contains(&page.number) {
            others.push(page.number);
        }
    }
    others
}

fn reply(out: &Outgoing, reader: Reader, number: i64, outcome: &ReplyOutcome) -> Result<GsmText, TextError> {
    match outcome {
        ReplyOutcome::AlreadyTaken { at, .. } => {
            let name = out.named_staff.as_deref().unwrap_or_default();
            sms::already_taken(reader, number, name, *at)
        }
        ReplyOutcome::Reached => sms::noted_reached(reader, number),
        ReplyOutcome::NoAnswer { next_try } => sms::noted_no_answer(reader, number, *next_try),
        ReplyOutcome::NotTaken => sms::not_taken(reader, number),
        ReplyOutcome::Over => sms::over(reader, number),
        ReplyOutcome::WhichOne { numbers } => sms::which_one(reader, numbers),
        ReplyOutcome::WhichClient { number, clients } => {
            sms::which_client(reader, *number, &clients.join(", "))
        }
        ReplyOutcome::NothingOpen { number } => sms::nothing_open(reader, *number),
        ReplyOutcome::NotUnderstood => sms::not_understood(reader),
    }
}

/// An e-mail, and whose it is.
pub(super) fn letter(out: &Outgoing, reader: Reader, link: Option<&str>) -> Option<(Letter, Sender)> {
    let (ticket, category) = match &out.ticket {
        Some((ticket, category)) => (Some(ticket), category.name(out.locale)),
        None => (None, ""),
    };
    let number = ticket.map_or(0, |ticket| ticket.number);
    let href = format!("{}{}", out.portal_origin, portal::ticket(number));
    let choose_href = format!("{}{}", out.portal_origin, portal::ACCOUNT);
    let about = AboutTicket { name: &out.name, number, category, href: &href, choose_href: &choose_href };
    let operator_phone = out.settings.operator_phone.as_ref().map(Phone::e164);
    let holder = out.holder.as_deref().unwrap_or_default();
    let answered = ticket.map(|it| own_fields::lines(&it.answers, out.locale)).unwrap_or_default();
    let callback = out.callback.as_ref();
    let call = call(out, number, link);
    let account = link.map(|link| AboutAccount {
        name: &out.name,
        username: &out.user_name,
        company: name_of_sender(out),
        link,
    });
    let letter = match &out.delivery.news {
        News::Received => client::received(&about, &ticket?.excerpt),
        News::UrgentReceived => {
            let callback = callback?;
            client::urgent_received(reader, &about, callback.phone.e164(), callback.promised_by)
        }
        News::Answered { .. } => {
            let (author, body) = out.answer.as_ref()?;
            let signature = out.settings.company.signature.as_deref();
            client::answered(reader, &about, &Answer { author, body, signature, closes_at: closes_at(out) })
        }
        News::ClosingSoon => client::closing_soon(reader, &about, closes_at(out)?),
        News::Closed => {
            let new_href = format!("{}{}", out.portal_origin, portal::new_about(number));
            client::closed(&about, closed_by(ticket?), &new_href, link)
        }
        News::UrgentTaken => {
            client::urgent_taken(reader, &about, holder, callback?.phone.e164(), until(out)?)
        }
        News::UrgentJoined { number } => {
            let call = call?;
            client::urgent_joined(reader, &about, *number, call.phone, call.by)
        }
        News::UrgentReached => client::urgent_reached(&about, holder),
        News::UrgentLate => client::urgent_late(&about, operator_phone),
        News::CouldNotReach => client::could_not_reach(&about, callback?.phone.e164(), operator_phone),
        News::WrongNumber => {
            let change_href = format!("{}{}", out.portal_origin, portal::callback(number));
            client::wrong_number(&about, callback?.phone.e164(), &change_href)
        }
        News::Invitation => match &out.provider {
            Some(provider) => {
                let href = format!("{}{}", out.portal_origin, portal::LOGIN);
                sign_on::invitation(&out.name, name_of_sender(out), provider, &href)
            }
            None => client::invitation(&account?),
        },
        News::SignOnChanged { issuer } => {
            let href = format!("{}{}", out.portal_origin, portal::PEOPLE_HISTORY);
            sign_on::changed(&out.name, name_of_sender(out), issuer.as_deref(), &href)
        }
        News::Newcomer => {
            let href = format!("{}{}", out.portal_origin, portal::PEOPLE);
            sign_on::newcomer(&out.name, name_of_sender(out), &href)
        }
        News::PasswordReset => client::password(&account?),
        News::SignInLink => client::sign_in(&account?),
        News::NewDevice { browser, at } => client::new_device(reader, &about, browser, *at),
        News::AccountChanged { change } if matches!(out.delivery.to, Recipient::Staff(_)) => {
            staff::account_changed(&out.name, *change, &format!("{}{}", out.office_origin, office::ME))
        }
        News::AccountChanged { change } => client::account_changed(&about, *change),
        News::Page { .. } => staff::page(reader, &out.name, &call?).answers(&answered),
        News::PageAgain { .. } => staff::page_again(reader, &out.name, &call?).answers(&answered),
        News::LastResort { .. } => staff::last_resort(reader, named(out), &call?).answers(&answered),
        News::TakenByOther => staff::taken_by_other(reader, &out.name, &call?, holder),
        News::NumberChanged => staff::number_changed(reader, &out.name, &call?),
        News::NotNeeded => staff::not_needed(&out.name, &call?),
        News::NumberRefused { staff: owner, .. } if out.delivery.to == Recipient::Staff(*owner) => {
            staff::own_number_refused(&out.name, &format!("{}{}", out.office_origin, office::ME))
        }
        News::NumberRefused { by, detail, .. } => {
            let href = format!("{}{}", out.office_origin, office::TEAM);
            staff::number_refused(named(out), out.named_staff.as_deref()?, *by, detail, &href)
        }
        News::FallbackRefused { by, detail } => {
            let href = format!("{}{}", out.office_origin, office::SETTINGS);
            staff::fallback_refused(named(out), *by, detail, &href)
        }
        News::ProviderRefuses { provider, detail } => {
            let href = format!("{}{}", out.office_origin, office::DELIVERIES);
            staff::provider_refuses(&out.name, provider, detail, &href)
        }
        News::BudgetUsed { channel, month, budget, percent } => {
            let href = format!("{}{}", out.office_origin, office::tenant(&out.settings.tenant.slug));
            let part = rappel_service::budget::part(*budget, *percent);
            let budget = Budget { channel: *channel, month, budget: *budget, percent: *percent, part };
            staff::budget_used(named(out), &out.settings.tenant.name, &budget, &href)
        }
        News::HostMissing { .. } | News::HostOff { .. } => domain::letter(out, reader)?,
        News::CompanyLeaves { .. } | News::CompanyStays => leaving::letter(out, reader),
        News::CompanyExportReady { .. } | News::RetentionShortened { .. } => data::letter(out, reader)?,
        News::Assigned => {
            let ticket = ticket?;
            let href = office_page(out, number);
            staff::assigned(&Assignment {
                name: &out.name,
                number,
                client: &out.settings.tenant.name,
                person: &out.requester,
                excerpt: &ticket.excerpt,
                answers: &answered,
                href: &href,
            })
        }
        News::ShiftSoon { .. } | News::ShiftsChanged { .. } | News::Swap { .. } => duty::letter(out, reader)?,
        News::Readiness => {
            let report = out.readiness.as_ref().filter(|it| it.count() > 0)?;
            let href = format!("{}{}", out.office_origin, office::READINESS);
            readiness::letter(reader, &out.name, report, &href)
        }
        News::Test => staff::test(&out.settings.operator_name),
        // Told where they were asked, by SMS, or to nobody.
        News::Probe
        | News::PhoneCode { .. }
        | News::PhoneTest
        | News::TakenByYou
        | News::ReplyOutcome { .. }
        | News::Connect => return None,
    };
    Some((letter.unsubscribe(out.unsubscribe_url.as_deref()), sender(out)))
}

/// The reader's name; a mailbox of the settings has none.
fn named(out: &Outgoing) -> Option<&str> {
    Some(out.name.as_str()).filter(|name| !name.is_empty())
}

/// Who writes: the tenant's portal to its people, the operator to staff.
fn name_of_sender(out: &Outgoing) -> &str {
    match out.delivery.to {
        Recipient::Person(_) => &out.settings.tenant.name,
        Recipient::Staff(_) | Recipient::Address(_) => &out.settings.operator_name,
    }
}

fn sender(out: &Outgoing) -> Sender {
    let settings = &out.settings;
    let phone = settings.operator_phone.as_ref().map(Phone::e164);
    let palette = palette(&settings.tenant.brand_color);
    let sender = Sender::new(name_of_sender(out), &palette, &settings.operator_name, phone);
    match &out.logo {
        Some((logo, _)) => sender.with_logo(logo),
        None => sender,
    }
}

/// What is derived from a colour; a row that holds none is black, which is better than no e-mail.
fn palette(colour: &str) -> Palette {
    colour.parse().unwrap_or(BrandColour::BLACK).palette()
}

fn call<'a>(out: &'a Outgoing, number: i64, link: Option<&'a str>) -> Option<UrgentCall<'a>> {
    let callback = out.callback.as_ref()?;
    let by = match callback.state {
        Calling::Accepted { until, .. } => until,
        _ => callback.promised_by,
    };
    Some(UrgentCall {
        number,
        client: &out.settings.tenant.name,
        person: &callback.contact_name,
        phone: callback.phone.e164(),
        by,
        link,
    })
}

/// By when whoever has it calls.
fn until(out: &Outgoing) -> Option<DateTime<Utc>> {
    match out.callback.as_ref()?.state {
        Calling::Accepted { until, .. } => Some(until),
        _ => None,
    }
}

fn closes_at(out: &Outgoing) -> Option<DateTime<Utc>> {
    match out.ticket.as_ref()?.0.state {
        State::Open(Open::Answered { closes_at, .. }) => Some(closes_at),
        _ => None,
    }
}

fn closed_by(ticket: &Ticket) -> ClosedBy {
    match ticket.state {
        State::Closed { by: Actor::System, .. } => ClosedBy::System,
        _ => ClosedBy::Somebody,
    }
}

fn office_page(out: &Outgoing, number: i64) -> String {
    format!("{}/queue/{}/{number}", out.office_origin, out.settings.tenant.slug)
}
