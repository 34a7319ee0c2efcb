//! Every repository function, asked with the ids of another company.

use chrono::Duration;
use rappel_domain::{
    Actor, Clock as _,
    audit::Deed,
    callback,
    delivery::{DeliveryState, Tag},
    event::Audience,
    id::{CategoryId, FileId, PersonId, StaffId, TicketId},
    job::Lane,
    ticket::{self, Answer},
    words::Sought,
};

use super::{
    database::{Bench, Column, columns},
    world::{DEVICE, KEY, LOGIN, PAGED, REQUEST, Side, World, category, intake, new_person, now},
};
use crate::{
    Store, StoreError,
    deliveries::{Moved, Outcome, Sending},
    devices::Met,
    idempotency::Key,
    keys::ApiKey,
    links::Purpose,
    pacing::Held,
    persons::PhoneCode,
    tickets::Closed,
};

/// All three walls, on both databases. On SQLite there is no third one.
#[tokio::test]
async fn a_foreign_id_finds_nothing() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        Box::pin(everything(&bench, &world)).await;
        bench.drop_database().await;
    }
}

/// The third wall alone: no query names the tenant.
#[tokio::test]
async fn row_policies_hold_alone() {
    for column in columns().into_iter().filter(|column| *column == Column::Postgres) {
        let bench = Bench::new(column).await;
        let mut world = World::new(&bench).await;
        world.store = world.store.clone().without_tenant_filter();
        Box::pin(everything(&bench, &world)).await;
        bench.drop_database().await;
    }
}

/// The second wall alone: PostgreSQL shows every row to everybody.
#[tokio::test]
async fn the_filter_holds_alone() {
    use sea_orm::ConnectionTrait as _;
    for column in columns().into_iter().filter(|column| *column == Column::Postgres) {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        for table in rappel_migrations::TENANT_TABLES {
            let off = format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY");
            bench.root.execute_unprepared(&off).await.unwrap();
        }
        let bare = bench.bare().await;
        let all =
            super::database::texts(&bare, "SELECT DISTINCT tenant_id::text AS text FROM tickets", Vec::new());
        assert_eq!(all.await.unwrap().len(), 2, "the third wall is down");
        bare.close().await.unwrap();
        Box::pin(everything(&bench, &world)).await;
        bench.drop_database().await;
    }
}

async fn everything(bench: &Bench, world: &World) {
    let World { store, a, b, .. } = world;
    for (own, other) in [(a, b), (b, a)] {
        let before = bench.rows_of(other.tenant.id.uuid()).await;
        assert!(before.iter().filter(|row| row.contains(other.canary)).count() > 10, "{before:#?}");
        reads_by_id(store, own, other).await;
        reads_of_lists(store, own, other).await;
        Box::pin(changes(store, own, other)).await;
        inserts(store, own, other).await;
        Box::pin(privacy::privacy(store, own, other)).await;
        forged_decisions(world, own, other).await;
        jobs(store, own, other).await;
        let after = bench.rows_of(other.tenant.id.uuid()).await;
        assert_eq!(before, after, "rows of {} changed", other.canary);
    }
    across::across_companies(world).await;
}

fn not_found<T: std::fmt::Debug>(what: &str, answer: Result<T, StoreError>) {
    assert!(matches!(answer, Err(StoreError::NotFound)), "{what}: {answer:?}");
}

async fn reads_by_id(store: &Store, own: &Side, other: &Side) {
    let tx = store.read(&own.scope).await.unwrap();
    not_found("tickets.by_id", tx.tickets().by_id(other.ticket).await);
    not_found("tickets.stamp", tx.tickets().stamp(other.ticket).await);
    not_found("tickets.message", tx.tickets().message(other.message).await);
    for audience in [Audience::Client, Audience::Staff] {
        not_found("tickets.file", tx.tickets().file(other.ticket, other.file, audience).await);
        not_found("tickets.file of an own ticket", tx.tickets().file(own.ticket, other.file, audience).await);
        assert!(tx.tickets().messages(other.ticket, audience).await.unwrap().is_empty());
        assert!(tx.tickets().events(other.ticket, audience).await.unwrap().is_empty());
        assert!(tx.tickets().events_of(&[other.ticket], audience).await.unwrap().is_empty());
    }
    assert!(tx.tickets().numbers(&[other.ticket]).await.unwrap().is_empty());
    not_found("chains.of_ticket", tx.chains().of_ticket(other.ticket).await);
    not_found("callbacks.by_id", tx.callbacks().by_id(other.callback).await);
    not_found("callbacks.summons_by_id", tx.callbacks().summons_by_id(other.summons).await);
    assert!(tx.callbacks().of_ticket(other.ticket).await.unwrap().is_none());
    assert!(tx.callbacks().open_of_ticket(other.ticket).await.unwrap().is_none());
    assert!(tx.callbacks().of_tickets(&[other.ticket]).await.unwrap().is_empty());
    assert!(tx.callbacks().summons(other.callback).await.unwrap().is_empty());
    assert!(tx.callbacks().by_ids(&[other.callback]).await.unwrap().is_empty());
    assert!(tx.callbacks().summons_by_ids(&[other.summons]).await.unwrap().is_empty());
    let theirs = store.read(&other.scope).await.unwrap().callbacks().by_id(other.callback).await.unwrap();
    assert_eq!(tx.callbacks().due_at(&theirs).await.unwrap(), None);
    assert!(tx.tickets().joined_to(other.callback).await.unwrap().is_empty());
    let (ever, staff) = (chrono::DateTime::UNIX_EPOCH, StaffId::from_uuid(other.summons.uuid()));
    assert!(tx.deliveries().phone_tests(staff, ever, 10).await.unwrap().is_empty());
    assert!(tx.tickets().urgent_of(other.person, ever).await.unwrap().is_empty());
    assert!(tx.pacing().carried_by(other.delivery).await.unwrap().is_empty());
    not_found("categories.by_id", tx.categories().by_id(other.category).await);
    not_found("persons.by_id", tx.persons().by_id(other.person).await);
    not_found("persons.phone_code", tx.persons().phone_code(other.person).await);
    assert!(tx.persons().names(&[other.person]).await.unwrap().is_empty());
    not_found("deliveries.by_id", tx.deliveries().by_id(other.delivery).await);
    // A tag that somebody made up names the number of their own company and a message of another.
    let tag = Tag::new(1, other.delivery).unwrap();
    not_found("deliveries.by_tag", tx.deliveries().by_tag(&tag).await);
    not_found("deliveries.of_summons", tx.deliveries().of_summons(other.summons).await);
    assert!(tx.deliveries().of_ticket(other.ticket).await.unwrap().is_empty());
    assert!(tx.deliveries().attempts(other.delivery).await.unwrap().is_empty());
    assert!(tx.deliveries().receipts(other.delivery).await.unwrap().is_empty());
}

/// What is asked by a value that both companies have, or by none, shows the own company and all of it.
async fn reads_of_lists(store: &Store, own: &Side, other: &Side) {
    let tx = store.read(&own.scope).await.unwrap();
    let shows_own = |what: &str, answer: String| {
        other.is_absent(what, &answer);
        assert!(answer.contains(own.canary), "{what}: {answer}");
    };
    shows_own("tickets.by_number", format!("{:?}", tx.tickets().by_number(1).await.unwrap()));
    assert_eq!(tx.tickets().stamped(1).await.unwrap().id, own.ticket, "tickets.stamped");
    shows_own(
        "tickets.list",
        format!("{:?}", tx.tickets().list(Closed::No, &Sought::Everything, None, 100).await.unwrap()),
    );
    other.is_absent(
        "tickets.list",
        &format!("{:?}", tx.tickets().list(Closed::Yes, &Sought::Everything, None, 100).await.unwrap()),
    );
    shows_own("tickets.all", format!("{:?}", tx.tickets().all(Some(9), 100).await.unwrap()));
    assert_eq!(tx.tickets().count(Closed::No, &Sought::Everything, 100).await.unwrap(), 1);
    words(store, own, other).await;
    let messages = tx.tickets().messages(own.ticket, Audience::Staff).await.unwrap();
    assert_eq!(messages.len(), 3);
    shows_own("tickets.messages", format!("{messages:?}"));
    other.is_absent(
        "events",
        &format!("{:?}", tx.tickets().events(own.ticket, Audience::Staff).await.unwrap()),
    );
    chains(store, own, other).await;
    shows_own("callbacks.list", format!("{:?}", tx.callbacks().list(None, 100).await.unwrap()));
    shows_own("categories.list", format!("{:?}", tx.categories().list().await.unwrap()));
    shows_own("persons.hold_managers", {
        let tx = store.write(&own.scope).await.unwrap();
        format!("{:?}", tx.persons().hold_managers().await.unwrap())
    });
    let (list, seen) = (tx.persons().list().await.unwrap(), tx.people_seen().await.unwrap());
    shows_own("persons", format!("{list:?} {seen:?}"));
    shows_own("persons.by_login", format!("{:?}", tx.persons().by_login(LOGIN).await.unwrap().unwrap()));
    shows_own("deliveries.of_ticket", format!("{:?}", tx.deliveries().of_ticket(own.ticket).await.unwrap()));
    shows_own("deliveries.attempts", format!("{:?}", tx.deliveries().attempts(own.delivery).await.unwrap()));
    shows_own("deliveries.receipts", format!("{:?}", tx.deliveries().receipts(own.delivery).await.unwrap()));
    let waiting = tx.deliveries().of_ticket(own.ticket).await.unwrap();
    let waiting = waiting.iter().filter(|delivery| delivery.state == DeliveryState::Waiting).count();
    assert_eq!(tx.deliveries().waiting().await.unwrap(), waiting as u64);
    let noted = tx.audit().latest(&crate::audit::Wanted::default(), None, 100).await.unwrap().0;
    assert!(noted.iter().all(|row| row.person == Some(own.person)) && !noted.is_empty(), "{noted:?}");
    assert_eq!(tx.audit().verify().await.unwrap(), Ok(()), "the chain of this company alone");
    assert_eq!(tx.audit().invited_before_last(noted.len() as u64).await.unwrap(), None);
    assert_eq!(tx.persons().user_names_from("").await.unwrap().len(), list.len(), "of this company alone");
    shows_own("api_keys", format!("{:?}", tx.api_keys().await.unwrap()));
    shows_own("tenant", format!("{:?}", tx.tenant().await.unwrap()));
    shows_own("tenant_and_operator", format!("{:?}", tx.tenant_and_operator().await.unwrap()));
    // The operator's own, which every company's rules need.
    other.is_absent("operator", &format!("{:?}", tx.operator().await.unwrap()));
    other.is_absent("rotas", &format!("{:?}", tx.rotas().await.unwrap()));
    other.is_absent("shift_leads", &format!("{:?}", tx.shift_leads().await.unwrap()));
    other.is_absent("rotas_without_notices", &format!("{:?}", tx.rotas_without_notices().await.unwrap()));
    assert_eq!(tx.chosen_policy().await.unwrap(), None);
    other.is_absent("default_policy", &format!("{:?}", tx.default_policy().await.unwrap().unwrap()));
    drop(tx);

    let tx = store.write(&own.scope).await.unwrap();
    let key = tx.idempotency_key(KEY, &REQUEST).await.unwrap();
    assert_eq!(key, Key::Done(serde_json::json!(own.canary)), "the same key of two companies");
    let number = tx.tickets().next_number().await.unwrap();
    assert_eq!(number, 2, "each company counts for itself");
}

/// What both companies wrote finds the own ticket, what the other alone wrote finds none.
async fn words(store: &Store, own: &Side, other: &Side) {
    let tx = store.read(&own.scope).await.unwrap();
    let theirs = other.canary.rsplit_once('-').unwrap().1.repeat(3);
    for (typed, count) in [("canary", 1), ("1", 1), ("#1 marche", 1), (theirs.as_str(), 0), ("#2", 0)] {
        let sought = Sought::parse(typed);
        let found = tx.tickets().list(Closed::No, &sought, None, 100).await.unwrap();
        other.is_absent("tickets.list with words", &format!("{found:?}"));
        assert_eq!(found.len(), count, "{typed}");
        assert_eq!(tx.tickets().count(Closed::No, &sought, 100).await.unwrap(), count as u64, "{typed}");
    }
}

/// The pages of chains hold the own tickets and no other, from wherever they begin.
async fn chains(store: &Store, own: &Side, other: &Side) {
    let tx = store.snapshot(&own.scope).await.unwrap();
    for after in [None, Some(other.ticket), Some(own.ticket)] {
        let page = tx.chains().page(after, 100).await.unwrap();
        other.is_absent("chains.page", &format!("{page:?}"));
        assert!(after.is_some() || page.iter().any(|chain| chain.ticket == own.ticket), "{page:?}");
    }
}

/// A unit of work of its own for each try, for PostgreSQL ends one after an error; what was allowed is committed.
macro_rules! tried {
    ($store:expr, $own:expr, |$tx:ident| $body:expr) => {{
        let mut $tx = $store.write(&$own.scope).await.unwrap();
        let answer = $body;
        // Not every try needs a unit of work that can change.
        let _ = &mut $tx;
        if answer.is_ok() {
            $tx.commit().await.unwrap();
        }
        answer
    }};
}
mod across;
mod privacy;
async fn changes(store: &Store, own: &Side, other: &Side) {
    let sending = Sending { provider: "x", address: "x", subject: None, body: "x" };
    let outcome =
        Outcome { word: "sent", detail: None, provider_message_id: None, state: DeliveryState::Sent };
    let code = PhoneCode { hash: "x".to_owned(), expires_at: now().now(), tries: 0 };
    let mut person = store.read(&other.scope).await.unwrap().persons().by_id(other.person).await.unwrap();
    person.name = "x".to_owned();

    let held = tried!(store, own, |tx| tx.callbacks().hold_summons(&[other.summons]).await).unwrap();
    assert!(held.is_empty(), "{held:?}");
    not_found("deliveries.hold", tried!(store, own, |tx| tx.deliveries().hold(other.delivery).await));
    not_found(
        "begin_attempt",
        tried!(store, own, |tx| tx.deliveries().begin_attempt(other.delivery, &sending).await),
    );
    for delivery in [own.delivery, other.delivery] {
        let _ =
            tried!(store, own, |tx| tx.deliveries().close_attempt(delivery, other.attempt, &outcome).await);
    }
    let moved = tried!(store, own, |tx| tx.deliveries().move_to(other.delivery, DeliveryState::Failed).await);
    assert_eq!(moved.unwrap(), Moved::No);
    let other_news = tried!(store, other, |tx| tx.deliveries().by_id(other.delivery).await).unwrap().news;
    let told =
        tried!(store, own, |tx| tx.deliveries().was_told(&other_news, chrono::DateTime::UNIX_EPOCH).await);
    assert!(!told.unwrap(), "news of another company");
    let last = tried!(store, own, |tx| tx.deliveries().last_sent(&other_news).await).unwrap();
    assert!(last.is_none_or(|it| it.tenant == own.tenant.id), "the last message of another company");
    pacing(store, own, other).await;
    let tag = rappel_domain::delivery::Tag::new(2, other.delivery).unwrap();
    not_found("deliveries.by_tag", tried!(store, own, |tx| tx.deliveries().by_tag(&tag).await.map(|_| ())));
    not_found("send_again", tried!(store, own, |tx| tx.deliveries().send_again(other.delivery).await));
    let noted =
        tried!(store, own, |tx| tx.deliveries().note_receipt(other.delivery, "x", "failed", None).await);
    assert!(noted.is_err(), "a receipt of another company's message");

    let changed = category(other.category, "x", false);
    not_found("categories.update", tried!(store, own, |tx| tx.categories().update(&changed).await));
    let updated = tried!(store, own, |tx| tx.persons().update(&person).await);
    assert!(matches!(updated, Err(StoreError::Stale)), "{updated:?}");
    not_found("set_password", tried!(store, own, |tx| tx.persons().set_password(other.person, "x").await));
    not_found("note_sign_in", tried!(store, own, |tx| tx.persons().note_sign_in(other.person).await));
    not_found(
        "set_phone_code",
        tried!(store, own, |tx| tx.persons().set_phone_code(other.person, Some(&code)).await),
    );
    let counted = tried!(store, own, |tx| tx.persons().count_code_try(other.person, 100).await);
    assert!(!counted.unwrap(), "a try at another company's code");
    let noted = tried!(store, own, |tx| tx.audit().note(Some(other.person), &Deed::PersonLeft).await);
    assert!(noted.is_err(), "a deed about somebody of another company");
    let met = tried!(store, own, |tx| tx.devices().meet(own.person, &DEVICE).await);
    assert_eq!(met.unwrap(), Met::Known, "the same browser of two companies");
    let met = tried!(store, own, |tx| tx.devices().meet(other.person, &DEVICE).await);
    assert!(met.is_err(), "a browser of somebody of another company: {met:?}");
    not_found("revoke_api_key", tried!(store, own, |tx| tx.revoke_api_key(other.key).await));
    let theirs = Purpose::PersonPassword(other.person);
    assert_eq!(tried!(store, own, |tx| tx.links().since(theirs).await).unwrap(), None);
    assert_eq!(tried!(store, own, |tx| tx.links().revoke(theirs).await).unwrap(), 0);
    not_found("links.consume", tried!(store, own, |tx| tx.links().consume(&other.link).await));

    tried!(store, own, |tx| tx.save_result(KEY, serde_json::json!(own.canary)).await).unwrap();
    let swept = tried!(store, own, |tx| tx.sweep_keys(now().now() - Duration::days(1)).await);
    assert_eq!(swept.unwrap(), 0);
    assert_eq!(store.sweep(own.tenant.id, now().now() - Duration::days(1)).await.unwrap(), 0);
    let swept = store.sweep_jobs(own.tenant.id, now().now() + Duration::days(1)).await.unwrap();
    assert_eq!(swept, 0, "no job of this company is done");
}

/// Both companies have texted the same phone: each sees its own window and its own pages.
async fn pacing(store: &Store, own: &Side, other: &Side) {
    let sms = rappel_domain::delivery::Channel::Sms;
    let own_window = store.read(&own.scope).await.unwrap().pacing().window(PAGED, sms).await.unwrap();
    assert_eq!(own_window.holder, Some(own.delivery));
    tried!(store, own, |tx| {
        let held = tx.pacing().hold_window(PAGED, sms).await.unwrap();
        assert_eq!(held, own_window);
        tx.pacing().keep_window(PAGED, sms, &held).await
    })
    .unwrap();
    let theirs = Held { holder: Some(other.delivery), ..own_window };
    let kept = tried!(store, own, |tx| tx.pacing().keep_window(PAGED, sms, &theirs).await);
    assert!(kept.is_err(), "a window that names another company's message");
    // The phone is the operator's own: it says how many texts it got, and of no company that it sent one.
    tried!(store, own, |tx| {
        let texts = tx.pacing().hold_texts(PAGED).await.unwrap();
        assert_eq!(tx.pacing().texts(PAGED).await.unwrap(), texts);
        tx.pacing().keep_texts(PAGED, &texts).await
    })
    .unwrap();
    let tx = store.read(&own.scope).await.unwrap();
    let to = tx.deliveries().by_id(own.delivery).await.unwrap().to;
    let waiting = tx.pacing().waiting_pages(&to, 10).await.unwrap();
    other.is_absent("waiting_pages", &format!("{waiting:?}"));
    assert_eq!(tx.pacing().used(sms, chrono::DateTime::UNIX_EPOCH).await.unwrap(), 1);
    drop(tx);
    tried!(store, own, |tx| tx.pacing().carry(own.delivery, &[other.delivery]).await).unwrap();
    tried!(store, own, |tx| tx.pacing().let_go(other.delivery).await).unwrap();
    let text = store.read(&other.scope).await.unwrap().deliveries().by_id(other.delivery).await.unwrap();
    let carried = tried!(store, own, |tx| tx.pacing().carried_sent(&text).await);
    assert!(carried.unwrap().is_empty());
    assert!(tried!(store, own, |tx| tx.pacing().is_first(&format!("probe {}", own.canary)).await).unwrap());
}

/// An id that another company uses is free here, and a new row under it is one's own: nothing tells that the
/// id exists.
async fn inserts(store: &Store, own: &Side, other: &Side) {
    let mut person = new_person(other.person, own.canary);
    person.user_name = "other".to_owned();
    person.email = "other@exemple.fr".to_owned();
    tried!(store, own, |tx| tx.persons().insert(&person).await).unwrap();
    let archived = category(other.category, own.canary, false);
    tried!(store, own, |tx| tx.categories().insert(&archived).await).unwrap();
    let key = ApiKey {
        id: other.key,
        name: own.canary.to_owned(),
        scopes: Vec::new(),
        staff: None,
        created_at: now().now(),
        last_used_at: None,
        revoked_at: None,
    };
    tried!(store, own, |tx| tx.insert_api_key(&key, &other.key_hash).await).unwrap();
    let soon = now().now() + Duration::days(1);
    let purpose = Purpose::PersonPassword(other.person);
    tried!(store, own, |tx| tx.links().insert(&other.link_hash, purpose, soon).await).unwrap();
    // Take them away again, so that the other direction finds the ids foreign.
    tried!(store, own, |tx| clean_up(&tx, other).await).unwrap();
}

async fn clean_up(tx: &crate::Tx, other: &Side) -> Result<(), StoreError> {
    use crate::entities::{api_keys, categories, links, persons};
    use sea_orm::{ColumnTrait as _, QueryFilter as _};
    let gone = tx.remove::<persons::Entity>().filter(persons::Column::Id.eq(other.person.uuid()));
    assert_eq!(gone.exec(&tx.db).await?.rows_affected, 1);
    let gone = tx.remove::<categories::Entity>().filter(categories::Column::Id.eq(other.category.uuid()));
    assert_eq!(gone.exec(&tx.db).await?.rows_affected, 1);
    let gone = tx.remove::<api_keys::Entity>().filter(api_keys::Column::Id.eq(other.key.uuid()));
    assert_eq!(gone.exec(&tx.db).await?.rows_affected, 1);
    let gone = tx.remove::<links::Entity>().filter(links::Column::TokenHash.eq(other.link_hash.to_vec()));
    assert_eq!(gone.exec(&tx.db).await?.rows_affected, 1);
    Ok(())
}

/// Decisions about another company's rows: named as theirs, and pretended to be one's own.
async fn forged_decisions(world: &World, own: &Side, other: &Side) {
    let World { store, staff, .. } = world;
    let theirs = store.read(&other.scope).await.unwrap();
    let ticket = theirs.tickets().by_id(other.ticket).await.unwrap();
    let callback = theirs.callbacks().by_id(other.callback).await.unwrap();
    let summons = theirs.callbacks().summons_by_id(other.summons).await.unwrap();
    drop(theirs);
    let clock = store.clock();

    let taken = ticket::take(&*clock, ticket.clone(), *staff).unwrap();
    let answer = tried!(store, own, |tx| tx.record(taken).await);
    assert!(matches!(answer, Err(StoreError::Forbidden)), "{answer:?}");

    let (mut ticket, mut callback) = (ticket, callback);
    ticket.tenant = own.tenant.id;
    callback.tenant = own.tenant.id;
    let note = Answer { body: own.canary.to_owned(), files: Vec::new(), seen: None };
    let noted = ticket::note(&*clock, ticket.clone(), *staff, note).unwrap();
    let answer = tried!(store, own, |tx| tx.record(noted).await);
    assert!(matches!(answer, Err(StoreError::Stale)), "{answer:?}");
    let cancelled = callback::cancel(&*clock, callback.clone(), Actor::System, &[]).unwrap();
    let answer = tried!(store, own, |tx| tx.record(cancelled).await);
    assert!(matches!(answer, Err(StoreError::Stale)), "{answer:?}");
    let sent = callback::summons_sent(&*clock, &callback, &summons, other.delivery, callback::Receipts::None);
    let answer = tried!(store, own, |tx| tx.record(sent).await);
    assert!(answer.is_err(), "an event on another company's timeline");

    let strangers: [(CategoryId, PersonId, Option<TicketId>); 3] = [
        (other.category, own.person, None),
        (own.category, other.person, None),
        (own.category, own.person, Some(other.ticket)),
    ];
    for (category, person, continues) in strangers {
        let mut intake = intake(own.tenant.id, 77, category, person, own.canary);
        intake.continues = continues;
        for file in &mut intake.files {
            file.id = FileId::new(&now());
        }
        let opened = ticket::open(&*clock, intake).unwrap();
        let answer = tried!(store, own, |tx| tx.record(opened).await);
        assert!(matches!(answer, Err(StoreError::Database(_))), "a ticket that names their rows: {answer:?}");
    }
}

async fn jobs(store: &Store, own: &Side, other: &Side) {
    let later = now().now() + Duration::hours(1);
    let job = &other.job;
    let stale =
        |answer: Result<(), StoreError>| assert!(matches!(answer, Err(StoreError::Stale)), "{answer:?}");
    stale(tried!(store, own, |tx| tx.finish_job(job).await));
    stale(tried!(store, own, |tx| tx.retry_job(job, later, "x").await));
    stale(tried!(store, own, |tx| tx.postpone_job(job, later).await));
    stale(tried!(store, own, |tx| tx.kill_job(job, "x").await));
    stale(tried!(store, own, |tx| tx.extend_lease(job, Duration::hours(1)).await));
    assert!(!tried!(store, own, |tx| tx.has_job(other.dead_job).await).unwrap(), "a job of another company");
    not_found("revive_job", tried!(store, own, |tx| tx.revive_job(other.dead_job).await));
    for lane in Lane::ALL.iter().copied() {
        let claimed = store.claim(own.tenant.id, lane, 100, Duration::seconds(0)).await.unwrap();
        assert!(claimed.iter().all(|job| job.tenant == own.tenant.id));
        other.is_absent("claim", &format!("{claimed:?}"));
    }
}
