//! Which parts of settings differ, for the audit: of a tenant's own, and of what counts for a company that follows the operator.

use rappel_domain::{audit::SettingsPart, company::CompanySettings, office_hours::OfficeHours};

use super::{CLOSE_AFTER_DAYS, PROMISE_MINUTES, terms_of};
use crate::Tenant;

/// What a tenant says otherwise. Whoever adds a setting says here which part it is.
pub(crate) fn changed(before: &Tenant, after: &Tenant) -> Vec<SettingsPart> {
    let Tenant {
        // Never changed here.
        id: _,
        number: _,
        is_operator: _,
        slug: _,
        country: _,
        disabled_at: _,
        version: _,
        // These have deeds of their own.
        brand_color: _,
        logo: _,
        name,
        locale,
        time_zone,
        phone,
        promise_minutes,
        close_after_days,
        fallback_phone,
        fallback_email,
        terms_fr,
        terms_en,
        sms_budget,
        call_budget,
        settings,
    } = before;
    let CompanySettings {
        reminder_days,
        sender_name,
        reply_to,
        signature,
        staff_names,
        second_step,
        hours,
        // It has a deed of its own.
        keep_months: _,
        legal,
        accessibility,
        conformity,
        follows_language,
        follows_zone,
    } = &**settings;
    let said = &after.settings;
    let parts = [
        (SettingsPart::Name, *name != after.name),
        (SettingsPart::Language, (*locale, *follows_language) != (after.locale, said.follows_language)),
        (SettingsPart::TimeZone, (*time_zone, *follows_zone) != (after.time_zone, said.follows_zone)),
        (SettingsPart::Phone, *phone != after.phone),
        (
            SettingsPart::LastResort,
            (fallback_phone, fallback_email) != (&after.fallback_phone, &after.fallback_email),
        ),
        (SettingsPart::Promise, *promise_minutes != after.promise_minutes),
        (SettingsPart::Closing, *close_after_days != after.close_after_days),
        (SettingsPart::Reminder, *reminder_days != said.reminder_days),
        (SettingsPart::Budgets, (sms_budget, call_budget) != (&after.sms_budget, &after.call_budget)),
        (SettingsPart::Sender, *sender_name != said.sender_name),
        (SettingsPart::ReplyTo, *reply_to != said.reply_to),
        (SettingsPart::Signature, *signature != said.signature),
        (SettingsPart::StaffNames, *staff_names != said.staff_names),
        (SettingsPart::SecondStep, *second_step != said.second_step),
        (SettingsPart::Hours, *hours != said.hours),
        (SettingsPart::Terms, (terms_fr, terms_en) != (&after.terms_fr, &after.terms_en)),
        (SettingsPart::Legal, *legal != said.legal),
        (SettingsPart::Accessibility, (accessibility, conformity) != (&said.accessibility, &said.conformity)),
    ];
    parts.into_iter().filter_map(|(part, differs)| differs.then_some(part)).collect()
}

/// What counts otherwise for a company when the operator's settings change.
pub(super) fn counting_otherwise(company: &Tenant, before: &Tenant, after: &Tenant) -> Vec<SettingsPart> {
    changed(&counting(company, before), &counting(company, after))
}

/// The operator's settings with the usual value of what it does not say: to say that one is no change.
pub(super) fn meant(operator: &Tenant) -> Tenant {
    let said = &operator.settings;
    Tenant {
        promise_minutes: operator.promise_minutes.or(Some(PROMISE_MINUTES)),
        close_after_days: operator.close_after_days.or(Some(CLOSE_AFTER_DAYS)),
        settings: Box::new(CompanySettings {
            reminder_days: Some(i32::from(said.reminder_days())),
            staff_names: Some(said.staff_names()),
            second_step: Some(said.requires_second_step()),
            hours: said.hours.clone().filter(OfficeHours::says_any),
            ..(**said).clone()
        }),
        ..operator.clone()
    }
}

/// A company as if it said itself what it has from the operator.
fn counting(company: &Tenant, operator: &Tenant) -> Tenant {
    let (operator, own) = (meant(operator), &company.settings);
    let terms = terms_of(company).or(&terms_of(&operator));
    Tenant {
        locale: if own.follows_language { operator.locale } else { company.locale },
        time_zone: if own.follows_zone { operator.time_zone } else { company.time_zone },
        phone: operator.phone,
        promise_minutes: company.promise_minutes.or(operator.promise_minutes),
        close_after_days: company.close_after_days.or(operator.close_after_days),
        terms_fr: terms.fr,
        terms_en: terms.en,
        settings: Box::new(own.or(&operator.settings)),
        ..company.clone()
    }
}

#[cfg(test)]
mod tests;
