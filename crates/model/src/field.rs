//! A field of a kind: what it holds, what it is called, what it is for.
use std::borrow::Cow;

/// The definition of one field, built in or added by an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDef {
    /// Name in tables, addresses and data; fields that an organization added begin with `x_`.
    pub name: Cow<'static, str>,
    /// What people call it, in English; pages look up a translation by key.
    pub label: Cow<'static, str>,
    /// What it is for, told under the input and in the manual.
    pub help: Cow<'static, str>,
    /// What it can hold.
    pub holds: Holds,
    /// Whether a record without it is refused.
    pub required: bool,
    /// Whether full-text search reads it.
    pub searched: bool,
    /// Whether lists can be narrowed and sorted by it quickly (it has an index).
    pub filtered: bool,
    /// Whether lists show it unless someone chose other columns.
    pub listed: bool,
    /// Whether a customer's people may see it.
    pub customer_visible: bool,
    /// Whether Gemba works it out itself, so that no form offers it.
    pub computed: bool,
    /// The unit shown behind it, such as `h` or `people`.
    pub unit: Option<Cow<'static, str>>,
    /// What a new record holds if nothing was said, in the spelling of text.
    pub default: Option<Cow<'static, str>>,
    /// Whether no two records may hold the same.
    pub unique: bool,
    /// Whose record it makes this: see [`Scope`].
    pub scope: Option<Scope>,
    /// What each row of a structured value consists of; nothing if it is no list of such rows.
    pub rows: &'static [FieldDef],
}

impl FieldDef {
    /// A field with nothing but a name, what it holds, and whether it is required.
    pub const fn new(name: &'static str, holds: Holds, required: bool) -> Self {
        Self {
            name: Cow::Borrowed(name),
            label: Cow::Borrowed(name),
            help: Cow::Borrowed(""),
            holds,
            required,
            searched: false,
            filtered: false,
            listed: false,
            customer_visible: false,
            computed: false,
            unit: None,
            default: None,
            unique: false,
            scope: None,
            rows: &[],
        }
    }

    /// Whether the organization added it.
    pub fn is_custom(&self) -> bool {
        self.name.starts_with("x_")
    }

    /// The choices, if it is a choice.
    pub fn choices(&self) -> &[ChoiceDef] {
        if let Holds::Choice(choices) = &self.holds { choices } else { &[] }
    }
}

/// Makes a record somebody's by what the field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The field names the customer whose record this is: that customer's contacts may see it.
    Customer,
    /// The field names the person whose record this is: as requester they may see it.
    Requester,
    /// The field names the person to whom it is addressed, such as a question: they may see it,
    /// whoever else it concerns.
    Addressee,
    /// The field names the customers whose people, whoever they are there, may see it.
    Audience,
    /// The field says yes or no: whether everybody from outside who may read the kind may see it.
    Everybody,
    /// The field says yes or no: whether the record is restricted, so that only those with the role for it know that
    /// it exists. See [`crate::restricted`].
    Restricted,
    /// The field names a record that this one belongs to: whoever does not know of that one does not know of this one.
    With,
}

/// What a field can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Holds {
    /// One line, up to 250 characters.
    ShortText,
    /// Many lines of Markdown, up to 100,000 characters.
    LongText,
    /// A whole number.
    Int,
    /// A decimal number to six places.
    Decimal,
    /// A percentage, 0 to 100 unless a guard says otherwise, to six places.
    Percent,
    /// An amount in a currency.
    Money,
    /// Yes or no.
    Bool,
    /// A calendar day.
    Date,
    /// A moment in UTC.
    Instant,
    /// A length of time, in seconds.
    Duration,
    /// One of a closed set of names.
    Choice(Cow<'static, [ChoiceDef]>),
    /// A record of the kind named.
    Ref(Cow<'static, str>),
    /// Several records of the kind named.
    Refs(Cow<'static, str>),
    /// A small structured value, in JSON.
    Struct,
}

impl Holds {
    /// The type's name in custom-field records, the API description and the manual.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ShortText => "short_text",
            Self::LongText => "long_text",
            Self::Int => "integer",
            Self::Decimal => "decimal",
            Self::Percent => "percent",
            Self::Money => "money",
            Self::Bool => "yes_no",
            Self::Date => "date",
            Self::Instant => "instant",
            Self::Duration => "duration",
            Self::Choice(_) => "choice",
            Self::Ref(_) => "reference",
            Self::Refs(_) => "references",
            Self::Struct => "structured",
        }
    }

    /// The kind referred to, if this refers to one.
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Ref(kind) | Self::Refs(kind) => Some(kind),
            _ => None,
        }
    }
}

/// One of a closed set of names: a state of a life, or a choice of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceDef {
    /// Name in tables and data, such as `in_progress`.
    pub name: Cow<'static, str>,
    /// What people call it, such as `In progress`.
    pub label: Cow<'static, str>,
    /// What it means.
    pub help: Cow<'static, str>,
    /// How it looks beside other states.
    pub tone: Tone,
    /// Whether a record in this state is finished: it leaves the open lists.
    pub is_end: bool,
}

/// How a state looks: a shape, beside its word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nobody has begun.
    #[default]
    New,
    /// Somebody works on it.
    Going,
    /// It waits for somebody else.
    Waiting,
    /// It went well.
    Done,
    /// It needs everybody.
    Major,
    /// It is over without result.
    Off,
}

impl Tone {
    /// The name of the shape in style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Going => "going",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Major => "major",
            Self::Off => "off",
        }
    }
}
