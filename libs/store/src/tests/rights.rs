//! What a scope may see of its own tenant, handed to any read.

use rappel_domain::{event::Audience, visibility::Visibility};

use super::{
    database::{Bench, columns},
    world::{Side, World, new_person},
};
use crate::{Scope, Store, StoreError, links::Purpose};

const EVERYTHING: [usize; 4] = [1, 3, 1, 1];
const NOTHING: [usize; 4] = [0; 4];

/// How many messages, events and files of a ticket a scope reads, the ticket looked up or not.
async fn reads(store: &Store, scope: &Scope, of: &Side) -> [usize; 4] {
    let tx = store.read(scope).await.unwrap();
    let tickets = tx.tickets();
    let found = |answer: Result<(), StoreError>| match answer {
        Ok(()) => 1,
        Err(StoreError::NotFound) => 0,
        Err(other) => panic!("{other}"),
    };
    let ticket = found(tickets.by_id(of.ticket).await.map(|_| ()));
    assert_eq!(found(tickets.by_number(1).await.map(|_| ())), ticket);
    assert_eq!(tickets.all(None, 10).await.unwrap().len(), ticket);
    assert_eq!(found(tickets.message(of.message).await.map(|_| ())), ticket);
    [
        ticket,
        tickets.messages(of.ticket, Audience::Staff).await.unwrap().len(),
        tickets.events(of.ticket, Audience::Staff).await.unwrap().len().min(1),
        found(tickets.file(of.ticket, of.file, Audience::Staff).await.map(|_| ())),
    ]
}

#[tokio::test]
async fn what_hangs_on_a_ticket_is_seen_by_who_sees_the_ticket() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, doors, a) = (&world.store, world.store.doors(), &world.a);
        assert_eq!(reads(store, &a.scope, a).await, EVERYTHING);
        let (manager, _) = doors.portal(a.tenant.id, &a.session_hash).await.unwrap().unwrap();
        assert_eq!(reads(store, &manager, a).await, EVERYTHING);
        let guest = doors.guest(a.tenant.id).await.unwrap();
        assert_eq!(reads(store, &guest, a).await, NOTHING, "a guest");
        let (to_choose_a_password, _) = doors.link(a.tenant.number, &a.link_hash).await.unwrap();
        assert_eq!(reads(store, &to_choose_a_password, a).await, NOTHING, "a link to choose a password");

        // Somebody else of the company, who sees their own tickets only.
        let luc = rappel_domain::id::PersonId::new(&super::world::now());
        let mut new = new_person(luc, a.canary);
        new.user_name = "luc".to_owned();
        new.email = "luc@exemple.fr".to_owned();
        new.role = rappel_domain::role::PersonRole::Member;
        let tx = store.write(&a.scope).await.unwrap();
        tx.persons().insert(&new).await.unwrap();
        let luc = tx.persons().by_id(luc).await.unwrap();
        let soon = tx.clock().now() + chrono::Duration::days(3);
        for (hash, callback) in [([81; 32], a.callback), ([82; 32], world.b.callback)] {
            tx.links().insert(&hash, Purpose::Callback { staff: None, callback }, soon).await.unwrap();
        }
        for (hash, ticket) in [([84; 32], a.ticket), ([85; 32], world.b.ticket)] {
            let purpose = Purpose::Feedback { ticket, person: a.person };
            tx.links().insert(&hash, purpose, soon).await.unwrap();
        }
        tx.commit().await.unwrap();
        let member = doors.sign_in_person(&guest, &luc, &[83; 32]).await.unwrap();
        assert_eq!(reads(store, &member, a).await, NOTHING, "a member, of another's ticket");
        // What they see is read anew with each request.
        let other = rappel_domain::id::PersonId::new(&super::world::now());
        for (said, company, expected) in [
            (None, Visibility::Own, NOTHING),
            (None, Visibility::Company, EVERYTHING),
            (Some(Visibility::Own), Visibility::Company, NOTHING),
            (Some(Visibility::Colleagues(vec![other])), Visibility::Company, NOTHING),
            (Some(Visibility::Colleagues(vec![other, a.person])), Visibility::Own, EVERYTHING),
            (Some(Visibility::Colleagues(vec![world.b.person])), Visibility::Own, NOTHING),
            (Some(Visibility::Company), Visibility::Own, EVERYTHING),
        ] {
            let every = store.doors().command_line().await.unwrap().office();
            let mut office = store.office_write(&every).await.unwrap();
            office.let_members_see(a.tenant.id, Some(&company)).await.unwrap();
            office.commit().await.unwrap();
            let tx = store.write(&a.scope).await.unwrap();
            let luc = tx.persons().by_id(luc.id).await.unwrap();
            let luc = crate::persons::Person { visibility: said.clone(), ..luc };
            tx.persons().update(&luc).await.unwrap();
            tx.commit().await.unwrap();
            let (scope, _) = doors.portal(a.tenant.id, &[83; 32]).await.unwrap().unwrap();
            assert_eq!(reads(store, &scope, a).await, expected, "{said:?} {company:?}");
            let glance = doors.glance(a.tenant.id, &[83; 32], 1).await.unwrap();
            let rights = glance.map(|it| it.scope.rights().clone());
            let sees = expected == EVERYTHING;
            assert_eq!(rights, sees.then(|| scope.rights().clone()), "{said:?} {company:?}");
            let (tx, b) = (store.read(&scope).await.unwrap(), &world.b);
            let theirs = tx.tickets().by_id(b.ticket).await;
            assert!(matches!(theirs, Err(StoreError::NotFound)), "{said:?} {company:?} {theirs:?}");
            let theirs = tx.tickets().messages(b.ticket, Audience::Staff).await.unwrap();
            assert_eq!(theirs.len(), 0, "{said:?} {company:?}");
            let theirs = tx.tickets().file(b.ticket, b.file, Audience::Staff).await;
            assert!(matches!(theirs, Err(StoreError::NotFound)), "{said:?} {company:?}");
        }

        // The operator's fallback looks at the one ticket.
        let (fallback, _) = doors.link(a.tenant.number, &[81; 32]).await.unwrap();
        assert_eq!(reads(store, &fallback, a).await, EVERYTHING);
        let (other, _) = doors.link(a.tenant.number, &[82; 32]).await.unwrap();
        assert_eq!(reads(store, &other, a).await, NOTHING, "the fallback of another callback");

        // Who is asked whether a ticket is solved looks at that one.
        let (asked, _) = doors.link(a.tenant.number, &[84; 32]).await.unwrap();
        assert_eq!(reads(store, &asked, a).await, EVERYTHING);
        let (other, _) = doors.link(a.tenant.number, &[85; 32]).await.unwrap();
        assert_eq!(reads(store, &other, a).await, NOTHING, "asked of a ticket of another company");
        let tx = store.write(&a.scope).await.unwrap();
        let claire = tx.persons().by_id(a.person).await.unwrap();
        let gone = crate::persons::Person { disabled_at: Some(tx.clock().now()), ..claire };
        tx.persons().update(&gone).await.unwrap();
        tx.commit().await.unwrap();
        let gone = doors.link(a.tenant.number, &[84; 32]).await;
        assert!(matches!(gone, Err(StoreError::NotFound)), "who has left is asked nothing: {gone:?}");
        bench.drop_database().await;
    }
}
