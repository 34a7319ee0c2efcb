//! What every e-mail is made of.

use serde::Serialize;

use super::Sender;
use crate::{Reader, Text, own_fields::AnswerLine, reader::phone_display, text::TextError};

/// A piece of an e-mail.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A sentence or several.
    Paragraph {
        /// The words.
        text: Text,
    },
    /// What somebody wrote.
    Quote {
        /// Who.
        author: String,
        /// The words.
        body: String,
    },
    /// What a category asked, and what was answered.
    Answers {
        /// Line by line.
        lines: Vec<AnswerLine>,
    },
    /// What stands under what somebody wrote, line by line.
    Signature {
        /// The lines.
        lines: Vec<String>,
    },
    /// A number to call, large.
    Call {
        /// E.164.
        phone: String,
    },
    /// The one thing to do.
    Button {
        /// What it says.
        text: Text,
        /// Where it leads.
        href: String,
    },
}

/// An e-mail before it is rendered.
#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    /// Subject.
    pub subject: Text,
    /// Who is greeted.
    pub name: Option<String>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Whether it is urgent: the bar is red.
    pub urgent: bool,
    /// Where the reader chooses what news to get; none for e-mails that cannot be turned off.
    pub choose_href: Option<String>,
    /// What stops this kind of news by e-mail, without signing in.
    pub unsubscribe_href: Option<String>,
}

impl Letter {
    /// A letter with nothing in it.
    pub fn new(subject: Text, name: Option<&str>) -> Self {
        Self {
            subject,
            name: name.map(str::to_owned),
            blocks: Vec::new(),
            urgent: false,
            choose_href: None,
            unsubscribe_href: None,
        }
    }

    /// Adds words.
    #[must_use]
    pub fn say(self, text: impl Into<Text>) -> Self {
        self.add(Block::Paragraph { text: text.into() })
    }

    /// Adds what somebody wrote.
    #[must_use]
    pub fn quote(self, author: &str, body: &str) -> Self {
        self.add(Block::Quote { author: author.to_owned(), body: body.to_owned() })
    }

    /// Adds what was answered to fields of the category, if anything was.
    #[must_use]
    pub fn answers(self, lines: &[AnswerLine]) -> Self {
        if lines.is_empty() { self } else { self.add(Block::Answers { lines: lines.to_vec() }) }
    }

    /// Adds what stands under an answer, if anything does.
    #[must_use]
    pub fn signed(self, signature: Option<&str>) -> Self {
        match signature {
            Some(text) => self.add(Block::Signature { lines: text.lines().map(str::to_owned).collect() }),
            None => self,
        }
    }

    /// Adds a number to call.
    #[must_use]
    pub fn call(self, phone: &str) -> Self {
        self.add(Block::Call { phone: phone.to_owned() })
    }

    /// Adds the one thing to do.
    #[must_use]
    pub fn button(self, text: impl Into<Text>, href: &str) -> Self {
        self.add(Block::Button { text: text.into(), href: href.to_owned() })
    }

    /// Marks it as urgent.
    #[must_use]
    pub fn urgent(self) -> Self {
        Self { urgent: true, ..self }
    }

    /// Says where the reader chooses what news to get.
    #[must_use]
    pub fn choose(self, href: &str) -> Self {
        Self { choose_href: Some(href.to_owned()), ..self }
    }

    /// Says what stops this kind of news by e-mail, if it may be stopped.
    #[must_use]
    pub fn unsubscribe(self, href: Option<&str>) -> Self {
        Self { unsubscribe_href: href.map(str::to_owned), ..self }
    }

    fn add(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The text part.
    pub(super) fn text(&self, reader: Reader, sender: &Sender) -> Result<String, TextError> {
        let say = |text: Text| text.say(reader.locale);
        let mut parts = Vec::new();
        if let Some(name) = &self.name {
            parts.push(say(Text::key("mail-greeting").with("name", name.clone()))?);
        }
        for block in &self.blocks {
            parts.push(match block {
                Block::Paragraph { text } => say(text.clone())?,
                Block::Quote { author, body } => {
                    let lines: Vec<String> =
                        body.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
                    format!("{author}{}\n{}", say("mail-colon".into())?, lines.join("\n"))
                }
                Block::Answers { lines } => {
                    let colon = say("mail-colon".into())?;
                    let line = |it: &AnswerLine| format!("{}{colon} {}", it.label, it.value);
                    lines.iter().map(line).collect::<Vec<_>>().join("\n")
                }
                Block::Signature { lines } => lines.join("\n"),
                Block::Call { phone } => phone_display(phone),
                Block::Button { text, href } => {
                    format!("{}{}\n{href}", say(text.clone())?, say("mail-colon".into())?)
                }
            });
        }
        parts.push(say(Text::key("mail-signature").with("operator", sender.operator.clone()))?);
        let mut foot = format!("-- \n{}", sender.name);
        if let Some(phone) = &sender.phone {
            foot.push_str(" · ");
            foot.push_str(&phone_display(phone));
        }
        for (key, href) in [("mail-choose", &self.choose_href), ("mail-unsubscribe", &self.unsubscribe_href)]
        {
            if let Some(href) = href {
                foot.push('\n');
                foot.push_str(&say(key.into())?);
                foot.push(' ');
                foot.push_str(href);
            }
        }
        parts.push(foot);
        Ok(parts.join("\n\n") + "\n")
    }
}
