//! Shifts: swaps between two people, rotations as they are saved, and notices before a shift begins.

use chrono::{Duration, NaiveDate, Weekday};
use rappel_domain::{
    Clock as _,
    calendar::TimeOfDay,
    delivery::Recipient,
    id::{LayerId, StaffId},
    job::{Job, Lane},
    rota::{Layer, NamedRota, Period, Rotation, Turn},
    swap::{Answer, Ask, SwapState},
};
use rappel_service::{Error, Staff, deliveries::LogFilter, oncall::Place, team::OwnForm};

use crate::world::{World, on_each_column};

impl World {
    async fn the_rota(&self) -> NamedRota {
        self.service.on_call(&self.office, None).await.unwrap().rotas.remove(0).rota
    }

    /// What staff were told, the oldest first.
    async fn told(&self) -> Vec<(StaffId, &'static str)> {
        let mut rows =
            self.service.delivery_log(&self.office, &LogFilter::default(), None).await.unwrap().rows;
        rows.reverse();
        let staff = rows.into_iter().filter_map(|(row, _)| match row.to {
            Recipient::Staff(staff) => Some((staff, row.news.kind())),
            _ => None,
        });
        staff.collect()
    }

    /// Does the due jobs that look after notices, as the worker does.
    async fn look_after_notices(&self) {
        let claimed = self
            .store()
            .claim(self.office.operator(), Lane::Normal, 100, Duration::seconds(15))
            .await
            .unwrap();
        for job in claimed {
            let mut tx = self.store().write(&self.store().doors().job(&job)).await.unwrap();
            if let Job::ShiftNotices { rota, generation } = job.job {
                self.service.shift_notices(&mut tx, rota, generation).await.unwrap();
            }
            tx.finish_job(&job).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

fn fields(error: Error) -> Vec<std::borrow::Cow<'static, str>> {
    match error {
        Error::Invalid(invalid) => invalid.iter().map(|it| it.field.clone()).collect(),
        other => panic!("{other:?}"),
    }
}

fn weekly(world: &World, people: &[StaffId]) -> Layer {
    Layer {
        id: LayerId::new(&*world.clock),
        name: "Semaine".to_owned(),
        rotation: Rotation {
            turn: Turn::Weekly(Weekday::Mon),
            at: TimeOfDay::new(8, 0).unwrap(),
            starts_on: NaiveDate::from_ymd_opt(2026, 11, 16).unwrap(),
            people: people.to_vec(),
        },
        hours: Vec::new(),
    }
}

#[tokio::test]
async fn a_swap_is_asked_answered_by_the_right_person_and_written_into_the_rota() {
    on_each_column(|world| async move {
        let (marie, karim) = (world.at_desk(world.marie).await, world.at_desk(world.karim).await);
        let begun = world.told().await.len();
        let rota = world.the_rota().await;
        let from = world.clock.now() + Duration::hours(4);
        let gives = Period { from, to: from + Duration::hours(8) };
        let ask = Ask { asker: world.karim, asked: world.karim, gives, takes: None };
        world.service.ask_swap(&marie, rota.id, ask).await.unwrap();
        let swap = world.service.on_call(&marie, None).await.unwrap().swaps.remove(0);
        assert_eq!((swap.asker, swap.asked), (world.marie, world.karim), "nobody asks in another's name");

        let own = world.service.answer_swap(&marie, swap.id, Answer::Accept).await;
        assert!(matches!(own, Err(Error::Forbidden)), "{own:?}");
        let other = world.service.withdraw_swap(&karim, swap.id).await;
        assert!(matches!(other, Err(Error::Forbidden)), "{other:?}");
        world.service.answer_swap(&karim, swap.id, Answer::Accept).await.unwrap();
        let late = world.service.answer_swap(&karim, swap.id, Answer::Refuse).await;
        assert_eq!(fields(late.unwrap_err()), ["swap"]);

        let rota = world.the_rota().await;
        assert_eq!(rota.rota.on_call_at(gives.from), [world.karim]);
        assert_eq!(rota.rota.on_call_at(gives.to), [world.marie]);
        let swap = world.service.on_call(&marie, None).await.unwrap().swaps.remove(0);
        assert_eq!(swap.state, SwapState::Accepted);
        let (marie, karim) = (world.marie, world.karim);
        let mut told = world.told().await.split_off(begun);
        told.sort_unstable_by_key(|(staff, kind)| (*kind, *staff));
        let mut both = [marie, karim];
        both.sort_unstable();
        let expected = ["swap_accepted", "swap_asked"].into_iter().flat_map(|kind| both.map(|it| (it, kind)));
        assert_eq!(told, expected.collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn rotations_are_saved_placed_and_taken_away_by_those_who_may() {
    on_each_column(|world| async move {
        let rota = world.the_rota().await;
        let (marie, office) = (world.at_desk(world.marie).await, &world.office);
        let (low, high) = (weekly(&world, &[world.karim]), weekly(&world, &[world.paul]));
        let forbidden = world.service.save_layer(&marie, rota.id, None, low.clone()).await;
        assert!(matches!(forbidden, Err(Error::Forbidden)), "{forbidden:?}");
        let empty = weekly(&world, &[]);
        assert_eq!(
            fields(world.service.save_layer(office, rota.id, None, empty).await.unwrap_err()),
            ["people"]
        );
        let stranger = weekly(&world, &[StaffId::new(&*world.clock)]);
        assert_eq!(
            fields(world.service.save_layer(office, rota.id, None, stranger).await.unwrap_err()),
            ["staff"]
        );

        for layer in [&low, &high] {
            world.service.save_layer(office, rota.id, None, layer.clone()).await.unwrap();
        }
        let on = async || world.the_rota().await.rota.on_call_at(world.clock.now());
        assert_eq!(on().await, [world.paul], "the later one lies over the earlier one");
        world.service.place_layer(office, rota.id, high.id, Place::Lower).await.unwrap();
        assert_eq!(on().await, [world.karim]);
        world.service.place_layer(office, rota.id, high.id, Place::Lower).await.unwrap();
        assert_eq!(on().await, [world.karim], "the lowest stays where it is");
        let renamed = Layer { name: "Jour".to_owned(), ..low.clone() };
        world.service.save_layer(office, rota.id, None, renamed).await.unwrap();
        let names: Vec<_> = world.the_rota().await.rota.layers.into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["Semaine", "Jour"]);
        for layer in [low.id, high.id] {
            world.service.place_layer(office, rota.id, layer, Place::Nowhere).await.unwrap();
        }
        assert_eq!(on().await, [world.marie], "the fixed shifts lie below");
        let gone = world.service.place_layer(office, rota.id, low.id, Place::Nowhere).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    })
    .await;
}

#[tokio::test]
async fn a_shift_is_announced_once_and_as_early_as_its_person_likes() {
    on_each_column(|world| async move {
        let karim = world.at_desk(world.karim).await;
        assert_eq!(world.service.shift_lead(&karim).await.unwrap(), 24);
        let form = |hours: &str| OwnForm {
            name: "Karim Haddad".to_owned(),
            phone: String::new(),
            locale: "fr".to_owned(),
            shift_lead: hours.to_owned(),
        };
        for wrong in ["", "-1", "337", "un jour"] {
            let refused = world.service.save_own_staff(&karim, &form(wrong)).await;
            assert_eq!(fields(refused.unwrap_err()), ["shift_lead"], "{wrong}");
        }
        world.service.save_own_staff(&karim, &form("36")).await.unwrap();
        assert_eq!(world.service.shift_lead(&karim).await.unwrap(), 36);
        // Saturday 14:17 in Paris; Karim begins on Monday at 8:00, in less than 42 hours.
        let rota = world.the_rota().await;
        let layer = weekly(&world, &[world.marie, world.karim]);
        world.service.save_layer(&world.office, rota.id, None, layer).await.unwrap();
        world.look_after_notices().await;
        let soon = async || {
            let told = world.told().await;
            told.into_iter().filter(|(_, kind)| *kind == "shift_soon").map(|(who, _)| who).collect::<Vec<_>>()
        };
        assert_eq!(soon().await, []);
        for _ in 0..10 {
            world.clock.advance(Duration::hours(1));
            world.look_after_notices().await;
        }
        assert_eq!(soon().await, [world.karim]);
        // Another save begins anew, and forgets nothing.
        let other = weekly(&world, &[world.paul]);
        world.service.save_layer(&world.office, rota.id, None, other.clone()).await.unwrap();
        world.service.place_layer(&world.office, rota.id, other.id, Place::Nowhere).await.unwrap();
        world.look_after_notices().await;
        world.look_after_notices().await;
        assert_eq!(soon().await, [world.karim]);
    })
    .await;
}

#[tokio::test]
async fn who_has_left_stands_in_for_nobody_and_need_not_be_taken_out_of_a_rota_first() {
    on_each_column(|world| async move {
        let (marie, karim) = (world.at_desk(world.marie).await, world.at_desk(world.karim).await);
        let rota = world.the_rota().await;
        world.service.save_layer(&world.office, rota.id, None, weekly(&world, &[world.marie])).await.unwrap();
        let from = world.clock.now() + Duration::hours(4);
        let gives = Period { from, to: from + Duration::hours(8) };
        let ask = Ask { asker: world.marie, asked: world.karim, gives, takes: None };
        world.service.ask_swap(&marie, rota.id, ask).await.unwrap();
        let swap = world.service.on_call(&marie, None).await.unwrap().swaps.remove(0);
        let mut tx = world.store().office_write(&world.office).await.unwrap();
        let found = tx.staff_by_id(world.karim).await.unwrap();
        tx.update_staff(&Staff { disabled_at: Some(world.clock.now()), ..found }).await.unwrap();
        tx.commit().await.unwrap();

        let late = world.service.answer_swap(&karim, swap.id, Answer::Accept).await;
        assert_eq!(fields(late.unwrap_err()), ["asked"]);
        assert_eq!(fields(world.service.ask_swap(&marie, rota.id, ask).await.unwrap_err()), ["staff"]);
        let (to, office) = (from + Duration::hours(8), &world.office);
        let refused = world.service.add_override(office, rota.id, world.karim, from, to).await;
        assert_eq!(fields(refused.unwrap_err()), ["staff"]);
        let both = weekly(&world, &[world.marie, world.karim]);
        let refused = world.service.save_layer(office, rota.id, None, both).await;
        assert_eq!(fields(refused.unwrap_err()), ["staff"]);
        // Marie leaves too: the hours of her layer can be changed all the same.
        let mut tx = world.store().office_write(&world.office).await.unwrap();
        let found = tx.staff_by_id(world.marie).await.unwrap();
        tx.update_staff(&Staff { disabled_at: Some(world.clock.now()), ..found }).await.unwrap();
        tx.commit().await.unwrap();
        let rota = world.the_rota().await;
        world.service.save_rota(office, Some(rota.id), None, "Nuits", rota.rota).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_two_who_change_a_rota_the_second_is_told() {
    on_each_column(|world| async move {
        let rota = world.the_rota().await;
        let save = async |seen, name| {
            world.service.save_rota(&world.office, Some(rota.id), seen, name, rota.rota.clone()).await
        };
        save(Some(rota.version), "Nuits").await.unwrap();
        let refused = save(Some(rota.version), "Jours").await;
        assert_eq!(fields(refused.unwrap_err()), ["version"]);
        assert_eq!(world.the_rota().await.name, "Nuits");
        let seen = world.the_rota().await.version;
        save(Some(seen), "Jours").await.unwrap();
        assert_eq!(world.the_rota().await.name, "Jours");
        let layer = weekly(&world, &[world.marie]);
        let refused = world.service.save_layer(&world.office, rota.id, Some(seen), layer.clone()).await;
        assert_eq!(fields(refused.unwrap_err()), ["version"]);
        assert!(world.the_rota().await.rota.layers.is_empty());
        let seen = Some(world.the_rota().await.version);
        world.service.save_layer(&world.office, rota.id, seen, layer).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_name_of_a_rota_is_a_line() {
    on_each_column(|world| async move {
        let rota = world.the_rota().await;
        for wrong in ["", "Nuits\r\nATTENDEE:x", "Nuits\u{202e}", &"n".repeat(81)] {
            let refused =
                world.service.save_rota(&world.office, Some(rota.id), None, wrong, rota.rota.clone()).await;
            assert_eq!(fields(refused.unwrap_err()), ["name"], "{wrong:?}");
        }
        let layer = |name: &str| Layer { name: name.to_owned(), ..weekly(&world, &[world.marie]) };
        let refused = world.service.save_layer(&world.office, rota.id, None, layer("a\nb")).await;
        assert_eq!(fields(refused.unwrap_err()), ["name"]);
        world.service.save_layer(&world.office, rota.id, None, layer(" Nuits  d'hiver ")).await.unwrap();
        assert_eq!(world.the_rota().await.rota.layers[0].name, "Nuits d'hiver");
    })
    .await;
}

/// A job that was given up, or a database of an earlier version: whichever worker looks first begins one chain.
#[tokio::test]
async fn workers_that_start_at_once_begin_to_look_after_a_rota_once() {
    on_each_column(|world| async move {
        world.sql("DELETE FROM jobs WHERE kind = 'shift_notices'");
        let (one, two) = (world.another_process().await, world.another_process().await);
        let begun = tokio::join!(
            one.begin_shift_notices(),
            two.begin_shift_notices(),
            world.service.begin_shift_notices(),
        );
        assert!(begun.0.is_ok() && begun.1.is_ok() && begun.2.is_ok(), "{begun:?}");
        let jobs = || world.sql("SELECT id FROM jobs WHERE kind = 'shift_notices' AND state = 'ready'").len();
        assert_eq!(jobs(), 1);
        world.service.begin_shift_notices().await.unwrap();
        assert_eq!(jobs(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_exception_tells_both_whom_it_concerns() {
    on_each_column(|world| async move {
        let rota = world.the_rota().await;
        let begun = world.told().await.len();
        let from = world.clock.now() + Duration::days(2);
        let to = from + Duration::hours(8);
        world.service.add_override(&world.office, rota.id, world.karim, from, to).await.unwrap();
        let told = world.told().await.split_off(begun);
        assert_eq!(told.len(), 2);
        for staff in [world.marie, world.karim] {
            assert!(told.contains(&(staff, "shifts_changed")), "{told:?}");
        }
        let id = world.the_rota().await.rota.overrides[0].id;
        world.service.remove_override(&world.office, rota.id, id).await.unwrap();
        assert_eq!(world.told().await.len(), begun + 4);
        let again = world.service.remove_override(&world.office, rota.id, id).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn a_calendar_is_read_by_its_address_until_that_is_replaced_or_revoked() {
    on_each_column(|world| async move {
        let (marie, karim) = (world.at_desk(world.marie).await, world.at_desk(world.karim).await);
        let service = &world.service;
        let token = |url: String| {
            let file = url.strip_prefix("https://office.example/calendar/").unwrap();
            file.strip_suffix(".ics").unwrap().to_owned()
        };
        assert_eq!(service.calendar_since(&marie).await.unwrap(), None);
        let first = token(service.make_calendar(&marie).await.unwrap());
        assert_eq!(service.calendar_since(&marie).await.unwrap(), Some(world.clock.now()));
        assert_eq!(service.calendar_since(&karim).await.unwrap(), None, "to each their own");

        let feed = service.calendar(&first).await.unwrap();
        assert_eq!(feed.staff.id, world.marie);
        let rota = world.the_rota().await;
        assert!(feed.shifts.iter().all(|it| it.rota == rota.id && it.name == "Astreinte"));
        assert!(feed.shifts.iter().any(|it| it.period.covers(world.clock.now())));
        // Marie is always on call: a minute later she still has the same shift, neither a new one nor a longer one.
        world.clock.advance(Duration::minutes(1));
        assert_eq!(service.calendar(&first).await.unwrap().shifts, feed.shifts);
        let others = token(service.make_calendar(&karim).await.unwrap());
        assert_eq!(service.calendar(&others).await.unwrap().shifts, [], "Karim is never on call");

        let second = token(service.make_calendar(&marie).await.unwrap());
        let gone = async |token: &str| matches!(service.calendar(token).await, Err(Error::NotFound));
        assert!(gone(&first).await, "replaced");
        assert!(!gone(&second).await);
        service.revoke_calendar(&marie).await.unwrap();
        assert!(gone(&second).await, "revoked");
        assert!(!gone(&others).await, "Karim's works on");
        let (rest, last) = others.split_at(others.len() - 1);
        let unknown = format!("{rest}{}", if last == "x" { "y" } else { "x" });
        for wrong in ["", "x", first.as_str(), unknown.as_str()] {
            assert!(gone(wrong).await, "{wrong}");
        }
        // It chooses no password, and what it is kept by is not what it is.
        let site = service.operator().await.unwrap().unwrap();
        assert!(matches!(service.password_link(&site, &others).await, Err(Error::NotFound)));

        let mut tx = world.store().office_write(&world.office).await.unwrap();
        let found = tx.staff_by_id(world.karim).await.unwrap();
        tx.update_staff(&Staff { disabled_at: Some(world.clock.now()), ..found }).await.unwrap();
        tx.commit().await.unwrap();
        assert!(gone(&others).await, "no longer of the staff");
    })
    .await;
}
