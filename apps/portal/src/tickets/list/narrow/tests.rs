use super::*;

const PARIS: Tz = chrono_tz::Europe::Paris;

fn read(asked: &Asked) -> Read {
    Read::of(asked, Locale::Fr, PARIS)
}

#[test]
fn days_are_those_of_the_company_and_come_back_as_they_were_typed() {
    let asked = Asked { from: "2026-03-29".into(), to: " 2026-10-25 ".into(), ..Asked::default() };
    let found = read(&asked);
    assert!(!found.is_wrong());
    let at = |text: &str| Some(text.parse().unwrap());
    assert_eq!(found.narrow.from, at("2026-03-28T23:00:00Z"));
    assert_eq!(found.narrow.before, at("2026-10-25T23:00:00Z"), "to the end of a day of 25 hours");
    let pairs = pairs(&found.narrow, Tab::Open, PARIS).map(|(name, value)| format!("{name}={value}"));
    assert_eq!(pairs, ["category=", "person=", "status=", "from=2026-03-29", "to=2026-10-25"]);
}

#[test]
fn what_cannot_be_read_is_said_and_narrows_nothing_down() {
    let wrong = |asked: Asked| {
        let found = read(&asked);
        assert_eq!(found.narrow, Narrow::NOT, "{asked:?}");
        [found.category, found.person, found.status, found.from, found.to].map(|it| it.is_some())
    };
    let asked = Asked::default;
    assert_eq!(wrong(asked()), [false; 5]);
    assert_eq!(wrong(Asked { category: "URGENT".into(), ..asked() }), [true, false, false, false, false]);
    assert_eq!(wrong(Asked { person: "cat_1".into(), ..asked() }), [false, true, false, false, false]);
    for status in ["closed", "Répondu", "x"] {
        assert_eq!(wrong(Asked { status: status.into(), ..asked() }), [false, false, true, false, false]);
    }
    let closed = Asked { tab: "closed".into(), status: "answered".into(), ..asked() };
    assert_eq!(wrong(closed), [false; 5], "of the other tab");
    for day in ["30/11/2026", "2026-02-30", "-1000-01-01", "+99999-01-01", "hier", "3000-01-01"] {
        assert_eq!(wrong(Asked { from: day.into(), ..asked() }), [false, false, false, true, false], "{day}");
        assert_eq!(wrong(Asked { to: day.into(), ..asked() }), [false, false, false, false, true], "{day}");
    }
    let backwards = Asked { from: "2026-11-02".into(), to: "2026-11-01".into(), ..asked() };
    assert_eq!(wrong(backwards), [false, false, false, false, true]);
    assert!(!read(&Asked { to: "2999-12-31".into(), ..asked() }).is_wrong());
}

#[test]
fn a_status_goes_along_within_its_tab_alone() {
    let found = read(&Asked { status: "in_progress".into(), ..Asked::default() });
    assert_eq!(found.narrow.status, Some(Status::InProgress));
    let status = |tab| pairs(&found.narrow, tab, PARIS)[2].1.clone();
    assert_eq!((status(Tab::Open).as_str(), status(Tab::Closed).as_str()), ("in_progress", ""));
}
