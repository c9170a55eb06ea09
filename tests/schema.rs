//! The JSON schema for editors says the same as the program: what is shipped is valid by both, and what the program refuses as to form the schema refuses too. The keywords that the schema uses are checked by hand here; one that is
//! not known here fails the test, so that none is passed over.

use detente::tone::{MOST, entries, points};
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../lexicons/lexicon.schema.json");

/// What is wrong with `value` by `schema`; `root` resolves references.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    let schema = schema.as_object().unwrap_or_else(|| panic!("{at}: no schema"));
    for (keyword, rule) in schema {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let pointer = rule.as_str().expect("the schema is one").trim_start_matches('#');
                faults(
                    root,
                    root.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is nothing")),
                    value,
                    at,
                    out,
                );
            }
            "type" => {
                let fits = match rule.as_str().expect("the schema is one") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "number" => value.is_number(),
                    other => panic!("the type {other} is not known to this test"),
                };
                if !fits {
                    out.push(format!("{at} is no {rule}"));
                }
            }
            "required" => {
                for key in rule.as_array().expect("the schema is one") {
                    if value.is_object() && value.get(key.as_str().expect("the schema is one")).is_none() {
                        out.push(format!("{at} lacks {key}"));
                    }
                }
            }
            "properties" => {
                for (key, schema) in rule.as_object().expect("the schema is one") {
                    if let Some(value) = value.get(key) {
                        faults(root, schema, value, &format!("{at}.{key}"), out);
                    }
                }
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (key, value) in value.as_object().into_iter().flatten() {
                    if known.is_some_and(|known| known.contains_key(key)) {
                        continue;
                    }
                    match rule {
                        Value::Bool(false) => out.push(format!("{at}.{key} is unknown")),
                        schema => faults(root, schema, value, &format!("{at}.{key}"), out),
                    }
                }
            }
            "items" => {
                for (n, value) in value.as_array().into_iter().flatten().enumerate() {
                    faults(root, rule, value, &format!("{at}[{n}]"), out);
                }
            }
            "anyOf" => {
                let fits = rule.as_array().expect("the schema is one").iter().any(|schema| {
                    let mut own = Vec::new();
                    faults(root, schema, value, at, &mut own);
                    own.is_empty()
                });
                if !fits {
                    out.push(format!("{at} is none of several"));
                }
            }
            "enum" if !rule.as_array().expect("the schema is one").contains(value) => out.push(format!("{at} is none of {rule}")),
            "enum" => {}
            "minLength"
                if value
                    .as_str()
                    .is_some_and(|text| (text.chars().count() as u64) < rule.as_u64().expect("the schema is one")) =>
            {
                out.push(format!("{at} is too short"))
            }
            "minLength" => {}
            "minimum" if value.as_f64().is_some_and(|number| number < rule.as_f64().expect("the schema is one")) => {
                out.push(format!("{at} is too small"))
            }
            "minimum" => {}
            "maximum" if value.as_f64().is_some_and(|number| number > rule.as_f64().expect("the schema is one")) => {
                out.push(format!("{at} is too large"))
            }
            "maximum" => {}
            other => panic!("the keyword {other} is not known to this test"),
        }
    }
}

fn check(text: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is one");
    let value: toml::Value = toml::from_str(text).expect("the schema is one");
    let mut out = Vec::new();
    faults(
        &schema,
        &schema,
        &serde_json::to_value(value).expect("the schema is one"),
        "lexicon",
        &mut out,
    );
    out
}

#[test]
fn the_shipped_lexicons_are_valid() {
    for text in [
        include_str!("../lexicons/hostility.toml"),
        include_str!("../lexicons/conciliation.toml"),
        include_str!("tone/lexicons/hostility.toml"),
    ] {
        assert_eq!(check(text), Vec::<String>::new());
    }
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is one");
    assert_eq!(schema.pointer("/$defs/weight/maximum"), Some(&json!(points(MOST) as i64)));
}

/// A lexicon, and whether it is right: schema and program must agree.
#[test]
fn the_schema_and_the_program_agree() {
    let head = "[lexicon]\nname = \"mine\"\n";
    let cases = [
        (
            true,
            "version = \"1\"\nlanguage = \"en\"\nlicense = \"x\"\ntitle = \"x\"\nnote = \"x\"\nsource = \"x\"\nextends = \"default\"\nremove = [\"blam*\"]",
        ),
        (true, "extends = [\"hostility\", \"conciliation\"]"),
        (
            true,
            "[hostility.a]\n\"x\" = 2\n\"y\" = 2.5\n\"z\" = { weight = 1, not_in = [\"z y\"], note = \"x\" }",
        ),
        (true, "[conciliation.\"a b\"]\n\"x\" = 0\n[hostility]"),
        (false, "extends = \"mine\""),
        (false, "extends = 1"),
        (false, "extends = \"default\"\nremove = \"blam*\""),
        (false, "extends = \"default\"\nremove = [\"\"]"),
        (false, "auther = \"x\""),
        (false, "version = 1"),
        (false, "[hostility.a]\n\"x\" = 4.1"),
        (false, "[hostility.a]\n\"x\" = -1"),
        (false, "[hostility.a]\n\"x\" = \"2\""),
        (false, "[hostility.a]\n\"x\" = { note = \"x\" }"),
        (false, "[hostility.a]\n\"x\" = { weight = 2, notin = [] }"),
        (false, "[hostility.a]\n\"x\" = { weight = 2, not_in = \"y\" }"),
        (false, "[hostility]\n\"x\" = 2"),
        (false, "[tone.a]\n\"x\" = 2"),
    ];
    for (right, body) in cases {
        let text = format!("{head}{body}\n");
        let faults = check(&text);
        assert_eq!(faults.is_empty(), right, "{body}: {faults:?}");
        let read = entries("mine.toml", &text);
        assert_eq!(read.is_ok(), right, "{body}: {:?}", read.err().map(|error| error.to_string()));
    }
}
