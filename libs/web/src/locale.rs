//! Which language somebody reads: account, else cookie, else `Accept-Language`, else the tenant's.

use poem::http::{HeaderMap, header};
use rappel_domain::Locale;

/// The language of a browser's wish list that we speak and that it likes best.
pub(crate) fn accepted(headers: &HeaderMap) -> Option<Locale> {
    let list = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Locale)> = None;
    for wish in list.split(',').take(20) {
        let mut parts = wish.split(';').map(str::trim);
        let Some(locale) = Locale::wished(parts.next().unwrap_or_default()) else { continue };
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
        let Some(weight) = weight.filter(|weight: &f32| *weight > 0.0) else { continue };
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

#[cfg(test)]
mod tests;
