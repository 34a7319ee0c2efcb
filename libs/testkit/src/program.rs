//! The real program as a process of its own: started, stopped, killed and paused as in the machine room.

mod process;

use std::{
    fs::File,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    Visitor,
    column::{Column, Parts, variable},
};
pub use process::Process;

/// The host of the back office in tests. Not localhost: nobody tells a provider to call back there.
pub const DOMAIN: &str = "rappel.test";

/// A start may take so long: the demo makes up three weeks first, and the machine may have other things to do.
const PATIENCE: Duration = Duration::from_mins(2);

/// An installation: its parts, its settings, and the processes that serve it.
#[derive(Debug)]
pub struct Program {
    // Processes stop before the database and the folder that they use are removed.
    processes: Vec<Process>,
    parts: Parts,
    variables: Vec<(String, String)>,
    address: SocketAddr,
    folder: TempDir,
}

impl Program {
    /// A fresh installation with its schema, not yet running.
    pub fn new(column: Column) -> Self {
        let folder = scratch();
        let address = free_address();
        let parts = column.parts(folder.path());
        let mut program = Self { processes: Vec::new(), parts, variables: Vec::new(), address, folder };
        program.set("SERVER__LISTEN", &address.to_string());
        program.set("SERVER__DOMAIN", DOMAIN);
        program.set("SERVER__PUBLIC_PORT", &address.port().to_string());
        program.set("TELEMETRY__LOG_FORMAT", "json");
        // Those who test it say so; the others sign staff in with a password.
        program.set("SECURITY__STAFF_TWO_STEP", "optional");
        program.set("SECRETS__KEY", "0123456789abcdef0123456789abcdef");
        if !column.has_template() {
            program.run(&["migrate"]);
        }
        program
    }

    /// Sets `RAPPEL__{key}` for the processes that start from now on.
    pub fn set(&mut self, key: &str, value: &str) {
        let name = format!("RAPPEL__{key}");
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.to_owned()));
    }

    /// A variable of the environment that is no setting, for the processes that start from now on.
    pub fn set_bare(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Starts a process with every role and waits until it is ready.
    pub async fn serve(&mut self) -> &mut Process {
        self.start(&["serve"]).await
    }

    /// Starts a process, such as `serve --roles worker`, and waits until it is ready.
    pub async fn start(&mut self, arguments: &[&str]) -> &mut Process {
        let log = self.folder.path().join(format!("process-{}.log", self.processes.len()));
        let output = File::create(&log).expect("a log file");
        let mut command = self.command(arguments);
        command.stdout(output.try_clone().expect("a log file")).stderr(output).stdin(Stdio::null());
        // Whoever has no pages is watched on a socket of its own.
        let admin = arguments.contains(&"worker").then(free_address);
        if let Some(admin) = admin {
            command.env("RAPPEL__SERVER__ADMIN_LISTEN", admin.to_string());
        }
        let mut process = Process::spawn(command, log, admin);
        self.until_ready(&mut process).await;
        self.processes.push(process);
        self.processes.last_mut().expect("the process just started")
    }

    /// Starts a process that serves nothing, such as `watch`, or one that nobody waits for.
    pub fn beside(&mut self, arguments: &[&str]) -> &mut Process {
        let command = self.command(arguments);
        self.spawn(command)
    }

    /// The same below another program, such as `faketime -f +10m`.
    pub fn beside_in(&mut self, wrapper: &[&str], arguments: &[&str]) -> &mut Process {
        let inner = self.command(arguments);
        let mut command = Command::new(wrapper[0]);
        command.args(&wrapper[1..]).arg(inner.get_program()).args(inner.get_args());
        command.current_dir(self.folder.path()).env_clear();
        command.envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))));
        command.env("PATH", variable("PATH").unwrap_or_default());
        let log = self.log_of(&mut command);
        self.processes.push(Process::spawn_wrapped(command, log));
        self.processes.last_mut().expect("the process just started")
    }

    fn spawn(&mut self, mut command: Command) -> &mut Process {
        let log = self.log_of(&mut command);
        self.processes.push(Process::spawn(command, log, None));
        self.processes.last_mut().expect("the process just started")
    }

    /// A file that takes what the next process says.
    fn log_of(&self, command: &mut Command) -> PathBuf {
        let log = self.folder.path().join(format!("process-{}.log", self.processes.len()));
        let output = File::create(&log).expect("a log file");
        command.stdout(output.try_clone().expect("a log file")).stderr(output).stdin(Stdio::null());
        log
    }

    /// Runs a command to its end and answers what it printed. Fails when the command does.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{arguments:?}: {said}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        said
    }

    /// A command of the program with these settings and no others.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.envs(self.parts.variables().iter().cloned()).envs(self.variables.iter().cloned());
        command
    }

    /// A person at a browser who goes to the portal of this tenant.
    pub fn portal(&self, slug: &str) -> Visitor {
        Visitor::new(self.address, format!("{slug}.{DOMAIN}:{}", self.address.port()))
    }

    /// A person at a browser who goes to the back office.
    pub fn office(&self) -> Visitor {
        Visitor::new(self.address, format!("{DOMAIN}:{}", self.address.port()))
    }

    /// The address of the socket.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the installation keeps its files and logs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database and its neighbours.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The processes, in the order in which they were started.
    pub fn processes(&mut self) -> &mut [Process] {
        &mut self.processes
    }

    async fn until_ready(&self, process: &mut Process) {
        let began = Instant::now();
        loop {
            assert!(process.is_running(), "the program ended:\n{}", process.log());
            let ready = format!("http://{}/health/ready", process.admin().unwrap_or(self.address));
            if reqwest_get(&ready).await == Some(200) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "not ready in {PATIENCE:?}:\n{}", process.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A folder in memory where there is one: what a disk does when the power fails is not what we test, and a busy disk lets
/// each COMMIT of SQLite wait for seconds.
fn scratch() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

async fn reqwest_get(address: &str) -> Option<u16> {
    let request = crate::visitor::client().get(address).timeout(Duration::from_secs(2));
    request.send().await.ok().map(|answer| answer.status().as_u16())
}

/// A free port of the loopback. The socket is closed again, so another program could take it.
fn free_address() -> SocketAddr {
    // Below the ports that the system gives to connections: one of those may be taken before the program has it.
    let chance = || RandomState::new().build_hasher().finish();
    let ports = std::iter::repeat_with(|| 10_000 + u16::try_from(chance() % 10_000).unwrap_or_default());
    let free = ports.take(1000).find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok());
    free.and_then(|listener| listener.local_addr().ok()).expect("a free port")
}

/// The program that cargo has built beside this test.
pub fn binary() -> PathBuf {
    if let Some(path) = variable("RAPPEL_BINARY") {
        return path.into();
    }
    let test = std::env::current_exe().expect("a path of this program");
    let folder = test.ancestors().find(|folder| folder.ends_with("debug") || folder.ends_with("release"));
    let binary = folder.expect("a target folder of cargo").join("rappel");
    assert!(binary.exists(), "{} is missing: cargo build -p rappel", binary.display());
    binary
}
