//! Clients for the measurements.

use rappel_testkit::{
    Column, Visitor, World,
    visitor::Answer,
    world::{DURAND, MARIE},
};

/// A running installation whose limits do not stand in the way of one address that asks for everybody.
pub(crate) async fn world(column: Column) -> World {
    let mut world = World::invited(column).await;
    world.program.set("SECURITY__REQUESTS_PER_MINUTE", "100000000");
    world.program.set("SECURITY__SIGN_INS_PER_MINUTE", "100000");
    world.program.set("TELEMETRY__LOG_LEVEL", "warn");
    world.program.serve().await;
    world
}

/// The manager of a client company, and the staff that is paged.
pub(crate) async fn client(world: &World) -> Visitor {
    world.manager(DURAND).await
}

/// Puts Marie on call, all week.
pub(crate) async fn on_call(world: &World) {
    world.hire(MARIE).await;
    world.put_on_call(MARIE, &[]);
}

/// Opens a ticket in this category, as the form does: the form, then the post, then the page of the ticket.
pub(crate) async fn open(client: &mut Visitor, category: &str, description: &str) -> Answer {
    let page = client.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", category);
    let filled = [("category", category.as_str()), ("description", description), ("phone", "06 12 34 56 78")];
    let answer = client.send(&page, &form, &filled).await;
    answer.expect(200);
    answer
}
