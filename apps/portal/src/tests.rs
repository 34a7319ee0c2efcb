//! The portal on a socket, over real rows, asked by people at browsers without scripts.

mod account;
mod callbacks;
mod data;
mod drafts;
mod feedback;
mod installation;
mod lists;
mod passkeys;
mod people;
mod pictures;
mod preferences;
mod provider;
mod sign_in_link;
mod tickets;
mod two_step;
