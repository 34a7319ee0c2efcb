use rappel_domain::Locale;
use rappel_pages::Text;

use super::*;

fn headers(lines: &[&str]) -> HeaderMap {
    lines.iter().map(|line| (header::COOKIE, line.parse().unwrap())).collect()
}

#[test]
fn reads_its_own_name_only() {
    let sent = headers(&["rappel=a; rappel-office=b", "rappel-form=c"]);
    assert_eq!(Cookie::Portal.read(Scheme::Http, &sent), Some("a"));
    assert_eq!(Cookie::Office.read(Scheme::Http, &sent), Some("b"));
    assert_eq!(Cookie::Form.read(Scheme::Http, &sent), Some("c"));
    assert_eq!(Cookie::Portal.read(Scheme::Https, &sent), None);
}

#[test]
fn two_of_one_name_are_none() {
    assert_eq!(Cookie::Portal.read(Scheme::Http, &headers(&["rappel=a; rappel=b"])), None);
    assert_eq!(Cookie::Portal.read(Scheme::Http, &headers(&["rappel=a", "rappel=a"])), None);
}

#[test]
fn https_cookies_cannot_be_set_by_a_neighbour() {
    let set = Cookie::Portal.set(Scheme::Https, "x", None);
    assert_eq!(set, "__Host-rappel=x; Path=/; HttpOnly; SameSite=Lax; Secure");
    let set = Cookie::Office.clear(Scheme::Http);
    assert_eq!(set, "rappel-office=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

/// What the legal notice says of cookies is what there is: a variant more, and the text is wrong until somebody corrects it.
#[test]
fn the_legal_notice_counts_the_cookies_of_a_portal() {
    let source = include_str!("../cookie.rs");
    let (_, below) = source.split_once("pub enum Cookie {\n").unwrap();
    let (variants, _) = below.split_once("\n}").unwrap();
    let variants: Vec<&str> = variants.lines().filter_map(|line| line.trim().strip_suffix(',')).collect();
    let (desk, portal): (Vec<_>, Vec<_>) = variants.into_iter().partition(|name| *name == "Office");
    assert_eq!(desk.len(), 1);
    let days = (crate::session::DEVICE_KEPT.as_secs() / 86_400).to_string();
    for (locale, numbers) in [
        (Locale::Fr, ["Trois", "Quatre", "Cinq", "Six", "Sept"]),
        (Locale::En, ["Three", "Four", "Five", "Six", "Seven"]),
    ] {
        let said = Text::key("legal-cookies-text").say(locale).unwrap();
        assert!(said.starts_with(&format!("{} cookies", numbers[portal.len() - 3])), "{portal:?}: {said}");
        assert!(said.contains(&days), "{days}: {said}");
    }
}
