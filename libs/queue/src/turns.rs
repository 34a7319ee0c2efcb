//! Whose turn it is: one tenant's storm never delays another's page.

use std::collections::HashMap;

use rappel_domain::id::TenantId;

/// Who was served when, and how much each is running now.
#[derive(Debug)]
pub(crate) struct Turns {
    served: HashMap<TenantId, u64>,
    running: HashMap<TenantId, usize>,
    round: u64,
    cap: usize,
}

/// How many jobs of whom to claim next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) tenant: TenantId,
    pub(crate) jobs: usize,
}

impl Turns {
    /// Turns in a lane of so many slots, of which one tenant gets three quarters at the most.
    pub(crate) fn new(slots: usize) -> Self {
        Self { served: HashMap::new(), running: HashMap::new(), round: 0, cap: (slots * 3 / 4).max(1) }
    }

    /// Shares `free` slots among the tenants with due work: who waited longest for a turn comes first.
    pub(crate) fn share(&self, due: &[TenantId], free: usize) -> Vec<Turn> {
        let room = |tenant: &TenantId| self.cap.saturating_sub(self.running_of(*tenant));
        let mut waiting: Vec<TenantId> = due.iter().copied().filter(|tenant| room(tenant) > 0).collect();
        waiting.sort_by_key(|tenant| self.served.get(tenant).copied().unwrap_or_default());
        let mut left = free;
        let mut turns = Vec::new();
        for (index, tenant) in waiting.iter().enumerate() {
            let share = left.div_ceil(waiting.len() - index).min(room(tenant));
            if share == 0 {
                break;
            }
            left -= share;
            turns.push(Turn { tenant: *tenant, jobs: share });
        }
        turns
    }

    /// A tenant had its turn, and so many jobs of it began.
    pub(crate) fn began(&mut self, tenant: TenantId, jobs: usize) {
        self.round += 1;
        self.served.insert(tenant, self.round);
        if jobs > 0 {
            *self.running.entry(tenant).or_default() += jobs;
        }
    }

    /// A job of a tenant ended.
    pub(crate) fn ended(&mut self, tenant: TenantId) {
        if let Some(running) = self.running.get_mut(&tenant) {
            *running -= 1;
            if *running == 0 {
                self.running.remove(&tenant);
            }
        }
    }

    fn running_of(&self, tenant: TenantId) -> usize {
        self.running.get(&tenant).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
