//! What a client's list reads.

use chrono::Duration;
use rappel_domain::{
    Actor, Clock as _,
    id::{CategoryId, PersonId, TenantId},
    role::PersonRole,
    ticket::Status,
    visibility::Visibility,
    words::Sought,
};

use super::{super::world::now, Scans};
use crate::{
    Rights, Scope,
    sessions::{Begins, Subject},
    tickets::{Closed, Narrow, Order, Wanted, Way},
};

/// A list in every order, with what is looked for and what narrows it down.
pub(super) async fn lists(scans: &mut Scans<'_>, tenant: TenantId) {
    let store = scans.store;
    let person = PersonId::from_uuid(scans.id("persons", tenant).await);
    let by_category = Order::Category(vec![CategoryId::from_uuid(scans.id("categories", tenant).await)]);
    for role in [PersonRole::Manager, PersonRole::Member] {
        let sees = Visibility::of(role, None, &Visibility::Own);
        let scope = Scope::new(
            tenant,
            Actor::Person(person),
            Rights::Person { person, role, sees, second_step: false },
        );
        for closed in [Closed::No, Closed::Yes] {
            for typed in ["", "rare", "text 500", "printed"] {
                let sought = Sought::parse(typed);
                let what = format!("{role:?} {closed:?} {typed:?}");
                watch!(scans, format!("tickets.list {what}"), store.read(&scope), |tx| tx
                    .tickets()
                    .list(closed, &sought, None, 40)
                    .await
                    .unwrap());
                watch!(scans, format!("tickets.list {what} beyond"), store.read(&scope), |tx| tx
                    .tickets()
                    .list(closed, &sought, Some(500), 40)
                    .await
                    .unwrap());
                watch!(scans, format!("tickets.count {what}"), store.read(&scope), |tx| tx
                    .tickets()
                    .count(closed, &sought, 100)
                    .await
                    .unwrap());
            }
        }
        for order in [Order::Opened(Way::Up), Order::Opened(Way::Down), Order::Status, by_category.clone()] {
            for closed in [Closed::No, Closed::Yes] {
                let what = format!("tickets.sorted {role:?} {closed:?} {order:?}");
                watch!(scans, what, store.read(&scope), |tx| tx
                    .tickets()
                    .sorted(closed, &Sought::Everything, &order, None, 40)
                    .await
                    .unwrap());
            }
        }
        let category = CategoryId::from_uuid(scans.id("categories", tenant).await);
        let narrows = [
            Narrow { category: Some(category), ..Narrow::NOT },
            Narrow { requester: Some(person), ..Narrow::NOT },
            Narrow { status: Some(Status::Answered), ..Narrow::NOT },
            Narrow {
                from: Some(now().now() - Duration::days(9)),
                before: Some(now().now() - Duration::days(2)),
                ..Narrow::NOT
            },
        ];
        for narrow in &narrows {
            let wanted = Wanted { sought: &Sought::Everything, narrow };
            for (closed, order) in
                [(Closed::No, Order::Number(Way::Down)), (Closed::Yes, Order::Opened(Way::Up))]
            {
                let what = format!("tickets.sorted {role:?} {closed:?} {narrow:?}");
                watch!(scans, &what, store.read(&scope), |tx| tx
                    .tickets()
                    .sorted(closed, wanted, &order, None, 40)
                    .await
                    .unwrap());
                watch!(scans, format!("{what}, count"), store.read(&scope), |tx| tx
                    .tickets()
                    .count(closed, wanted, 1_000)
                    .await
                    .unwrap());
            }
        }
        watch!(scans, "tickets.all", store.read(&scope), |tx| tx.tickets().all(Some(500), 40).await.unwrap());
    }
}

/// What the page of a ticket asks that stays open.
pub(super) async fn open_page(scans: &mut Scans<'_>, tenant: TenantId) {
    let store = scans.store;
    let person = PersonId::from_uuid(scans.id("persons", tenant).await);
    let system = store.doors().command_line().await.unwrap().tenant(tenant);
    let epoch = store.read(&system).await.unwrap().persons().by_id(person).await.unwrap().session_epoch;
    let hash = [71; 32];
    store.begin_session(tenant, &hash, Subject::Person(person), epoch, Begins::Proved).await.unwrap();
    let doors = store.doors();
    watch!(scans, "glance", assert!(doors.glance(tenant, &hash, 500).await.unwrap().is_some()));
}
