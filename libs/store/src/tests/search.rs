//! What the field above the queue finds.

use super::{
    database::{Bench, columns},
    world::{World, intake},
};
use crate::queue::{Filter, View};

#[tokio::test]
async fn words_and_numbers_are_found_together_and_signs_are_letters() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let long = format!("{} la fin", "mot ".repeat(1_000));
        for text in ["L'imprimante a 100% de papier", "Le fichier a_b est vide", long.as_str()] {
            let mut tx = store.write(&a.scope).await.unwrap();
            let number = tx.tickets().next_number().await.unwrap();
            let mut new = intake(a.tenant.id, number, a.category, a.person, a.canary);
            new.description = text.to_owned();
            new.files.clear();
            let opened = rappel_domain::ticket::open(tx.clock(), new).unwrap();
            tx.record(opened).await.unwrap();
            tx.commit().await.unwrap();
        }
        let scope = world.office_of_a().await;
        let tx = store.office(&scope).await.unwrap();
        let found = async |text: &str| {
            let filter = Filter { view: View::Todo, staff: world.staff, tenant: None, text: text.to_owned() };
            let rows = tx.queue(&filter, None, 100).await.unwrap();
            rows.iter().map(|row| row.ticket.number).collect::<Vec<_>>()
        };
        assert_eq!(found("#2 imprimante").await, [2]);
        assert_eq!(found("imprimante 2").await, [2]);
        assert_eq!(found("#3 imprimante").await, [0_i64; 0]);
        assert_eq!(found("0%").await, [2], "a sign, not any text");
        assert_eq!(found("100%p").await, [0_i64; 0]);
        assert_eq!(found("a_b").await, [3]);
        assert_eq!(found("v_de").await, [0_i64; 0], "a sign, not any letter");
        assert_eq!(found("\\").await, [0_i64; 0]);
        assert_eq!(found("fin").await, [4], "to the end of a long text");
        drop(tx);
        bench.drop_database().await;
    }
}
