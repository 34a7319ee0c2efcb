//! Who hears the news of a ticket besides its requester: those who follow it, as long as they may see it.

use chrono::Duration;
use rappel_domain::{
    audit::Deed,
    delivery::Recipient,
    id::PersonId,
    job::{Job, Lane},
    visibility::Visibility,
};
use rappel_service::{
    Error, Scope,
    intake::Draft,
    people::{Disabled, VisibilityForm, Wanted},
    sending::Ready,
    tickets::Note,
};

use crate::world::{World, on_each_column};

impl World {
    /// Somebody of Durand, signed in, with their identifier.
    async fn somebody(&self, name: &str, role: &str) -> (Scope, PersonId) {
        let scope = self.person(&self.durand, name, role).await;
        let login = name.to_lowercase().replace(' ', ".");
        let tx = self.store().read(&scope).await.unwrap();
        let id = tx.persons().by_login(&login).await.unwrap().unwrap().id;
        (scope, id)
    }

    /// The right of somebody as it is now.
    async fn right_of(&self, name: &str) -> Scope {
        let login = name.to_lowercase().replace(' ', ".");
        self.service.portal_session(self.durand.id, &login).await.unwrap().unwrap().0
    }

    async fn ask_something(&self, scope: &Scope) -> i64 {
        let form = self.service.ticket_form(scope, None).await.unwrap();
        let category = form.categories.iter().find(|it| !it.is_urgent).unwrap().id.to_string();
        let draft = Draft { category, description: "Une question".to_owned(), ..Draft::default() };
        self.service.open_ticket(scope, &draft, &[]).await.unwrap().number
    }

    pub(super) async fn lets_see(&self, by: &Scope, who: PersonId, sees: &str) {
        let form = VisibilityForm { sees: sees.to_owned(), ..VisibilityForm::default() };
        self.service.set_visibility(by, who, &form).await.unwrap();
    }

    /// Who was told a kind of news, by the identifiers in the rows.
    fn told_about(&self, news: &str) -> Vec<String> {
        let mut told = self.sql(&format!(
            "SELECT CAST(recipient AS TEXT) FROM deliveries WHERE news = '{news}' AND channel = 'email'"
        ));
        told.sort();
        told
    }

    /// Whom the messages about tickets that wait would reach if they left now.
    async fn reached(&self) -> Vec<PersonId> {
        let mut reached = Vec::new();
        let lease = Duration::seconds(15);
        for job in self.store().claim(self.durand.id, Lane::Normal, 100, lease).await.unwrap() {
            let Job::Deliver { delivery } = job.job else { continue };
            let scope = self.store().doors().job(&job);
            let Ready::Send(out) = self.service.outgoing(&scope, delivery).await.unwrap() else { continue };
            if let (Recipient::Person(person), Some(_), Some(_)) =
                (&out.delivery.to, &out.address, out.delivery.ticket)
            {
                reached.push(*person);
            }
        }
        reached
    }
}

fn count(told: &[String], who: PersonId) -> usize {
    told.iter().filter(|row| row.contains(&who.to_string())).count()
}

#[track_caller]
fn refused(answer: Result<(), Error>) -> Vec<(String, &'static str)> {
    match answer {
        Err(Error::Invalid(invalid)) => {
            invalid.into_iter().map(|it| (it.field.to_string(), it.reason.key())).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn who_follows_a_ticket_hears_its_news_while_they_may_see_it() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (claire, claire_id) = world.somebody("Claire Martin", "manager").await;
        let (_, luc_id) = world.somebody("Luc Petit", "member").await;
        let (_, sofia_id) = world.somebody("Sofia Nunes", "member").await;
        let number = world.ask_something(&claire).await;
        let answer = async |body: &str| {
            let marie = world.staff_on(world.marie, &world.durand).await;
            let note = Note { body: body.to_owned(), ..Note::default() };
            service.answer(&marie, number, &note, &[]).await.unwrap();
        };

        // Whoever does not see it finds nothing, and is nobody to add.
        let luc = world.right_of("Luc Petit").await;
        for nothing in [
            service.follow(&luc, number, None).await,
            service.follow(&luc, number, Some(luc_id)).await,
            service.unfollow(&luc, number).await,
            service.following(&luc, number).await.map(|_| ()),
            service.follow(&claire, number + 1, None).await,
        ] {
            assert!(matches!(nothing, Err(Error::NotFound)), "{nothing:?}");
        }
        let not_a_choice = [("person".to_owned(), "invalid-choice")];
        assert_eq!(refused(service.follow(&claire, number, Some(luc_id)).await), not_a_choice);
        let (_, stranger) = {
            let scope = world.person(&world.nunes, "Ana Nunes", "manager").await;
            let tx = world.store().read(&scope).await.unwrap();
            let id = tx.persons().by_login("ana.nunes").await.unwrap().unwrap().id;
            drop(tx);
            (scope, id)
        };
        assert_eq!(refused(service.follow(&claire, number, Some(stranger)).await), not_a_choice);

        // Luc is added, Sofia follows by herself, twice at once is once.
        world.lets_see(&claire, luc_id, "company").await;
        world.lets_see(&claire, sofia_id, "company").await;
        let sofia = world.right_of("Sofia Nunes").await;
        let others = service.following(&sofia, number).await.unwrap();
        assert_eq!(others.others.iter().map(|it| it.1.as_str()).collect::<Vec<_>>(), ["Luc Petit"]);
        service.follow(&claire, number, Some(luc_id)).await.unwrap();
        service.follow(&sofia, number, None).await.unwrap();
        service.follow(&sofia, number, None).await.unwrap();
        // Who asked is told anyway.
        service.follow(&claire, number, None).await.unwrap();
        let shown = service.following(&sofia, number).await.unwrap();
        assert_eq!(shown.followers, ["Luc Petit", "Sofia Nunes"]);
        assert!(shown.is_following && !shown.is_own && shown.others.is_empty());
        let deeds = service.people_history(&claire, &Wanted::default(), None, 100).await.unwrap().0;
        let followed: Vec<_> = deeds.iter().filter(|it| it.deed == Deed::FollowerAdded { number }).collect();
        assert_eq!(followed.len(), 2, "each once");

        answer("Essayez ceci").await;
        let told = world.told_about("answered");
        assert_eq!([claire_id, luc_id, sofia_id].map(|who| count(&told, who)), [1, 1, 1]);

        // Sofia leaves; Luc may not see it any more, and has left nothing.
        service.unfollow(&sofia, number).await.unwrap();
        world.lets_see(&claire, luc_id, "own").await;
        answer("Et cela").await;
        let told = world.told_about("answered");
        assert_eq!([claire_id, luc_id, sofia_id].map(|who| count(&told, who)), [2, 1, 1]);
        // Neither does the message reach him that had waited since before.
        let reached = world.reached().await;
        assert!(reached.contains(&claire_id) && reached.contains(&sofia_id), "{reached:?}");
        assert!(!reached.contains(&luc_id), "{reached:?}");
        let chosen =
            VisibilityForm { sees: "colleagues".to_owned(), colleagues: vec![claire_id.to_string()] };
        service.set_visibility(&claire, luc_id, &chosen).await.unwrap();
        let seen = service.visibility_of(&claire, luc_id).await.unwrap().person.visibility;
        assert_eq!(seen, Some(Visibility::Colleagues(vec![claire_id])));
        answer("Encore").await;
        assert_eq!(count(&world.told_about("answered"), luc_id), 2, "he sees it again");

        // Removed, he hears nothing; let in again, he does. Who closes a ticket is not told that it is closed.
        service.set_disabled(&claire, luc_id, Disabled::Yes).await.unwrap();
        answer("Toujours").await;
        assert_eq!(count(&world.told_about("answered"), luc_id), 2);
        service.set_disabled(&claire, luc_id, Disabled::No).await.unwrap();
        service.follow(&sofia, number, None).await.unwrap();
        service.close(&sofia, number).await.unwrap();
        let told = world.told_about("closed");
        assert_eq!([claire_id, luc_id, sofia_id].map(|who| count(&told, who)), [1, 1, 0]);
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_is_opened_for_a_colleague_whose_tickets_one_sees() {
    on_each_column(|world| async move {
        let service = &world.service;
        let (claire, claire_id) = world.somebody("Claire Martin", "manager").await;
        let (_, luc_id) = world.somebody("Luc Petit", "member").await;
        let (sofia, sofia_id) = world.somebody("Sofia Nunes", "member").await;
        let luc = world.right_of("Luc Petit").await;
        let form = service.ticket_form(&luc, None).await.unwrap();
        assert_eq!(form.colleagues, [], "he sees his own");
        let draft = Draft {
            category: form.categories.iter().find(|it| !it.is_urgent).unwrap().id.to_string(),
            description: "L’écran de Sofia".to_owned(),
            requester: Some(sofia_id),
            ..Draft::default()
        };
        let refused = service.open_ticket(&luc, &draft, &[]).await;
        assert!(
            matches!(&refused, Err(Error::Invalid(it)) if it[0].field == "requester" && it.len() == 1),
            "{refused:?}"
        );
        let chosen = VisibilityForm { sees: "colleagues".to_owned(), colleagues: vec![sofia_id.to_string()] };
        service.set_visibility(&claire, luc_id, &chosen).await.unwrap();
        let luc = world.right_of("Luc Petit").await;
        let form = service.ticket_form(&luc, None).await.unwrap();
        assert_eq!(form.colleagues, [(sofia_id, "Sofia Nunes".to_owned())]);
        let opened = service.open_ticket(&luc, &draft, &[]).await.unwrap();
        for scope in [&luc, &sofia, &claire] {
            let view = service.ticket(scope, opened.number).await.unwrap();
            assert_eq!((view.requester.as_str(), view.ticket.requester), ("Sofia Nunes", sofia_id));
        }
        assert_eq!(count(&world.told_about("received"), sofia_id), 1);
        let other =
            service.open_ticket(&luc, &Draft { requester: Some(claire_id), ..draft.clone() }, &[]).await;
        assert!(matches!(other, Err(Error::Invalid(_))), "{other:?}");
        // Nobody opens one for somebody who has left.
        service.set_disabled(&claire, sofia_id, Disabled::Yes).await.unwrap();
        let gone = service.open_ticket(&luc, &draft, &[]).await;
        assert!(matches!(gone, Err(Error::Invalid(_))), "{gone:?}");
    })
    .await;
}
