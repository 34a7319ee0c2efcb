//! Reads over several companies, by somebody who may see one of them.

use chrono::Duration;
use rappel_domain::{
    Actor, Clock as _, Locale,
    brand::Picture,
    decision::announce,
    delivery::{Channel, News, Recipient},
    host::{HostName, OwnHost, Seen},
    id::TeamId,
    own_text::OwnText,
    report::Answers,
    ticket::{self, Remark, Solved},
    words::Sought,
};

use rappel_domain::visibility::Visibility;

use super::{
    super::world::{DEVICE, LOGO, World, now, pictures, words},
    not_found,
};
use crate::{
    StaffScope, StoreError,
    categories::Category,
    deliveries::LogFilter,
    devices::Met,
    queue::{Filter, View},
    reports::Asked,
    tickets::{Closed, Order, Way},
};

mod factors;
mod identities;
mod passkeys;

/// The staff member of company A sees nothing of B, by no filter.
pub(super) async fn across_companies(world: &World) {
    let World { store, a, b, staff, staff_of_a, operator, .. } = world;
    let scope = world.office_of_a().await;
    assert_eq!(scope.tenants(), [a.tenant.id]);
    assert!(scope.on(b.tenant.id).is_none());
    assert!(scope.on(a.tenant.id).is_some_and(|scope| scope.tenant() == a.tenant.id));
    assert!(scope.on(*operator).is_some());

    let own = store.write(&a.scope).await.unwrap();
    assert_eq!(own.deliveries().forget_probes(now().now()).await.unwrap(), 0, "what is theirs is no probe");
    drop(own);

    factors::of_another_company(store, a, b).await;
    factors::of_another_company(store, b, a).await;
    factors::of_staff(world).await;
    passkeys::of_another_company(store, a, b).await;
    passkeys::of_another_company(store, b, a).await;
    passkeys::of_staff(world).await;
    identities::of_another_company(store, a, b).await;

    let tx = store.office(&scope).await.unwrap();
    let shows_a = |what: &str, answer: String| {
        b.is_absent(what, &answer);
        assert!(answer.contains(a.canary), "{what}: {answer}");
    };
    let mut seen = 0;
    for view in View::ALL {
        for tenant in [None, Some(a.tenant.id), Some(b.tenant.id)] {
            for text in ["", "canary", "CANARY-B", "1", "#1", "BBB"] {
                let filter = Filter { view, staff: *staff, tenant, teams: None, text: text.to_owned() };
                let rows = tx.queue(&filter, None, 100).await.unwrap();
                assert_eq!(tx.queue_count(&filter, 100).await.unwrap(), rows.len() as u64);
                assert!(rows.is_empty() || tenant != Some(b.tenant.id), "{filter:?}");
                assert!(rows.is_empty() || text != "BBB", "a word of B alone: {filter:?}");
                seen += rows.len();
                b.is_absent("queue", &format!("{rows:?}"));
                for row in rows {
                    let rest = tx.queue(&filter, Some(row.place), 100).await.unwrap();
                    b.is_absent("queue beyond", &format!("{rest:?}"));
                }
            }
        }
    }
    assert!(seen > 10, "the queue of A is not empty");
    shows_a("tenants", format!("{:?}", tx.tenants().await.unwrap()));
    shows_a("deliveries", format!("{:?}", tx.deliveries(&LogFilter::default(), None, 1000).await.unwrap()));
    let of_b = LogFilter { tenant: Some(b.tenant.id), ..LogFilter::default() };
    assert!(tx.deliveries(&of_b, None, 1000).await.unwrap().is_empty());
    shows_a("open_callbacks", format!("{:?}", tx.open_callbacks(100).await.unwrap()));
    shows_a("recent_callbacks", format!("{:?}", tx.recent_callbacks(None, 100).await.unwrap()));
    let year =
        Asked { from: now().now() - Duration::days(300), to: now().now() + Duration::days(1), tenant: None };
    shows_a("category_names", format!("{:?}", tx.category_names().await.unwrap()));
    let calls = tx.measured_calls(year, None, 100).await.unwrap();
    assert!(calls.len() == 1 && calls[0].call.tenant == a.tenant.id, "{calls:?}");
    let of_b = Asked { tenant: Some(b.tenant.id), ..year };
    assert!(tx.measured_calls(of_b, None, 100).await.unwrap().is_empty());
    shows_a("callbacks_of_staff", format!("{:?}", tx.callbacks_of_staff(*staff).await.unwrap()));
    let people = [(a.tenant.id, a.person), (b.tenant.id, b.person), (a.tenant.id, b.person)];
    let names = tx.person_names(&people).await.unwrap();
    assert_eq!(names.len(), 1);
    shows_a("person_names", format!("{names:?}"));
    not_found("policy_of_tenant", tx.policy_of_tenant(b.tenant.id).await);
    assert_eq!(tx.policy_of_tenant(a.tenant.id).await.unwrap(), None);
    drop(tx);
    choices_stay_apart(world, &scope).await;
    people_stay_apart(world).await;
    followers_stay_apart(world).await;
    orders_stay_apart(world).await;
    answers_stay_apart(world, &scope, year).await;
    teams_stay_apart(world, &scope).await;
    logos_stay_apart(world).await;
    texts_stay_apart(world).await;
    hosts_stay_apart(world).await;

    // For whom may a ticket of A and of B be assigned?
    for (side, expected) in [(a, vec![*staff, *staff_of_a]), (b, vec![*staff])] {
        let tx = store.read(&side.scope).await.unwrap();
        let mut able: Vec<_> = tx.staff_of_tenant().await.unwrap().iter().map(|it| it.id).collect();
        able.sort_unstable();
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(able, expected);
        assert_eq!(tx.staff_of_role(rappel_domain::role::StaffRole::Agent).await.unwrap().len(), able.len());
    }
}

/// No order of a list, begun anywhere, comes to another company's ticket.
async fn orders_stay_apart(world: &World) {
    let World { store, a, b, .. } = world;
    let orders = [
        Order::Number(Way::Up),
        Order::Opened(Way::Down),
        Order::Status,
        Order::Category(vec![b.category, a.category]),
    ];
    let theirs = store.read(&b.scope).await.unwrap().tickets().by_id(b.ticket).await.unwrap();
    let tx = store.read(&a.scope).await.unwrap();
    for order in &orders {
        for mark in [None, Some(order.mark(&theirs))] {
            let page = tx.tickets().sorted(Closed::No, &Sought::Everything, order, mark, 100).await.unwrap();
            assert!(page.iter().all(|it| it.id == a.ticket), "{order:?} {mark:?}: {page:?}");
            assert!(mark.is_some() || !page.is_empty(), "{order:?}");
        }
    }
}

/// What a team works at another company shows no row, and nobody there knows that it does.
async fn teams_stay_apart(world: &World, of_a: &StaffScope) {
    let World { store, a, b, staff, .. } = world;
    let of_both = store.doors().command_line().await.unwrap().office();
    let team = TeamId::new(&now());
    let mut tx = store.office_write(&of_both).await.unwrap();
    tx.insert_team(team, "Réseau").await.unwrap();
    tx.commit().await.unwrap();
    let tx = store.write(&b.scope).await.unwrap();
    let category = tx.categories().by_id(b.category).await.unwrap();
    tx.categories().update(&Category { team: Some(team), ..category }).await.unwrap();
    tx.commit().await.unwrap();
    for (scope, side, expected) in [(of_a, a, 0), (&of_both, b, 1)] {
        let tx = store.office(scope).await.unwrap();
        assert_eq!(tx.working_teams().await.unwrap().len(), expected, "{}", side.canary);
        let view = View::Closed;
        let filter =
            Filter { view, staff: *staff, tenant: None, teams: Some(vec![team]), text: String::new() };
        let rows = tx.queue(&filter, None, 100).await.unwrap();
        assert_eq!(rows.iter().map(|it| it.ticket.id).collect::<Vec<_>>(), vec![side.ticket; expected]);
        assert!(rows.iter().all(|it| it.team == Some(team)));
    }
    let mut tx = store.office_write(&of_both).await.unwrap();
    assert!(matches!(tx.delete_team(team).await, Err(StoreError::Used)), "a category names it");
}

/// What clients say of closed tickets is counted for whoever may see their company.
async fn answers_stay_apart(world: &World, of_a: &StaffScope, year: Asked) {
    let World { store, a, b, .. } = world;
    for side in [a, b] {
        let by = Actor::Person(side.person);
        let mut tx = store.write(&side.scope).await.unwrap();
        let found = tx.tickets().by_id(side.ticket).await.unwrap();
        let contact = tx.persons().by_id(side.person).await.unwrap().contact();
        tx.record(ticket::close(tx.clock(), found, by, None, &contact).unwrap()).await.unwrap();
        let found = tx.tickets().by_id(side.ticket).await.unwrap();
        let said = Remark::parse(side.canary).unwrap();
        tx.record(ticket::give_feedback(tx.clock(), found, by, Solved::Yes, said).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
    }
    let tx = store.office(of_a).await.unwrap();
    let counted = Answers { tenant: a.tenant.id, closed: 1, answered: 1, solved: 1 };
    assert_eq!(tx.feedback_counts(year).await.unwrap(), [counted]);
    let said = tx.feedback_words(year, 20).await.unwrap();
    assert_eq!(said.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(), [a.canary]);
    let of_b = Asked { tenant: Some(b.tenant.id), ..year };
    assert_eq!(tx.feedback_words(of_b, 20).await.unwrap(), []);
    assert_eq!(tx.feedback_counts(of_b).await.unwrap(), []);
    let before = Asked { to: year.from, from: year.from - Duration::days(300), ..year };
    assert_eq!(tx.feedback_counts(before).await.unwrap(), []);
    assert_eq!(tx.feedback_words(before, 20).await.unwrap(), []);
}

/// What is held of a person, and what was mailed to them, is their company's.
async fn people_stay_apart(world: &World) {
    let World { store, a, b, .. } = world;
    not_found("persons.hold", tried!(store, a, |tx| tx.persons().hold(b.person).await));
    let mut epochs = Vec::new();
    for ended in [false, true] {
        if ended {
            tried!(store, a, |tx| tx.persons().end_all_sessions().await).unwrap();
        }
        for side in [a, b] {
            let person = tried!(store, side, |tx| tx.persons().by_id(side.person).await).unwrap();
            epochs.push(person.session_epoch);
        }
    }
    assert_eq!(epochs[2..], [epochs[0] + 1, epochs[1]], "sessions of another company go on");
    let sent = tried!(store, b, |tx| tx.deliveries().by_id(b.delivery).await).unwrap();
    for (side, expected) in [(a, false), (b, true)] {
        let known = tried!(store, side, |tx| tx.devices().knows(b.person, &DEVICE).await);
        assert_eq!(known.unwrap(), expected, "a browser of somebody of another company");
    }
    tried!(store, a, |tx| tx.devices().forget(b.person).await).unwrap();
    let met = tried!(store, b, |tx| tx.devices().meet(b.person, &DEVICE).await).unwrap();
    assert_eq!(met, Met::Known, "a browser of somebody of another company is not forgotten");
    let ever = chrono::DateTime::UNIX_EPOCH;
    let told = tried!(store, b, |tx| tx.deliveries().told_since(&sent.to, &sent.news, ever).await).unwrap();
    assert!(told.contains(&sent.created_at), "{told:?}");
    let to = Recipient::Person(b.person);
    tried!(store, b, |tx| {
        let mail = announce(tx.clock(), b.tenant.id, to.clone(), Channel::Email, News::PasswordReset);
        tx.record(mail).await
    })
    .unwrap();
    for (side, expected) in [(a, 0), (b, 1)] {
        let told =
            tried!(store, side, |tx| tx.deliveries().told_since(&to, &News::PasswordReset, ever).await);
        assert_eq!(told.unwrap().len(), expected);
    }
}

/// Two companies whose logos have one name: each has its own picture, and nobody changes that of the other.
async fn logos_stay_apart(world: &World) {
    let World { store, a, b, .. } = world;
    for (own, other) in [(a, b), (b, a)] {
        let canary = Some(own.canary.as_bytes().to_vec());
        for which in Picture::ALL {
            let shown = tried!(store, own, |tx| tx.logos().picture(LOGO, which).await);
            assert_eq!(shown.unwrap(), canary);
        }
        tried!(store, other, |tx| tx.logos().discard_pictures().await).unwrap();
        let kept = tried!(store, own, |tx| tx.logos().picture(LOGO, Picture::Icon).await);
        assert_eq!(kept.unwrap(), canary, "what another company takes away is its own");
        let gone = tried!(store, other, |tx| tx.logos().picture(LOGO, Picture::Icon).await);
        assert_eq!(gone.unwrap(), None);
        let again = pictures(other.canary);
        tried!(store, other, |tx| tx.logos().keep_pictures("another", &again).await).unwrap();
        let old = tried!(store, other, |tx| tx.logos().picture(LOGO, Picture::Icon).await);
        assert_eq!(old.unwrap(), None, "an address never shows another picture");
        tried!(store, other, |tx| tx.logos().keep_pictures(LOGO, &again).await).unwrap();
    }
}

/// Two companies that say one text in words of their own: neither reads or changes those of the other.
async fn texts_stay_apart(world: &World) {
    let World { store, a, b, .. } = world;
    for (own, other) in [(a, b), (b, a)] {
        let versions = store.texts_versions().await.unwrap();
        let mine = vec![words(own.canary)];
        let tags = tried!(store, own, |tx| tx.unknown_languages_here().await).unwrap();
        assert!(tags.is_empty(), "in libs/store/src/tests/languages.rs with some: {tags:?}");
        assert_eq!(tried!(store, own, |tx| tx.own_texts().own_words().await).unwrap(), mine);
        let of_mail = OwnText { key: "mail-greeting".to_owned(), ..words(other.canary) };
        tried!(store, other, |tx| tx.own_texts().keep_own_words(&of_mail).await).unwrap();
        for (side, locale, found) in [
            (own, of_mail.locale, vec![]),
            (other, of_mail.locale, vec![of_mail.clone()]),
            (other, Locale::En, vec![]),
        ] {
            let read = tried!(store, side, |tx| tx.own_texts().own_words_of_messages(locale).await);
            assert_eq!(read.unwrap(), found, "no other company's, no page's, no other language's");
        }
        tried!(store, other, |tx| tx.own_texts().drop_own_words(of_mail.locale, &of_mail.key).await).unwrap();
        let theirs = words(other.canary);
        let dropped =
            tried!(store, other, |tx| tx.own_texts().drop_own_words(theirs.locale, &theirs.key).await);
        assert!(dropped.unwrap(), "there was one");
        assert!(tried!(store, other, |tx| tx.own_texts().own_words().await).unwrap().is_empty());
        let before = versions[&other.tenant.id];
        let next = tried!(store, other, |tx| tx.own_texts().hold_texts_version().await).unwrap();
        assert_eq!(next, before + 1);
        tried!(store, other, |tx| tx.own_texts().keep_own_words(&theirs).await).unwrap();
        assert_eq!(tried!(store, own, |tx| tx.own_texts().own_words().await).unwrap(), mine);
        assert_eq!(store.texts_versions().await.unwrap()[&own.tenant.id], versions[&own.tenant.id]);
    }
}

/// A host is one company's: another neither sees nor changes it, and cannot have it.
async fn hosts_stay_apart(world: &World) {
    let World { store, a, b, .. } = world;
    let added_at = now().now();
    let own = |side: &super::super::world::Side| {
        let name = HostName::parse(&format!("support.{}.example", side.canary)).unwrap();
        OwnHost::new(name, side.canary.to_owned(), added_at)
    };
    for side in [a, b] {
        tried!(store, side, |tx| tx.hosts().insert_host(&own(side)).await).unwrap();
    }
    for (side, other) in [(a, b), (b, a)] {
        let all = tried!(store, side, |tx| tx.hosts().own_hosts().await).unwrap();
        assert_eq!(all, [own(side)]);
        assert_eq!(tried!(store, side, |tx| tx.hosts().hold_hosts().await).unwrap(), all);
        let theirs = OwnHost { token: side.canary.to_owned(), is_primary: true, ..own(other) };
        not_found("update_host", tried!(store, side, |tx| tx.hosts().update_host(&theirs).await));
        not_found("delete_host", tried!(store, side, |tx| tx.hosts().delete_host(&theirs.host).await));
        let taken = tried!(store, side, |tx| tx.hosts().insert_host(&theirs).await);
        assert!(matches!(taken, Err(StoreError::Taken("host"))), "{taken:?}");
    }
    assert_eq!(tried!(store, b, |tx| tx.hosts().own_hosts().await).unwrap(), [own(b)]);
    assert_eq!(store.hosts().await.unwrap(), [], "neither is proved");
    let (proved, _) = own(a).looked(Seen::There, now().now());
    tried!(store, a, |tx| tx.hosts().update_host(&proved).await).unwrap();
    let served = store.hosts().await.unwrap();
    assert!(served.len() == 1 && served[0].tenant == a.tenant.id && !served[0].carries_links, "{served:?}");
    let late = store.overdue_hosts(now().now() + Duration::hours(1)).await.unwrap();
    assert_eq!(late.into_iter().map(|(tenant, _)| tenant).collect::<Vec<_>>(), [b.tenant.id]);
}

/// Nobody follows a ticket of another company, or is let follow one, and who follows one there is not seen.
async fn followers_stay_apart(world: &World) {
    let World { store, a, b, .. } = world;
    assert!(!tried!(store, b, |tx| tx.followers().follow(b.ticket, b.person).await).unwrap(), "they do");
    let followed = tried!(store, a, |tx| tx.followers().follow(b.ticket, a.person).await);
    not_found("follow another's ticket", followed);
    let followed = tried!(store, a, |tx| tx.followers().follow(a.ticket, b.person).await);
    not_found("let another's person follow", followed);
    assert!(!tried!(store, a, |tx| tx.followers().unfollow(b.ticket, b.person).await).unwrap());
    let seen = tried!(store, a, |tx| tx.followers().following(b.ticket).await).unwrap();
    assert_eq!(seen, []);
    let seen = tried!(store, b, |tx| tx.followers().following(b.ticket).await).unwrap();
    assert_eq!(seen, [b.person]);
}

/// Whoever sees company A alone neither reads nor changes what B has chosen, and it keeps them from deleting it.
async fn choices_stay_apart(world: &World, of_a: &crate::StaffScope) {
    let World { store, a, b, .. } = world;
    let every = store.doors().command_line().await.unwrap().office();
    let mut tx = store.office_write(&every).await.unwrap();
    let policy = tx.policies().await.unwrap().remove(0).id;
    tx.choose_policy(b.tenant.id, Some(policy)).await.unwrap();
    tx.let_members_see(b.tenant.id, Some(&Visibility::Company)).await.unwrap();
    tx.commit().await.unwrap();
    let chosen = tried!(store, b, |tx| tx.categories().by_id(b.category).await).unwrap();
    let chosen = crate::categories::Category { policy: Some(policy), ..chosen };
    tried!(store, b, |tx| tx.categories().update(&chosen).await).unwrap();

    let mut tx = store.office_write(of_a).await.unwrap();
    assert_eq!(tx.policy_uses().await.unwrap(), []);
    not_found("choose_policy", tx.choose_policy(b.tenant.id, None).await);
    not_found("let_members_see", tx.let_members_see(b.tenant.id, Some(&Visibility::Own)).await);
    drop(tx);
    let mut tx = store.office_write(of_a).await.unwrap();
    let refused = tx.delete_policy(policy).await;
    assert!(matches!(refused, Err(StoreError::Used)), "{refused:?}");
    drop(tx);
    assert_eq!(tried!(store, a, |tx| tx.members_see().await).unwrap(), Visibility::Own);
    assert_eq!(tried!(store, b, |tx| tx.members_see().await).unwrap(), Visibility::Company);
    rules_stay_apart(world, &every).await;
    assert_eq!(tried!(store, a, |tx| tx.chosen_policy().await).unwrap(), None);
    assert_eq!(tried!(store, b, |tx| tx.chosen_policy().await).unwrap(), Some(policy));
    let tx = store.office(&every).await.unwrap();
    let uses = tx.policy_uses().await.unwrap();
    assert_eq!(
        uses.iter().map(|it| (it.tenant, it.category)).collect::<Vec<_>>(),
        [(b.tenant.id, None), (b.tenant.id, Some(b.category)),]
    );
}

/// What one company says of its people counts for no other; what the operator says counts for those that say nothing.
async fn rules_stay_apart(world: &World, every: &crate::StaffScope) {
    let World { store, a, b, .. } = world;
    let rules = async || {
        let a = tried!(store, a, |tx| tx.company_rules().await).unwrap();
        let b = tried!(store, b, |tx| tx.company_rules().await).unwrap();
        ((a.members_see, a.second_step), (b.members_see, b.second_step))
    };
    let company = async || {
        let all = store.tenants().await.unwrap();
        all.into_iter().find(|it| it.id == b.tenant.id).unwrap()
    };
    assert_eq!(rules().await, ((Visibility::Own, false), (Visibility::Company, false)));
    let mut own = company().await;
    own.settings.second_step = Some(true);
    let mut tx = store.office_write(every).await.unwrap();
    tx.update_tenant(&own).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(rules().await, ((Visibility::Own, false), (Visibility::Company, true)));

    let operator = store.operator().await.unwrap().unwrap();
    let mut strict = operator.clone();
    strict.settings.second_step = Some(true);
    let mut own = company().await;
    own.settings.second_step = Some(false);
    let mut tx = store.office_write(every).await.unwrap();
    tx.update_tenant(&strict).await.unwrap();
    tx.update_tenant(&own).await.unwrap();
    tx.let_members_see(operator.id, Some(&Visibility::Company)).await.unwrap();
    tx.let_members_see(b.tenant.id, Some(&Visibility::Own)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(rules().await, ((Visibility::Company, true), (Visibility::Own, false)));

    // As it was before.
    let (strict, own) = (store.operator().await.unwrap().unwrap(), company().await);
    let mut tx = store.office_write(every).await.unwrap();
    tx.update_tenant(&crate::tenants::Tenant { settings: operator.settings, ..strict }).await.unwrap();
    tx.update_tenant(&crate::tenants::Tenant { settings: Box::default(), ..own }).await.unwrap();
    tx.let_members_see(operator.id, None).await.unwrap();
    tx.let_members_see(b.tenant.id, Some(&Visibility::Company)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(rules().await, ((Visibility::Own, false), (Visibility::Company, false)));
}
