//! Settings that two people look at before either saves them.

use rappel_testkit::{
    Column, World,
    visitor::Answer,
    world::{MARIE, ZOE},
};

journeys![whoever_would_undo_what_another_saved_is_told];

/// Two who look at the same settings: the second is told, keeps what was typed, and replaces what the first saved on purpose.
async fn whoever_would_undo_what_another_saved_is_told(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    world.hire(MARIE).await;
    world.put_on_call(MARIE, &[]);
    let rota = zoe.open("/oncall").await.page().link("Modifier");
    let saving = |page: &Answer| page.page().form_with_button("Enregistrer");
    for (path, (field, value)) in [
        ("/settings", ("promise_minutes", "20")),
        ("/tenants/durand", ("promise_minutes", "20")),
        (rota.as_str(), ("time_zone", "Europe/London")),
    ] {
        let (one, two) = (zoe.open(path).await, zoe.open(path).await);
        zoe.send(&one, &saving(&one), &[(field, value)]).await.expect(200).says("C’est enregistré");
        let told = zoe.send(&two, &saving(&two), &[("name", "Autrement")]).await;
        told.expect(409).says("Quelqu’un d’autre a enregistré entre-temps");
        assert_eq!(told.page().link("Ce qui est enregistré maintenant"), path);
        assert_eq!(saving(&told).value("name"), Some("Autrement"), "what was typed stays");
        let kept = zoe.open(path).await;
        assert_eq!(saving(&kept).value(field), Some(value), "what the first saved stands");
        assert_ne!(saving(&kept).value("name"), Some("Autrement"));
        zoe.send(&told, &saving(&told), &[]).await.expect(200).says("C’est enregistré");
        assert_eq!(saving(&zoe.open(path).await).value("name"), Some("Autrement"));
    }
}
