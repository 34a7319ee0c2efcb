use super::*;

#[test]
fn durations_are_said_as_people_say_them() {
    let said = [0, 59, 60, 372, 3_599, 3_600, 3_900, 90_061].map(duration_text);
    let expected =
        ["0 s", "59 s", "1 min", "6 min 12 s", "59 min 59 s", "1 h 00 min", "1 h 05 min", "25 h 01 min"];
    assert_eq!(said, expected);
}

#[test]
fn the_longest_line_is_as_wide_as_the_drawing_and_nothing_leaves_it() {
    let row = |median, slowest| {
        let numbers = Numbers {
            calls: 1,
            measured: 1,
            median: Some(median),
            slowest: Some(slowest),
            ..Numbers::default()
        };
        ReportRow::new(Text::plain("x"), numbers)
    };
    let rows =
        vec![row(60, 120), row(0, 0), row(30, 90), ReportRow::new(Text::plain("y"), Numbers::default())];
    let section = ReportSection::new("x", "report-by-week", "report-column-week", rows);
    let drawn: Vec<(u32, u32)> = section.bars.iter().map(|bar| (bar.length, bar.reach)).collect();
    assert_eq!(drawn, [(159, 318), (1, 1), (79, 238)]);
    assert_eq!((section.height, section.more, section.rows.len()), (3 * ROW, 1, 4));
    assert!(section.bars.iter().all(|bar| bar.line_y < section.height && bar.reach <= section.width));
}

#[test]
fn many_lines_are_in_the_table_alone_and_long_names_are_cut_in_the_chart_alone() {
    let numbers = Numbers { calls: 1, measured: 1, median: Some(1), slowest: Some(2), ..Numbers::default() };
    let rows = (0..20).map(|n| ReportRow::new(Text::plain(format!("{n} {}", "é".repeat(40))), numbers));
    let section = ReportSection::new("x", "report-by-week", "report-column-week", rows.collect());
    assert_eq!((section.bars.len(), section.more, section.rows.len()), (12, 8, 20));
    let Text::Plain { plain } = &section.bars[0].name else { panic!() };
    assert_eq!(plain.chars().count(), MOST_LETTERS);
    assert!(plain.ends_with('…'));
}
