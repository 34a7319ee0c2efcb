//! The measure of the whole: an urgent form is sent, the SMS provider gets a request.
//!
//! The clock starts before the form is sent, so the figure holds the whole request too: the seconds after COMMIT, which the
//! gates speak of, are fewer. The histogram `rappel_urgent_to_provider_seconds` counts those.

use std::time::{Duration, SystemTime};

use rappel_testkit::Column;

use crate::{people, spread};

const TICKETS: usize = 200;

pub(crate) async fn measure() -> Vec<String> {
    let mut lines = Vec::new();
    for column in [Column::Embedded, Column::Production] {
        if !column.available() {
            continue;
        }
        let world = people::world(column).await;
        people::on_call(&world).await;
        let mut client = people::client(&world).await;
        let mut readings = Vec::new();
        for number in 0..TICKETS {
            world.provider.forget();
            // Each is the first of its night: none joins another, and none waits for the next text.
            for forget in [
                "UPDATE callbacks SET phone = '+33600000000'",
                "DELETE FROM paging_windows",
                "DELETE FROM texted_phones",
            ] {
                world.program.parts().sql(forget);
            }
            #[expect(clippy::disallowed_methods, reason = "the provider notes the machine's time")]
            let began = SystemTime::now();
            people::open(&mut client, "URGENT", &format!("Panne {number}")).await;
            let requests = world.provider.wait_for(1, Duration::from_secs(20)).await;
            let first = requests.first().expect("a request within 20 s");
            readings.push(first.at.duration_since(began).unwrap_or_default());
        }
        lines.push(format!("{column:?}: {}", spread::times(readings)));
        assert!(world.provider.violations().is_empty(), "{:?}", world.provider.violations());
    }
    lines
}
