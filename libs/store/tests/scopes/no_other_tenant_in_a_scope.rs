//! A scope that was opened for one tenant is not turned to another.

use rappel_domain::id::TenantId;
use rappel_store::Scope;

fn turn(mut scope: Scope, other: TenantId) -> Scope {
    scope.tenant = other;
    scope
}

fn main() {}
