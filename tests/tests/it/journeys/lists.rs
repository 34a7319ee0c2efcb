//! A client's list narrowed down: by category, who opened it, status and day, on the page and in its table.

use rappel_testkit::{
    Column, World,
    visitor::Answer,
    world::{DURAND, PASSWORD, STONE, ZOE, link_in},
};

use super::tickets::open_ticket;

journeys![filters_go_along_and_are_taken_back, bad_filters_are_said_and_lose_nothing];

fn numbers(answer: &Answer) -> Vec<String> {
    let links = answer.page().attributes("tbody a[data-row]", "href");
    links.iter().map(|it| it.strip_prefix("/tickets/").unwrap().to_owned()).collect()
}

async fn filters_go_along_and_are_taken_back(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/people").await;
    let form = page.page().form_with_button("Envoyer l’invitation");
    let filled = [("name", "Luc Petit"), ("email", "luc@durand.example"), ("role", "member")];
    claire.send(&page, &form, &filled).await.expect(200);
    let link = link_in(&world.mail_to("luc@durand.example").await, "/invite/");
    let mut luc = world.program.portal(DURAND.slug);
    let page = luc.open(&link).await;
    luc.send(&page, &page.page().form("form.form"), &[("password", PASSWORD)]).await.expect(200);

    let first = open_ticket(&mut claire, "Autre", "Mes imprimantes").await;
    let second = open_ticket(&mut luc, "Site web", "Une imprimante").await;
    let third = open_ticket(&mut luc, "Autre", "Un clavier").await;
    let desk = zoe.open(&format!("/queue/durand/{second}")).await;
    zoe.send(&desk, &desk.page().form_with_button("Prendre"), &[]).await.expect(200);
    world.program.parts().sql(&format!(
        "UPDATE tickets SET opened_at = '2026-03-10 22:30:00+00:00' WHERE number = {first} AND tenant_id = \
         (SELECT id FROM tenants WHERE slug = 'durand')"
    ));

    let list = claire.open("/tickets").await;
    assert!(list.page().attributes("details.filters-more[open]", "class").is_empty(), "folded");
    let form = list.page().form("form.filters");
    let option = |field: &str, label: &str| list.page().option(field, label);
    let (other, author) = (option("category", "Autre"), option("person", "Luc Petit"));
    let taken = option("status", "En cours");
    for (chosen, expected) in [
        (vec![("category", other.as_str())], vec![&third, &first]),
        (vec![("person", &author)], vec![&third, &second]),
        (vec![("person", &author), ("category", &other)], vec![&third]),
        (vec![("status", &taken)], vec![&second]),
        // 22:30 in universal time is 23:30 of the same day in Paris, and the day after in no zone of theirs.
        (vec![("from", "2026-03-10"), ("to", "2026-03-10")], vec![&first]),
        (vec![("to", "2026-03-09")], vec![]),
        (vec![("from", "2026-03-11")], vec![&third, &second]),
        (vec![("q", "imprimantes"), ("person", &author)], vec![&second]),
        (vec![("q", "clavier"), ("category", &other), ("sort", "date-up")], vec![&third]),
        (vec![("q", "clavier"), ("status", &taken)], vec![]),
    ] {
        let expected: Vec<String> = expected.into_iter().cloned().collect();
        let found = claire.send(&list, &form, &chosen).await;
        assert_eq!(numbers(found.expect(200)), expected, "{column:?}: {chosen:?}");
        let again = found.page();
        let is_wide = chosen.iter().all(|(name, _)| ["q", "sort"].contains(name));
        assert_eq!(again.attributes("details.filters-more[open]", "class").is_empty(), is_wide);
        for (name, value) in &chosen {
            assert_eq!(again.form("form.filters").value(name), Some(*value));
        }
        let tab = claire.open(&again.attributes(".tabs a", "href")[0]).await;
        assert_eq!(numbers(tab.expect(200)), expected, "{chosen:?}, by its tab");
        if expected.is_empty() {
            found.says("Aucun ticket ne correspond");
            let wide = claire.open(&again.link("Retirer les filtres")).await;
            assert!(!numbers(wide.expect(200)).is_empty());
            assert_eq!(wide.page().form("form.filters").value("status"), Some(""));
            let words = chosen.iter().find(|(name, _)| *name == "q").map_or("", |(_, value)| value);
            assert_eq!(wide.page().form("form.filters").value("q"), Some(words), "the words stay");
        } else {
            let table = claire.open(&again.link("Télécharger cette liste")).await;
            let lines: Vec<&str> = table.expect(200).body.split("\r\n").collect();
            let listed = lines[1..lines.len() - 1].iter().map(|line| line.split(',').next().unwrap());
            assert_eq!(listed.collect::<Vec<_>>(), expected, "{chosen:?}, its table");
        }
    }
    // Closed tickets are all closed: the status of the other tab is left behind.
    let found = claire.send(&list, &form, &[("status", &taken), ("category", &other)]).await;
    let closed = claire.open(&found.page().attributes(".tabs a", "href")[1]).await;
    assert_eq!(closed.expect(200).page().form("form.filters").value("category"), Some(other.as_str()));
    assert_eq!(closed.page().form("form.filters").value("status"), None);

    // Who sees their own tickets alone is not asked whose.
    let own = luc.open("/tickets").await;
    assert_eq!(own.page().form("form.filters").value("person"), None);
    let strange = luc.open(&format!("/tickets?person={author}")).await;
    assert_eq!(numbers(strange.expect(200)), [third, second]);
}

async fn bad_filters_are_said_and_lose_nothing(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut bob = world.manager(STONE).await;
    let number = open_ticket(&mut claire, "Autre", "Mes imprimantes").await;
    open_ticket(&mut bob, "Other", "My printers").await;
    let foreign = bob.open("/tickets").await.page().option("category", "Other");
    let unused = "cat_00000000000070008000000000000000";
    for (query, says) in [
        ("from=30/11/2026", "Écrivez la date"),
        ("to=2026-02-30&from=2026-01-01", "Écrivez la date"),
        ("from=2026-02-02&to=2026-02-01", "La fin est avant le début"),
        ("status=closed", "Ce statut n’est pas dans la liste"),
        ("category=Autre", "Cette catégorie n’est pas dans la liste"),
        ("person=x", "Cette personne n’est pas dans la liste"),
    ] {
        let page = claire.open(&format!("/tickets?q=imprimantes&{query}")).await;
        page.expect(422).says(says);
        assert_eq!(page.page().form("form.filters").value("q"), Some("imprimantes"));
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            // A field for a choice goes back to its first one, a day is what was typed.
            let kept = if name.len() < 5 { value } else { "" };
            assert_eq!(page.page().form("form.filters").value(name), Some(kept), "{query}");
        }
        claire.open(&format!("/tickets/list.csv?{query}")).await.expect(404);
        let table = page.page().attributes("a[download]", "href").remove(0);
        claire.open(&table).await.expect(200);
    }
    // A category of another company is one that is not there.
    let ask = |id: &str| format!("/tickets?category={id}");
    let (one, other) = (claire.open(&ask(&foreign)).await, claire.open(&ask(unused)).await);
    assert_eq!(numbers(one.expect(422).says("Cette catégorie n’est pas dans la liste")), [number]);
    one.never_says("My printers").never_says(&foreign);
    assert_eq!(one.body.len(), other.expect(422).body.len());
    for id in [&foreign, unused] {
        let table = claire.open(&format!("/tickets/list.csv?category={id}")).await;
        assert_eq!(table.expect(200).body.split("\r\n").count(), 2, "a head alone");
    }
}
