use rappel_domain::{clock::FixedClock, id::CategoryId, ticket::Status};

use super::*;

#[test]
fn a_mark_is_read_as_it_was_written_and_by_its_own_order_only() {
    let clock = FixedClock::at("2026-11-21T13:17:00.123456Z");
    let at = "2026-11-21T13:17:00.123456Z".parse().unwrap();
    let marks = [
        (Sort::NumberDown, Mark::Number(1043)),
        (Sort::NumberUp, Mark::Number(1043)),
        (Sort::DateDown, Mark::Opened(at, 1043)),
        (Sort::DateUp, Mark::Opened(at, 1043)),
        (Sort::Status, Mark::Status(Status::InProgress, 1043)),
        (Sort::Category, Mark::Category(CategoryId::new(&clock), 1043)),
    ];
    for (sort, mark) in marks {
        assert_eq!(read(sort, &word(mark)), Some(mark));
        for (other, _) in
            marks.iter().filter(|(_, of)| std::mem::discriminant(of) != std::mem::discriminant(&mark))
        {
            assert_eq!(read(*other, &word(mark)), None, "{mark:?} for {other:?}");
        }
        for wrong in ["", ".", "x", "x.1", "1.x", "99999999999999999999", "9223372036854775807.1"] {
            assert_eq!(read(sort, wrong), None, "{wrong:?} for {sort:?}");
        }
    }
}
