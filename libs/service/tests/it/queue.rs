//! The order of the queue, and what comes after what, where many tickets came at the same moment.

use std::collections::BTreeSet;

use chrono::Duration;
use rappel_service::{
    Error, Place, Scope, View,
    categories::CategoryForm,
    intake::Draft,
    queue::{Ask, PAGE},
    team::StaffForm,
    tickets::Note,
};

use super::world::{World, on_each_column};

/// A ticket's company and number.
type Key = (String, i64);

async fn open(world: &World, client: &Scope, is_urgent: bool) {
    let form = world.service.ticket_form(client, None).await.unwrap();
    let category = form.categories.iter().find(|it| it.is_urgent == is_urgent).unwrap();
    let draft = Draft {
        category: category.id.to_string(),
        description: "Une question".to_owned(),
        phone: "+33612345678".to_owned(),
        ..Draft::default()
    };
    world.service.open_ticket(client, &draft, &[]).await.unwrap();
}

fn everything() -> Ask {
    Ask { view: View::Todo, tenant: String::new(), team: String::new(), text: String::new(), after: None }
}

/// The rows of a page, whether each is urgent, and the place to go on from.
async fn page(world: &World, view: View, after: Option<Place>) -> (Vec<(Key, bool)>, Option<Place>) {
    let ask = Ask { view, after, ..everything() };
    let page = world.service.queue(&world.at_desk(world.marie).await, &ask).await.unwrap();
    assert!(page.rows.len() as u64 <= PAGE);
    let row = |row: &rappel_service::queue::Row| {
        ((page.tenant(row.ticket.tenant).unwrap().slug.clone(), row.ticket.number), row.ticket.urgent)
    };
    (page.rows.iter().map(row).collect(), page.next)
}

async fn walk(world: &World, view: View) -> Vec<(Key, bool)> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (rows, next) = page(world, view, after).await;
        all.extend(rows);
        if next.is_none() {
            return all;
        }
        after = next;
    }
}

#[tokio::test]
async fn every_ticket_stands_once_urgent_first_then_the_longest_waiting() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let sofia = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        // Four rounds of thirty at one moment each; in the third, some are urgent.
        for round in 0..4 {
            for number in 0..15 {
                let is_urgent = round == 2 && number % 4 == 0;
                open(&world, &claire, is_urgent).await;
                open(&world, &sofia, is_urgent).await;
            }
            world.clock.advance(Duration::minutes(1));
        }
        let all = walk(&world, View::Todo).await;
        assert_eq!(all.len(), 120);
        assert_eq!(all.iter().map(|(key, _)| key).collect::<BTreeSet<_>>().len(), 120, "one stands twice");
        let urgent = all.iter().filter(|(_, is_urgent)| *is_urgent).count();
        assert_eq!(urgent, 8);
        assert!(all[..urgent].iter().all(|(_, is_urgent)| *is_urgent), "an urgent one below an ordinary one");
        // Numbers grow with time: round by round, whoever's they are.
        let rounds: Vec<i64> = all[urgent..].iter().map(|((_, number), _)| (number - 1) / 15).collect();
        assert!(rounds.is_sorted(), "{rounds:?}");
        assert_eq!(walk(&world, View::Urgent).await, all[..urgent]);

        // Who is answered leaves; whoever writes again waits from then on, behind the others.
        let marie = world.staff_on(world.marie, &world.durand).await;
        let first = all.iter().find(|((slug, _), is_urgent)| *slug == world.durand.slug && !is_urgent);
        let ((_, number), _) = first.unwrap().clone();
        let note = Note { body: "Oui".to_owned(), seen: Some(1), ..Note::default() };
        world.service.answer(&marie, number, &note, &[]).await.unwrap();
        let key = (world.durand.slug.clone(), number);
        assert!(!walk(&world, View::Todo).await.iter().any(|(found, _)| *found == key));
        assert_eq!(walk(&world, View::Waiting).await, [(key.clone(), false)]);
        world.clock.advance(Duration::minutes(1));
        let note = Note { body: "Encore".to_owned(), seen: Some(2), ..Note::default() };
        world.service.reply(&claire, number, &note, &[]).await.unwrap();
        assert_eq!(walk(&world, View::Todo).await.last().unwrap().0, key);
        assert_eq!(walk(&world, View::Mine).await, [(key, false)], "answering took it");
    })
    .await;
}

/// Whoever of staff is in which team, and which category a team works, is read each time.
#[tokio::test]
async fn a_team_is_shown_what_its_categories_are_about() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let sofia = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        for client in [&claire, &sofia] {
            open(&world, client, false).await;
            open(&world, client, true).await;
        }
        let join = async |staff, name: &str, team: &str| {
            let form = StaffForm {
                name: name.to_owned(),
                email: format!("{}@office.example", name.to_lowercase()),
                role: "agent".to_owned(),
                locale: "fr".to_owned(),
                all_tenants: true,
                team: team.to_owned(),
                ..StaffForm::default()
            };
            world.service.save_staff(&world.office, staff, &form).await.unwrap();
        };
        join(world.marie, "Marie", "Réseau").await;
        join(world.karim, "Karim", "Développement").await;
        let teams = world.service.teams(&world.office).await.unwrap();
        let team = |name: &str| teams.iter().find(|it| it.name == name).unwrap().id.to_string();
        // The urgent category of one company, the first of the other.
        for (tenant, is_urgent, name) in
            [(&world.durand, true, "Réseau"), (&world.nunes, false, "Développement")]
        {
            let scope = world.office.on(tenant.id).unwrap();
            let all = world.service.every_category(&scope).await.unwrap();
            let category = all.iter().find(|it| it.is_urgent == is_urgent).unwrap();
            let form = CategoryForm {
                name_fr: category.name_fr.clone(),
                name_en: category.name_en.clone(),
                is_urgent,
                team: team(name),
                ..CategoryForm::default()
            };
            world.service.save_category(&world.office, tenant.id, Some(category.id), &form).await.unwrap();
        }
        let found = async |staff, ask: Ask| {
            let page = world.service.queue(&world.at_desk(staff).await, &ask).await.unwrap();
            let counted = page.counts.iter().find(|(view, _)| *view == ask.view).map(|(_, count)| *count);
            assert_eq!(counted, Some(page.rows.len() as u64));
            let row = |row: &rappel_service::queue::Row| {
                let slug = page.tenant(row.ticket.tenant).unwrap().slug.clone();
                (slug, row.ticket.urgent, page.team(row).unwrap_or_default().to_owned())
            };
            page.rows.iter().map(row).collect::<BTreeSet<_>>()
        };
        let row = |tenant: &rappel_service::Tenant, is_urgent, team: &str| {
            (tenant.slug.clone(), is_urgent, team.to_owned())
        };
        let network = row(&world.durand, true, "Réseau");
        let code = row(&world.nunes, false, "Développement");
        let all = [network.clone(), code.clone(), row(&world.durand, false, ""), row(&world.nunes, true, "")];
        let of = |team: &str| Ask { team: team.to_owned(), ..everything() };
        assert_eq!(found(world.marie, everything()).await, all.into());
        assert_eq!(found(world.marie, of("mine")).await, [network.clone()].into());
        assert_eq!(found(world.karim, of("mine")).await, [code.clone()].into());
        assert_eq!(found(world.marie, of(&team("Développement"))).await, [code].into());
        let elsewhere = Ask { tenant: world.nunes.slug.clone(), ..of(&team("Réseau")) };
        assert_eq!(found(world.marie, elsewhere).await, [].into());
        let none = [Ask { view: View::Waiting, ..of("mine") }, Ask { text: "rien".to_owned(), ..of("mine") }];
        for ask in none {
            assert_eq!(found(world.marie, ask).await, [].into());
        }
        // What is answered next is of the team, too.
        let desk = world.at_desk(world.marie).await;
        let next = world.service.next_in_queue(&desk, &of("mine"), (world.nunes.id, 1)).await.unwrap();
        assert_eq!(next.map(|(slug, _)| slug).as_ref(), Some(&world.durand.slug));
        // Who is in no team any more has nothing of theirs; a team that is not there is not found.
        join(world.karim, "Karim", "").await;
        assert_eq!(found(world.karim, of("mine")).await, [].into());
        for unknown in ["x", "MINE", " "] {
            let asked = world.service.queue(&desk, &of(unknown)).await;
            assert!(matches!(asked, Err(Error::NotFound)), "{unknown:?}");
        }
    })
    .await;
}
