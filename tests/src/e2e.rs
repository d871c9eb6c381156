//! The play against another validator: what is refused before anything is sent.

use localnet::{WrongInput, scenario::Chain};

#[test]
fn test_keys_sign_on_no_chain_but_on_this_machine() {
    let error = Chain::validator("https://api.devnet.solana.com", None).err().expect("a public cluster is refused");
    assert!(error.downcast_ref::<WrongInput>().is_some(), "{error}");
}

#[test]
fn what_is_no_address_is_refused() {
    assert!(Chain::validator("localhost:8899", None).is_err());
    assert!(Chain::validator("http://127.0.0.1:8899", None).is_ok());
}
