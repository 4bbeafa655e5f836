//! Invented words of incidents: the same in every run, and as unevenly spread as real ones.

/// Numbers that look random and are the same in every run (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// The series of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to one less than `sides`.
    pub fn throw(&mut self, sides: u32) -> u32 {
        u32::try_from(self.next() % u64::from(sides.max(1))).unwrap_or_default()
    }

    /// One of them.
    pub fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let count = u32::try_from(words.len()).unwrap_or(1);
        let place = usize::try_from(self.throw(count)).unwrap_or_default();
        words.get(place).copied().unwrap_or_default()
    }

    /// One of them, the first ones far more often than the last ones.
    pub fn pick_unevenly<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let count = u32::try_from(words.len()).unwrap_or(1);
        let at_most = self.throw(count) + 1;
        let place = usize::try_from(self.throw(at_most)).unwrap_or_default();
        words.get(place).copied().unwrap_or_default()
    }
}

/// A word in about a third of all incidents.
pub const COMMON: &str = "cannot";
/// A word in one of 200.
pub const MEDIUM: &str = "turnstile";
/// A word in one of 40,000.
pub const RARE: &str = "zeppelin";

const THINGS: &[&str] = &[
    "Mail",
    "Printer",
    "Laptop",
    "Network",
    "Screen",
    "Payroll",
    "Calendar",
    "Telephone",
    "Intranet",
    "Database",
    "Scanner",
    "Backup",
    "Warehouse terminal",
    "Badge reader",
    "Projector",
    "Label printer",
    "Time sheet",
    "Expense form",
    "Wireless",
    "Remote access",
    "File share",
    "Directory",
    "Web shop",
    "Fax gateway",
    "Forklift tablet",
    "Cash desk",
    "Weighbridge",
    "Cold store sensor",
    "Door camera",
];
const FAULTS: &[&str] = &[
    "does not start",
    "is very slow",
    "cannot be reached",
    "shows an error",
    "loses its settings",
    "cannot print",
    "asks for the password again",
    "stops after a minute",
    "answers with a blank page",
    "cannot save",
    "repeats every entry",
    "is out of paper",
    "makes a noise",
    "cannot find its server",
];
const PLACES: &[&str] = &[
    "head office",
    "Hall 3",
    "reception",
    "the canteen",
    "Lyon",
    "Porto",
    "the north gate",
    "Gdansk",
    "the second floor",
    "the laboratory",
    "goods inwards",
    "Bergen",
    "the night shift",
    "Bilbao",
];
const DETAILS: &[&str] = &[
    "It worked yesterday.",
    "Several colleagues see the same.",
    "It began after the update.",
    "Restarting did not help.",
    "A customer waits for it.",
    "The light on the front is red.",
    "We cannot go on without it.",
    "There is a workaround, but it takes an hour.",
    "Nobody changed anything that we know of.",
    "It comes and goes.",
    "Please call before you come.",
    "The message speaks of a certificate.",
    "The old one still works.",
    "It happens at noon.",
];

/// The words of one incident: its summary and its description.
pub fn incident(dice: &mut Dice, number: u32) -> (String, String) {
    let (thing, fault) = (dice.pick_unevenly(THINGS), dice.pick_unevenly(FAULTS));
    let place = dice.pick(PLACES);
    let desk = dice.throw(5_000);
    let mut summary = format!("{thing} {fault} in {place}");
    if number % 200 == 7 {
        summary.push_str(" near the ");
        summary.push_str(MEDIUM);
    }
    if number % 40_000 == 7 {
        summary.push_str(" under the ");
        summary.push_str(RARE);
    }
    let description = format!(
        "{} {} {} Seen at desk {desk}, device gd{:05}.",
        dice.pick(DETAILS),
        dice.pick(DETAILS),
        dice.pick(DETAILS),
        dice.throw(60_000)
    );
    (summary, description)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_tells_the_same_and_words_are_as_rare_as_they_say() {
        let told = |seed| -> Vec<_> {
            let mut dice = Dice::new(seed);
            (0..40_000).map(|number| incident(&mut dice, number)).collect()
        };
        let one = told(1);
        assert_eq!(one, told(1));
        assert_ne!(one, told(2));
        let with =
            |word: &str| one.iter().filter(|(a, b)| a.contains(word) || b.contains(word)).count();
        assert_eq!((with(RARE), with(MEDIUM)), (1, 200));
        let common = with(COMMON);
        assert!((10_000..25_000).contains(&common), "{common}");
    }
}
