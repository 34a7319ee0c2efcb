//! What tickets are about: called something else in both languages, and worked by a team.

use rappel_testkit::{
    Column, Visitor, World,
    visitor::Answer,
    world::{DURAND, MARIE, STONE, ZOE},
};

use super::tickets::open_ticket;

journeys![a_category_is_renamed_in_both_languages, a_team_finds_what_its_categories_are_about];

async fn a_category_is_renamed_in_both_languages(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut bob = world.manager(STONE).await;
    let list = zoe.open("/tenants/stone/categories").await;
    let path = list.page().link("Site web");
    let page = zoe.open(&path).await;
    let form = page.page().form_with_button("Enregistrer");
    let before = (form.value("name_fr").unwrap().to_owned(), form.value("name_en").unwrap().to_owned());
    assert_eq!(before.0, "Site web");
    let number = open_ticket(&mut bob, &before.1, "The shop is down").await;

    let refused = zoe.send(&page, &form, &[("name_fr", "Boutique en ligne"), ("name_en", " ")]).await;
    let kept = refused.expect(422).page().form_with_button("Enregistrer");
    assert_eq!(kept.value("name_fr"), Some("Boutique en ligne"));
    bob.open("/people/history").await.expect(200).never_says("Site web");

    let both = [("name_fr", "Boutique en ligne"), ("name_en", "Online shop")];
    let list = zoe.send(&page, &form, &both).await;
    list.expect(200).says("C’est enregistré").says("Boutique en ligne").says("Online shop");
    list.never_says(&before.0).never_says(&before.1);
    assert_eq!(list.page().link("Boutique en ligne"), path);
    let form = zoe.open(&path).await.page().form_with_button("Enregistrer");
    assert_eq!((form.value("name_fr"), form.value("name_en")), (Some(both[0].1), Some(both[1].1)));

    bob.open("/tickets/new").await.expect(200).says("Online shop").never_says(&before.1);
    bob.open(&format!("/tickets/{number}")).await.expect(200).says("Online shop").never_says(&before.1);
    // The log says how it was called when somebody changed it: first the one name, then the other.
    bob.open("/people/history").await.expect(200).says("Site web").never_says("Boutique en ligne");
    let page = zoe.open(&path).await;
    let form = page.page().form_with_button("Enregistrer");
    zoe.send(&page, &form, &[("name_fr", "Boutique"), ("name_en", "Shop")]).await.expect(200);
    bob.open("/people/history").await.expect(200).says("Site web").says("Boutique en ligne");
}

/// Puts somebody of staff into a team, which is made for the first of them.
async fn join(zoe: &mut Visitor, name: &str, team: &str) {
    let list = zoe.open("/team").await;
    // Her own name stands above the page, too.
    let place = list.page().texts("th a[data-row]").iter().position(|it| it == name).unwrap();
    let page = zoe.open(&list.page().attributes("th a[data-row]", "href")[place]).await;
    let form = page.page().form_with_button("Enregistrer");
    zoe.send(&page, &form, &[("team", team)]).await.expect(200).says("C’est enregistré");
}

/// The numbers of the rows of the queue.
fn rows(answer: &Answer) -> Vec<String> {
    answer.expect(200).page().texts(".case .number")
}

async fn a_team_finds_what_its_categories_are_about(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    let other = open_ticket(&mut claire, "Autre", "Une question").await;
    let web = open_ticket(&mut claire, "Site web", "Le site ne répond plus").await;
    marie.open("/queue").await.expect(200).never_says("Toutes les équipes");
    join(&mut zoe, MARIE.name, "Réseau").await;
    join(&mut zoe, ZOE.name, "Bureautique").await;

    let list = zoe.open("/tenants/durand/categories").await;
    let path = list.page().link("Site web");
    let page = zoe.open(&path).await;
    let form = page.page().form_with_button("Enregistrer");
    assert_eq!(form.value("team"), Some(""));
    zoe.send(&page, &form, &[("team", "team_x")]).await.expect(422);
    let team = page.page().option("team", "Réseau");
    zoe.send(&page, &form, &[("team", &team)]).await.expect(200).says("C’est enregistré");
    let form = zoe.open(&path).await.page().form_with_button("Enregistrer");
    assert_eq!(form.value("team"), Some(team.as_str()));
    claire.open("/people/history").await.expect(200).says("Site web");

    let (other, web) = (format!("#{other}"), format!("#{web}"));
    let queue = marie.open("/queue").await;
    assert_eq!(rows(&queue), [other.as_str(), web.as_str()]);
    queue.says("Site web (équipe Réseau)").never_says("Autre (équipe");
    let mine = queue.page().option("team", "Mon équipe");
    let form = queue.page().form("form.filters");
    let filtered = marie.send(&queue, &form, &[("team", &mine)]).await;
    assert_eq!(rows(&filtered), [web.as_str()]);
    assert_eq!(filtered.page().form("form.filters").value("team"), Some("mine"));
    let tab = filtered.page().attributes(".tabs-queue a", "href").remove(0);
    assert_eq!(rows(&marie.open(&tab).await), [web.as_str()], "{tab}");
    // From the ticket the list beside it stays what it was.
    let ticket = marie.open(&filtered.page().attributes(".case-link", "href")[0]).await;
    assert_eq!(rows(&ticket), [web.as_str()]);

    let none = zoe.open("/queue?team=mine").await;
    none.expect(200).says("Aucun ticket ne correspond");
    assert_eq!(rows(&zoe.open(&format!("/queue?team={team}")).await), [web.as_str()]);
    for unknown in ["x", "team_00000000000070008000000000000000"] {
        zoe.open(&format!("/queue?team={unknown}")).await.expect(404);
    }
}
