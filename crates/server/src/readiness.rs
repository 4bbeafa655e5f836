//! `gemba readiness`: how far the standard is met, as JSON or in words for a terminal.
use crate::{asked::owner, house};
use anyhow::Result;
use gemba_cli::{Place, terminal::say};
use gemba_conformity::{
    Answer, Asked, Edition, Options, Readiness, SetReadiness, conclusion::Conclusion, grade::Grade,
    readiness_asked, readiness_of_set, set_named, stage::Part, todo::Todo,
};
use gemba_desk::Desk;
use gemba_model::check::Outcome;
use std::collections::{BTreeMap, BTreeSet};

/// How many things to do are told in words; the JSON holds all of them.
const TODO_MAX: usize = 20;
const WIDTH: usize = 100;

/// Answers the requirements that are asked about.
pub fn show(edition: &str, asked: &Asked<'_>, json: bool, place: &Place) -> Result<()> {
    let desk = house::open(place)?;
    let actor = owner();
    let evidence = desk.evidence(&actor);
    if Edition::named(edition).is_err()
        && let Some(set) = set_named(edition, &evidence)?
    {
        let report = readiness_of_set(&set, asked.clause, &evidence, Options::default())?;
        if json {
            say(&serde_json::to_string_pretty(&report)?);
        } else {
            words_of_set(&report).iter().for_each(|line| say(line));
        }
        return Ok(());
    }
    let edition = Edition::named(edition)?;
    let report = readiness_asked(edition, asked, &evidence, Options::default())?;
    if json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        words(&report, &desk).iter().for_each(|line| say(line));
    }
    Ok(())
}

/// A set of one's own: it has no stages and no grades, so each of its requirements is told.
fn words_of_set(report: &SetReadiness) -> Vec<String> {
    let mut lines = vec![format!("{} at {}", report.standard, report.at)];
    for (outcome, count) in &report.summary {
        lines.push(format!("{count:>5}  {}", outcome.name().replace('_', " ")));
    }
    lines.extend(report.requirements.iter().map(|answer| {
        let result = answer.result.name().replace('_', " ");
        let (broken, all) = (answer.exception_count, answer.population);
        format!("{:<10} {result:<13} {broken} of {all}  {}", answer.id, answer.title)
    }));
    lines
}

fn words(report: &Readiness, desk: &Desk) -> Vec<String> {
    let stage = report.stage.map(|stage| format!(", {}", stage.label())).unwrap_or_default();
    let mut lines = vec![format!("{}{stage}, at {}", report.standard, report.at)];
    for (outcome, count) in &report.summary {
        lines.push(format!("{count:>5}  {}", outcome.name().replace('_', " ")));
    }
    lines.extend(conclusions(&report.conclusions));
    lines.extend(parts("By stage", &report.by_stage));
    lines.extend(parts("By clause", &report.by_clause));
    lines.extend(absences(report));
    lines.extend(graded(report));
    lines.extend(todo(&report.todo, desk));
    lines
}

fn heading(lines: &mut Vec<String>, title: &str) {
    lines.push(String::new());
    lines.push(title.to_owned());
}

fn conclusions(conclusions: &[Conclusion]) -> Vec<String> {
    let mut lines = Vec::new();
    for one in conclusions {
        let verdict = one.verdict.name().replace('_', " ");
        heading(&mut lines, &format!("{}: {verdict}", one.stage.label()));
        for reason in &one.reasons {
            lines.extend(wrapped("  - ", &reason.sentence));
        }
    }
    if !lines.is_empty() {
        lines.push("  A forecast by rules of our own, and no verdict.".to_owned());
    }
    lines
}

fn parts(title: &str, parts: &[Part]) -> Vec<String> {
    let mut lines = Vec::new();
    heading(&mut lines, &format!("{title:<10}  all  pass  fail  no data  person  not due"));
    for part in parts {
        let count = |outcome| part.count(outcome);
        lines.push(format!(
            "{:<10} {:>4} {:>5} {:>5} {:>8} {:>7} {:>8}",
            part.part,
            part.requirements,
            count(Outcome::Pass),
            count(Outcome::Fail),
            count(Outcome::NoData),
            count(Outcome::NeedsPerson),
            count(Outcome::NotYetDue),
        ));
    }
    lines
}

fn absences(report: &Readiness) -> Vec<String> {
    let mut lines = Vec::new();
    if report.absences.is_empty() {
        return lines;
    }
    heading(&mut lines, "What is looked for first");
    for one in &report.absences {
        let answer = match one.result {
            Outcome::Fail => format!("no, {} of {}", one.exception_count, one.population),
            other => other.name().replace('_', " "),
        };
        lines.push(format!("{:<10} {} {answer}", one.requirement, one.question));
    }
    lines
}

fn graded(report: &Readiness) -> Vec<String> {
    let mut lines = Vec::new();
    let forecast = &report.forecast;
    for (grade, count) in [(Grade::Major, forecast.majors), (Grade::Minor, forecast.minors)] {
        if count == 0 {
            continue;
        }
        heading(&mut lines, &format!("Would be {}: {count}", grade.name()));
        let of_grade = |answer: &&Answer| {
            answer.would_be.as_ref().is_some_and(|would_be| would_be.grade == grade)
        };
        // What is absent for the same reason is told once.
        let mut by_reason: BTreeMap<&str, Vec<&Answer>> = BTreeMap::new();
        let mut reasons = Vec::new();
        for answer in report.requirements.iter().filter(of_grade) {
            let Some(would_be) = &answer.would_be else { continue };
            let answers = by_reason.entry(&would_be.because).or_default();
            if answers.is_empty() {
                reasons.push(would_be.because.as_str());
            }
            answers.push(answer);
        }
        for reason in reasons {
            let ids = named(report, &by_reason.remove(reason).unwrap_or_default());
            lines.extend(wrapped("  - ", &format!("{ids}: {reason}")));
        }
    }
    for added in &forecast.added_up {
        let ids = added.requirements.join(", ");
        let said = format!("At clause {} lapses can add up to a major: {ids}", added.clause);
        lines.extend(wrapped("  - ", &said));
    }
    lines
}

/// Requirements by their ids; a clause by its number where all that it demands is meant.
fn named(report: &Readiness, answers: &[&Answer]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut told = BTreeSet::new();
    for answer in answers {
        let of_clause = |other: &Answer| other.is_demanded && other.clause == answer.clause;
        let all = report.requirements.iter().filter(|other| of_clause(other)).count();
        let here = answers.iter().filter(|other| other.clause == answer.clause).count();
        if all != here || all < 2 {
            names.push(answer.id.clone());
        } else if told.insert(&answer.clause) {
            names.push(format!("all of {}", answer.clause));
        }
    }
    names.join(", ")
}

fn todo(todo: &[Todo], desk: &Desk) -> Vec<String> {
    let mut lines = Vec::new();
    if todo.is_empty() {
        return lines;
    }
    heading(&mut lines, "What to do, the most first");
    for (place, one) in (1..).zip(todo.iter().take(TODO_MAX)) {
        let turns = match one.requirements.len() {
            1 => "1 requirement".to_owned(),
            count => format!("{count} requirements"),
        };
        let records = one.records.iter().map(|touched| {
            desk.view(&touched.kind)
                .map_or_else(|| touched.record.to_string(), |view| view.def.number(touched.record))
        });
        let records: Vec<_> = records.take(5).collect();
        let more = if one.record_count > 5 { ", …" } else { "" };
        let touched = match records.len() {
            0 => String::new(),
            _ => format!(" {}{more}.", records.join(", ")),
        };
        let said = format!("{} [{turns}]{touched}", one.sentence);
        lines.extend(wrapped(&format!("{place:>3}. "), &said));
    }
    if todo.len() > TODO_MAX {
        lines.push(format!("     and {} more; --json names all.", todo.len() - TODO_MAX));
    }
    lines
}

/// A text in lines of a terminal, the first of them behind a mark and the others as far in.
fn wrapped(mark: &str, text: &str) -> Vec<String> {
    let indent = " ".repeat(mark.chars().count());
    let mut lines = vec![mark.to_owned()];
    for word in text.split_whitespace() {
        let is_first = lines.last().is_some_and(|line| line.len() <= mark.len());
        let fits = lines.last().is_some_and(|line| {
            is_first || line.chars().count() + 1 + word.chars().count() <= WIDTH
        });
        match lines.last_mut().filter(|_| fits) {
            Some(line) => {
                if !is_first {
                    line.push(' ');
                }
                line.push_str(word);
            }
            None => lines.push(format!("{indent}{word}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_told_in_lines_of_a_terminal() {
        let text = "word ".repeat(30);
        let lines = wrapped("  - ", &text);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("  - word word") && lines[1].starts_with("    word"));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
    }
}
