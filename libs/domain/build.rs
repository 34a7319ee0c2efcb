//! Writes the list of languages: one for each file of `libs/pages/languages`.
//!
//! `de.ftl` is the variant `De`, `pt-BR.ftl` is `PtBr`. A file whose first line begins with `### draft` is a language that is being
//! translated: it can be read, and is offered to nobody.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

const FOLDER: &str = "../pages/languages";
/// The first language, and the one that stands in for what a draft lacks.
const FIRST: [&str; 2] = ["fr", "en"];

struct Language {
    tag: String,
    variant: String,
    draft: bool,
}

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script by a variable where to write")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut languages = Vec::new();
    for file in fs::read_dir(FOLDER)? {
        let path = file?.path();
        if path.extension().is_none_or(|it| it != "ftl") {
            continue;
        }
        let tag = path.file_stem().and_then(|it| it.to_str()).unwrap_or_default().to_owned();
        if tag.is_empty() || !tag.chars().all(|it| it.is_ascii_alphanumeric() || it == '-') {
            return Err(format!("{} is not called as a language is", path.display()).into());
        }
        let text = fs::read_to_string(&path)?;
        // Some editors begin a file with a mark of its encoding, which would offer a draft to everybody.
        let draft = text.trim_start_matches('\u{feff}').starts_with("### draft");
        languages.push(Language { variant: variant(&tag), tag, draft });
    }
    let place = |tag: &str| FIRST.iter().position(|it| *it == tag).unwrap_or(FIRST.len());
    languages.sort_by(|one, other| (place(&one.tag), &one.tag).cmp(&(place(&other.tag), &other.tag)));
    let path = Path::new(&env::var("OUT_DIR")?).join("languages.rs");
    fs::write(path, written(&languages)?)?;
    let out = &mut std::io::stdout();
    // The folder itself, so that another file is seen.
    std::io::Write::write_all(out, format!("cargo::rerun-if-changed={FOLDER}\n").as_bytes())?;
    std::io::Write::write_all(out, b"cargo::rerun-if-changed=build.rs\n")?;
    Ok(())
}

fn variant(tag: &str) -> String {
    let mut name = String::new();
    for part in tag.split('-') {
        let mut letters = part.chars();
        name.extend(letters.next().map(|it| it.to_ascii_uppercase()));
        name.extend(letters.map(|it| it.to_ascii_lowercase()));
    }
    name
}

fn written(languages: &[Language]) -> Result<String, std::fmt::Error> {
    let mut code = String::from(
        "/// A language that Rappel speaks: one for each file of `libs/pages/languages`.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]\n\
         pub enum Locale {\n",
    );
    for Language { tag, variant, .. } in languages {
        let default = if tag == FIRST[0] { "#[default] " } else { "" };
        writeln!(code, "    /// `{tag}`.\n    {default}#[serde(rename = \"{tag}\")]\n    {variant},")?;
    }
    code.push_str("}\n\nimpl Locale {\n");
    for (name, of, draft) in [
        ("ALL", "Every language that is offered, the first one first.", false),
        ("DRAFTS", "Languages that are being translated, which nobody is offered.", true),
    ] {
        let these: Vec<String> = languages
            .iter()
            .filter(|it| it.draft == draft)
            .map(|it| format!("Self::{}", it.variant))
            .collect();
        writeln!(
            code,
            "    /// {of}\n    pub const {name}: [Self; {}] = [{}];",
            these.len(),
            these.join(", ")
        )?;
    }
    code.push_str("\n    /// BCP 47 tag: `fr`, `pt-BR`.\n    pub const fn tag(self) -> &'static str {\n        match self {\n");
    for Language { tag, variant, .. } in languages {
        writeln!(code, "            Self::{variant} => \"{tag}\",")?;
    }
    code.push_str("        }\n    }\n}\n");
    Ok(code)
}
