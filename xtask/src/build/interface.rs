//! From what a program's test binary prints to one JSON document of Anchor's IDL specification 0.1.0.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

/// Keys in the order of the specification; others follow by name.
const ORDER: [&str; 20] = [
    "address",
    "metadata",
    "name",
    "version",
    "spec",
    "docs",
    "discriminator",
    "instructions",
    "accounts",
    "args",
    "returns",
    "events",
    "errors",
    "types",
    "constants",
    "code",
    "msg",
    "kind",
    "type",
    "value",
];

/// Put the printed sections together: sorted, with short type names, checked for clashes of discriminators.
pub fn assemble(printed: &str) -> Result<String> {
    let sections = sections(printed);
    let of = |kind: &'static str| sections.iter().filter(move |(name, _)| name == kind).map(|(_, text)| text.as_str());
    let mut idl: Value = serde_json::from_str(of("program").next().context("no program was printed")?)?;
    idl["address"] = of("address").next().context("no address was printed")?.trim().into();
    idl["constants"] = of("const").map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?.into();
    let mut errors: Vec<Value> = Vec::new();
    for block in of("errors") {
        errors.extend(serde_json::from_str::<Vec<Value>>(block)?);
    }
    idl["errors"] = errors.into();
    let mut types = list(&idl, "types");
    let mut events: Vec<Value> = Vec::new();
    for block in of("event") {
        let block: Value = serde_json::from_str(block)?;
        events.push(block["event"].clone());
        types.extend(list(&block, "types"));
    }
    idl["events"] = events.into();
    let unique: BTreeMap<String, Value> = types.into_iter().map(|kind| (name(&kind).to_owned(), kind)).collect();
    idl["types"] = unique.into_values().collect::<Vec<_>>().into();
    finish(idl)
}

fn finish(mut idl: Value) -> Result<String> {
    let mut paths = BTreeSet::new();
    collect_paths(&idl, &mut paths);
    shorten(&mut idl, &paths);
    for kind in ["instructions", "accounts", "events", "types", "constants"] {
        if let Some(items) = idl[kind].as_array_mut() {
            items.sort_by(|a, b| name(a).cmp(name(b)));
        }
    }
    for kind in ["instructions", "accounts", "events"] {
        check_discriminators(kind, &list(&idl, kind))?;
    }
    Ok(format!("{:#}\n", Ordered(&idl)))
}

/// The printed blocks between `--- IDL begin KIND ---` and `--- IDL end KIND ---`.
fn sections(printed: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in printed.lines() {
        let marker = |word: &str| line.strip_prefix(word)?.strip_suffix(" ---").map(str::to_owned);
        if let Some(kind) = marker("--- IDL begin ") {
            open = Some((kind, String::new()));
        } else if marker("--- IDL end ").is_some() {
            found.extend(open.take());
        } else if let Some((_, text)) = &mut open {
            text.push_str(line);
            text.push('\n');
        }
    }
    found
}

fn list(value: &Value, key: &str) -> Vec<Value> {
    value[key].as_array().cloned().unwrap_or_default()
}

fn name(item: &Value) -> &str {
    item["name"].as_str().unwrap_or_default()
}

/// `module::Type`, and nothing else.
fn is_path(text: &str) -> bool {
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    text.contains("::") && text.split("::").all(word)
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn collect_paths(value: &Value, paths: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if is_path(text) => drop(paths.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| collect_paths(item, paths)),
        Value::Object(fields) => fields.values().for_each(|field| collect_paths(field, paths)),
        _ => {}
    }
}

/// Replace a path by its last word, unless two paths share that word.
fn shorten(value: &mut Value, paths: &BTreeSet<String>) {
    match value {
        Value::String(text) if paths.contains(text) => {
            let short = last(text).to_owned();
            if paths.iter().filter(|path| last(path) == short).count() == 1 {
                *text = short;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shorten(item, paths)),
        Value::Object(fields) => fields.values_mut().for_each(|field| shorten(field, paths)),
        _ => {}
    }
}

/// No discriminator is empty, all zero, or the beginning of another one.
fn check_discriminators(kind: &str, items: &[Value]) -> Result<()> {
    let bytes = |item: &Value| list(item, "discriminator");
    for (index, item) in items.iter().enumerate() {
        let own = bytes(item);
        if own.is_empty() || (kind == "accounts" && own.iter().all(|byte| byte == &json!(0))) {
            bail!("{kind}: the discriminator of {} is empty or zero", name(item));
        }
        let clash = items.iter().enumerate().find(|(other, it)| *other != index && bytes(it).starts_with(&own));
        if let Some((_, other)) = clash {
            bail!("{kind}: {} and {} have discriminators that cannot be told apart", name(item), name(other));
        }
    }
    Ok(())
}

/// Prints with keys in [`ORDER`], whatever map type the JSON library was compiled with.
struct Ordered<'a>(&'a Value);

impl std::fmt::Display for Ordered<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write(f, self.0, 0)
    }
}

fn write(f: &mut std::fmt::Formatter<'_>, value: &Value, depth: usize) -> std::fmt::Result {
    let indent = |depth: usize| "  ".repeat(depth);
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            f.write_str("{")?;
            for (index, key) in ordered(fields).into_iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                write!(f, "{comma}\n{}{}: ", indent(depth + 1), json!(key))?;
                write(f, &fields[key], depth + 1)?;
            }
            write!(f, "\n{}}}", indent(depth))
        }
        Value::Array(items) if !fits_on_a_line(value, items) => {
            f.write_str("[")?;
            for (index, item) in items.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                write!(f, "{comma}\n{}", indent(depth + 1))?;
                write(f, item, depth + 1)?;
            }
            write!(f, "\n{}]", indent(depth))
        }
        other => write!(f, "{other}"),
    }
}

/// Short lists of plain values, such as the bytes of a discriminator, stay on one line.
fn fits_on_a_line(value: &Value, items: &[Value]) -> bool {
    let plain = !items.iter().any(|item| item.is_object() || item.is_array());
    items.is_empty() || (plain && value.to_string().len() <= 60)
}

fn ordered(fields: &Map<String, Value>) -> Vec<&String> {
    let rank = |key: &String| ORDER.iter().position(|known| known == key).unwrap_or(ORDER.len());
    let mut keys: Vec<&String> = fields.keys().collect();
    keys.sort_by_key(|key| (rank(key), (*key).clone()));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"
--- IDL begin address ---
BQV2
--- IDL end address ---
--- IDL begin event ---
{"event":{"name":"Staked","discriminator":[1,2]},"types":[{"name":"Staked","type":{"kind":"struct"}}]}
--- IDL end event ---
--- IDL begin errors ---
[{"code":6000,"name":"Paused"}]
--- IDL end errors ---
--- IDL begin program ---
{"address":"","metadata":{"name":"x"},"instructions":[{"name":"b","discriminator":[2]},{"name":"a","discriminator":[1]}],"accounts":[],"types":[{"name":"m::Pool"}]}
--- IDL end program ---
test result: ok
"#;

    #[test]
    fn sections_become_one_document_in_the_order_of_the_specification() {
        let text = assemble(PRINTED).expect("well formed");
        let idl: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(idl["address"], "BQV2");
        assert_eq!(idl["instructions"][0]["name"], "a");
        assert_eq!(idl["errors"][0]["code"], 6000);
        assert_eq!(idl["types"], json!([{"name": "Pool"}, {"name": "Staked", "type": {"kind": "struct"}}]));
        assert!(text.find("\"metadata\"") < text.find("\"instructions\""));
    }

    #[test]
    fn a_discriminator_that_begins_another_is_refused() {
        let items = [json!({"name": "a", "discriminator": [1]}), json!({"name": "b", "discriminator": [1, 2]})];
        assert!(check_discriminators("instructions", &items).is_err());
    }

    #[test]
    fn two_types_of_the_same_name_keep_their_paths() {
        let mut value = json!(["a::T", "b::T", "b::U"]);
        let mut paths = BTreeSet::new();
        collect_paths(&value, &mut paths);
        shorten(&mut value, &paths);
        assert_eq!(value, json!(["a::T", "b::T", "U"]));
    }
}
