//! Each test that the table of promises names is there, under that name.

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_holds_a_promise_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let (_, table) = text.split_once("## Promises\n").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let named: Vec<(&str, &str, &str)> = table
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|name| {
            let (binary, path) = name.split_once(' ')?;
            let (module, test) = path.split_once("::")?;
            Some((binary, module, test))
        })
        .collect();
    assert!(named.len() > 30, "{named:?}");
    for (binary, module, test) in named {
        let file = root.join("tests").join(binary).join(module).with_extension("rs");
        let source = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert!(source.contains(&format!("fn {test}(")), "{}: no test {test}", file.display());
    }
}
