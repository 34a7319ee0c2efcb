//! The portal on a socket, over real rows, asked by people at browsers without scripts.

mod account;
mod callbacks;
mod feedback;
mod installation;
mod people;
mod lists;
mod sign_in_link;
mod tickets;
