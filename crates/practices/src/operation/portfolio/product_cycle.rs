//! Product cycles: for how long each release of a product is supported by whoever makes it.
use gemba_model::{FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::product;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// One release cycle of a product, such as Debian 12, and until when its maker supports it. The
/// configuration items that run it learn from here when their support ends.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PCY", clause = "8.2.5", title = "name", settle = settle)]
#[kind(shares(Comments, Tags))]
pub struct ProductCycle {
    /// The product, as its source names it, such as `debian` or `windows-server`.
    #[field(searched, filtered)]
    pub product: String,
    /// What people call the product, such as “Microsoft Windows Server”.
    #[field(searched)]
    pub product_title: Option<String>,
    /// Other names of the product, with commas between them.
    #[field(searched)]
    pub also_called: Option<String>,
    /// The cycle: the first components of the versions that belong to it, such as 12 or 22.04.
    pub cycle: String,
    /// What the cycle is called where that is another name, such as 2019 for version 15.0.
    pub cycle_label: Option<String>,
    /// The day on which it came out.
    pub released_on: Option<Date>,
    /// The last day on which it gets new features and ordinary corrections.
    #[field(listed)]
    pub active_until: Option<Date>,
    /// The last day on which it gets security corrections; empty while nobody has named one.
    #[field(listed, filtered)]
    pub end_of_life_on: Option<Date>,
    /// Whether support has ended although the source names no day.
    #[field(filtered)]
    pub has_ended: bool,
    /// The last day of support for those who pay for more.
    pub extended_until: Option<Date>,
    /// The latest version of the cycle.
    #[field(listed)]
    pub latest_version: Option<String>,
    /// Who says so: a list, or the address of the maker's page.
    #[field(listed)]
    pub source: Option<String>,
    /// The day on which it was read there as it stands here.
    #[field(listed)]
    pub fetched_on: Option<Date>,
    /// The product and its cycle.
    #[field(computed, listed)]
    pub name: Option<String>,
    /// The product without its spelling.
    #[field(computed, filtered)]
    pub product_key: Option<String>,
    /// All names of the product without their spelling, with spaces around each.
    #[field(computed)]
    pub names: Option<String>,
    /// The product and the cycle in small letters, which are there only once.
    #[field(computed, unique)]
    pub key: Option<String>,
}

fn settle(
    me: &mut ProductCycle,
    _: Option<&ProductCycle>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let own = product::key(&me.product);
    fault_unless(!own.is_empty(), "product", "must have a letter or a digit")?;
    let is_named = !product::components(&me.cycle).is_empty();
    fault_unless(is_named, "cycle", "must have a letter or a digit")?;
    let order = [
        ("active_until", me.active_until),
        ("end_of_life_on", me.end_of_life_on),
        ("extended_until", me.extended_until),
    ];
    for (field, day) in order {
        let is_backward = me.released_on.zip(day).is_some_and(|(from, day)| day < from);
        fault_unless(!is_backward, field, "lies before the day on which it came out")?;
    }
    fault_unless(
        me.end_of_life_on.is_none() || !me.has_ended,
        "has_ended",
        "is for a support of which no last day is known; the day says it already",
    )?;
    let title = me.product_title.as_deref().unwrap_or(&me.product);
    let others = me.also_called.as_deref().unwrap_or_default().split(',');
    let names: BTreeSet<_> =
        others.chain([title]).map(product::key).filter(|name| !name.is_empty()).collect();
    let names: Vec<_> = names.into_iter().filter(|name| *name != own).collect();
    me.names = Some(format!(" {own} {} ", names.join(" ")));
    me.key = Some(format!("{own} {}", me.cycle.trim().to_lowercase()));
    me.name = Some(format!("{title} {}", me.cycle_label.as_deref().unwrap_or(&me.cycle)));
    me.product_key = Some(own);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const SERVER: &[(&str, &str)] = &[
        ("product", "windows-server"),
        ("product_title", "Microsoft Windows Server"),
        ("also_called", "windowsserver, WinSrv"),
        ("cycle", "2012-r2"),
        ("released_on", "2013-11-25"),
    ];

    #[test]
    fn it_is_called_by_what_people_say_and_found_by_every_name() {
        let mut story = Story::saved("product_cycle", SERVER);
        assert_eq!(story.holds("name"), "Microsoft Windows Server 2012-r2");
        assert_eq!(story.holds("names"), " windowsserver microsoftwindowsserver winsrv ");
        assert_eq!(story.holds("key"), "windowsserver 2012-r2");
        story.save(&[("cycle_label", "2012 R2"), ("product_title", "")]).unwrap();
        assert_eq!(story.holds("name"), "windows-server 2012 R2");
    }

    #[test]
    fn days_that_cannot_be_are_told() {
        let mut story = Story::saved("product_cycle", SERVER);
        let refusal = story.save(&[("end_of_life_on", "2012-01-01")]).unwrap_err();
        assert!(refusal.contains("lies before the day on which it came out"), "{refusal}");
        story.save(&[("end_of_life_on", "2023-10-10")]).unwrap();
        assert!(story.save(&[("has_ended", "yes")]).is_err());
        assert!(story.save(&[("cycle", " – ")]).unwrap_err().contains("a letter or a digit"));
    }
}
