//! How long a wrong sign-in takes tells nothing of who there is.

use std::time::{Duration, Instant};

use rappel_testkit::{Column, World, world::DURAND};

journeys![a_wrong_password_takes_as_long_for_nobody_as_for_somebody];

/// People, each asked for as often as a sign-in is not slowed down.
const PEOPLE: usize = 50;
const EACH: usize = 10;
/// They differ by so much at the most.
const APART: f64 = 0.05;
/// Compared where half of them are faster, and where a tenth is: what else the machine does makes a sign-in take twice as long or
/// not, so that a median jumps from one heap of readings to the other; work of ours that differs moves both heaps.
const WHERE: [usize; 2] = [2, 10];
/// And it comes and goes, while a difference of ours stays.
const ROUNDS: usize = 3;

async fn a_wrong_password_takes_as_long_for_nobody_as_for_somebody(column: Column) {
    let mut world = World::invited(column).await;
    world.program.set("SECURITY__REQUESTS_PER_MINUTE", "100000");
    world.program.set("SECURITY__SIGN_INS_PER_MINUTE", "100000");
    world.program.serve().await;
    world.manager(DURAND).await;

    let mut seen = Vec::new();
    for round in 0..ROUNDS {
        let [known, unknown] = [("known", round), ("absent", round)].map(|(word, round)| {
            let name = move |number: usize| format!("{word}{round}x{number:02}");
            (0..PEOPLE).map(name).collect::<Vec<_>>()
        });
        hire(&world, &known);
        let mut guest = world.program.portal(DURAND.slug);
        let page = guest.open("/login").await;
        let form = page.page().form(r#"form[action="/login"]"#);
        let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
        for turn in 0..EACH {
            for (number, (somebody, nobody)) in known.iter().zip(&unknown).enumerate() {
                // In an order that has no rhythm, so that none of the machine's favours one of them.
                let mut two = [(somebody, true), (nobody, false)];
                if (turn * PEOPLE + number).count_ones() % 2 == 1 {
                    two.reverse();
                }
                for (user, is_known) in two {
                    let filled = [("user", user.as_str()), ("password", "a guess at it, and a wrong one")];
                    let began = Instant::now();
                    let answer = guest.send(&page, &form, &filled).await;
                    let times = if is_known { &mut of_known } else { &mut of_unknown };
                    times.push(began.elapsed());
                    assert_eq!(answer.status, 422, "{}", answer.body);
                }
            }
        }
        super::super::tried(of_known.len() + of_unknown.len());
        of_known.sort_unstable();
        of_unknown.sort_unstable();
        let pairs = WHERE.map(|part| (of_known[of_known.len() / part], of_unknown[of_unknown.len() / part]));
        if pairs.iter().any(|(first, second)| apart(*first, *second) <= APART) {
            return;
        }
        seen.push(pairs);
    }
    panic!("the known and the unknown take different times: {seen:?}");
}

/// How much of the longer time the difference is.
fn apart(first: Duration, second: Duration) -> f64 {
    first.abs_diff(second).as_secs_f64() / first.max(second).as_secs_f64()
}

/// More people like the manager, with the same password: a row each.
fn hire(world: &World, names: &[String]) {
    let parts = world.program.parts();
    let columns = match parts.column() {
        Column::Embedded => parts.sql("SELECT name FROM pragma_table_info('persons')"),
        Column::Production => parts.sql(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'persons' \
             AND table_schema = 'public' AND is_generated = 'NEVER'",
        ),
    };
    let id = match parts.column() {
        Column::Embedded => "randomblob(16)",
        Column::Production => "gen_random_uuid()",
    };
    let statements = names.iter().map(|name| {
        let value = |column: &String| match column.as_str() {
            "id" => id.to_owned(),
            "user_name" => format!("'{name}'"),
            "email" => format!("'{name}@durand.example'"),
            other => other.to_owned(),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        format!(
            "INSERT INTO persons ({}) SELECT {} FROM persons WHERE email = '{}';",
            columns.join(", "),
            values.join(", "),
            DURAND.email
        )
    });
    parts.sql(&statements.collect::<Vec<_>>().concat());
    let found = parts.sql("SELECT count(*) FROM persons WHERE password_hash IS NOT NULL");
    assert!(found[0].parse::<usize>().unwrap() > names.len(), "{found:?}");
}
