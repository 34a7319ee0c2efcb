//! Pages of the staff.

use crate::frame::Section;

crate::page::pages![];

/// The navigation as samples show it.
pub(crate) fn sample_navigation() -> Vec<Section> {
    Vec::new()
}
