//! The program as a process. That there is an integration test here also makes cargo build it whenever tests are built,
//! so that the journeys in `tests` never run an older one.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

/// The program with nothing of this machine's settings.
fn rappel(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rappel"));
    command.env_clear().current_dir(folder);
    command
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first line of the answer to a GET, once there is one.
fn answer(address: SocketAddr, path: &str) -> String {
    for _ in 0..200 {
        if let Ok(mut stream) = TcpStream::connect(address) {
            let mut answer = String::new();
            let _ = stream
                .set_read_timeout(Some(Duration::from_secs(5)))
                .and_then(|()| {
                    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                })
                .and_then(|()| stream.read_to_string(&mut answer));
            if let Some(line) = answer.lines().next() {
                return line.to_owned();
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nobody answers at {address}");
}

#[test]
fn the_program_says_its_version() {
    let output = rappel(Path::new("/")).arg("--version").output().unwrap();
    assert_eq!(said(&output), format!("rappel {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_names_every_command() {
    let output = rappel(Path::new("/")).arg("--help").output().unwrap();
    assert!(output.status.success());
    let help = said(&output);
    for command in ["serve", "migrate", "demo", "doctor", "watch", "openapi", "tenant", "staff", "config"] {
        let is_listed = help.lines().any(|line| line.trim_start().starts_with(&format!("{command} ")));
        assert!(is_listed, "{command} is not in\n{help}");
        let of_its_own = rappel(Path::new("/")).args([command, "--help"]).output().unwrap();
        assert!(of_its_own.status.success(), "{command} --help");
    }
    for (group, command) in [("tenant", "add"), ("staff", "add")] {
        let of_its_own = rappel(Path::new("/")).args([group, command, "--help"]).output().unwrap();
        assert!(of_its_own.status.success(), "{group} {command} --help");
    }
}

#[test]
fn serve_begins_with_nothing_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut serve = rappel(folder.path());
    serve.arg("serve").env("RAPPEL__SERVER__LISTEN", address.to_string());
    let _serving = Running(serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    assert_eq!(answer(address, "/health/live"), "HTTP/1.1 200 OK");
    assert_eq!(answer(address, "/health/ready"), "HTTP/1.1 200 OK");
    // The pocket phone and the mailbox open every account: they are the demo's alone.
    assert_eq!(answer(address, "/demo"), "HTTP/1.1 404 Not Found");
}

#[test]
fn a_wrong_setting_ends_with_code_2_and_doctor_says_what_is_wrong_with_code_1() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["serve", "migrate", "doctor"] {
        let output =
            rappel(folder.path()).arg(command).env("RAPPEL__SERVER__LISTEN", "here").output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}: {}", said(&output));
        let words = said(&output);
        assert!(words.contains("server.listen") && words.contains("\"here\""), "{words}");
    }
    for (name, value, parts) in [
        ("RAPPEL__SMS__PROVIDER", "twilio", &["sms.twilio.auth_token", "missing"][..]),
        (
            "RAPPEL__TELEMETRY__LOG_LEVEL",
            "verbose",
            &["telemetry.log_level", "\"verbose\"", "allowed: error"],
        ),
        ("RAPPEL__EMAIL__FROM", "nobody", &["email.from", "\"nobody\"", "allowed: an address"]),
    ] {
        let output = rappel(folder.path()).arg("serve").env(name, value).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output));
        for part in parts {
            assert!(said(&output).contains(part), "{}", said(&output));
        }
    }
    let account = [
        ("RAPPEL__SMS__PROVIDER", "twilio"),
        ("RAPPEL__SMS__TWILIO__AUTH_TOKEN", "0123456789abcdef"),
        ("RAPPEL__SMS__TWILIO__FROM", "+33123456789"),
        ("RAPPEL__SMS__TWILIO__ACCOUNT_SID", "mine"),
    ];
    let output = rappel(folder.path()).arg("serve").envs(account).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("sms.twilio.account_sid: found \"mine\", allowed: AC"),
        "{}",
        said(&output)
    );
    let empty = tempfile::tempdir().unwrap();
    let output = rappel(empty.path()).arg("doctor").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("BROKEN") && said(&output).contains("rappel migrate"),
        "{}",
        said(&output)
    );
}

#[test]
fn the_settings_of_the_systemd_unit_serve_the_commands_that_are_given_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/systemd");
    let unit = fs::read_to_string(top.join("rappel.service")).unwrap();
    let file = fs::read_to_string(top.join("rappel.toml")).unwrap();
    // Secrets are files that the unit's own user reads, started by systemd or not.
    assert!(unit.contains("\nUser=rappel\n") && !unit.contains("LoadCredential"), "{unit}");
    assert!(unit.contains("\nExecStartPre=/usr/local/bin/rappel migrate --config /etc/rappel/rappel.toml\n"));
    for secret in ["smtp-password", "twilio-token"] {
        assert!(file.contains(&format!("\"/etc/rappel/{secret}\"")), "{secret}");
        fs::write(folder.path().join(secret), "0123456789abcdef\n").unwrap();
    }
    let here = folder.path().display().to_string();
    let postgres = "postgres://rappel@localhost/rappel?host=/var/run/postgresql";
    assert!(file.contains(postgres));
    let ours = file
        .replace("/etc/rappel", &here)
        .replace("/var/lib/rappel", &here)
        .replace(postgres, &format!("sqlite:{here}/rappel.db"))
        .replace("url = \"redis://localhost:6379/0\"", "");
    fs::write(folder.path().join("rappel.toml"), ours).unwrap();
    let config = folder.path().join("rappel.toml");
    let settled = |arguments: &[&str]| {
        let output = rappel(Path::new("/")).arg("--config").arg(&config).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    };
    settled(&["migrate"]);
    settled(&["staff", "add", "nadia@example.org", "--name", "Nadia Roux"]);
    settled(&["tenant", "add", "durand", "--name", "Durand & Fils"]);
}
