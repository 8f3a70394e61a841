//! Whether two names may be of one person: as they are compared anywhere, and besides in either script and with or
//! without what one calls them by. Only to ask, never to decide: names are kept as they were typed, and whether two are
//! the same is for [`same_name`](super::same_name) to say.

use super::{fold, script};

/// What one calls a person by, behind the name.
const TITLES: [&str; 6] = ["先生", "女士", "小姐", "太太", "师傅", "阿姨"];
/// The same, as a word of its own: Adams is no Ms Ada.
const LATIN: [&str; 2] = ["mr", "ms"];

/// The name without blanks, points and title, in one script: whoever has the same may be the same person.
pub fn key(name: &str) -> String {
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).map(script::simple).collect::<String>();
    let folded = fold(name);
    let name = plain(&folded);
    let called = folded.trim_end().rsplit_once(char::is_whitespace);
    let called = called.filter(|(_, title)| LATIN.contains(&plain(title).as_str())).map(|(rest, _)| plain(rest));
    let called = called.or_else(|| TITLES.iter().find_map(|title| name.strip_suffix(title)).map(str::to_owned));
    // 张先生 is all that is known of him, and not 张女士.
    let name = called.filter(|rest| rest.chars().count() > 1).unwrap_or(name);
    // Of signs alone, each is its own.
    if name.is_empty() { folded } else { name }
}

/// Whether two names may be of one person.
pub fn same_person(one: &str, other: &str) -> bool {
    key(one) == key(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_known_by_any_spelling_of_the_name() {
        for other in ["张三", "張三", " 张 三", "张三先生", "張三 女士", "张　三"] {
            assert!(same_person("张三", other), "{other}");
        }
        assert!(
            same_person("Ｌｉ Ming", "li ming")
                && same_person("買買提", "买买提")
                && same_person("林師傅", "林师傅")
                && same_person("趙雲", "赵云")
                && same_person("豐國產", "丰国产")
        );
        assert!(same_person("Li Ming", "li ming Mr.") && same_person("Ada", "Ada  Ms"));
        for (one, other) in [
            ("张三", "张四"),
            ("张先生", "张女士"),
            ("张三", "张"),
            ("林师傅", "王师傅"),
            ("Adams", "Ada"),
            ("Williams", "Willia"),
            ("Amr Ali", "A Ali"),
            ("Hamr", "Ha"),
            ("王ms", "王"),
            ("？", "！"),
        ] {
            assert!(!same_person(one, other), "{one} {other}");
        }
    }
}
