//! Every e-mail once, for the tests and the gallery.

use super::{
    Letter, Sender,
    client::{self, AboutAccount, AboutTicket, Answer, ClosedBy},
    data::{self, Data, Goes},
    domains::{self, LostDomain},
    duty::{self, SwapNews},
    leaving::{self, Leaver},
    readiness, sign_on,
    staff::{self, Assignment, Budget},
};
use rappel_domain::{
    brand::{Logo, Plates},
    delivery::{AccountChange, Channel},
    host::HostName,
    rota::Period,
    swap::SwapState,
};

use crate::{Reader, brand::sample_palette, page::sample_time, sms::UrgentCall};

/// The sender of samples.
pub fn sender() -> Sender {
    Sender::new("Durand & Fils", &sample_palette(), "Atelier Support", Some("+33123456789"))
}

/// The same with a logo.
pub fn sender_with_logo() -> Sender {
    sender().with_logo(&Logo {
        hash: "0".to_owned(),
        width: 480,
        height: 120,
        plates: Plates { dark_by_day: true, light_by_night: false },
    })
}

/// Every e-mail once, with a name for its file.
pub fn letters(reader: Reader) -> Vec<(&'static str, Letter)> {
    let about = AboutTicket {
        name: "Claire Martin",
        number: 1043,
        category: "Réseau / Internet / Messagerie",
        href: "https://durand.exemple.fr/tickets/1043",
        choose_href: "https://durand.exemple.fr/account",
    };
    let account = AboutAccount {
        name: "Claire Martin",
        username: "claire.martin",
        company: "Durand & Fils",
        link: "https://durand.exemple.fr/invite/1-AbCdEfGhIjKlMnOpQrStUv",
    };
    let call = UrgentCall {
        number: 1043,
        client: "Durand & Fils",
        person: "Claire Martin",
        phone: "+33612345678",
        by: sample_time("2026-11-22T13:32:00Z"),
        link: Some("https://s.exemple.fr/a/1-AbCdEfGhIjKlMnOpQrStUv"),
    };
    let asked = crate::own_fields::sample_lines();
    let leaver =
        Leaver { name: Some("Claire Martin"), company: "Durand & Fils", operator: "Atelier Support" };
    let its_data = Data {
        name: "Claire Martin",
        company: "Durand & Fils",
        operator: "Atelier Support",
        page: "https://durand.exemple.fr/people/data",
    };
    let goes = Goes {
        on: sample_time("2026-12-05T08:00:00Z"),
        months: 12,
        tickets: 1_204,
        messages: 8_120,
        files: 340,
        megabytes: 512,
    };
    let assignment = Assignment {
        name: "Marie Leroy",
        number: 1043,
        client: "Durand & Fils",
        person: "Claire Martin",
        excerpt: "Plus aucun message ne part depuis ce matin",
        answers: &asked,
        href: "https://rappel.exemple.fr/queue/durand/1043",
    };
    let at = sample_time("2026-12-06T23:00:00Z");
    let body = "Bonjour,\n\nle quota était dépassé, c’est <corrigé>.\n\nMarie";
    let answer = Answer { author: "Marie Leroy", body, signature: None, closes_at: Some(at) };
    let (phone, by) = (call.phone, call.by);
    let own = Some("+33123456789");
    let office = "https://rappel.exemple.fr/oncall";
    let shift = Period { from: sample_time("2026-11-30T07:00:00Z"), to: sample_time("2026-12-07T07:00:00Z") };
    let back = Period { from: shift.to, to: sample_time("2026-12-14T07:00:00Z") };
    let swap = SwapNews {
        name: "Marie Leroy",
        rota: "Semaine",
        asker: "Marie Leroy",
        asked: "Karim Haddad",
        ended_by: "Karim Haddad",
        gives: shift,
        takes: Some(back),
        href: office,
    };
    let new_about = "https://durand.exemple.fr/tickets/new?about=1043";
    let feedback = "https://durand.exemple.fr/feedback/1-AbCdEfGhIjKlMnOpQrStUv";
    let stop = "https://durand.exemple.fr/unsubscribe/per_01.answers.AbCdEfGhIjKlMnOpQrStUv";
    let tenant = "https://rappel.exemple.fr/tenants/durand";
    let budget = Budget { channel: Channel::Sms, month: "2026-11", budget: 50, percent: 80, part: 40 };
    let over = Budget { channel: Channel::Voice, percent: 100, part: 50, ..budget };
    let host = HostName::from_trusted("support.durand.fr");
    let lost = LostDomain {
        name: Some("Claire Martin"),
        company: "Durand & Fils",
        host: &host,
        value: "rappel-verification=0123456789abcdef0123456789abcdef",
        portal: "https://durand.exemple.fr",
        domains_href: None,
    };
    let page = "https://rappel.exemple.fr/tenants/durand/domains";
    let told_staff = LostDomain { name: None, domains_href: Some(page), ..lost };
    vec![
        ("received", client::received(&about, body)),
        ("answered", client::answered(reader, &about, &answer).unsubscribe(Some(stop))),
        ("answered-stays", client::answered(reader, &about, &Answer { closes_at: None, ..answer })),
        (
            "answered-signed",
            client::answered(reader, &about, &Answer { signature: Some("Bien à vous,\nL’équipe"), ..answer }),
        ),
        ("closing-soon", client::closing_soon(reader, &about, at)),
        ("closed", client::closed(&about, ClosedBy::Somebody, new_about, Some(feedback))),
        ("closed-system", client::closed(&about, ClosedBy::System, new_about, None)),
        ("urgent-received", client::urgent_received(reader, &about, phone, by)),
        ("urgent-taken", client::urgent_taken(reader, &about, "Marie Leroy", phone, by)),
        ("urgent-joined", client::urgent_joined(reader, &about, 1042, phone, by)),
        ("urgent-reached", client::urgent_reached(&about, "Marie Leroy")),
        ("urgent-late", client::urgent_late(&about, own)),
        ("urgent-late-no-phone", client::urgent_late(&about, None)),
        ("could-not-reach", client::could_not_reach(&about, phone, own)),
        ("could-not-reach-no-phone", client::could_not_reach(&about, phone, None)),
        (
            "wrong-number",
            client::wrong_number(&about, phone, "https://durand.exemple.fr/tickets/1043/callback"),
        ),
        ("invitation", client::invitation(&account)),
        ("password", client::password(&account)),
        ("sign-in", client::sign_in(&account)),
        ("new-device", client::new_device(reader, &about, "Firefox · Windows", at)),
        ("new-device-unknown", client::new_device(reader, &about, "", at)),
        ("account-password", client::account_changed(&about, AccountChange::Password)),
        ("account-factor-added", client::account_changed(&about, AccountChange::FactorAdded)),
        ("account-factor-removed", client::account_changed(&about, AccountChange::FactorRemoved)),
        ("account-factor-taken", client::account_changed(&about, AccountChange::FactorTakenAway)),
        ("account-codes-made", client::account_changed(&about, AccountChange::RecoveryCodesMade)),
        ("account-code-used", client::account_changed(&about, AccountChange::RecoveryCodeUsed { left: 9 })),
        ("account-last-code", client::account_changed(&about, AccountChange::RecoveryCodeUsed { left: 0 })),
        ("account-passkey-added", client::account_changed(&about, AccountChange::PasskeyAdded)),
        ("account-passkey-removed", client::account_changed(&about, AccountChange::PasskeyRemoved)),
        ("account-passkey-host", client::account_changed(&about, AccountChange::PasskeyHostGone)),
        ("account-passkey-refused", client::account_changed(&about, AccountChange::PasskeyRefused)),
        ("account-number", client::account_changed(&about, AccountChange::NumberChanged)),
        ("account-number-removed", client::account_changed(&about, AccountChange::NumberRemoved)),
        ("account-provider", client::account_changed(&about, AccountChange::ProviderLinked)),
        ("account-provider-unlinked", client::account_changed(&about, AccountChange::ProviderUnlinked)),
        ("account-tried", client::account_changed(&about, AccountChange::CodesTried)),
        (
            "staff-factor-taken",
            staff::account_changed(
                "Marie Leroy",
                AccountChange::FactorTakenAway,
                "https://rappel.exemple.fr/me",
            ),
        ),
        ("staff-page", staff::page(reader, "Marie Leroy", &call)),
        ("staff-page-again", staff::page_again(reader, "Karim Haddad", &call)),
        ("staff-last-resort", staff::last_resort(reader, None, &UrgentCall { link: None, ..call })),
        ("staff-number-changed", staff::number_changed(reader, "Marie Leroy", &call)),
        ("staff-not-needed", staff::not_needed("Marie Leroy", &call)),
        (
            "staff-number-refused",
            staff::number_refused(
                Some("Zoé Blanc"),
                "Marie Leroy",
                Channel::Sms,
                "21610: opted out",
                "https://office.exemple.fr/team",
            ),
        ),
        (
            "staff-number-refuses-calls",
            staff::number_refused(
                Some("Zoé Blanc"),
                "Marie Leroy",
                Channel::Voice,
                "21214: the number cannot be reached by calls",
                "https://office.exemple.fr/team",
            ),
        ),
        (
            "staff-mailbox-refused",
            staff::number_refused(
                None,
                "Marie Leroy",
                Channel::Email,
                "550: the mailbox does not exist or is closed",
                "https://office.exemple.fr/team",
            ),
        ),
        (
            "staff-fallback-refused",
            staff::fallback_refused(
                Some("Zoé Blanc"),
                Channel::Voice,
                "21211: the number is not valid",
                "https://office.exemple.fr/settings",
            ),
        ),
        (
            "staff-own-number-refused",
            staff::own_number_refused("Marie Leroy", "https://office.exemple.fr/me"),
        ),
        (
            "staff-provider-refuses",
            staff::provider_refuses(
                "Zoé Blanc",
                "twilio",
                "20003: authentication failed",
                "https://office.exemple.fr/deliveries",
            ),
        ),
        ("staff-budget", staff::budget_used(Some("Zoé Blanc"), "Durand & Fils", &budget, tenant)),
        ("staff-budget-over", staff::budget_used(None, "Durand & Fils", &over, tenant)),
        ("staff-taken", staff::taken_by_other(reader, "Karim Haddad", &call, "Marie Leroy")),
        ("staff-assigned", staff::assigned(&assignment)),
        ("staff-test", staff::test("Atelier Support")),
        ("shift-soon", duty::shift_soon(reader, "Marie Leroy", "Semaine", shift, office)),
        (
            "shifts-changed",
            duty::shifts_changed(reader, "Marie Leroy", "Semaine", (&[shift, back], &[back], 3), office),
        ),
        ("swap-asked", duty::swap(reader, &swap, SwapState::Asked)),
        ("swap-accepted", duty::swap(reader, &swap, SwapState::Accepted)),
        ("swap-refused", duty::swap(reader, &SwapNews { takes: None, ..swap }, SwapState::Refused)),
        ("swap-withdrawn", duty::swap(reader, &swap, SwapState::Withdrawn)),
        ("domain-missing", domains::missing(reader, &lost, by)),
        ("domain-off", domains::off(&lost)),
        ("staff-domain-missing", domains::missing(reader, &told_staff, by)),
        ("staff-domain-off", domains::off(&told_staff)),
        ("company-leaves", leaving::leaves(reader, &leaver, by, None)),
        ("company-stays", leaving::stays(&leaver, "https://durand.exemple.fr")),
        (
            "staff-company-leaves",
            leaving::leaves(reader, &Leaver { name: None, ..leaver }, by, Some("https://durand.exemple.fr")),
        ),
        ("company-export-ready", data::export_ready(reader, &its_data, by)),
        ("retention-shortened", data::retention_shortened(reader, &its_data, &goes)),
        (
            "sign-on-set",
            sign_on::changed(
                "Claire Martin",
                "Durand & Fils",
                Some("https://login.exemple.fr/durand"),
                tenant,
            ),
        ),
        ("sign-on-removed", sign_on::changed("Claire Martin", "Durand & Fils", None, tenant)),
        ("newcomer", sign_on::newcomer("Claire Martin", "Durand & Fils", tenant)),
        ("invitation-provider", sign_on::invitation("Luc Petit", "Durand & Fils", "Microsoft", tenant)),
        ("readiness", readiness::letter(reader, "Karim Haddad", &readiness::sample(), office)),
    ]
}
