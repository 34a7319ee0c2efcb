//! `rappel demo`: a made-up installation to look around in, with a phone and a mailbox.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use rappel_testkit::{Column, Program, Visitor};

/// What is configured makes no difference to it: it brings its own parts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_looks_around() {
    let mut program = Program::new(Column::Embedded);
    let (data, listen) = (program.folder().join("demo"), program.address().to_string());
    let arguments = ["demo", "--data", data.to_str().unwrap(), "--listen", &listen];
    program.start(&arguments).await;
    let office = format!("localhost:{}", program.address().port());
    let sql = |statement: &str| {
        let output = Command::new("sqlite3").arg(data.join("demo.sqlite")).arg(statement).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(sql("SELECT count(*) FROM tickets"), "60", "as the readme says");
    assert_eq!(sql("SELECT count(*) FROM tenants WHERE kind <> 'operator'"), "3");

    let mut guest = Visitor::new(program.address(), office);
    let pocket = guest.open("/demo").await;
    pocket.expect(200);
    // Sign-ins are printed and on the page, and one of them opens a portal.
    let said = program.processes()[0].log();
    let line = said.lines().find(|line| line.contains("http://tilleuls.localhost")).unwrap();
    let [.., portal, user, password] = line.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{line}")
    };
    assert!(pocket.page().texts("td code").contains(&user.to_owned()), "{user}");
    pocket.says(password);
    let host = portal.split('/').nth(2).unwrap();
    let mut client = Visitor::new(program.address(), host);
    let login = client.open("/login").await;
    let form = login.page().form(r#"form[action="/login"]"#);
    let list = client.send(&login, &form, &[("user", user), ("password", password)]).await;
    list.expect(200);
    let page = client.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let urgent = page.page().option("category", "URGENT");
    let filled =
        [("category", urgent.as_str()), ("phone", "+33612345678"), ("description", "La caisse est muette")];
    let opened = client.send(&page, &form, &filled).await;
    opened.expect(200);
    let number = opened.path.rsplit('/').next().unwrap().to_owned();

    // The pocket phone rings, and its answer takes the call.
    let began = Instant::now();
    let pocket = loop {
        let pocket = guest.open("/demo").await;
        let texts = pocket.page().texts(".demo-text p");
        if texts.iter().any(|text| text.contains(&format!("URGENT #{number}"))) {
            break pocket;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{texts:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    let form = pocket.page().form(".demo-reply");
    let taken = guest.send(&pocket, &form, &[("text", &format!("1 {number}"))]).await;
    taken.expect(200).says(&format!("1 {number}"));
    let began = Instant::now();
    loop {
        let pocket = guest.open(&taken.path).await;
        if pocket.page().words().contains(&format!("OK: #{number}")) {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{}", pocket.page().words());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mail = pocket.page().attributes("[data-follow='/demo/mailbox'] a", "href").remove(0);
    guest.open(&mail).await.expect(200);
    guest.open(&format!("{mail}/html")).await.expect(200);

    // It is all there after another start, and made anew when asked.
    assert!(program.processes()[0].stop().success());
    program.start(&arguments).await;
    assert_eq!(sql("SELECT count(*) FROM tickets"), "61");
    assert!(program.processes()[1].stop().success());
    program.start(&[&arguments[..], &["--fresh"]].concat()).await;
    assert_eq!(sql("SELECT count(*) FROM tickets"), "60");
    assert!(program.processes()[2].stop().success());

    // A folder with something else in it is left alone.
    std::fs::write(data.join("thesis.txt"), "").unwrap();
    let refused = program.command(&[&arguments[..], &["--fresh"]].concat()).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("thesis.txt"), "{said}");
    assert_eq!(sql("SELECT count(*) FROM tickets"), "60");
}
