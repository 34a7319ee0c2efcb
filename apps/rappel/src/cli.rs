//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use rappel_domain::Locale;

/// Support portals for client companies, one back office, and urgent tickets that end with a phone call.
#[derive(Debug, Parser)]
#[command(name = "rappel", version, about, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    /// Settings in TOML; `rappel.toml` in this folder when there is one.
    ///
    /// Variables RAPPEL__SECTION__KEY win over the file. `rappel config` prints every key.
    #[arg(long, short, global = true, env = "RAPPEL_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  rappel demo                           look around, with made-up companies and no set-up
  rappel config > rappel.toml           begin a settings file
  rappel migrate && rappel serve        run an installation
  rappel serve --roles worker           one more machine that only does jobs
  rappel doctor                         what is wrong, in plain sentences
  rappel --config watch.toml watch      an alarm of its own when the engine stands still

Exit code: 0 fine, 1 failed, 2 wrong settings or arguments.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve pages and do jobs, until SIGTERM or Ctrl-C.
    Serve(Serve),
    /// Bring the database up to date.
    Migrate,
    /// Serve a made-up installation, with a phone and a mailbox that show what was sent.
    Demo(Demo),
    /// Look for what is wrong and say what to do about it.
    Doctor,
    /// Watch an installation from another machine, and alarm when nobody would be paged.
    Watch,
    /// Print the document of the JSON API (OpenAPI 3).
    Openapi,
    /// Client companies.
    #[command(subcommand)]
    Tenant(Tenant),
    /// The operator's own people.
    #[command(subcommand)]
    Staff(Staff),
    /// Print every setting with its default and a comment.
    Config,
}

/// Serve pages and do jobs.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// What this process does; several processes may share a PostgreSQL and a Redis.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "web,worker", value_name = "ROLE,…")]
    pub(crate) roles: Vec<Role>,
}

/// A part of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// Pages and the API.
    Web,
    /// Jobs: paging, e-mail, SMS, closing.
    Worker,
}

/// Serve a made-up installation.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Remove what an earlier demo left and start over.
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Where its data goes.
    #[arg(long, default_value = "rappel-demo", value_name = "FOLDER")]
    pub(crate) data: PathBuf,
    /// Address and port of the socket.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub(crate) listen: SocketAddr,
}

/// Client companies.
#[derive(Debug, Subcommand)]
pub(crate) enum Tenant {
    /// Add a client company; the first one also makes the operator when there is none.
    Add(TenantAdd),
}

/// Every language that is offered, which help lists.
fn languages() -> impl TypedValueParser<Value = Locale> {
    PossibleValuesParser::new(Locale::ALL.map(Locale::tag)).try_map(|tag| tag.parse::<Locale>())
}

/// Add a client company.
#[derive(Debug, Args)]
pub(crate) struct TenantAdd {
    /// What the host of its portal begins with: letters, digits and hyphens.
    pub(crate) slug: String,
    /// As people call it.
    #[arg(long)]
    pub(crate) name: String,
    /// Its one colour, #rrggbb.
    #[arg(long, default_value = "#173b8f")]
    pub(crate) colour: String,
    /// Language of its people unless they choose.
    #[arg(long, default_value = "fr", value_parser = languages())]
    pub(crate) language: Locale,
    /// E-mail of its first manager, who is invited.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) manager_email: Option<String>,
    /// Name of its first manager.
    #[arg(long, value_name = "NAME", requires = "manager_email")]
    pub(crate) manager_name: Option<String>,
}

/// The operator's own people.
#[derive(Debug, Subcommand)]
pub(crate) enum Staff {
    /// Add somebody and print the link with which they choose their password.
    Add(StaffAdd),
    /// Take the second factor of somebody away who lost it: for the only administrator, whom nobody else can help.
    TakeFactor {
        /// What they sign in with: user name or e-mail address.
        login: String,
    },
}

/// Add somebody of the operator.
#[derive(Debug, Args)]
pub(crate) struct StaffAdd {
    /// Where they read mail; they sign in with it.
    pub(crate) email: String,
    /// As they are called.
    #[arg(long)]
    pub(crate) name: String,
    /// agent, supervisor or admin.
    #[arg(long, default_value = "admin")]
    pub(crate) role: String,
    /// Mobile number that is paged, with its country code.
    #[arg(long)]
    pub(crate) phone: Option<String>,
    /// Name of the operator, when this is its first member of staff.
    #[arg(long, value_name = "NAME", default_value = "Support")]
    pub(crate) operator: String,
}

#[cfg(test)]
mod tests;
