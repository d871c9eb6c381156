//! Licence expressions (SPDX 2.3, annex D): may this be used when only some licences are allowed?

/// `OR` needs one side, `AND` both. The old form `MIT/Apache-2.0` means `OR`. Nothing stated: not allowed.
pub fn allowed(expression: &str, licences: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, licences };
    reader.either() && reader.words.is_empty()
}

struct Reader<'a> {
    words: &'a [&'a str],
    licences: &'a [String],
}

impl Reader<'_> {
    fn either(&mut self) -> bool {
        let mut result = self.both();
        while self.take("OR") {
            result |= self.both();
        }
        result
    }

    fn both(&mut self) -> bool {
        let mut result = self.one();
        while self.take("AND") {
            result &= self.one();
        }
        result
    }

    fn one(&mut self) -> bool {
        if self.take("(") {
            let inner = self.either();
            return self.take(")") && inner;
        }
        let Some((name, rest)) = self.words.split_first() else { return false };
        self.words = rest;
        let mut name = (*name).to_owned();
        if self.take("WITH")
            && let Some((exception, rest)) = self.words.split_first()
        {
            self.words = rest;
            name = format!("{name} WITH {exception}");
        }
        self.licences.contains(&name)
    }

    fn take(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if *first == word => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expression: &str) -> bool {
        allowed(expression, &["MIT".to_owned(), "Unicode-3.0".to_owned(), "Apache-2.0 WITH LLVM-exception".to_owned()])
    }

    #[test]
    fn one_side_of_or_is_enough_and_and_needs_both() {
        assert!(check("GPL-3.0 OR MIT") && check("GPL-3.0/MIT") && check("MIT"));
        assert!(check("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!check("MIT AND GPL-3.0") && !check("GPL-3.0"));
    }

    #[test]
    fn exceptions_belong_to_their_licence() {
        assert!(check("Apache-2.0 WITH LLVM-exception"));
        assert!(!check("Apache-2.0"));
    }

    #[test]
    fn nothing_stated_is_not_allowed() {
        assert!(!check("") && !check("(MIT") && !check("MIT GPL-3.0"));
    }
}
