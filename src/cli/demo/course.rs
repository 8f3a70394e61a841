//! How the demonstration's complaints go: each is a course of steps at so many minutes after it was received.

pub(super) struct Course {
    /// Minutes before now at which it is received.
    pub(super) ago: i64,
    /// Whether the gate receives it, not the counter.
    pub(super) gate: bool,
    /// Who receives it: office, site or department.
    pub(super) intake: &'static str,
    pub(super) category: &'static str,
    /// What kind of thing it is about.
    pub(super) matter: &'static str,
    pub(super) channel: &'static str,
    pub(super) class: &'static str,
    /// The steps and their minutes after it was received.
    pub(super) steps: &'static [(i64, &'static str)],
}

const fn course(ago: i64, intake: &'static str, category: &'static str, channel: &'static str) -> Course {
    Course { ago, gate: false, intake, category, matter: "service", channel, class: "general", steps: &[] }
}

/// Those of the last days: on both paths, at several stages, some late, some near.
pub(super) const TODAY: &[Course] = &[
    Course {
        class: "important",
        matter: "service",
        steps: &[
            (20, "called:company"),
            (26, "called:management"),
            (60, "relayed"),
            (320, "resulted"),
            (380, "replied"),
            (390, "reported"),
            (420, "concluded"),
        ],
        ..course(2_900, "office", "conduct", "phone")
    },
    Course {
        gate: true,
        steps: &[
            (6, "accepted"),
            (42, "resulted"),
            (55, "replied"),
            (60, "reported"),
            (75, "concluded"),
            (1_300, "followed_up"),
            (1_320, "archived"),
        ],
        matter: "hygiene",
        ..course(1_900, "site", "department", "counter")
    },
    Course {
        class: "hot",
        matter: "facility",
        steps: &[
            (30, "called:company"),
            (34, "called:management"),
            (95, "relayed"),
            (120, "shared"),
            (330, "surveyed"),
        ],
        ..course(1_500, "office", "engineering", "counter")
    },
    Course { matter: "noise", ..course(1_320, "office", "department", "phone") },
    Course {
        matter: "indoor",
        steps: &[(70, "relayed"), (200, "planned"), (420, "submitted")],
        ..course(1_460, "office", "warranty", "letter")
    },
    Course {
        matter: "facility",
        steps: &[(60, "relayed"), (150, "paused:access")],
        ..course(1_400, "office", "engineering", "phone")
    },
    Course {
        gate: true,
        matter: "facility",
        steps: &[(9, "accepted")],
        ..course(425, "site", "engineering", "counter")
    },
    Course { matter: "indoor", ..course(170, "department", "engineering", "transferred") },
    Course {
        gate: true,
        class: "important",
        steps: &[(5, "accepted"), (40, "beyond")],
        ..course(115, "site", "conduct", "counter")
    },
    Course { gate: true, ..course(19, "site", "conduct", "phone") },
];

/// Those of earlier days, all in the archive.
pub(super) const PAST: &[Course] = &[
    Course {
        steps: &[
            (70, "relayed"),
            (300, "resulted"),
            (340, "replied"),
            (345, "reported"),
            (360, "concluded"),
            (2_000, "followed_up"),
            (2_100, "archived"),
        ],
        ..course(0, "office", "conduct", "phone")
    },
    Course {
        steps: &[
            (50, "relayed"),
            (400, "surveyed"),
            (900, "answered"),
            (1_500, "resulted"),
            (1_560, "replied"),
            (1_570, "reported"),
            (1_600, "concluded"),
            (3_000, "followed_up"),
            (3_100, "archived"),
        ],
        matter: "indoor",
        ..course(0, "office", "engineering", "counter")
    },
    Course {
        gate: true,
        steps: &[
            (8, "accepted"),
            (45, "resulted"),
            (50, "replied"),
            (55, "reported"),
            (65, "concluded"),
            (1_400, "followed_up"),
            (1_500, "archived"),
        ],
        matter: "hygiene",
        ..course(0, "site", "department", "web")
    },
    Course {
        gate: true,
        steps: &[
            (10, "accepted"),
            (50, "beyond"),
            (100, "transferred"),
            (180, "relayed"),
            (700, "resulted"),
            (760, "replied"),
            (770, "reported"),
            (800, "concluded"),
            (2_200, "followed_up"),
            (2_300, "archived"),
        ],
        ..course(0, "site", "conduct", "counter")
    },
];
