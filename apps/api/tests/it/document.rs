//! The document of the API.

use serde_json::Value;

#[test]
fn each_change_of_the_document_is_seen() {
    insta::assert_snapshot!("openapi", rappel_api::document());
}

#[test]
fn the_document_comes_out_the_same_each_time() {
    assert_eq!(rappel_api::document(), rappel_api::document());
}

#[test]
fn everything_is_described() {
    let document: Value = serde_json::from_str(&rappel_api::document()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let at = format!("{method} {path}");
            assert!(operation["operationId"].is_string(), "{at} has no name");
            assert!(!operation["security"].as_array().unwrap().is_empty(), "{at} needs no key");
            for part in ["summary", "description"] {
                assert!(!operation[part].as_str().unwrap_or_default().is_empty(), "{at} has no {part}");
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["description"].is_string(), "{at}: {parameter}");
            }
            if method == "post" {
                let names = operation["parameters"].as_array().unwrap().iter().map(|it| &it["name"]);
                assert!(names.into_iter().any(|it| it == "Idempotency-Key"), "{at} takes no Idempotency-Key");
            }
        }
    }
    for (name, object) in document["components"]["schemas"].as_object().unwrap() {
        for (field, schema) in object["properties"].as_object().into_iter().flatten() {
            let described =
                schema["description"].is_string() || schema["allOf"][1]["description"].is_string();
            assert!(described, "{name}.{field}: {schema}");
        }
    }
}
