//! One running process of the program.

use std::{
    net::SocketAddr,
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, Command, ExitStatus},
    time::{Duration, Instant},
};

/// A running process. Killed when dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    log: PathBuf,
    admin: Option<SocketAddr>,
    /// Whether it is below another program, which does not take it along when it is killed.
    is_wrapped: bool,
}

impl Process {
    pub(super) fn spawn(mut command: Command, log: PathBuf, admin: Option<SocketAddr>) -> Self {
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child, log, admin, is_wrapped: false }
    }

    /// The same, where the command is another program that starts ours.
    pub(super) fn spawn_wrapped(mut command: Command, log: PathBuf) -> Self {
        command.process_group(0);
        let mut process = Self::spawn(command, log, None);
        process.is_wrapped = true;
        process
    }

    /// The socket where it answers machines, when it has one of its own.
    pub fn admin(&self) -> Option<SocketAddr> {
        self.admin
    }

    /// Its number at the kernel.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it is still there.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// kill -9: nothing is cleaned up.
    pub fn kill(&mut self) {
        if self.is_wrapped {
            let group = format!("-{}", self.id());
            let _ = Command::new("kill").args(["-s", "KILL", "--", &group]).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Sends a signal by its name: `TERM`, `STOP`, `CONT`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "no signal {name} to {}", self.id());
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(&mut self) -> ExitStatus {
        self.signal("TERM");
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(30) {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("did not stop in 30 s:\n{}", self.log());
    }

    /// Resident memory in KiB, as the kernel counts it.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }

    /// Processor time used so far.
    pub fn cpu(&self) -> Duration {
        // Fields 14 and 15, counted after the name in brackets, which may hold spaces; 100 ticks a second on Linux.
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap_or_default();
        let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let ticks: u64 = rest.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }
}

#[expect(clippy::print_stdout, reason = "a failed test shows what the program logged")]
impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = self.log();
            let tail: Vec<&str> = log.lines().rev().take(30).collect();
            println!("── log of process {}", self.id());
            for line in tail.iter().rev() {
                println!("{line}");
            }
        }
    }
}
