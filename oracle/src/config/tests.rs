use super::*;

fn sample() -> Config {
    let key = Pubkey::new_from_array([7; 32]);
    Config {
        rpc: RpcConfig { urls: vec!["http://127.0.0.1:8899".into()], ws: None, max_price: 5 },
        economy: Economy { council: key, policy: key, issuer: key, mint: key, pool: key },
        market: vec![],
        oracle: OracleConfig::default(),
    }
}

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("trimtab.toml"))
}

#[test]
fn a_written_configuration_reads_back() {
    assert_eq!(parse(&sample().to_toml()).unwrap(), sample());
}

#[test]
fn a_misspelt_key_is_refused_by_name() {
    let text = sample().to_toml().replace("max_price", "max_prize");
    assert!(parse(&text).unwrap_err().to_string().contains("max_prize"));
}

#[test]
fn a_bad_address_is_refused_with_what_was_found() {
    let text = sample().to_toml().replacen(&Pubkey::new_from_array([7; 32]).to_string(), "not-a-key", 1);
    assert!(parse(&text).unwrap_err().to_string().contains("not-a-key"));
}

#[test]
fn three_endpoints_are_refused() {
    let mut config = sample();
    config.rpc.urls = vec!["http://a".into(); 3];
    assert!(matches!(parse(&config.to_toml()), Err(ConfigError::Invalid { .. })));
}
