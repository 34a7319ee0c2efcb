//! Phone pages of the person on call, behind the link of a summons. A GET never acts.

mod mine;
mod over;
mod to_take;

pub use mine::Mine;
pub use over::{Expired, Over, TakenBy, Why};
pub use to_take::{Also, Call, Next, ToTake};

crate::page::pages![Expired, Mine, Over, TakenBy, ToTake];
