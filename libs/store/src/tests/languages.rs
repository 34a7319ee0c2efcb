//! A language that the program does not know takes nothing down.

use rappel_domain::Locale;
use sea_orm::ConnectionTrait as _;

use super::{
    database::{Bench, columns},
    world::World,
};

#[tokio::test]
async fn rows_in_an_unknown_language_are_read_in_the_nearest_and_told_of() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a, b) = (&world.store, &world.a, &world.b);
        assert!(store.unknown_languages().await.unwrap().is_empty());
        let slug = &a.tenant.slug;
        for sql in [
            format!("UPDATE tenants SET locale = 'xx' WHERE slug = '{slug}'"),
            "UPDATE staff SET locale = 'fr-CA'".to_owned(),
            format!("UPDATE persons SET locale = 'yy' WHERE name LIKE '%{}%'", a.canary),
        ] {
            bench.root.execute_unprepared(&sql).await.unwrap();
        }
        let tenants = store.tenants().await.unwrap();
        let of = |slug: &str| tenants.iter().find(|it| it.slug == slug).unwrap().locale;
        assert_eq!((of(slug), of(&b.tenant.slug)), (Locale::En, b.tenant.locale));
        let office = store.doors().command_line().await.unwrap().office();
        let tx = store.office_write(&office).await.unwrap();
        let staff = tx.staff_by_id(world.staff).await.unwrap();
        assert_eq!(staff.locale, Locale::Fr, "the French that there is");
        drop(tx);
        let tx = store.read(&a.scope).await.unwrap();
        assert_eq!(tx.persons().by_id(a.person).await.unwrap().locale, Some(Locale::En));
        assert!(tx.unknown_languages_here().await.unwrap().contains("yy"));
        drop(tx);
        let tx = store.read(&b.scope).await.unwrap();
        assert!(tx.unknown_languages_here().await.unwrap().is_empty());
        drop(tx);
        let found: Vec<String> = store.unknown_languages().await.unwrap().into_iter().collect();
        assert_eq!(found, ["fr-CA", "xx"]);
        bench.drop_database().await;
    }
}
