use proptest::prelude::*;
use rappel_domain::clock::FixedClock;

use super::*;

fn tenants(count: usize) -> Vec<TenantId> {
    let clock = FixedClock::at("2026-11-22T14:17:00Z");
    (0..count).map(|_| TenantId::new(&clock)).collect()
}

fn shares(turns: &Turns, due: &[TenantId], free: usize) -> Vec<(TenantId, usize)> {
    turns.share(due, free).into_iter().map(|turn| (turn.tenant, turn.jobs)).collect()
}

#[test]
fn slots_are_shared_evenly() {
    let [a, b, c] = tenants(3)[..] else { unreachable!() };
    let turns = Turns::new(8);
    assert_eq!(shares(&turns, &[a, b, c], 8), [(a, 3), (b, 3), (c, 2)]);
    assert_eq!(shares(&turns, &[a, b, c], 2), [(a, 1), (b, 1)]);
    assert_eq!(shares(&turns, &[a], 8), [(a, 6)], "a quarter stays for the others");
    assert_eq!(shares(&Turns::new(1), &[a], 1), [(a, 1)]);
}

#[test]
fn a_storm_waits_for_its_turn() {
    let [storm, other] = tenants(2)[..] else { unreachable!() };
    let mut turns = Turns::new(8);
    turns.began(storm, 6);
    assert_eq!(shares(&turns, &[storm], 2), [], "it has its three quarters");
    assert_eq!(shares(&turns, &[storm, other], 2), [(other, 2)]);
    turns.ended(storm);
    // The oldest due job is the storm's, and still the other's turn comes first.
    assert_eq!(shares(&turns, &[storm, other], 1), [(other, 1)]);
    turns.began(other, 1);
    assert_eq!(shares(&turns, &[storm, other], 1), [(storm, 1)]);
}

proptest! {
    /// Whoever has due work and room gets a turn within one round of as many turns as there are tenants.
    #[test]
    fn nobody_starves(count in 1..20usize, slots in 1..16usize) {
        let due = tenants(count);
        let mut turns = Turns::new(slots);
        let mut served = std::collections::HashSet::new();
        for _ in 0..count {
            for Turn { tenant, jobs } in turns.share(&due, 1) {
                turns.began(tenant, jobs);
                served.insert(tenant);
                for _ in 0..jobs { turns.ended(tenant); }
            }
        }
        prop_assert_eq!(served.len(), count);
    }

    #[test]
    fn never_more_than_is_free(count in 0..20usize, slots in 1..16usize, free in 0..16usize) {
        let turns = Turns::new(slots);
        let total: usize = turns.share(&tenants(count), free).iter().map(|turn| turn.jobs).sum();
        prop_assert!(total <= free);
    }
}
