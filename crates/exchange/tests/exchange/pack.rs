//! Packs for auditors, made of a real desk on both engines and checked as somebody outside checks them.
use gemba_desk::{Command, Desk, Input, Query, Setup};
use gemba_exchange::pack;
use gemba_ledger::{Signer, Verifier};
use gemba_model::check::Period;
use gemba_pack::{Made, Outside, Report, Wanted, archive, archive::Members, verify};
use gemba_testkit::{on_both_engines, tools};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};
use serde_json::{Value as Json, json};
use std::{path::Path, process::Command as Process};

const MANUAL: &str = include_str!("../../../../docs/audit-pack.md");

/// The key of the house in these stories, and another one.
pub fn signer(seed: u8) -> Signer {
    Signer::from_seed("gemba/test", [seed; 32]).unwrap()
}

pub fn verifier() -> Verifier {
    signer(7).verifier()
}

pub struct House {
    pub desk: Desk,
    pub owner: Actor,
}

impl House {
    pub fn open(url: &str) -> Self {
        let desk = Desk::open(Setup {
            address: url.to_owned(),
            kinds: gemba_practices::KINDS,
            flows: Vec::new(),
            signer: Some(signer(7)),
            clock: crate::now,
        });
        let house = Self { desk: desk.unwrap(), owner: Actor::house(Channel::CommandLine) };
        house.furnish();
        house
    }

    pub fn make(&self, kind: &str, fields: Json) -> RecordId {
        let command = Command::create(kind, Input::Json(fields.as_object().unwrap().clone()));
        self.desk.run(&self.owner, command).unwrap().record.id
    }

    pub fn person(&self, name: &str, roles: &[Role]) -> Actor {
        let named: Vec<_> = roles.iter().map(|role| role.name()).collect();
        let id = self.make("person", json!({"name": name, "roles": named.join(", ")}));
        Actor {
            person: Some(id),
            name: name.to_owned(),
            roles: roles.to_vec(),
            customer: None,
            teams: Vec::new(),
            channel: Channel::Page,
        }
    }

    /// A little of everything that a pack has to deal with.
    fn furnish(&self) {
        let service = self.make("service", json!({"name": "Mail"}));
        for summary in ["Mail is slow", "No paper", "Screen dark"] {
            let fields = json!({"summary": summary, "service": service, "tags": ["night"],
                "impact": "high", "urgency": "low"});
            let id = self.make("incident", fields);
            let begin = Command::verb("incident", id, "start");
            let _ = self.desk.run(&self.owner, begin);
        }
        let change = Command::change("incident", 1, None, input(json!({"summary": "Mail rests"})));
        self.desk.run(&self.owner, change.with_note("More precise.")).unwrap();
        self.make(
            "supplier",
            json!({"name": "Cables", "waiting_cost":
            {"amount": "4800.00", "currency": "EUR"}}),
        );
        let text = "# How we work\n\nCarefully; “always”.\n";
        self.make("document", json!({"name": "How we work", "text": text}));
        self.make(
            "context_issue",
            json!({"name": "Few people for the work", "side": "inside",
            "category": "people"}),
        );
        // Nobody has asked them what they require, which 4.2 does not let pass.
        self.make("interested_party", json!({"name": "The council", "sort": "regulator"}));
        self.desk.seal().unwrap();
        self.make("supplier", json!({"name": "Lines"}));
    }

    pub fn pack(&self, actor: &Actor) -> Made {
        self.try_pack(actor, &wanted()).unwrap()
    }

    pub fn try_pack(&self, actor: &Actor, wanted: &Wanted) -> Result<Made, String> {
        pack::make(&self.desk, actor, wanted, None).map_err(|error| error.to_string())
    }

    fn list(&self, kind: &str) -> Vec<(RecordId, String)> {
        let found = self.desk.list(&self.owner, &Query::of(kind)).unwrap();
        found.records.into_iter().map(|record| (record.id, record.state)).collect()
    }
}

fn input(fields: Json) -> Input {
    Input::Json(fields.as_object().unwrap().clone())
}

pub fn wanted() -> Wanted {
    let edition = "2018".to_owned();
    Wanted { reason: "Surveillance audit".to_owned(), edition, ..Wanted::default() }
}

pub fn members(bytes: &[u8]) -> Members {
    let (members, faults) = archive::unzipped(bytes).unwrap();
    assert_eq!(faults, []);
    members
}

pub fn checked(bytes: &[u8]) -> Report {
    verify(bytes, Outside { verifier: Some(&verifier()), checkpoint: None })
}

fn count(report: &Report, what: &str) -> usize {
    let mut found = report.checked.iter();
    found.find(|checked| checked.what == what).map_or(0, |checked| checked.count)
}

fn json_of(members: &Members, name: &str) -> Json {
    serde_json::from_slice(&members[name]).unwrap()
}

fn lines_of(members: &Members, name: &str) -> Vec<Json> {
    let text = String::from_utf8(members[name].clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_pack_holds_what_it_says_and_it_is_kept_that_it_was_made() {
    on_both_engines(|url| {
        let house = House::open(url);
        let mara = house.person("Mara", &[Role::ServiceManager]);
        let made = house.pack(&mara);
        let report = checked(&made.bytes);
        assert_eq!(report.faults, []);
        assert_eq!(report.notes, [""; 0], "the key came from outside");
        assert_eq!(count(&report, "signatures"), 2);
        assert_eq!(count(&report, "records"), made.records);
        assert_eq!(count(&report, "records that are what their entries add up to"), made.records);
        assert_eq!(count(&report, "earlier checkpoints that it grew from"), 1);
        assert_eq!(count(&report, "requirements"), 390);
        assert_eq!(count(&report, "gaps told openly"), made.gaps);
        let view = house.desk.view("audit_pack").unwrap();
        let record = house.desk.record(&house.owner, "audit_pack", made.record).unwrap();
        let holds = |field: &str| view.value(&record, field).to_text();
        assert_eq!((record.state.as_str(), record.created_by), ("made", mara.person));
        assert_eq!(holds("digest"), made.digest);
        assert_eq!(holds("ledger_size"), made.ledger_size.to_string());
        assert_eq!(holds("gaps"), made.gaps.to_string());
        let files = members(&made.bytes);
        let manifest = json_of(&files, "manifest.json");
        assert_eq!(manifest["about"]["number"], json!(made.number));
        assert_eq!(manifest["about"]["by"], json!({"id": mara.person, "name": "Mara"}));
        let (index, gaps) = (json_of(&files, "index.json"), json_of(&files, "gaps.json"));
        let rows = index["requirements"].as_array().unwrap();
        let met = rows.iter().filter(|row| row["result"] == "pass").count();
        assert_eq!(met + gaps["gaps"].as_array().unwrap().len(), rows.len());
        let incident = &lines_of(&files, "records/incident.jsonl")[0];
        assert_eq!(incident["values"]["summary"], "Mail rests");
        assert!(
            incident["why"]
                .as_array()
                .unwrap()
                .iter()
                .any(|why| { why.as_str().unwrap().starts_with("evidence of 8.6.1") })
        );
    });
}

#[test]
fn the_same_ledger_makes_the_same_names_and_files_in_a_fixed_order() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let made = house.pack(&house.owner);
    let files = members(&made.bytes);
    assert_eq!(archive::zipped(&files).unwrap(), made.bytes, "the parts alone make the file");
}

#[test]
fn what_the_maker_may_not_know_of_is_not_in_it_and_what_names_it_is_withheld() {
    on_both_engines(|url| {
        let house = House::open(url);
        let mara = house.person("Mara", &[Role::ServiceManager]);
        let hidden = house.make("incident", json!({"summary": "Stolen keys", "restricted": true}));
        house.make("incident", json!({"summary": "Locks changed", "parent": hidden}));
        let hers = house.pack(&mara);
        let report = checked(&hers.bytes);
        assert_eq!(report.faults, []);
        assert!(report.notes.iter().any(|note| note.contains("is withheld")), "{:?}", report.notes);
        let told = members(&hers.bytes)
            .into_values()
            .any(|bytes| String::from_utf8_lossy(&bytes).contains("Stolen keys"));
        assert!(!told, "the restricted incident is in the pack");
        let locks = lines_of(&members(&hers.bytes), "records/incident.jsonl");
        let locks = locks.iter().find(|one| one["values"]["summary"] == "Locks changed").unwrap();
        assert_eq!((&locks["withheld"], locks["values"].get("parent")), (&json!(true), None));
        let all = house.pack(&house.owner);
        assert_eq!(checked(&all.bytes).notes, [""; 0]);
        assert!(all.records > hers.records);
    });
}

#[test]
fn whoever_was_erased_is_not_in_it() {
    on_both_engines(|url| {
        let house = House::open(url);
        let ada = house.person("Ada Gone", &[Role::Agent]).person.unwrap();
        let boss = house.person("Boss", &[Role::Administrator]);
        let erase = Command::verb("person", ada, "erase").with_note("Asked to be forgotten");
        house.desk.run(&boss, erase).unwrap();
        house.make("competence", json!({"person": boss.person, "skill": "Mail"}));
        let made = house.pack(&house.owner);
        let report = checked(&made.bytes);
        assert_eq!(report.faults, []);
        let whole = members(&made.bytes);
        let told = whole.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Ada Gone"));
        assert!(!told, "the name of an erased person is in the pack");
    });
}

#[test]
fn who_may_not_make_one_is_refused_and_nothing_is_left_behind() {
    on_both_engines(|url| {
        let house = House::open(url);
        let refused = |role: Role| {
            let actor = house.person(role.name(), &[role]);
            house.try_pack(&actor, &wanted()).unwrap_err()
        };
        for role in [Role::Agent, Role::ProcessOwner, Role::Approver, Role::CustomerContact] {
            let refusal = refused(role);
            assert!(refusal.contains("may not"), "{role:?}: {refusal}");
        }
        assert_eq!(house.list("audit_pack"), []);
        for role in [Role::Auditor, Role::TopManagement, Role::Administrator] {
            let actor = house.person(role.name(), &[role]);
            assert_eq!(checked(&house.pack(&actor).bytes).faults, [], "{role:?}");
        }
        let unknown = Wanted { edition: "1999".to_owned(), ..wanted() };
        let refusal = house.try_pack(&house.owner, &unknown).unwrap_err();
        assert!(refusal.contains("no edition “1999”"), "{refusal}");
        assert!(house.try_pack(&house.owner, &Wanted { stage: Some(3), ..wanted() }).is_err());
        let nowhere = Wanted { audit: Some(77), ..wanted() };
        assert!(house.try_pack(&house.owner, &nowhere).is_err());
        let states = house.list("audit_pack").into_iter().map(|(_, state)| state);
        assert!(states.filter(|state| state != "made").all(|state| state == "dropped"));
    });
}

#[test]
fn stages_periods_and_older_editions_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let period =
        Period { from: "2026-01-01".parse().unwrap(), until: "2026-07-01".parse().unwrap() };
    let of = |wanted: Wanted| {
        let made = house.try_pack(&house.owner, &wanted).unwrap();
        assert_eq!(checked(&made.bytes).faults, []);
        made.requirements
    };
    let (one, two) = (
        of(Wanted { stage: Some(1), ..wanted() }),
        of(Wanted { stage: Some(2), period: Some(period), ..wanted() }),
    );
    assert!(one < 390 && two < 390 && one + two > 390, "{one} {two}");
    assert_eq!(of(Wanted { edition: "2011".to_owned(), ..wanted() }), 388);
    assert_eq!(of(Wanted { edition: "2005".to_owned(), ..wanted() }), 25);
}

#[test]
fn a_checkpoint_kept_outside_is_found_again_in_a_later_pack() {
    on_both_engines(|url| {
        let house = House::open(url);
        let kept = house.desk.checkpoints().unwrap().remove(0).note;
        let made = house.pack(&house.owner);
        let key = verifier();
        let with = |note: &str| {
            verify(&made.bytes, Outside { verifier: Some(&key), checkpoint: Some(note) })
        };
        let report = with(&kept);
        assert_eq!(report.faults, []);
        assert!(count(&report, "entries that your own checkpoint vouches for") > 0);
        let foreign = signer(8);
        let root = gemba_ledger::EMPTY_ROOT;
        let forged = gemba_ledger::Checkpoint::new("gemba/test", 3, root).unwrap();
        let words =
            |report: Report| report.faults.iter().map(ToString::to_string).collect::<String>();
        assert!(words(with(&foreign.sign(&forged))).contains("cannot be used"));
        assert!(
            words(with(&signer(7).sign(&forged))).contains("has no proof from your checkpoint")
        );
        let size: u64 = kept.lines().nth(1).unwrap().parse().unwrap();
        let other = gemba_ledger::Checkpoint::new("gemba/test", size, root).unwrap();
        let found = words(with(&signer(7).sign(&other)));
        assert!(found.contains("is not the one of your checkpoint"), "{found}");
    });
}

#[test]
fn without_a_key_from_outside_it_says_what_that_proves() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let made = house.pack(&house.owner);
    let report = verify(&made.bytes, Outside::default());
    assert_eq!(report.faults, []);
    assert!(report.notes[0].contains("proves only that the pack agrees with itself"));
    let other = signer(8).verifier();
    let report = verify(&made.bytes, Outside { verifier: Some(&other), checkpoint: None });
    let files: Vec<_> = report.faults.iter().map(|fault| fault.file.as_str()).collect();
    for file in ["verifier.txt", "manifest.sig", "checkpoint.txt"] {
        assert!(files.contains(&file), "{files:?}");
    }
}

/// Runs the script of the manual over a pack; whether it found it whole, and what it said.
fn recipe(python: &Path, folder: &Path, bytes: &[u8]) -> (bool, String) {
    let script = MANUAL.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    std::fs::write(folder.join("check_pack.py"), script).unwrap();
    std::fs::write(folder.join("key.txt"), format!("{}\n", verifier())).unwrap();
    std::fs::write(folder.join("pack.zip"), bytes).unwrap();
    let run = Process::new(python)
        .args(["check_pack.py", "pack.zip", "key.txt"])
        .env("PYTHONUTF8", "1")
        .current_dir(folder)
        .output()
        .unwrap();
    let said = [run.stdout, run.stderr].concat();
    (run.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn the_script_of_the_manual_finds_a_pack_whole_and_each_change_in_it() {
    let Ok(python) = tools::trestle() else { return };
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let made = house.pack(&house.owner);
    let (is_whole, said) = recipe(&python, folder.path(), &made.bytes);
    assert!(is_whole && said.contains("nothing was changed"), "{said}");
    let changes: [(&str, &str, &str, &str); 4] = [
        ("records/incident.jsonl", "Mail rests", "Mail works", "is not what its entries say"),
        ("ledger/entries.jsonl", "Mail rests", "Mail works", "its content was changed"),
        ("gaps.json", "fail", "pass", "gaps.json is not the file that was packed"),
        ("checkpoint.txt", "gemba/test\n", "gemba/best\n", "what it signs was changed"),
    ];
    for (file, old, new, expected) in changes {
        let mut files = members(&made.bytes);
        let text = String::from_utf8(files[file].clone()).unwrap();
        assert!(text.contains(old), "{file}");
        files.insert(file.to_owned(), text.replacen(old, new, 1).into_bytes());
        let changed = archive::zipped(&files).unwrap();
        let (is_whole, said) = recipe(&python, folder.path(), &changed);
        assert!(!is_whole && said.contains(expected), "{file}: {said}");
    }
}

#[test]
fn its_oscal_is_valid_by_a_tool_that_we_did_not_write() {
    if tools::trestle().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/check-oscal");
    let check = |files: &[std::path::PathBuf]| {
        let run = Process::new(&script)
            .args(files)
            .env("CARGO_TARGET_DIR", tools::target_folder().canonicalize().unwrap())
            .env("PYTHONUTF8", "1")
            .output()
            .unwrap();
        (run.status.success(), String::from_utf8([run.stdout, run.stderr].concat()).unwrap())
    };
    for edition in ["2018", "2005"] {
        let made = house
            .try_pack(&house.owner, &Wanted { edition: edition.to_owned(), ..wanted() })
            .unwrap();
        let files = members(&made.bytes);
        let oscal = files.iter().filter(|(name, _)| name.starts_with("oscal/"));
        let written: Vec<_> = oscal
            .map(|(name, bytes)| {
                let path = folder.path().join(name.replace('/', "-"));
                std::fs::write(&path, bytes).unwrap();
                path
            })
            .collect();
        assert_eq!(written.len(), 4);
        let (is_valid, said) = check(&written);
        assert!(is_valid, "{said}");
    }
    let bad = folder.path().join("bad.json");
    std::fs::write(&bad, r#"{"catalog": {"uuid": "no", "metadata": {"title": "T"}}}"#).unwrap();
    assert!(!check(&[bad]).0, "the tool finds what is wrong");
}
