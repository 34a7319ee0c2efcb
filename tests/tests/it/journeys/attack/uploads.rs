//! Files that would run if a browser showed them, names that would lead elsewhere, and sizes that would fill a memory.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, Visitor, World,
    visitor::{Answer, Form},
    world::DURAND,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

journeys![a_file_that_would_run_is_refused_or_only_saved, a_claim_of_four_gigabytes_fills_no_memory];

const MIB: u64 = 1024;
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Name, bytes, and whether it may be taken at all.
fn files() -> Vec<(&'static str, Vec<u8>, bool)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let with = |head: &[u8], tail: &str| [head, tail.as_bytes()].concat();
    let run = "<script>fetch('/account')</script>";
    vec![
        ("a.svg", text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), false),
        (
            "picture.png",
            text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            false,
        ),
        ("a.svg", text("\u{feff}  <?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"), false),
        ("a.html", text("<!DOCTYPE html><script>alert(1)</script>"), false),
        ("a.htm", text(&format!("<html><body>{run}</body></html>")), false),
        ("a.txt", text(run), false),
        ("a.xhtml", text("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>"), false),
        ("a.php", text("<?php system('id');"), false),
        ("a.sh", text("#!/bin/sh\nid\n"), false),
        ("a.exe", with(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", ""), false),
        ("a.elf", with(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", ""), false),
        ("a.wasm", with(b"\0asm\x01\0\0\0", ""), false),
        // What we take we never show.
        ("a.gif", with(GIF, run), true),
        ("a.html", with(GIF, run), true),
        ("a.js", with(b"GIF89a/*", "*/=1;alert(1)//"), true),
        (
            "a.pdf",
            text("%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
            true,
        ),
        ("a.zip", with(b"PK\x03\x04\x14\0\0\0\0\0", run), true),
        ("a.jar", with(b"PK\x03\x04\x14\0\0\0\x08\0", "META-INF/MANIFEST.MF"), true),
        ("late.txt", text(&format!("{}{run}", "a line of text\n".repeat(700))), true),
        ("words.txt", text(&format!("Voyez : {run}")), true),
        ("a.csv", text("=HYPERLINK(\"http://evil.example\")"), true),
        // A picture that says it has ten thousand million pixels.
        ("bomb.png", bomb(), true),
        // Names.
        ("../../../../etc/cron.d/rappel", text("* * * * * root id"), true),
        ("..\\..\\windows\\win.ini", text("text"), true),
        ("/etc/passwd", text("text"), true),
        ("a\"; filename=\"b.html", text("text"), true),
        ("a\u{202e}gpj.exe", text("text"), true),
        ("<img src=x onerror=alert(1)>.txt", text("text"), true),
        ("%0d%0aset-cookie: rappel=1.txt", text("text"), true),
        (".htaccess", text("AddType text/html .txt"), true),
        ("con.txt", text("text"), true),
        ("a.txt\u{0}.html", text("text"), true),
    ]
}

/// A PNG of a few bytes whose head claims 100,000 by 100,000 pixels.
fn bomb() -> Vec<u8> {
    let mut head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    head.extend(100_000u32.to_be_bytes());
    head.extend(100_000u32.to_be_bytes());
    head.extend(b"\x08\x06\0\0\0\0\0\0\0");
    head
}

async fn a_file_that_would_run_is_refused_or_only_saved(column: Column) {
    let mut world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let mut tries = 0;
    let mut taken = 0;
    let before = world.program.processes()[0].memory();
    for (name, bytes, may_be_taken) in files() {
        let page = claire.open("/tickets/new").await;
        let form = page.page().form("form.form-ticket");
        let category = page.page().option("category", "Autre");
        let filled = [("category", category.as_str()), ("description", "Voici un fichier")];
        let answer = claire.send_files(&page, &form, &filled, &[("files", name, &bytes)]).await;
        tries += 1;
        if !may_be_taken {
            assert_eq!(answer.status, 422, "{name:?} was taken");
            continue;
        }
        if answer.status != 200 || !answer.path.starts_with("/tickets/") {
            assert!(answer.status.is_client_error(), "{name:?}: {}", answer.status);
            continue;
        }
        let page = answer.page();
        let links = page.attributes("a[href*='/files/']", "href");
        let shown: Vec<String> = page.attributes("img[src*='/files/']", "src");
        for link in links.iter().chain(&shown) {
            taken += 1;
            only_saved(&mut claire, link, name, &bytes).await;
        }
    }
    assert!(taken >= 12, "{taken}");
    let after = world.program.processes()[0].memory();
    assert!(after < before + 64 * MIB, "from {before} KiB to {after} KiB");

    // What is on the disk has none of these names, and lies where files lie.
    let folder = world.program.folder().join("files");
    let mut kept = Vec::new();
    names_below(&folder, &mut kept);
    assert!(kept.len() >= 12, "{kept:?}");
    for name in &kept {
        let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        let is_given =
            files().iter().any(|(given, ..)| name.contains(given.rsplit(['/', '\\']).next().unwrap()));
        assert!(is_plain && !is_given && !name.starts_with('.'), "{name:?} came from outside");
    }
    super::super::tried(tries + taken);
}

async fn only_saved(claire: &mut Visitor, link: &str, name: &str, bytes: &[u8]) {
    let request = claire.request(reqwest::Method::GET, link);
    let answer = claire.ask(request, link).await;
    let header = |name: &str| answer.headers.get(name).map_or("", |it| it.to_str().unwrap()).to_owned();
    if answer.status == 404 && link.ends_with("/thumbnail") {
        return; // Nothing could be drawn of it.
    }
    assert_eq!(answer.status, 200, "{name:?} {link}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{name:?}");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox", "{name:?}");
    let kind = header("content-type");
    let runs = ["text/html", "image/svg+xml", "xml", "javascript", "xhtml"];
    assert!(runs.iter().all(|it| !kind.contains(it)), "{name:?} is {kind}");
    if link.ends_with("/thumbnail") {
        assert_eq!(kind, "image/jpeg", "{name:?}");
        assert!(!answer.body.contains("script"), "{name:?} was not drawn anew");
        return;
    }
    let disposition = header("content-disposition");
    let encoded =
        disposition.strip_prefix("attachment; filename*=UTF-8''").unwrap_or_else(|| panic!("{disposition}"));
    assert!(encoded.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._%".contains(&it)), "{disposition}");
    assert!(
        !encoded.contains("%2F") && !encoded.contains("%00") && !encoded.contains("%0D"),
        "{disposition}"
    );
    assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 0);
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert_eq!(answer.body, text, "{name:?} comes back as it was");
    }
}

fn names_below(folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            names_below(&entry.path(), found);
        } else {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
}

async fn a_claim_of_four_gigabytes_fills_no_memory(column: Column) {
    let mut world = World::start(column).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let before = world.program.processes()[0].memory();
    let mut tries = 0;
    for claim in ["content-length: 4294967296", "transfer-encoding: chunked"] {
        for with_token in [true, false] {
            let began = Instant::now();
            let answer = pour(&world, &mut claire, &page, &form, claim, with_token).await;
            let status: u16 = answer.split(' ').nth(1).unwrap_or_default().parse().unwrap_or_default();
            assert!([0, 400, 403, 413, 422].contains(&status), "{claim}: {answer}");
            assert!(began.elapsed() < Duration::from_mins(1), "{claim}: {:?}", began.elapsed());
            tries += 1;
        }
    }
    let after = world.program.processes()[0].memory();
    assert!(after < before + 64 * MIB, "from {before} KiB to {after} KiB");
    claire.open("/tickets").await.says("Aucun ticket ouvert");
    super::super::tried(tries);
}

/// Sends a file without end until the server has enough; answers the first line of what it says, if it says anything.
async fn pour(
    world: &World,
    claire: &mut Visitor,
    page: &Answer,
    form: &Form,
    claim: &str,
    with_token: bool,
) -> String {
    let host = page.host.clone();
    let cookies = claire.jar().all(&host);
    let cookies: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let is_chunked = claim.starts_with("transfer");
    let part = |name: &str, value: &str| {
        format!("--XX\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body = String::new();
    if with_token {
        body += &part("csrf", form.value("csrf").unwrap());
    }
    body += "--XX\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n";
    let head = format!(
        "POST /tickets/new HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\norigin: http://{host}\r\nsec-fetch-site: same-origin\r\n\
         content-type: multipart/form-data; boundary=XX\r\n{claim}\r\n\r\n",
        cookies.join("; ")
    );
    let mut socket = TcpStream::connect(world.program.address()).await.unwrap();
    let (mut from, mut to) = socket.split();
    let framed = |bytes: &[u8]| {
        if is_chunked {
            [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
        } else {
            bytes.to_vec()
        }
    };
    let pouring = async {
        to.write_all(head.as_bytes()).await?;
        to.write_all(&framed(body.as_bytes())).await?;
        let piece = framed(&vec![b'a'; 256 * 1024]);
        // 200 MB are enough to see it: more than any limit of a request.
        for _ in 0..800 {
            to.write_all(&piece).await?;
        }
        Ok::<_, std::io::Error>(())
    };
    let reading = async {
        let mut said = vec![0; 512];
        let count = from.read(&mut said).await.unwrap_or_default();
        String::from_utf8_lossy(&said[..count]).lines().next().unwrap_or_default().to_owned()
    };
    tokio::pin!(reading);
    tokio::select! {
        said = &mut reading => said,
        // The server hangs up on whoever goes on; what it said before that may still be there to read.
        _ = pouring => tokio::time::timeout(Duration::from_secs(20), reading).await.unwrap_or_default(),
    }
}
