//! What the tests of the whole program share. The tests themselves are in `tests/it`.
