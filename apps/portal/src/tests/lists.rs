//! The list in the order that somebody chose, and as a table.

use rappel_testkit::visitor::Answer;

use super::installation::{Installation, open_ticket};

fn listed(answer: &Answer) -> Vec<i64> {
    let links = answer.page().attributes("tbody a[data-row]", "href");
    links.iter().map(|it| it.strip_prefix("/tickets/").unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn the_order_goes_along_from_page_to_page_and_tab_to_tab() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    for count in 0..45 {
        let category = if count % 3 == 0 { "Autre" } else { "Site web" };
        open_ticket(&mut claire, category, &[("description", &format!("Question {count}"))]).await;
    }
    let sorted = |first: fn(&i64) -> bool| {
        let mut all: Vec<i64> = (1..=45).rev().collect();
        all.sort_by_key(|number| !first(number));
        all
    };
    let orders = [
        ("", (1..=45).rev().collect::<Vec<i64>>()),
        ("number-up", (1..=45).collect()),
        ("date", (1..=45).rev().collect()),
        ("date-up", (1..=45).collect()),
        ("status", (1..=45).rev().collect()),
        ("category", sorted(|number| (number - 1) % 3 != 0)),
        ("nonsense", (1..=45).rev().collect()),
    ];
    for (sort, expected) in orders {
        let mut page = claire.open(&format!("/tickets?sort={sort}&q=question")).await;
        let chosen = page.page().form("form.filters").value("sort").unwrap().to_owned();
        assert_eq!(chosen, if sort == "nonsense" { "" } else { sort });
        let mut seen = listed(page.expect(200));
        while let Some(next) = page.page().attributes(".pager a[rel=next]", "href").pop() {
            page = claire.open(&next).await;
            assert_eq!(page.page().form("form.filters").value("sort"), Some(chosen.as_str()));
            assert_eq!(page.page().form("form.filters").value("q"), Some("question"));
            seen.extend(listed(&page));
        }
        assert_eq!(seen, expected, "{sort}");
        let first = page.page().attributes(".pager a", "href").remove(0);
        assert_eq!(listed(&claire.open(&first).await), expected[..20], "{sort}");
        let tab = page.page().attributes(".tabs a", "href").remove(1);
        assert!(tab.contains("q=question") && (chosen.is_empty() || tab.contains(&chosen)), "{tab}");
    }
    for wrong in ["/tickets?sort=date&after=x", "/tickets?sort=status&after=closed.1", "/tickets?after=-1.5"]
    {
        assert_eq!(listed(claire.open(wrong).await.expect(200)).len(), 20, "{wrong}");
    }
}

#[tokio::test]
async fn a_table_holds_what_is_listed_without_an_end_and_nothing_is_a_formula() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    for count in 0..102 {
        open_ticket(&mut claire, "Autre", &[("description", &format!("Question {count}"))]).await;
    }
    let formula = "=HYPERLINK(\"http://x\";\"y\")";
    open_ticket(&mut luc, "Site web", &[("description", formula)]).await;

    let page = claire.open("/tickets?sort=number-up").await;
    let link = page.page().link("Télécharger cette liste");
    assert_eq!(link, "/tickets/list.csv?sort=number-up");
    let table = claire.open(&link).await;
    let header = |name: &str| table.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment; filename=\"tickets-20"));
    assert!(header("content-type").starts_with("text/csv"));
    let lines: Vec<&str> = table.expect(200).body.split("\r\n").collect();
    assert_eq!(lines.len(), 105, "a head, every ticket, an end");
    assert!(lines[0].starts_with("Numéro,Date,Catégorie,Demande,Ouvert par,"), "{}", lines[0]);
    assert!(
        lines[1].starts_with("1,20") && lines[1].contains(",Autre,Question 0,Claire,non,Non traité,non,,,")
    );
    assert!(lines[103].contains("\"'=HYPERLINK("), "{}", lines[103]);
    assert!(lines[103].contains("Site web") && lines[103].contains(",Luc,"), "{}", lines[103]);

    // What is looked for goes along, and everybody has their own.
    let found = claire.open("/tickets?q=questions").await;
    let table = claire.open(&found.page().link("Télécharger cette liste")).await;
    assert_eq!(table.expect(200).body.split("\r\n").count(), 2 + 102);
    assert!(!table.body.contains("HYPERLINK"), "{}", table.body);
    let table = luc.open("/tickets/list.csv").await;
    assert_eq!(table.expect(200).body.split("\r\n").count(), 3);
    table.never_says("Question");
    it.browser().open("/tickets/list.csv").await.says("Connexion");
}
