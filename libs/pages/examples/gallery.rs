//! Writes every sample of every page, in both languages, as files to look at: `gallery FOLDER`.

use std::{error::Error, fs, path::Path};

use rappel_domain::Locale;
use rappel_pages::{Frame, Pages, Reader, assets, brand, mail::samples, page::specimens};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("say into which folder")?;
    let folder = Path::new(&folder);
    let pages = Pages::new()?;
    let mut index = String::from("<!DOCTYPE html><html lang=\"en\"><title>Gallery</title><ul>");
    for specimen in specimens() {
        for locale in Locale::ALL {
            let frame = Frame::sample(locale, specimen.surface);
            let html = pages.render_specimen(&frame, &specimen)?;
            for path in html.split('"').filter(|text| text.starts_with("/assets/")) {
                if let Some(asset) = assets::lookup(path) {
                    write(folder, path.trim_start_matches('/'), asset.bytes)?;
                }
            }
            let name =
                format!("{}-{}.{}.html", specimen.template.replace('/', "-"), specimen.number, locale.tag());
            let local =
                html.replace("\"/assets/", "\"assets/").replace("\"/brand/durand.0.css", "\"brand.css");
            write(folder, &name, local.as_bytes())?;
            index.extend(["<li><a href=\"", &name, "\">", &name, "</a>"]);
        }
    }
    for locale in Locale::ALL {
        let reader = Reader { locale, zone: chrono_tz::Europe::Paris };
        if let Some((_, letter)) = samples::letters(reader).first() {
            let mail = pages.mail(reader, &samples::sender_with_logo(), letter)?;
            write(folder, &format!("mail/with-logo.{}.html", locale.tag()), mail.html.as_bytes())?;
        }
        for (name, letter) in samples::letters(reader) {
            let mail = pages.mail(reader, &samples::sender(), &letter)?;
            let name = format!("mail/{name}.{}", locale.tag());
            write(folder, &format!("{name}.html"), mail.html.as_bytes())?;
            write(folder, &format!("{name}.txt"), format!("{}\n\n{}", mail.subject, mail.text).as_bytes())?;
        }
    }
    write(folder, "brand.css", &brand::sheet(&brand::css(&brand::sample_palette())))?;
    write(folder, "index.html", index.as_bytes())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().ok_or("a file has a folder")?)?;
    Ok(fs::write(path, bytes)?)
}
