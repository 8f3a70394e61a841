//! Who works at the site: names of the settings, with an id and a role where these are given.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use strum::{IntoStaticStr, VariantNames};

use crate::domain::refusal::Cause;
use crate::domain::text::same_name;

/// What someone is at the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, IntoStaticStr, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(prefix = "role-", serialize_all = "kebab-case")]
pub enum Role {
    /// 前台.
    Clerk,
    /// 门岗.
    Guard,
    /// 班长.
    Leader,
    /// 主管.
    Supervisor,
    /// 主任.
    Head,
    /// 经理.
    Manager,
}

impl Role {
    /// The locale key of its name.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// The roles that may be named somewhere; all of them where none is listed.
pub type Roles = &'static [Role];

/// Anyone, of the site or not.
pub(crate) const ANYONE: Roles = &[];
/// Whoever works at the site, and nobody else.
pub(crate) const LISTED: Roles = &[Role::Clerk, Role::Guard, Role::Leader, Role::Supervisor, Role::Head, Role::Manager];
/// Those who stand at a counter or a gate.
pub(crate) const ON_POST: Roles = &[Role::Clerk, Role::Guard, Role::Leader, Role::Supervisor];
/// Those who may let a shift go in spite of refused lines.
pub(crate) const IN_CHARGE: Roles = &[Role::Leader, Role::Supervisor, Role::Head, Role::Manager];
/// Those who may approve, or order that due times are counted again.
pub(crate) const SUPERIORS: Roles = &[Role::Supervisor, Role::Head, Role::Manager];
/// Why someone may not say that an older copy is the right one: where the settings name superiors, only they may, and
/// nobody of whom no role is known.
pub(crate) fn not_accepting(staff: &[Person], name: &str) -> Option<Cause> {
    let mut superiors = staff.iter().filter(|is| is.role.is_some_and(|role| SUPERIORS.contains(&role))).peekable();
    if superiors.peek().is_none() {
        return refusal(staff, name, LISTED);
    }
    let is_one = superiors.any(|person| same_name(&person.name, name));
    refusal(staff, name, SUPERIORS).or_else(|| (!is_one).then(|| Cause::OtherRole(SUPERIORS.to_vec())))
}

/// The head, or whoever stands above.
pub(crate) const HEADS: Roles = &[Role::Head, Role::Manager];

/// Someone of the settings: `"王敏"`, or `{ id = "07", name = "陈主任", role = "head" }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their number at the company; empty for none.
    pub id: String,
    pub name: String,
    /// `None` where the settings say none: every role then.
    pub role: Option<Role>,
}

impl Person {
    /// Someone of whom only the name is known.
    pub fn named(name: &str) -> Self {
        Self { id: String::new(), name: name.to_owned(), role: None }
    }

    /// Whether they may be named where these roles are asked for.
    pub fn is_one_of(&self, roles: &[Role]) -> bool {
        roles.is_empty() || self.role.is_none_or(|role| roles.contains(&role))
    }
}

impl<'de> Deserialize<'de> for Person {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Person;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name, or { id, name, role }")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Person, E> {
                Ok(Person::named(name))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Person, A::Error> {
                let Raw { id, name, role } = Raw::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Person { id, name, role })
            }
        }
        from.deserialize_any(Either)
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    id: String,
    name: String,
    #[serde(default)]
    role: Option<Role>,
}

/// Why a name may not stand where these roles are asked for; `None` where it may. Where no role is asked for, anyone may;
/// else only those whom the settings name, by one of the roles or by none.
pub fn refusal(staff: &[Person], name: &str, roles: &[Role]) -> Option<Cause> {
    if name.is_empty() || roles.is_empty() {
        return None;
    }
    let mut known = staff.iter().filter(|person| same_name(&person.name, name)).peekable();
    if known.peek().is_none() {
        return is_a_list(staff).then(|| Cause::NotStaff(roles.to_vec()));
    }
    (!known.any(|person| person.is_one_of(roles))).then(|| Cause::OtherRole(roles.to_vec()))
}

/// Whether the settings say who works here. A single bare name is whoever began the logbook: nobody could relieve them.
fn is_a_list(staff: &[Person]) -> bool {
    !matches!(staff, [] | [Person { role: None, .. }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::{RuleError, RuleFlaw};
    use crate::domain::site::Site;

    fn site(staff: &str) -> Result<Site, RuleError> {
        let tables = staff.trim_start().starts_with("[[");
        let (before, after) = if tables { ("", staff) } else { (staff, "") };
        Site::parse(&format!("{before}\n[site]\nname = \"锦绣花园\"\n[[post]]\nname = \"前台\"\n{after}"))
    }

    #[test]
    fn staff_are_names_or_tables_in_either_way_of_writing() {
        let both = site(r#"staff = ["王敏", { id = "07", name = "陈主任", role = "head" }]"#).unwrap();
        let chen = Person { id: "07".into(), name: "陈主任".into(), role: Some(Role::Head) };
        assert_eq!(both.staff, [Person::named("王敏"), chen.clone()]);
        let tables = "[[staff]]\nname = \"王敏\"\n[[staff]]\nid = \"07\"\nname = \"陈主任\"\nrole = \"head\"\n";
        assert_eq!(site(tables).unwrap().staff, both.staff);
        let roles = ["clerk", "guard", "leader", "supervisor", "head", "manager"];
        for (role, name) in roles.iter().zip(Role::VARIANTS) {
            let read = site(&format!("staff = [{{ name = \"陈\", role = \"{role}\" }}]")).unwrap();
            assert_eq!(read.staff[0].role.map(Role::key), Some(*name));
        }
    }

    #[test]
    fn what_is_wrong_with_a_person_is_told_by_line_and_cause() {
        for (staff, cause) in [
            (r#"staff = [{ name = "陈", role = "boss" }]"#, RuleFlaw::UnknownWord("boss".into())),
            (r#"staff = [{ name = "陈", rank = "head" }]"#, RuleFlaw::UnknownKey("rank".into())),
            (r#"staff = [{ id = "07" }]"#, RuleFlaw::Missing("name".into())),
            (r#"staff = [{ id = "07", name = "陈" }, { id = "07", name = "李" }]"#, RuleFlaw::Twice("07".into())),
        ] {
            let refused = site(staff).unwrap_err();
            assert_eq!((refused.cause, refused.line), (cause, Some(1)), "{staff}");
        }
    }

    #[test]
    fn a_plain_name_has_every_role_and_a_known_one_its_own() {
        let staff = site(r#"staff = ["王敏", { name = "陈主任", role = "head" }]"#).unwrap().staff;
        let other = |roles: Roles| Some(Cause::OtherRole(roles.to_vec()));
        let none = |roles: Roles| Some(Cause::NotStaff(roles.to_vec()));
        for (name, roles, refused) in [
            ("王敏", HEADS, None),
            ("陈主任", HEADS, None),
            ("陈主任", ON_POST, other(ON_POST)),
            ("陈主任", ANYONE, None),
            ("陈 主任", ON_POST, other(ON_POST)),
            ("陈\u{3000}主任", HEADS, None),
            ("外来的人", ON_POST, none(ON_POST)),
            ("外来的人", ANYONE, None),
            ("", HEADS, None),
        ] {
            assert_eq!(refusal(&staff, name, roles), refused, "{name} {roles:?}");
        }
    }

    #[test]
    fn where_the_settings_name_nobody_or_only_who_began_anyone_may_be_named() {
        for (staff, open) in [
            ("staff = []", true),
            (r#"staff = ["王敏"]"#, true),
            (r#"staff = ["王敏", "刘洋"]"#, false),
            (r#"staff = [{ name = "陈主任", role = "head" }]"#, false),
        ] {
            let staff = site(staff).unwrap().staff;
            assert_eq!(refusal(&staff, "外来的人", HEADS).is_none(), open, "{staff:?}");
        }
    }

    #[test]
    fn a_number_or_a_name_however_it_is_written_is_the_name_of_the_settings() {
        let staff = r#"staff = [{ id = "a7", name = "Chen Wei" }, { id = "08", name = "李强" }, "a7"]"#;
        let site = site(staff).unwrap();
        for (said, name) in [
            ("a7", "Chen Wei"),
            ("A7", "Chen Wei"),
            ("０８", "李强"),
            ("李 强", "李强"),
            ("CHEN WEI", "Chen Wei"),
            ("路 人", "路 人"),
            ("", ""),
        ] {
            assert_eq!(site.name_of(said), name, "{said}");
        }
    }
}
