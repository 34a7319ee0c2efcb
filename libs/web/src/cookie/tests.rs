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
