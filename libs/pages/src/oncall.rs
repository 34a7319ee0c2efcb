//! Phone pages of the person on call.

crate::page::pages![];
