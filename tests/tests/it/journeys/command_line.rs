//! What an administrator types.

use rappel_testkit::{Column, Program};

journeys![a_wrong_setting_is_named, the_document_of_the_api_is_printed];

async fn a_wrong_setting_is_named(column: Column) {
    let mut program = Program::new(column);
    program.set("DATABASE__POOL_SIZE", "many");
    let output = program.command(&["serve"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("database.pool_size") && said.contains("many"), "{said}");

    program.set("DATABASE__POOL_SIZE", "5");
    program.set("DATABASE__SPEED", "fast");
    let output = program.command(&["serve"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("speed"), "{said}");
}

async fn the_document_of_the_api_is_printed(column: Column) {
    let program = Program::new(column);
    let document: serde_json::Value = serde_json::from_str(&program.run(&["openapi"])).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."), "{document}");
    assert!(program.run(&["config"]).contains("[database]"));
    assert!(program.run(&["--version"]).starts_with("rappel "));
}
