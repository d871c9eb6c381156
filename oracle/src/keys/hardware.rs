//! Keys that never leave a hardware wallet, named as the Solana CLI names them: `usb://ledger?key=0/1`.
//!
//! The address form is always understood; the drivers are compiled in with the feature `hardware-wallet`.

use solana_signer::Signer;

use super::KeyError;

const SCHEME: &str = "usb://";

/// Whether a person means a key on a device.
pub fn is_hardware(spec: &str) -> bool {
    spec.starts_with(SCHEME)
}

/// Opens the key; the device asks its owner when it signs.
#[cfg(feature = "hardware-wallet")]
pub fn open(spec: &str) -> Result<Box<dyn Signer>, KeyError> {
    use solana_remote_wallet::{
        locator::Locator, remote_keypair::generate_remote_keypair, remote_wallet::maybe_wallet_manager,
    };
    let failed = |reason: String| KeyError::Hardware { spec: spec.into(), reason };
    let (device, path) = parts(spec)?;
    let path = match path {
        Some(path) => solana_derivation_path::DerivationPath::from_key_str(path),
        None => Ok(solana_derivation_path::DerivationPath::default()),
    };
    let path = path.map_err(|error| failed(error.to_string()))?;
    let locator = Locator::new_from_path(device).map_err(|error| failed(error.to_string()))?;
    let manager = maybe_wallet_manager().map_err(|error| failed(error.to_string()))?;
    let manager = manager.ok_or_else(|| {
        failed("no device is there; plug it in, unlock it and open its Solana application".to_string())
    })?;
    let key = generate_remote_keypair(locator, path, &manager, false, "member");
    Ok(Box::new(key.map_err(|error| failed(error.to_string()))?))
}

/// Without the drivers: says how to get them.
#[cfg(not(feature = "hardware-wallet"))]
pub fn open(spec: &str) -> Result<Box<dyn Signer>, KeyError> {
    parts(spec)?;
    Err(KeyError::NoDrivers { spec: spec.into() })
}

/// `usb://ledger/PUBKEY?key=ACCOUNT/CHANGE` → what names the device, and the derivation path.
fn parts(spec: &str) -> Result<(&str, Option<&str>), KeyError> {
    let wrong = || KeyError::HardwareUrl { spec: spec.into() };
    let (device, query) = spec.split_once('?').map_or((spec, None), |(device, query)| (device, Some(query)));
    let maker = device.strip_prefix(SCHEME).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    if !matches!(maker, "ledger" | "trezor") {
        return Err(wrong());
    }
    let Some(query) = query else { return Ok((device, None)) };
    let path = query.strip_prefix("key=").ok_or_else(wrong)?;
    let number = |part: &str| part.trim_end_matches('\'').parse::<u32>().is_ok();
    let sound = (1..=2).contains(&path.split('/').count()) && path.split('/').all(number);
    if sound { Ok((device, Some(path))) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_devices_are_taken_apart() {
        assert_eq!(parts("usb://ledger").unwrap(), ("usb://ledger", None));
        assert_eq!(parts("usb://ledger?key=0/1").unwrap(), ("usb://ledger", Some("0/1")));
        assert_eq!(parts("usb://trezor/abc?key=0'").unwrap(), ("usb://trezor/abc", Some("0'")));
    }

    #[test]
    fn a_misspelt_address_says_what_was_expected() {
        for spec in ["usb://", "usb://ledgr", "usb://ledger?path=0", "usb://ledger?key=0/1/2", "usb://ledger?key=x"] {
            let error = parts(spec).unwrap_err().to_string();
            assert!(error.contains("usb://ledger?key=0/0"), "{error}");
        }
    }

    #[test]
    fn without_a_device_a_key_is_refused_with_what_to_do() {
        let error = open("usb://ledger?key=0/0").expect_err("no device in a test").to_string();
        assert!(
            error.contains("plug it in") || error.contains("--features hardware-wallet") || error.contains("hid"),
            "{error}"
        );
    }
}
