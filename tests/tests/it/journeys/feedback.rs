//! After a close: "is it solved?", from the two links of the e-mail to the report.

use rappel_testkit::{
    Column, World,
    world::{DURAND, STONE, ZOE, link_in},
};

use super::tickets::open_ticket;

journeys![what_a_client_says_of_a_close_reaches_staff_and_reports];

async fn what_a_client_says_of_a_close_reaches_staff_and_reports(column: Column) {
    let world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut zoe = world.hire(ZOE).await;
    let number = open_ticket(&mut claire, "Autre", "Mon imprimante").await;
    let desk = zoe.open(&format!("/queue/durand/{number}")).await;
    zoe.send(&desk, &desk.page().form_with_button("Fermer"), &[]).await.expect(200);
    let mail = world.mail_about(DURAND.email, "fermé").await;
    let yes = link_in(&mail, "?solved=yes");
    assert_eq!(link_in(&mail, "?solved=no"), yes.replace("=yes", "=no"));
    assert!(mail.html().replace("&#x3D;", "=").contains(&yes), "{}", mail.html());
    let (path, _) = yes.split_once('?').unwrap();
    let token = path.rsplit('/').next().unwrap();

    // What opens every link of a mail says nothing.
    let rows = || {
        let mut contents = world.program.parts().contents(&[]);
        ["tickets", "events", "links"].map(|table| contents.remove(table).unwrap())
    };
    let before = rows();
    for link in [&yes, &yes.replace("=yes", "=no"), path] {
        world.program.portal(DURAND.slug).open(link).await.expect(200).says("est-il résolu");
    }
    assert_eq!(rows(), before);
    // At another company it is no link.
    let mut elsewhere = world.program.portal(STONE.slug);
    let strange = elsewhere.open(&format!("/feedback/{token}")).await;
    strange.expect(404).never_says(&number);

    let mut nobody = world.program.portal(DURAND.slug);
    let page = nobody.open(&yes).await;
    let form = page.page().form("form.feedback");
    assert_eq!(form.value("solved"), Some("yes"));
    let said = nobody.send(&page, &form, &[("remark", "=Merci, \"Zoé\"")]).await;
    said.expect(200).says("c’est résolu").says("=Merci");
    nobody.send(&page, &form, &[("solved", "no")]).await.expect(404).says("=Merci");

    let desk = zoe.open(&format!("/queue/durand/{number}")).await;
    desk.expect(200).says("Le client a répondu : c’est résolu").says("=Merci, \"Zoé\"");
    desk.says("Claire Martin a répondu : c’est résolu");
    let report = zoe.open("/reports").await;
    report.expect(200).says("Après la fermeture").says("100 % (1 sur 1)");
    report.says("=Merci, \"Zoé\"").says(&format!("Durand & Fils #{number}"));
    zoe.open(&report.page().link(&format!("Durand & Fils #{number}")))
        .await
        .expect(200)
        .says("Mon imprimante");
    let csv = report.page().link("Télécharger ces réponses");
    let table = zoe.open(&csv).await;
    assert!(table.headers.get("content-disposition").unwrap().to_str().unwrap().starts_with("attachment"));
    let lines: Vec<&str> = table.expect(200).body.split("\r\n").collect();
    let words = format!("\"#{number} yes: =Merci, \"\"Zoé\"\"\"");
    let head = "client,closed,answered,solved,solved_percent,words";
    assert_eq!(lines, [head, &format!("Durand & Fils,1,1,1,100,{words}"), ""]);

    // The token is in no row: only its hash, and what was sent is kept without it.
    for (table, rows) in world.program.parts().contents(&[]) {
        assert!(rows.iter().all(|row| !row.contains(token)), "the token lies in {table}");
    }
}
