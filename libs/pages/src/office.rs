//! Pages of the staff: a workplace, dense and calm. They take what the commands answer, not what a screen needs.

mod address;
mod callback;
mod done;
mod fact;
mod list;
mod navigation;
mod queue;
mod ticket;
mod welcome;

pub use address::Address;
pub use callback::{CallbackPanel, Outcomes};
pub use done::Done;
pub use fact::{FactLine, say_fact};
pub use list::{QueueRow, QueueRows, Tab};
pub use navigation::{Rights, navigation};
pub use queue::Queue;
pub use ticket::{Assign, Closed, Entry, Message, Side, TicketPage, TicketView, Work};
pub use welcome::Welcome;

pub(crate) use navigation::sample_navigation;

crate::page::pages![CallbackPanel, Queue, QueueRows, TicketPage, Welcome];
