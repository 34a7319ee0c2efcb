//! What staff looks at of a company: noted once in some minutes, read by its managers.

use chrono::Duration;
use rappel_domain::{
    Actor, Clock as _,
    audit::{Deed, SettingsPart},
};
use rappel_service::{
    Error, Scope,
    deliveries::LogFilter,
    intake::Draft,
    people::{InviteForm, Wanted, What, Who},
    queue::{Ask, View},
    reports::Period,
    team::StaffForm,
};

use crate::world::{World, on_each_column};

impl World {
    pub(crate) async fn looks(&self, manager: &Scope) -> Vec<(String, Deed)> {
        let wanted = Wanted { what: What::Looks, ..Wanted::default() };
        let (found, _) = self.service.people_history(manager, &wanted, None, 100).await.unwrap();
        found.into_iter().map(|it| (it.by.name, it.deed)).collect()
    }

    async fn ordinary_ticket(&self, scope: &Scope, key: &str) -> i64 {
        let form = self.service.ticket_form(scope, None).await.unwrap();
        let category = form.categories.iter().find(|it| !it.is_urgent).unwrap();
        let draft = Draft {
            category: category.id.to_string(),
            description: "Bonjour".to_owned(),
            idempotency_key: key.to_owned(),
            ..Draft::default()
        };
        self.service.open_ticket(scope, &draft, &[]).await.unwrap().number
    }
}

#[tokio::test]
async fn what_staff_looks_at_is_noted_once_in_a_quarter_of_an_hour() {
    on_each_column(|world| async move {
        let service = &world.service;
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let number = world.ordinary_ticket(&claire, "one").await;
        service.ticket(&claire, number).await.unwrap();
        assert_eq!(world.looks(&claire).await, [], "a client leaves no trace");

        let marie = world.staff_on(world.marie, &world.durand).await;
        let karim = world.staff_on(world.karim, &world.durand).await;
        let ticket = service.ticket(&marie, number).await.unwrap().ticket.id;
        service.ticket(&marie, number).await.unwrap();
        // Nor in another process, which remembers nothing.
        world.another_process().await.ticket(&marie, number).await.unwrap();
        assert!(matches!(service.ticket(&marie, 987_654).await, Err(Error::NotFound | Error::Store(_))));
        let seen = |by: &str| (by.to_owned(), Deed::TicketSeen { ticket, number });
        assert_eq!(world.looks(&claire).await, [seen("Marie Leroy")]);
        service.ticket(&karim, number).await.unwrap();
        world.clock.advance(Duration::minutes(16));
        service.ticket(&marie, number).await.unwrap();
        service.requesters(&marie).await.unwrap();
        let people = ("Marie Leroy".to_owned(), Deed::PeopleSeen);
        assert_eq!(
            world.looks(&claire).await,
            [people, seen("Marie Leroy"), seen("Karim Haddad"), seen("Marie Leroy")]
        );

        // What is asked for, and nothing else.
        let of = async |what, who| {
            let wanted = Wanted { what, who, ..Wanted::default() };
            service.people_history(&claire, &wanted, None, 100).await.unwrap().0
        };
        assert_eq!(of(What::Looks, Who::People).await.len(), 0);
        assert_eq!(of(What::Looks, Who::Operator).await.len(), 4);
        assert!(of(What::Changes, Who::Anybody).await.iter().all(|it| !it.deed.is_look()));
        let all = of(What::Anything, Who::Anybody).await.len();
        assert_eq!(of(What::Changes, Who::Anybody).await.len() + 4, all);
        let late = Wanted { from: Some(service.clock().now() - Duration::minutes(1)), ..Wanted::default() };
        assert_eq!(service.people_history(&claire, &late, None, 100).await.unwrap().0.len(), 2);
        let early = Wanted { until: late.from, ..Wanted::default() };
        assert_eq!(service.people_history(&claire, &early, None, 100).await.unwrap().0.len(), all - 2);

        let scope = world.office.on(world.durand.id).unwrap();
        let chain = world.store().snapshot(&scope).await.unwrap().audit().verify().await.unwrap();
        assert_eq!(chain, Ok(()));
        let other = world.person(&world.nunes, "Ana Nunes", "manager").await;
        assert_eq!(world.looks(&other).await, [], "another company sees nothing of it");
    })
    .await;
}

#[tokio::test]
async fn what_staff_changes_is_in_the_audit() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let paul = world.at_desk(world.paul).await;
        let scopes = [rappel_service::api_keys::SCOPES[0].to_owned()];
        let acts = rappel_service::api_keys::ActsFor::Tenant;
        world.service.add_api_key(&paul, world.durand.id, "k", &scopes, acts).await.unwrap();
        let key = world.service.api_keys(&paul, world.durand.id).await.unwrap()[0].id;
        world.service.revoke_api_key(&paul, world.durand.id, key).await.unwrap();
        let form = rappel_service::tenants::TenantForm {
            name: "Durand & Fils".to_owned(),
            locale: "fr".to_owned(),
            promise_minutes: "20".to_owned(),
            ..Default::default()
        };
        world.service.save_tenant(&paul, &world.durand.slug, &form).await.unwrap();
        // Nothing changed: nothing is noted.
        world.service.save_tenant(&paul, &world.durand.slug, &form).await.unwrap();
        let wanted = Wanted { who: Who::Operator, what: What::Changes, ..Wanted::default() };
        let (found, _) = world.service.people_history(&claire, &wanted, None, 3).await.unwrap();
        let deeds: Vec<Deed> = found.iter().map(|it| it.deed.clone()).collect();
        let settings = Deed::SettingsChanged { parts: vec![SettingsPart::Promise] };
        assert_eq!(deeds, [settings, Deed::KeyRevoked { key }, Deed::KeyMade { key }]);
        assert!(found.iter().all(|it| it.by.actor == Actor::Staff(world.paul)));
    })
    .await;
}

#[tokio::test]
async fn a_list_of_one_company_alone_and_a_message_are_looks_at_it() {
    on_each_column(|world| async move {
        let service = &world.service;
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let ana = world.person(&world.nunes, "Ana Nunes", "manager").await;
        for key in ["one", "two"] {
            world.ordinary_ticket(&claire, key).await;
        }
        let paul = world.at_desk(world.paul).await;
        let ask = |tenant: &str, text: &str| Ask {
            view: View::Todo,
            tenant: tenant.to_owned(),
            team: String::new(),
            text: text.to_owned(),
            after: None,
        };
        service.queue(&paul, &ask("", "")).await.unwrap();
        service.delivery_log(&paul, &LogFilter::default(), None).await.unwrap();
        assert_eq!(world.looks(&claire).await, [], "lists over all companies");
        assert!(service.queue(&paul, &ask("no-such", "")).await.is_err());

        // A page that stays open is one look, whatever is sought in it.
        for text in ["", "bonjour", ""] {
            service.queue(&paul, &ask("durand-fils", text)).await.unwrap();
        }
        world.another_process().await.queue(&paul, &ask("durand-fils", "")).await.unwrap();
        let by = |deed| ("Paul Admin".to_owned(), deed);
        assert_eq!(world.looks(&claire).await, [by(Deed::TicketsSeen)]);
        world.clock.advance(Duration::minutes(16));
        service.queue(&paul, &ask("durand-fils", "")).await.unwrap();

        let of_durand = LogFilter { tenant: Some(world.durand.id), ..LogFilter::default() };
        let log = service.delivery_log(&paul, &of_durand, None).await.unwrap();
        let two: Vec<_> = log.rows.iter().map(|(it, _)| it.id).take(2).collect();
        assert_eq!(two.len(), 2);
        for delivery in [two[0], two[0], two[1]] {
            service.delivery(&paul, world.durand.id, delivery).await.unwrap();
        }
        let seen = |delivery| by(Deed::MessageSeen { delivery });
        let tickets = by(Deed::TicketsSeen);
        let expected = [seen(two[1]), seen(two[0]), by(Deed::MessagesSeen), tickets.clone(), tickets];
        assert_eq!(world.looks(&claire).await, expected);
        assert_eq!(world.looks(&ana).await, [], "another company sees nothing of it");
    })
    .await;
}

#[tokio::test]
async fn what_clients_of_one_company_wrote_after_a_close_is_a_look_at_it() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let paul = world.at_desk(world.paul).await;
        let today = world.clock.now().date_naive();
        let of = |tenant: &str| Period { from: today, to: today, tenant: tenant.to_owned() };
        let zone = chrono_tz::Europe::Paris;
        world.service.report(&paul, zone, &of("")).await.unwrap();
        world.service.report_answers(&paul, zone, &of("")).await.unwrap();
        assert_eq!(world.looks(&claire).await, [], "over all companies");
        let seen = ("Paul Admin".to_owned(), Deed::TicketsSeen);
        world.service.report(&paul, zone, &of("durand-fils")).await.unwrap();
        assert_eq!(world.looks(&claire).await, std::slice::from_ref(&seen));
        world.clock.advance(Duration::minutes(16));
        world.service.report_answers(&paul, zone, &of("durand-fils")).await.unwrap();
        assert_eq!(world.looks(&claire).await, [seen.clone(), seen]);
    })
    .await;
}

#[tokio::test]
async fn what_staff_does_beside_tickets_is_in_an_audit_too() {
    on_each_column(|world| async move {
        let (service, paul) = (&world.service, world.at_desk(world.paul).await);
        let deeds = async |scope: &rappel_service::Scope| {
            let wanted = Wanted { what: What::Changes, ..Wanted::default() };
            let (found, _) = service.people_history(scope, &wanted, None, 50).await.unwrap();
            let by = |it: &rappel_service::people::Change| it.by.actor == Actor::Staff(world.paul);
            let kinds = found.iter().filter(|it| by(it)).map(|it| it.deed.kind());
            kinds.rev().collect::<Vec<_>>()
        };
        // A company: its audit begins with whoever made it.
        let form = rappel_service::tenants::TenantForm {
            name: "Une Autre".to_owned(),
            brand_color: "#0b5d4e".to_owned(),
            locale: "fr".to_owned(),
            ..Default::default()
        };
        let made = service.add_tenant(&paul, &form).await.unwrap();
        let paul = world.at_desk(world.paul).await;
        let on = paul.on(made.id).unwrap();
        assert_eq!(deeds(&on).await, ["company_added"]);

        // A message and a job.
        let invited = InviteForm {
            name: "Luc Petit".to_owned(),
            email: "luc@autre.example".to_owned(),
            role: "member".to_owned(),
            ..InviteForm::default()
        };
        service.invite(&on, &invited).await.unwrap();
        let log = service.delivery_log(&paul, &LogFilter::default(), None).await.unwrap();
        let (message, _) = log.rows.iter().find(|(it, _)| it.tenant == made.id).unwrap();
        service.send_again(&paul, made.id, message.id).await.unwrap();
        world.sql("UPDATE jobs SET state = 'dead' WHERE kind = 'deliver'");
        let dead = service.dead_jobs_of(&paul).await.unwrap();
        let job = dead.iter().find(|it| it.tenant == made.id).unwrap();
        service.revive_job(&paul, made.id, job.id).await.unwrap();
        let expected = ["company_added", "person_invited", "message_sent_again", "job_revived"];
        assert_eq!(deeds(&on).await, expected);

        // Staff, in the operator's own.
        let own = paul.on(paul.operator()).unwrap();
        let before = deeds(&own).await.len();
        let form = StaffForm {
            name: "Eva Noir".to_owned(),
            email: "eva@office.example".to_owned(),
            user_name: "eva.noir".to_owned(),
            role: "agent".to_owned(),
            locale: "fr".to_owned(),
            all_tenants: true,
            ..Default::default()
        };
        let eva = service.add_staff(&paul, &form).await.unwrap();
        service.invite_staff(&paul, eva).await.unwrap();
        service.save_staff(&paul, eva, &form).await.unwrap();
        let other_mail = StaffForm { email: "eva.noir@office.example".to_owned(), ..form };
        service.save_staff(&paul, eva, &other_mail).await.unwrap();
        assert_eq!(deeds(&own).await.split_off(before), ["staff_added", "staff_invited", "staff_changed"]);
    })
    .await;
}
