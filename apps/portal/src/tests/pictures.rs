//! Pictures are shown as we drew them, and handed out as they came.

use super::installation::{Installation, open_ticket};

/// One pixel.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\x0dIDAT\x78\xda\x63\x50\x48\x58\xf0\x1f\0\x03\xe4\x02\x20\xa4\xd8\x1c\xcc\0\0\0\0IEND\xae\x42\x60\x82";

#[tokio::test]
async fn a_picture_is_shown_drawn_anew_and_never_as_it_came() {
    let it = Installation::start().await;
    let mut claire = it.signed_in("Claire", "manager").await;
    let mut luc = it.signed_in("Luc", "member").await;
    open_ticket(&mut claire, "Autre", &[("description", "Sans image")]).await;
    let page = claire.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", "Autre");
    let filled = [("category", category.as_str()), ("description", "Voir la capture")];
    let hidden = [PICTURE, b"<script>alert(1)</script>"].concat();
    let broken = &PICTURE[..30];
    let files: [(&str, &str, &[u8]); 3] =
        [("files", "écran.png", &hidden), ("files", "demi.png", broken), ("files", "note.txt", b"texte")];
    let page = claire.send_files(&page, &form, &filled, &files).await;
    let shown = page.expect(200).page().attributes(".files img", "src");
    let links = page.page().attributes(".files a", "href");
    assert_eq!((shown.len(), links.len()), (2, 3), "a text has no picture");
    assert_eq!(page.page().attributes(".files img", "alt"), ["", ""], "its name stands beside it");
    assert!(page.page().attributes(".files a img", "width").iter().all(|width| width == "160"));

    for _ in 0..2 {
        // Drawn, and then found as it was drawn.
        let request = claire.request("GET".parse().unwrap(), &shown[0]);
        let drawn = claire.ask(request, &shown[0]).await;
        let header = |name: &str| drawn.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(drawn.status, 200);
        assert_eq!(
            (header("content-type"), header("content-disposition")),
            ("image/jpeg".to_owned(), "inline".to_owned())
        );
        assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(!drawn.body.contains("script"));
    }
    let original = claire.open(&links[0]).await;
    let disposition = original.headers.get("content-disposition").unwrap().to_str().unwrap();
    assert!(disposition.starts_with("attachment"), "{disposition}");
    assert!(original.body.contains("<script>"), "to be saved, it is as it came");

    claire.open(&shown[1]).await.expect(404);
    claire.open(&format!("{}/thumbnail", links[2])).await.expect(404);
    let of_another_ticket = shown[0].replace("/tickets/2/", "/tickets/1/");
    assert_ne!(of_another_ticket, shown[0]);
    claire.open(&of_another_ticket).await.expect(404);
    luc.open(&shown[0]).await.expect(404);
    it.browser().open(&shown[0]).await.says("Connexion");
}
