//! The lines of a ledger of finance, brought in as a table.
use crate::{desk, importer};
use gemba_desk::{Command, Desk, Input, Query};
use gemba_exchange::table::{self, Format, Options, Summary};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::Value;

const LEDGER: &str = "\
voucher,ledger,booked_on,service,cost_type,amount,text
4711,finance,2026-10-01,Mail,Licences,1200.50 EUR,Licences of October
4712,finance,2026-10-31,,Rooms,900 EUR,Rooms of October
4713,finance,2026-10-31,Mail,Licences,1200,Without a currency
4714,finance,31.10.2026,Mail,Licences,10 EUR,A day as nobody writes it
4715,finance,2026-10-31,Fax,Licences,10 EUR,A service that is not here
4716,finance,2026-10-31,Twin,Licences,10 EUR,A name that two have
4717,finance,2026-10-31,,Licences,10 EUR,A direct cost of no service
4711,finance,2026-10-31,Mail,Licences,10 EUR,A voucher a second time
4718,finance,2026-10-15,SVC-000001,Licences,-20.25 EUR,A credit
";

fn create(desk: &Desk, kind: &str, fields: &[(&str, &str)]) {
    let fields = fields
        .iter()
        .map(|(name, text)| ((*name).to_owned(), Value::Text((*text).to_owned())))
        .collect();
    desk.run(&importer(), Command::create(kind, Input::Values(fields))).unwrap();
}

fn import(desk: &Desk, text: &str) -> Summary {
    let options = Options::default();
    let from = text.as_bytes();
    table::import(desk, &importer(), "cost_record", Format::Csv, &options, from, &mut |_, _| {})
        .unwrap()
}

fn amounts(desk: &Desk) -> Vec<String> {
    let view = desk.view("cost_record").unwrap();
    let list = desk.list(&importer(), &Query { limit: 50, ..Query::of("cost_record") }).unwrap();
    let mut all: Vec<_> =
        list.records.iter().map(|record| view.value(record, "amount").to_text()).collect();
    all.sort();
    all
}

#[test]
fn a_ledger_comes_in_by_names_and_each_bad_line_costs_itself() {
    on_both_engines(|url| {
        let desk = desk(url);
        for name in ["Mail", "Twin", "Twin"] {
            create(&desk, "service", &[("name", name)]);
        }
        for (name, nature) in [("Licences", "direct"), ("Rooms", "indirect")] {
            create(
                &desk,
                "cost_type",
                &[("name", name), ("nature", nature), ("sort", "operating")],
            );
        }
        let first = import(&desk, LEDGER);
        let told: Vec<_> = first.faults.first.iter().map(ToString::to_string).collect();
        let begins = [
            "line 4 gives a “amount” that must be an amount and a currency",
            "line 5 gives a “booked_on” that must be a date",
            "line 6 gives a “service” that names “Fax”, which is no service's number",
            "line 7 gives a “service” that names “Twin”, and more than one service is called so",
            "line 8 was refused: service is missing: a cost of a direct type",
            "line 9 was refused: voucher is recorded already",
        ];
        assert_eq!(told.len(), begins.len(), "{told:#?}");
        for (told, begin) in told.iter().zip(begins) {
            assert!(told.starts_with(begin), "{told}");
        }
        assert_eq!(first.created, 3);
        assert_eq!(amounts(&desk), ["-20.25 EUR", "1200.5 EUR", "900 EUR"]);
        let again = import(&desk, LEDGER);
        assert_eq!((again.created, again.faults.count), (0, 9), "{again}");
        assert_eq!(amounts(&desk).len(), 3, "nothing is counted twice");
    });
}
