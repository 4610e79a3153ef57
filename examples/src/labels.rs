//! How an export writes things: headers, labels, dates, delimiter, line ends.

use crate::calendar::DateStyle;

/// A column of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the canonical column of its name")]
pub enum Column {
    ClientId,
    SessionId,
    SessionDate,
    RequestDate,
    Status,
    Site,
    Therapist,
    Modality,
    Access,
    Concern,
    WaitMinutes,
    Helpfulness,
    Satisfaction,
    ChangeRating,
    Enough,
    GoalSet,
    GoalMet,
    NextStepSet,
    NextStepDone,
    FollowupAsked,
    FollowupDate,
    ReturnReason,
    NoReturnReason,
    ClosedDate,
    Phq9Pre,
    Phq9Post,
    Gad7Pre,
    OrsPre,
    OrsPost,
}

/// All columns of the record layout.
pub const ALL_COLUMNS: [Column; 29] = [
    Column::ClientId,
    Column::SessionId,
    Column::SessionDate,
    Column::RequestDate,
    Column::Status,
    Column::Site,
    Column::Therapist,
    Column::Modality,
    Column::Access,
    Column::Concern,
    Column::WaitMinutes,
    Column::Helpfulness,
    Column::Satisfaction,
    Column::ChangeRating,
    Column::Enough,
    Column::GoalSet,
    Column::GoalMet,
    Column::NextStepSet,
    Column::NextStepDone,
    Column::FollowupAsked,
    Column::FollowupDate,
    Column::ReturnReason,
    Column::NoReturnReason,
    Column::ClosedDate,
    Column::Phq9Pre,
    Column::Phq9Post,
    Column::Gad7Pre,
    Column::OrsPre,
    Column::OrsPost,
];

/// The fifteen columns of the speed measurements.
pub const BENCH_COLUMNS: [Column; 15] = [
    Column::ClientId,
    Column::SessionId,
    Column::SessionDate,
    Column::RequestDate,
    Column::Status,
    Column::Site,
    Column::Therapist,
    Column::Modality,
    Column::Access,
    Column::Concern,
    Column::Helpfulness,
    Column::Satisfaction,
    Column::ChangeRating,
    Column::Enough,
    Column::FollowupDate,
];

/// The columns of the foreign export, in its own order.
const FRENCH_COLUMNS: [Column; 20] = [
    Column::SessionId,
    Column::SessionDate,
    Column::ClientId,
    Column::Site,
    Column::Therapist,
    Column::Status,
    Column::RequestDate,
    Column::Access,
    Column::Modality,
    Column::Concern,
    Column::WaitMinutes,
    Column::Helpfulness,
    Column::ChangeRating,
    Column::Enough,
    Column::FollowupAsked,
    Column::FollowupDate,
    Column::ReturnReason,
    Column::NoReturnReason,
    Column::Phq9Pre,
    Column::Phq9Post,
];

/// The character encoding of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a mark.
    Utf8,
    /// Windows-1252, as Excel writes "CSV" in western Europe.
    Windows1252,
}

/// How an export writes things. Coded values are in the order of the codes of [`crate::session::Session`].
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// The columns, in order.
    pub columns: &'static [Column],
    /// The header of a column.
    pub header: fn(Column) -> &'static str,
    /// Between cells.
    pub delimiter: u8,
    /// After rows.
    pub line_end: &'static str,
    /// Of dates.
    pub dates: DateStyle,
    /// Of the file.
    pub encoding: Encoding,
    /// In cells of scores that nobody filled in.
    pub no_score: &'static str,
    /// In cells of ratings that nobody filled in at an attended session.
    pub no_answer: &'static str,
    pub(crate) labels: &'static Labels,
}

/// The labels of an export.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(crate) status: [&'static str; 4],
    pub(crate) site: [&'static str; 4],
    pub(crate) modality: [&'static str; 3],
    pub(crate) access: [&'static str; 3],
    pub(crate) concern: [&'static str; 9],
    /// 1 to 5.
    pub(crate) rating: [&'static str; 5],
    pub(crate) change: [&'static str; 5],
    pub(crate) enough: [&'static str; 3],
    pub(crate) yes_no: [&'static str; 2],
    pub(crate) yes_partly_no: [&'static str; 3],
    pub(crate) return_reason: [&'static str; 4],
    pub(crate) no_return_reason: [&'static str; 6],
}

impl Layout {
    /// Every column of the record layout under its canonical name.
    pub const FULL: Self = Self {
        columns: &ALL_COLUMNS,
        header: canonical_header,
        delimiter: b',',
        line_end: "\n",
        dates: DateStyle::Iso,
        encoding: Encoding::Utf8,
        no_score: "",
        no_answer: "",
        labels: &ENGLISH,
    };

    /// Fifteen columns, for measuring speed.
    pub const BENCH: Self = Self { columns: &BENCH_COLUMNS, ..Self::FULL };

    /// A French service's export: its own headers, labels, order and dates, semicolons, CRLF, Windows-1252, codes for missing.
    pub const FOREIGN: Self = Self {
        columns: &FRENCH_COLUMNS,
        header: french_header,
        delimiter: b';',
        line_end: "\r\n",
        dates: DateStyle::DayFirst,
        encoding: Encoding::Windows1252,
        no_score: "99",
        no_answer: "Non renseigné",
        labels: &FRENCH,
    };
}

const ENGLISH: Labels = Labels {
    status: ["attended", "no_show", "cancelled", "booked"],
    site: ["North", "South", "Harbour", "Valley"],
    modality: ["in person", "phone", "video"],
    access: ["walk-in", "booked", "on demand"],
    concern: [
        "Anxiety",
        "Low mood",
        "Relationships",
        "Family",
        "Stress, work or study",
        "Grief",
        "Anger",
        "Trauma",
        "Other",
    ],
    rating: ["1", "2", "3", "4", "5"],
    change: ["much_better", "better", "same", "worse", "much_worse"],
    enough: ["yes", "no", "unsure"],
    yes_no: ["yes", "no"],
    yes_partly_no: ["yes", "partly", "no"],
    return_reason: ["planned", "not_enough", "new_problem", "other"],
    no_return_reason: ["got_what_i_needed", "not_helpful", "barrier", "elsewhere", "plans_to", "other"],
};

const FRENCH: Labels = Labels {
    status: ["Présent(e)", "Absent(e)", "Annulé", "Prévu"],
    site: ["Genève", "Évian", "Besançon", "Saint-Étienne"],
    modality: ["Sur place", "Téléphone", "Visio"],
    access: ["Sans rendez-vous", "Sur rendez-vous", "À la demande"],
    concern: [
        "Anxiété",
        "Humeur dépressive",
        "Relations",
        "Famille",
        "Travail ; études",
        "Deuil",
        "Colère",
        "Traumatisme",
        "Autre",
    ],
    rating: ["Pas du tout utile", "Peu utile", "Plutôt utile", "Utile", "Très utile"],
    change: ["Beaucoup mieux", "Un peu mieux", "Pareil", "Un peu moins bien", "Beaucoup moins bien"],
    enough: ["Oui", "Non", "Je ne sais pas"],
    yes_no: ["Oui", "Non"],
    yes_partly_no: ["Oui", "En partie", "Non"],
    return_reason: ["C'était prévu", "Une fois n'a pas suffi", "Un autre problème", "Autre raison"],
    no_return_reason: [
        "J'ai eu ce qu'il me fallait",
        "Cela ne m'a pas aidé(e)",
        "Empêchement",
        "Aide trouvée ailleurs",
        "Je compte revenir",
        "Autre raison",
    ],
};

/// The canonical name of a column.
pub const fn canonical_header(column: Column) -> &'static str {
    match column {
        Column::ClientId => "client_id",
        Column::SessionId => "session_id",
        Column::SessionDate => "session_date",
        Column::RequestDate => "request_date",
        Column::Status => "status",
        Column::Site => "site",
        Column::Therapist => "therapist",
        Column::Modality => "modality",
        Column::Access => "access",
        Column::Concern => "concern",
        Column::WaitMinutes => "wait_minutes",
        Column::Helpfulness => "helpfulness",
        Column::Satisfaction => "satisfaction",
        Column::ChangeRating => "change_rating",
        Column::Enough => "enough",
        Column::GoalSet => "goal_set",
        Column::GoalMet => "goal_met",
        Column::NextStepSet => "next_step_set",
        Column::NextStepDone => "next_step_done",
        Column::FollowupAsked => "followup_asked",
        Column::FollowupDate => "followup_date",
        Column::ReturnReason => "return_reason",
        Column::NoReturnReason => "no_return_reason",
        Column::ClosedDate => "closed_date",
        Column::Phq9Pre => "phq9_pre",
        Column::Phq9Post => "phq9_post",
        Column::Gad7Pre => "gad7_pre",
        Column::OrsPre => "ors_pre",
        Column::OrsPost => "ors_post",
    }
}

const fn french_header(column: Column) -> &'static str {
    match column {
        Column::ClientId => "N° client",
        Column::SessionId => "N° entretien",
        Column::SessionDate => "Date de l'entretien",
        Column::RequestDate => "Demande reçue le",
        Column::Status => "Présence",
        Column::Site => "Lieu",
        Column::Therapist => "Intervenant(e)",
        Column::Modality => "Modalité",
        Column::Access => "Accès",
        Column::Concern => "Motif",
        Column::WaitMinutes => "Attente (min)",
        Column::Helpfulness => "L'entretien vous a-t-il été utile ?",
        Column::ChangeRating => "Comment allez-vous aujourd'hui ; par rapport à avant ?",
        Column::Enough => "Un seul entretien a-t-il suffi ?",
        Column::FollowupAsked => "Suivi proposé",
        Column::FollowupDate => "Suivi rempli le",
        Column::ReturnReason => "Pourquoi êtes-vous revenu(e) ?",
        Column::NoReturnReason => "Pourquoi un seul entretien ?",
        Column::Phq9Pre => "PHQ-9 (début)",
        Column::Phq9Post => "PHQ-9 (suivi)",
        other => canonical_header(other),
    }
}
