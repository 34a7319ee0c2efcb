use super::*;

#[test]
fn a_place_is_read_from_its_own_address() {
    let place = |former, sought: &str, page| Place { former, sought: sought.to_owned(), page };
    for (it, address) in [
        (place(false, "", 0), "/people"),
        (place(true, "", 0), "/people?tab=former"),
        (place(false, "", 1), "/people?page=2"),
        (place(true, "é & co", 2), "/people?tab=former&q=%C3%A9+%26+co&page=3"),
    ] {
        assert_eq!(it.address("/people"), address);
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let value = |key| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find_map(|(name, value)| (name == key).then(|| value.into_owned())).unwrap_or_default()
        };
        assert_eq!(Place::read(&value("tab"), &value("q"), &value("page")), it);
    }
    for page in ["", "0", "-1", "two"] {
        assert_eq!(Place::read("", " ", page), Place::default(), "{page}");
    }
}

#[test]
fn a_few_people_need_no_search_and_many_have_pages() {
    let few = PeopleSearch::new("/people", &Place::default(), false, AT_A_GLANCE);
    assert!(!few.offered && few.pager.newest.is_none() && few.pager.next.is_none());
    let place = Place { sought: "martin".to_owned(), page: 1, ..Place::default() };
    let found = PeopleSearch::new("/people", &place, true, 3);
    assert!(found.offered && found.searched);
    assert_eq!(found.all_href, "/people");
    assert_eq!(found.pager.newest.as_deref(), Some("/people?q=martin"));
    assert_eq!(found.pager.next.as_deref(), Some("/people?q=martin&page=3"));
}
