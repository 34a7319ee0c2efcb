use super::*;

/// Rows of a language that became a draft: nobody can choose it, so they stand in the list of every language, to be given up.
#[test]
fn texts_of_a_draft_are_listed_whatever_the_language() {
    for draft in Locale::DRAFTS {
        let row = OwnText { locale: draft, key: "login-title".to_owned(), words: "Anmelden".to_owned() };
        let page = |locale, area: &str| {
            let head = TenantHead::sample(&routes::tenant_texts("durand"));
            let asked = AskedTexts { locale, area: area.to_owned(), words: String::new() };
            TextsPage::new("durand", head, &asked, std::slice::from_ref(&row))
        };
        for locale in Locale::ALL {
            let found = page(locale, "");
            let rows: Vec<_> = found.groups.iter().flat_map(|it| &it.rows).collect();
            assert_eq!(rows.len(), 1, "{rows:?}");
            assert_eq!(rows[0].key, format!("login-title ({})", draft.tag()));
            assert_eq!(rows[0].own.as_deref(), Some("Anmelden"));
            let href = routes::tenant_text("durand", draft.tag(), "login-title");
            assert_eq!(rows[0].href, Some(href));
            assert!(rows[0].fault.is_some() && found.unfit.is_some());
            assert!(page(locale, "sms").groups.iter().flat_map(|it| &it.rows).all(|it| it.own.is_none()));
        }
        let head = TenantHead::sample(&routes::tenant_texts("durand"));
        let one = TextPage::new("durand", head, (draft, "login-title"), Some(&row)).unwrap();
        assert!(one.has_own && one.words.is_none());
        assert_eq!(one.language, draft.tag());
    }
}
