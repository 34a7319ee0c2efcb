//! A staff member's list of tenants is what the door read.

use rappel_domain::id::TenantId;
use rappel_store::StaffScope;

fn widen(mut scope: StaffScope, tenant: TenantId) -> StaffScope {
    scope.tenants.push(tenant);
    scope
}

fn main() {}
