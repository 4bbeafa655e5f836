//! The words of a pack that are for people.
use crate::{RECORDS_EACH_MAX, names, parts::Parts};
use gemba_conformity::Answer;
use gemba_model::check::Outcome;

/// What an answer comes to, in a sentence.
pub fn says(answer: &Answer) -> String {
    let Answer { population, exception_count, .. } = answer;
    match answer.result {
        Outcome::Pass => match &answer.attested {
            Some(attested) => format!(
                "Met: records judged keep the rule ({population}), and {} confirms the rest until {}.",
                attested.number, attested.until
            ),
            None => format!("Met: each of the {population} records judged keeps the rule."),
        },
        Outcome::Fail => {
            format!(
                "Not met: of the {population} records judged, {exception_count} do not keep the rule."
            )
        }
        Outcome::NoData => "Not shown: there is nothing to judge.".to_owned(),
        Outcome::NotYetDue => "Not shown yet: all there is still has time.".to_owned(),
        Outcome::NeedsPerson => format!(
            "Not confirmed: the {population} records judged are in order as far as they go; the rest a person has to \
             confirm."
        ),
        Outcome::NoCheckYet => "Not judged: there is no check of it.".to_owned(),
    }
}

/// The first file that somebody opens.
pub fn readme(parts: &Parts) -> String {
    let about = &parts.about;
    let period = about.period.map_or("all days".to_owned(), |period| {
        format!("from {} to before {}", period.from, period.until)
    });
    let stage = about.stage.map_or("both stages".to_owned(), |stage| format!("stage {stage}"));
    let gaps = parts.requirements.iter().filter(|one| !one.is_met()).count();
    let files = files();
    format!(
        "AUDIT PACK

{standard}
{organization}: {reason}
Made at {at} by {by}{number}, of {period}, {stage}.
{count} requirements, of which {gaps} are not shown to be met: {gaps_file} lists each of them.

WHAT IT IS

What the records of an organization answer to each requirement, at one moment, with the records behind the answers and
the sealed entries of the ledger that made these records. Every file is named in {manifest} with its SHA-256. The
manifest is signed, and so is the ledger of {size} entries that all entries here are proven to be part of. Whoever
changes a byte of any file, takes one away or puts one in, is found out.

{files}

WHICH RECORDS ARE IN IT

A population can be a million records, so not all are here. In are: every record that an answer lists as an exception
(the first hundred of each answer; all are counted); every record that an audit drew as a sample; documents in force,
policies, scope statements, agreements, attestations, audits, findings, nonconformities and corrective actions; and for
each requirement the last {each} of the records judged. Each says why it is here. The pack is made with the rights of
whoever made it: what they may not read is not in it. Entries that name such a record keep their place and their proof,
and their content is withheld; an entry whose content was erased, because somebody has the right to be forgotten, says
so. Names of people stand where records name them, and in {people}.

HOW TO CHECK IT

With the program, offline and without a database:

    gemba verify FILE --verifier KEYFILE [--checkpoint NOTEFILE]

KEYFILE holds the public key as the organization gave it to you on another way than this pack, best long ago: the key in
{verifier} came along with the pack and proves only that the pack agrees with itself. NOTEFILE holds a checkpoint of the
ledger that you kept from an earlier day: with it you see that nothing before that day was changed since.

Without the program: unpack the file; the SHA-256 of each file has to be the one in {manifest}, and that of
{manifest} the one in {signature}, which is a signed note (c2sp.org/signed-note, Ed25519), as {checkpoint} is
(c2sp.org/tlog-checkpoint). The manual of Gemba, “audit-pack”, has a short script in Python that does all of it.
",
        standard = about.standard,
        organization = about.organization,
        reason = about.reason,
        at = about.at,
        by = about.by.name,
        number = about.number.as_ref().map(|number| format!(" as {number}")).unwrap_or_default(),
        count = parts.requirements.len(),
        gaps_file = names::GAPS,
        manifest = names::MANIFEST,
        size = parts.ledger_size,
        each = RECORDS_EACH_MAX,
        people = names::PEOPLE,
        verifier = names::VERIFIER,
        signature = names::SIGNATURE,
        checkpoint = names::CHECKPOINT,
    )
}

fn files() -> String {
    let rows = [
        (
            names::INDEX,
            "each requirement: answer, evidence, period, owner, exceptions, attestation",
        ),
        (names::TABLE, "the same as a table"),
        (names::GAPS, "what is not shown to be met, and what to do about it"),
        (names::REPORT, "the same for people, where the program could print"),
        ("records/KIND.jsonl", "records, a line each: values, why they are here, their entries"),
        (names::ENTRIES, "the entries of the ledger that made them"),
        (names::PROOFS, "the proof of each entry (RFC 6962)"),
        (names::EARLIER, "earlier checkpoints, each with the proof that the ledger only grew"),
        ("documents/", "documents in force, as they are written, and files kept with them"),
        ("figures/NAME.json", "each sheet of figures with its definitions and data"),
        (names::SAMPLES, "what audits drew, each so that anybody can draw it again"),
        (names::WORDING, "what was said about our words for the requirements"),
        ("oscal/", "the same in OSCAL: catalog, plan, results, plan of action and milestones"),
        (names::CHECKPOINT, "size and root of the ledger, signed"),
        (names::VERIFIER, "the public key"),
    ];
    let line = |(name, what): (&str, &str)| format!("    {name:<26} {what}");
    rows.map(line).join("\n")
}

/// The key with a warning.
pub fn verifier(key: &str) -> String {
    format!(
        "{key}

The first line is the public key with which this pack and the ledger are signed. A key that comes along with what it
signs proves nothing: check with the key that the organization gave you on another way, best long ago.
"
    )
}
