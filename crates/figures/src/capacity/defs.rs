//! What the figures of capacity are, in words.
use crate::sheet::FigureDef;

macro_rules! defs { ($($name:ident = $key:literal, $label:literal, $unit:literal, $definition:literal;)*) => { $(
    #[doc = $label]
    pub static $name: FigureDef =
        FigureDef { name: $key, label: $label, unit: $unit, definition: $definition };
)* } }

defs! {
    PEAK = "peak", "Peak of the last month", "",
        "The highest value of the last month measured. If the metric looks at peaks, it is held against its values to \
         look and to act. Clause 8.4.3.";
    P95 = "p95", "95th percentile of the last month", "",
        "The value that 95 of 100 values of the last month measured do not exceed: the value at rank 95 % of their \
         number, rounded up, in ascending order (nearest rank). Definition “Capacity forecast”.";
    MEAN = "mean", "Mean of the last month", "",
        "The sum of the values of the last month measured divided by their number. Clause 8.4.3.";
    SLOPE = "slope", "Rise in a month", "",
        "The slope of the straight line with the least squares through the monthly values of the months that are over, \
         at least six. The first month measured counts as 1. Definition “Capacity forecast”.";
    INTERCEPT = "intercept", "Beginning of the line", "",
        "What the same line comes to one month before the first one measured. Definition “Capacity forecast”.";
    FIT = "r_squared", "Fit of the line (R²)", "",
        "The share of the spread of the monthly values that the line explains; 1 is a perfect line. Definition \
         “Capacity forecast”.";
    CROSSES = "cross_month", "Reaches the value to act in month", "",
        "(Value to act − beginning) ÷ rise, counted in months with the first month measured as 1. Undefined where the \
         line does not rise. Definition “Capacity forecast”.";
    OVER_FROM = "over_from", "First whole month over", "",
        "The first month in which the line has reached the value to act. Definition “Capacity forecast”.";
    DECIDE_BY = "decide_by", "Month to decide", "",
        "The first whole month over minus the lead time of the metric. It is kept while it lies ahead, near in the \
         month itself, and missed after it. Definition “Capacity forecast”.";
    NEEDS = "requirements_missing", "Services whose needs are not all said", "",
        "How many services in use have at least one sort of resource (people, technology, information, money) for \
         which no requirement was approved. Clause 8.4.3 asks for all four.";
    INCIDENTS = "capacity_incidents", "Incidents for want of capacity", "",
        "How many incidents opened in the period say “capacity” in their category. Each is a sign that less was \
         supplied than was needed. Clause 8.4.3.";
    REVIEWS = "requirements_overdue", "Requirements to be looked at again", "",
        "Approved requirements whose day of review is past. Clause 8.4.3: they are kept up to date.";
}
