//! What a company looks like: its colour and its logo, on its portal and in its e-mails.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use mail_parser::MimeHeaders as _;
use rappel_testkit::{
    Column, Visitor, World,
    visitor::Answer,
    world::{DURAND, MARIE, STONE, ZOE},
};
use reqwest::{Method, Response, header::HeaderMap};

use super::urgent::press;

journeys![
    a_colour_is_shown_and_then_worn,
    a_logo_is_worn_by_the_portal_and_nowhere_else,
    e_mails_to_the_company_carry_its_logo,
    the_operators_logo_is_worn_by_what_staff_see,
    what_is_no_logo_is_refused_with_its_reason,
    who_may_not_leaves_the_brand_alone,
];

const PAGE: &str = "/tenants/durand/brand";

/// The file of a wide logo: a bar in a colour, with a transparent margin where the format has one.
pub(super) fn logo(format: ImageFormat, [red, green, blue]: [u8; 3]) -> Vec<u8> {
    let bar = RgbaImage::from_fn(640, 160, |x, y| {
        let inside = (40..600).contains(&x) && (20..140).contains(&y);
        Rgba([red, green, blue, if inside { 255 } else { 0 }])
    });
    let bar = DynamicImage::from(bar);
    let bar = if format == ImageFormat::Jpeg { DynamicImage::from(bar.to_rgb8()) } else { bar };
    let mut file = Cursor::new(Vec::new());
    bar.write_to(&mut file, format).unwrap();
    file.into_inner()
}

pub(super) async fn send_logo(visitor: &mut Visitor, name: &str, file: &[u8]) -> Answer {
    let page = visitor.open(PAGE).await;
    let form = page.expect(200).page().form_with_button("Enregistrer le logo");
    visitor.send_files(&page, &form, &[], &[("logo", name, file)]).await
}

async fn raw(visitor: &Visitor, path: &str) -> Response {
    visitor.request(Method::GET, path).send().await.unwrap()
}

fn said<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

fn theme(page: &Answer) -> Vec<String> {
    page.page().attributes("meta[name=theme-color]", "content")
}

async fn a_colour_is_shown_and_then_worn(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let page = zoe.open(PAGE).await;
    let form = page.expect(200).page().form_with_button("Voir ce que donne");
    let before = theme(&claire.open("/tickets").await);

    let shown = zoe.send(&page, &form, &[("brand_color", "#ffd500")]).await;
    shown.expect(200).says("Contrastes mesurés pour #ffd500").says("4,5 : 1").says("La nuit");
    let save = shown.page().form_with_button("Enregistrer la couleur");
    assert_eq!(save.value("brand_color"), Some("#ffd500"), "what was shown is what is saved next");
    assert_eq!(theme(&claire.open("/tickets").await), before, "nothing is saved by looking");
    let live = zoe.open("/tenants/durand/brand/pairs?brand_color=%23c2185b").await;
    live.expect(200).says("Contrastes mesurés pour #c2185b");
    assert!(!live.body.contains("<html"), "a piece of the page");
    zoe.open("/tenants/durand/brand/pairs?brand_color=red").await.expect(200).never_says("red");

    zoe.send(&shown, &save, &[]).await.expect(200).says("C’est enregistré").says("#ffd500");
    let worn = claire.open("/tickets").await;
    assert_eq!(theme(&worn)[0], "#ffd500");
    let style = worn.page().attributes("link[rel=stylesheet]", "href").pop().unwrap();
    assert!(raw(&claire, &style).await.text().await.unwrap().contains("--brand:#ffd500"));
    // Without a logo the tab has the initials on the colour.
    let icon = worn.page().attributes("link[rel=icon]", "href").remove(0);
    let icon = raw(&claire, &icon).await;
    assert_eq!(said(icon.headers(), "content-type"), "image/svg+xml");
    assert!(icon.text().await.unwrap().contains("#ffd500"));
    claire.open("/people/history").await.says("Le portail a une autre couleur").says("Zoé Blanc");

    let refused = zoe.send(&shown, &save, &[("brand_color", "jaune")]).await;
    refused.expect(422).says("par exemple #0b5d4e");
    assert_eq!(theme(&claire.open("/tickets").await)[0], "#ffd500");
    // What else is set for the company leaves its colour alone.
    let settings = zoe.open("/tenants/durand").await;
    press(&mut zoe, &settings, "Enregistrer").await.expect(200).says("C’est enregistré");
    assert_eq!(theme(&claire.open("/tickets").await)[0], "#ffd500");
}

async fn a_logo_is_worn_by_the_portal_and_nowhere_else(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let mut guest = world.program.portal(DURAND.slug);
    let mut bob = world.manager(STONE).await;
    let mut worn: Vec<String> = Vec::new();
    for (format, name) in
        [(ImageFormat::Png, "logo.png"), (ImageFormat::Jpeg, "logo.jpg"), (ImageFormat::WebP, "logo.webp")]
    {
        let green = if format == ImageFormat::WebP { 120 } else { 80 };
        let file = logo(format, [20, green, 160]);
        send_logo(&mut zoe, name, &file).await.expect(200).says("C’est enregistré");
        let before = std::mem::take(&mut worn);
        for page in [guest.open("/login").await, claire.open("/tickets").await, guest.open("/nowhere").await]
        {
            let page = page.page();
            assert_eq!(page.attributes(".brand img", "alt"), ["Durand & Fils"]);
            assert_eq!(page.texts(".brand-name"), Vec::<String>::new(), "the logo says the name");
            worn = page.attributes(".brand img", "src");
            worn.extend(page.attributes("link[rel=icon]", "href"));
            worn.extend(page.attributes("link[rel=apple-touch-icon]", "href"));
        }
        assert_eq!(worn.len(), 3, "{worn:?}");
        for (path, most) in worn.iter().zip([(480, 120), (64, 64), (180, 180)]) {
            let answer = raw(&guest, path).await;
            assert_eq!(answer.status(), 200, "{path}");
            let headers = answer.headers().clone();
            assert_eq!(said(&headers, "content-type"), "image/png");
            assert_eq!(said(&headers, "x-content-type-options"), "nosniff");
            assert_eq!(said(&headers, "cache-control"), "public, max-age=31536000, immutable");
            let picture = image::load_from_memory(&answer.bytes().await.unwrap()).unwrap();
            assert!(picture.width() <= most.0 && picture.height() <= most.1, "{path}: {most:?}");
            // Elsewhere it is as if it had never been.
            for other in [&bob, &zoe] {
                let foreign = raw(other, path).await;
                let never = raw(other, &path.replace("durand", "nobody")).await;
                assert_eq!((foreign.status().as_u16(), never.status().as_u16()), (404, 404));
                assert_eq!(foreign.headers().len(), never.headers().len());
            }
        }
        for old in before {
            assert!(!worn.contains(&old));
            assert_eq!(raw(&guest, &old).await.status(), 404, "an address never shows another picture");
        }
    }
    assert!(bob.open("/tickets").await.page().attributes(".brand img", "src").is_empty());
    let page = zoe.open(PAGE).await;
    let own = raw(&zoe, &page.page().attributes(".look-logo img", "src")[0]).await;
    assert_eq!((own.status().as_u16(), said(own.headers(), "content-type")), (200, "image/png"));
    claire.open("/people/history").await.says("Le portail porte un autre logo").says("Zoé Blanc");

    press(&mut zoe, &page, "Retirer le logo").await.expect(200).says("Pas de logo");
    let bare = claire.open("/tickets").await;
    assert_eq!(bare.page().texts(".brand-name"), ["Durand & Fils"]);
    assert!(bare.page().attributes(".brand img", "src").is_empty());
    assert_eq!(raw(&guest, &worn[0]).await.status(), 404);
    assert_eq!(raw(&zoe, "/tenants/durand/logo").await.status(), 404);
    claire.open("/people/history").await.says("Le portail ne porte plus de logo");
}

async fn e_mails_to_the_company_carry_its_logo(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    world.manager(DURAND).await;
    let mut guest = world.program.portal(DURAND.slug);
    send_logo(&mut zoe, "logo.png", &logo(ImageFormat::Png, [20, 80, 160])).await.expect(200);
    let forgot = guest.open("/password").await;
    let form = forgot.page().form("form.form");
    guest.send(&forgot, &form, &[("user", DURAND.email)]).await.expect(200);
    let mail = world.mail_about(DURAND.email, "mot de passe").await;
    let html = mail.html();
    assert_eq!(html.matches("<img").count(), 1, "{html}");
    assert!(html.contains("src=\"cid:logo\"") && html.contains("alt=\"Durand &amp; Fils\""), "{html}");
    let parsed = mail.parsed();
    let pictures: Vec<_> = parsed.parts.iter().filter(|part| part.is_binary()).collect();
    let [picture] = pictures[..] else { panic!("one picture: {}", pictures.len()) };
    assert_eq!(picture.content_id(), Some("logo"));
    assert!(image::load_from_memory(picture.contents()).is_ok());
    assert!(parsed.parts.iter().any(|part| part.is_content_type("multipart", "related")));

    // What staff read is the operator's.
    let page = zoe.open("/settings").await;
    press(&mut zoe, &page, "Envoyer un e-mail d’essai").await.expect(200);
    let mail = world.mail_about(ZOE.email, "e-mail de test").await;
    assert!(!mail.html().contains("<img") && mail.parsed().parts.iter().all(|part| !part.is_binary()));
}

async fn the_operators_logo_is_worn_by_what_staff_see(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut guest = world.program.portal(DURAND.slug);
    let mut outside = world.program.office();
    let send = async |zoe: &mut Visitor, name: &str, file: &[u8]| {
        let page = zoe.open("/settings").await;
        let form = page.expect(200).page().form_with_button("Enregistrer le logo");
        zoe.send_files(&page, &form, &[], &[("logo", name, file)]).await
    };
    send(&mut zoe, "logo.svg", b"<svg/>").await.expect(422).says("Un SVG peut contenir un programme");
    assert!(outside.open("/login").await.page().attributes(".brand img", "src").is_empty());
    let png = logo(ImageFormat::Png, [160, 80, 20]);
    send(&mut zoe, "logo.png", &png).await.expect(200).says("C’est enregistré");
    let mut worn = Vec::new();
    for page in [outside.open("/login").await, zoe.open("/queue").await, zoe.open("/nowhere").await] {
        let page = page.page();
        assert_eq!(page.attributes(".brand img", "src").len(), 1);
        worn = page.attributes(".brand img", "src");
        worn.extend(page.attributes("link[rel=icon]", "href"));
    }
    for path in &worn {
        assert_eq!(raw(&outside, path).await.status(), 200, "{path}");
        assert_eq!(raw(&guest, path).await.status(), 404, "{path} on a portal");
    }
    // Clients see their own, or none.
    assert!(guest.open("/login").await.page().attributes(".brand img", "src").is_empty());
    let page = zoe.open("/settings").await;
    press(&mut zoe, &page, "Envoyer un e-mail d’essai").await.expect(200);
    let mail = world.mail_about(ZOE.email, "e-mail de test").await;
    assert!(mail.html().contains("src=\"cid:logo\""), "{}", mail.html());
    let parsed = mail.parsed();
    let picture = parsed.parts.iter().find(|part| part.is_binary()).unwrap();
    assert!(image::load_from_memory(picture.contents()).is_ok());

    press(&mut zoe, &page, "Retirer le logo").await.expect(200).says("Pas de logo");
    assert!(zoe.open("/queue").await.page().attributes(".brand img", "src").is_empty());
    assert_eq!(raw(&outside, &worn[0]).await.status(), 404);
}

async fn what_is_no_logo_is_refused_with_its_reason(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut guest = world.program.portal(DURAND.slug);
    let png = logo(ImageFormat::Png, [20, 80, 160]);
    send_logo(&mut zoe, "logo.png", &png).await.expect(200);
    let worn = guest.open("/login").await.page().attributes(".brand img", "src");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let heavy = [png.clone(), vec![0; 3 * 1024 * 1024]].concat();
    let heaviest = [png.clone(), vec![0; 11 * 1024 * 1024]].concat();
    // It claims to be 60,000 pixels wide, with the checksum of before: a decoder that looks on would take 14 GB.
    let mut bomb = png.clone();
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    let cases: [(&str, &[u8], &str); 7] = [
        ("logo.svg", &svg, "Un SVG peut contenir un programme"),
        ("logo.png", &svg, "Un SVG peut contenir un programme"),
        ("logo.gif", b"GIF89a\x01\x00\x01\x00", "ni un PNG, ni un JPEG, ni un WebP"),
        ("logo.png", &png[..png.len() / 2], "abîmée"),
        ("logo.png", &bomb, "abîmée"),
        ("logo.png", &heavy, "dépasse 2 Mo"),
        ("logo.png", &heaviest, "dépasse 2 Mo"),
    ];
    for (name, file, words) in cases {
        let refused = send_logo(&mut zoe, name, file).await;
        refused.expect(422).says(words);
        assert_eq!(refused.page().attributes(".errors a", "href"), ["#logo"]);
        assert_eq!(refused.page().attributes("#logo", "aria-invalid"), ["true"]);
    }
    let page = zoe.open(PAGE).await;
    let form = page.page().form_with_button("Enregistrer le logo");
    zoe.send(&page, &form, &[]).await.expect(422).says("Choisissez le fichier du logo");
    assert_eq!(guest.open("/login").await.page().attributes(".brand img", "src"), worn);
}

async fn who_may_not_leaves_the_brand_alone(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    let claire = world.manager(DURAND).await;
    let page = zoe.open(PAGE).await;
    send_logo(&mut zoe, "logo.png", &logo(ImageFormat::Png, [20, 80, 160])).await.expect(200);
    let with_logo = zoe.open(PAGE).await;
    for path in [PAGE, "/tenants/durand/brand/pairs"] {
        marie.open(path).await.expect(403).never_says("Contrastes");
    }
    let own = marie.open("/queue").await;
    let csrf = own.page().form(r#"form[action="/logout"]"#).value("csrf").unwrap().to_owned();
    for (page, button) in
        [(&page, "Enregistrer la couleur"), (&page, "Enregistrer le logo"), (&with_logo, "Retirer le logo")]
    {
        let mut form = page.page().form_with_button(button);
        form.fields.retain(|(name, _)| name != "csrf");
        form.fields.insert(0, ("csrf".to_owned(), csrf.clone()));
        marie.send(&own, &form, &[]).await.expect(403);
    }
    // Clients have no such page, whatever they are.
    assert_eq!(raw(&claire, PAGE).await.status(), 404);
    assert_eq!(raw(&claire, "/tenants/durand/logo").await.status(), 404);
    assert!(!zoe.open(PAGE).await.page().attributes(".look-logo img", "src").is_empty());
}
