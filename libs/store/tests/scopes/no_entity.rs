//! Entities are private: nobody asks a table by itself.

use rappel_store::entities::tickets;

fn main() {}
