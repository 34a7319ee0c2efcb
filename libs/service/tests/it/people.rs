//! People of a company: invited by a list, given roles, switched off and on; somebody always stays who manages them.

use rappel_domain::{Refusal, audit::Deed, id::PersonId, role::PersonRole};
use rappel_service::{
    Error, Reason, Scope, Service,
    people::{Among, Disabled, InviteForm, Listed, Outcome, PEOPLE_ON_A_PAGE, Standing, Wanted},
};

use crate::world::{World, on_each_column};

const PASSWORD: &str = "quatre mots sans rapport";

impl World {
    /// Somebody who has chosen a password and signs in with it.
    pub(crate) async fn active(&self, name: &str, role: &str) -> (Scope, PersonId) {
        self.person(&self.durand, name, role).await;
        let guest = self.store().doors().guest(self.durand.id).await.unwrap();
        let login = name.to_lowercase().replace(' ', ".");
        let tx = self.store().write(&guest).await.unwrap();
        let id = tx.persons().by_login(&login).await.unwrap().unwrap().id;
        tx.persons().set_password(id, "x").await.unwrap();
        tx.commit().await.unwrap();
        let person = self.store().read(&guest).await.unwrap().persons().by_id(id).await.unwrap();
        let hash = rappel_service::sha256(&format!("{login} once more"));
        (self.store().doors().sign_in_person(&guest, &person, &hash).await.unwrap(), id)
    }

    async fn deeds(&self, scope: &Scope) -> Vec<(String, Deed, String)> {
        let history = self.service.people_history(scope, &Wanted::default(), None, 100).await.unwrap().0;
        history.into_iter().map(|it| (it.by.name, it.deed, it.person.unwrap_or_default())).collect()
    }

    async fn chain_holds(&self) {
        let scope = self.office.on(self.durand.id).unwrap();
        let found = self.store().snapshot(&scope).await.unwrap().audit().verify().await.unwrap();
        assert_eq!(found, Ok(()));
        assert_eq!(self.service.verify_audits().await.unwrap(), []);
    }
}

#[track_caller]
fn refused(answer: Result<(), Error>) {
    assert!(matches!(answer, Err(Error::Refused(Refusal::NotAllowed))), "{answer:?}");
}

#[tokio::test]
async fn a_manager_gives_roles_and_every_change_is_in_the_audit() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (claire, claire_id) = world.active("Claire Martin", "manager").await;
        let (luc, luc_id) = world.active("Luc Petit", "member").await;
        service.set_role(&claire, luc_id, PersonRole::Manager).await.unwrap();
        service.set_role(&claire, luc_id, PersonRole::Manager).await.unwrap();
        let luc_now =
            service.portal_session(world.durand.id, "luc.petit once more").await.unwrap().unwrap().0;
        service.set_disabled(&luc_now, claire_id, Disabled::Yes).await.unwrap();
        assert!(
            matches!(service.set_role(&claire, luc_id, PersonRole::Member).await, Err(Error::Forbidden)),
            "what her session could a moment ago is over"
        );
        service.set_disabled(&luc_now, claire_id, Disabled::Yes).await.unwrap();
        service.set_disabled(&luc_now, claire_id, Disabled::No).await.unwrap();
        let of_staff = world.staff_on(world.paul, &world.durand).await;
        service.set_role(&of_staff, claire_id, PersonRole::Member).await.unwrap();
        let name = |text: &str| text.to_owned();
        let (member, manager) = (PersonRole::Member, PersonRole::Manager);
        assert_eq!(
            world.deeds(&luc_now).await,
            [
                (name("Paul Admin"), Deed::RoleChanged { from: manager, to: member }, name("Claire Martin")),
                (name("Luc Petit"), Deed::PersonEnabled, name("Claire Martin")),
                (name("Luc Petit"), Deed::PersonDisabled, name("Claire Martin")),
                (name("Claire Martin"), Deed::RoleChanged { from: member, to: manager }, name("Luc Petit")),
                (name(""), Deed::PersonInvited { role: member }, name("Luc Petit")),
                (name(""), Deed::PersonInvited { role: manager }, name("Claire Martin")),
                (name(""), Deed::CompanyAdded, name("")),
            ],
            "what changed nothing is no deed"
        );
        world.chain_holds().await;

        // What is older is reached from what is newer.
        let (newest, older) = service.people_history(&luc_now, &Wanted::default(), None, 4).await.unwrap();
        let (rest, end) = service.people_history(&luc_now, &Wanted::default(), older, 4).await.unwrap();
        assert_eq!((newest.len(), rest.len(), end), (4, 3, None));
        assert_eq!(rest[1].deed, Deed::PersonInvited { role: manager }, "down to the first");

        // A member, and staff who set nothing up, change and read nothing of it.
        let agent = world.staff_on(world.marie, &world.durand).await;
        for scope in [&luc, &agent] {
            for answer in [
                service.set_role(scope, luc_id, manager).await,
                service.set_disabled(scope, claire_id, Disabled::Yes).await,
                service.invite_list(scope, "a@durand.example", "member").await.map(|_| ()),
                service.people_history(scope, &Wanted::default(), None, 1).await.map(|_| ()),
            ] {
                assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_last_active_manager_stays_one() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (claire, claire_id) = world.active("Claire Martin", "manager").await;
        refused(service.set_role(&claire, claire_id, PersonRole::Member).await);
        refused(service.set_disabled(&claire, claire_id, Disabled::Yes).await);
        world.tamper("UPDATE audit SET kind = 'x', person_id = NULL WHERE kind = 'person_invited'");
        let broken = service.verify_audits().await.unwrap();
        assert!(matches!(broken.as_slice(), [(name, it)] if name == "Durand & Fils" && it.position == 2), "{broken:?}");
        world.tamper("UPDATE audit SET kind = 'person_invited', person_id = (SELECT id FROM persons WHERE user_name = 'claire.martin') WHERE kind = 'x'");
        // Somebody who was invited and may never come is no successor.
        world.person(&world.durand, "Anne Roy", "manager").await;
        refused(service.set_role(&claire, claire_id, PersonRole::Member).await);
        refused(service.set_disabled(&claire, claire_id, Disabled::Yes).await);
        // For staff, who can help, they are.
        let of_staff = world.staff_on(world.paul, &world.durand).await;
        service.set_disabled(&of_staff, claire_id, Disabled::Yes).await.unwrap();
        service.set_disabled(&of_staff, claire_id, Disabled::No).await.unwrap();
        let (luc, luc_id) = world.active("Luc Petit", "manager").await;
        service.set_disabled(&luc, luc_id, Disabled::Yes).await.unwrap();
        assert_eq!(world.deeds(&of_staff).await[0].1, Deed::PersonLeft, "they went by themselves");
        world.chain_holds().await;
    })
    .await;
}

/// Of two managers who let go at the same moment, by two programs, one stays; whatever the two do.
#[tokio::test]
async fn of_two_who_leave_at_once_one_stays() {
    on_each_column(|world| async move {
        let other = world.another_process().await;
        for round in 0..12 {
            let (one, one_id) = world.active(&format!("One {round}"), "manager").await;
            let (two, two_id) = world.active(&format!("Two {round}"), "manager").await;
            let act =
                async |service: &Service, scope: &Scope, own: PersonId, theirs: PersonId| match round % 4 {
                    0 => service.set_role(scope, own, PersonRole::Member).await,
                    1 => service.set_disabled(scope, own, Disabled::Yes).await,
                    2 => service.set_role(scope, theirs, PersonRole::Member).await,
                    _ => service.set_disabled(scope, theirs, Disabled::Yes).await,
                };
            let (first, second) =
                tokio::join!(act(&world.service, &one, one_id, two_id), act(&other, &two, two_id, one_id));
            assert!(first.is_ok() != second.is_ok(), "round {round}: {first:?} {second:?}");
            let of_staff = world.staff_on(world.paul, &world.durand).await;
            let everybody = world.service.people(&of_staff).await.unwrap();
            let left: Vec<_> = everybody
                .iter()
                .filter(|it| it.role == PersonRole::Manager && it.disabled_at.is_none())
                .collect();
            assert_eq!(left.len(), 1, "round {round}");
            // Makes room for the next two.
            world.sql("UPDATE persons SET role = 'member' WHERE role = 'manager'");
        }
        world.chain_holds().await;
    })
    .await;
}

#[tokio::test]
async fn many_people_are_looked_through_page_by_page() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let lines: Vec<String> =
            (0..PEOPLE_ON_A_PAGE).map(|it| format!("Zoé {it:02} <z{it:02}@durand.example>")).collect();
        let report = world.service.invite_list(&claire, &lines.join("\n"), "member").await.unwrap();
        assert_eq!((report.lines.len(), report.left().as_str()), (PEOPLE_ON_A_PAGE, ""));
        let listed = |among, sought: &str, page| Listed { among, sought: sought.to_owned(), page };
        let page = async |asked: Listed| world.service.people_page(&claire, &asked).await.unwrap();
        let first = page(listed(Among::Present, "", 0)).await;
        assert_eq!((first.people.len(), first.page, first.goes_on), (PEOPLE_ON_A_PAGE, 0, true));
        assert_eq!((first.present, first.former, first.everybody), (51, 0, 51));
        let last = page(listed(Among::Present, "", 7)).await;
        assert_eq!((last.people.len(), last.page, last.goes_on), (1, 1, false));
        assert_eq!(last.people[0].name, "Zoé 49");
        let found = page(listed(Among::Present, "ZOE 07", 0)).await;
        let names: Vec<&str> = found.people.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((names, found.present, found.everybody), (vec!["Zoé 07"], 1, 51));
        let gone = found.people[0].id;
        world.service.set_disabled(&claire, gone, Disabled::Yes).await.unwrap();
        let former = page(listed(Among::Former, "z07@", 3)).await;
        assert_eq!((former.people.len(), former.page, former.present, former.former), (1, 0, 0, 1));
        assert_eq!(page(listed(Among::All, "zoe 07", 0)).await.people.len(), 1);
        let nobody = page(listed(Among::Present, "martine", 0)).await;
        assert_eq!((nobody.people.len(), nobody.goes_on, nobody.everybody), (0, false, 51));
    })
    .await;
}

#[tokio::test]
async fn a_list_is_invited_line_by_line_and_nothing_is_lost() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (claire, _) = world.active("Claire Martin", "manager").await;
        world.person(&world.durand, "Anne Roy", "member").await;
        let (_, luc) = world.active("Luc Petit", "member").await;
        service.set_disabled(&claire, luc, Disabled::Yes).await.unwrap();
        let list = "Zoé Blanc <zoe@durand.example>\n\
                    claire.martin@durand-fils.example\n\
                    Claire.Martin@Durand-Fils.example\n\
                    anne.roy@durand-fils.example; luc.petit@durand-fils.example\n\n\
                    zoe@autre.example\n\
                    Personne\n\
                    x@durand\n\
                    j@durand.example";
        let report = service.invite_list(&claire, list, "member").await.unwrap();
        let there = |name: &str, standing| Outcome::There { name: name.to_owned(), standing };
        let invited =
            |name: &str, email: &str| Outcome::Invited { name: name.to_owned(), email: email.to_owned() };
        let outcomes: Vec<_> = report.lines.iter().map(|line| line.outcome.clone()).collect();
        assert_eq!(
            outcomes,
            [
                invited("Zoé Blanc", "zoe@durand.example"),
                there("Claire Martin", Standing::Active),
                Outcome::Twice,
                there("Anne Roy", Standing::Invited),
                there("Luc Petit", Standing::Disabled),
                invited("Zoe", "zoe@autre.example"),
                Outcome::Wrong(Reason::Text("list-no-address")),
                Outcome::Wrong(Reason::Text("email-domain")),
                invited("J", "j@durand.example"),
            ]
        );
        assert_eq!(report.left(), "Personne\nx@durand");
        let names = world.sql(
            "SELECT user_name FROM persons WHERE email IN ('zoe@durand.example', 'zoe@autre.example', 'j@durand.example') ORDER BY user_name",
        );
        assert_eq!(names, ["j-2", "zoe", "zoe-2"]);
        let mails = "SELECT count(*) FROM deliveries WHERE news = 'invitation'";
        // Claire, Anne and Luc, and the three.
        assert_eq!(world.sql(mails), ["6"]);
        // Sent again, as by a reload: everybody is there, nobody gets a second mail.
        let again = service.invite_list(&claire, list, "member").await.unwrap();
        assert!(again.lines.iter().all(|line| !matches!(line.outcome, Outcome::Invited { .. })));
        assert_eq!(again.left(), report.left());
        assert_eq!(world.sql(mails), ["6"]);
        let deeds = world.deeds(&claire).await;
        assert_eq!(deeds.iter().filter(|(by, ..)| by == "Claire Martin").count(), 4, "{deeds:?}");

        // More than are read at once: what follows is left.
        let long: Vec<String> = (0..203).map(|number| format!("p{number}@many.example")).collect();
        let report = service.invite_list(&claire, &long.join("\n"), "member").await.unwrap();
        assert_eq!((report.lines.len(), report.unread), (200, 3), "one remainder, however long it is");
        assert_eq!(report.left(), long[200..].join("\n"));
        let empty = service.invite_list(&claire, " \n;\n", "member").await;
        assert!(matches!(&empty, Err(Error::Invalid(it)) if it[0].field == "list"), "{empty:?}");
        let role = service.invite_list(&claire, "a@b.example", "owner").await;
        assert!(matches!(&role, Err(Error::Invalid(it)) if it[0].field == "list_role"), "{role:?}");
        world.chain_holds().await;
    })
    .await;
}

/// Shops of one chain write to the same word before the @: each gets a name, each counts, and of what is too much in an hour
/// nothing is lost.
#[tokio::test]
async fn a_company_invites_so_many_an_hour_whatever_they_are_called() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (claire, _) = world.active("Claire Martin", "manager").await;
        world.clock.advance(chrono::Duration::hours(1));
        let shops: Vec<String> = (0..400).map(|number| format!("contact@shop{number}.example")).collect();
        let first = service.invite_list(&claire, &shops.join("\n"), "member").await.unwrap();
        let invited = |it: &&rappel_service::people::Line| matches!(it.outcome, Outcome::Invited { .. });
        assert_eq!((first.lines.iter().filter(invited).count(), first.unread), (200, 200));
        let second = service.invite_list(&claire, &first.left(), "member").await.unwrap();
        let most = usize::try_from(rappel_service::people::INVITATIONS).unwrap();
        assert_eq!(second.lines.iter().filter(invited).count(), most - 200);
        assert!(second.lines[most - 200..].iter().all(|it| it.outcome == Outcome::Later));
        assert_eq!(second.left(), shops[most..].join("\n"), "the rest stays in the box");
        assert_eq!(world.sql("SELECT count(*) FROM persons WHERE user_name LIKE 'contact%'"), ["300"]);
        assert_eq!(world.sql("SELECT count(*) FROM persons WHERE user_name = 'contact-300'"), ["1"]);

        // One by one it is as many; once more, too. Staff help.
        let one = InviteForm {
            name: "Luc".to_owned(),
            email: "contact@other.example".to_owned(),
            role: "member".to_owned(),
            ..InviteForm::default()
        };
        let refused = |answer: Error| matches!(answer, Error::Invalid(it) if it[0].reason == Reason::Text("invitations-too-many"));
        assert!(refused(service.invite(&claire, &one).await.unwrap_err()));
        let of_staff = world.staff_on(world.paul, &world.durand).await;
        let luc = service.invite(&of_staff, &one).await.unwrap();
        assert!(refused(service.invite_again(&claire, luc).await.unwrap_err()));
        world.clock.advance(chrono::Duration::hours(1));
        service.invite_again(&claire, luc).await.unwrap();
        let third = service.invite_list(&claire, &second.left(), "member").await.unwrap();
        assert_eq!(third.left(), "");
        world.chain_holds().await;
    })
    .await;
}

/// Two lists with the same people, by two programs: each person once.
#[tokio::test]
async fn a_list_sent_twice_at_once_invites_once() {
    on_each_column(|world| async move {
        let (claire, _) = world.active("Claire Martin", "manager").await;
        let other = world.another_process().await;
        let list: Vec<String> = (0..10).map(|number| format!("p{number}@many.example")).collect();
        let list = list.join("\n");
        let (one, two) = tokio::join!(
            world.service.invite_list(&claire, &list, "member"),
            other.invite_list(&claire, &list, "member")
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        for (first, second) in one.lines.iter().zip(&two.lines) {
            let invited =
                [first, second].into_iter().filter(|it| matches!(it.outcome, Outcome::Invited { .. }));
            assert_eq!(invited.count(), 1, "{first:?} {second:?}");
        }
        assert_eq!(world.sql("SELECT count(*) FROM persons WHERE email LIKE 'p%@many.example'"), ["10"]);
    })
    .await;
}

/// Whoever is switched off and on again comes in by nothing that was mailed before.
#[tokio::test]
async fn links_that_were_mailed_die_when_somebody_is_switched_off() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (claire, _) = world.active("Claire Martin", "manager").await;
        let form = InviteForm {
            name: "Luc".to_owned(),
            email: "luc@durand.example".to_owned(),
            role: "member".to_owned(),
            ..InviteForm::default()
        };
        let luc = service.invite(&claire, &form).await.unwrap();
        let token = rappel_domain::token::Token::generate(world.durand.number, [7; 64]);
        let tx = world.store().write(&claire).await.unwrap();
        let later = tx.clock().now() + chrono::Duration::days(1);
        let purpose = rappel_store::links::Purpose::PersonInvitation(luc);
        tx.links().insert(&rappel_service::sha256(token.expose()), purpose, later).await.unwrap();
        tx.commit().await.unwrap();
        let open = async || service.password_link(&world.durand, token.expose()).await;
        assert!(open().await.is_ok());
        service.set_disabled(&claire, luc, Disabled::Yes).await.unwrap();
        assert!(matches!(open().await, Err(Error::NotFound)));
        service.set_disabled(&claire, luc, Disabled::No).await.unwrap();
        assert!(matches!(open().await, Err(Error::NotFound)), "it is not the old one that works again");
        assert!(matches!(
            service.choose_password(&world.durand, token.expose(), PASSWORD).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}
