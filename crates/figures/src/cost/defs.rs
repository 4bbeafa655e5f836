//! What the figures of cost are, in words.
use crate::sheet::FigureDef;

macro_rules! defs { ($($name:ident = $key:literal, $label:literal, $unit:literal, $definition:literal;)*) => { $(
    #[doc = $label]
    pub static $name: FigureDef =
        FigureDef { name: $key, label: $label, unit: $unit, definition: $definition };
)* } }

defs! {
    TOTAL = "total_cost", "Total cost", "",
        "What was spent for the service alone, and its shares of what is shared, in the whole period. Clause 8.4.1; \
         definition “Cost”.";
    DIRECT = "direct_cost", "Direct cost", "",
        "The sum of the costs that name the service. Definition “Cost”.";
    SHARED = "shared_cost", "Share of shared costs", "",
        "Each month and sort of cost that names no service is split by the allocation rule that holds for that month: \
         amount × weight ÷ sum of weights, in cents. The cents that are left go to the largest remainders, of equal \
         ones to the name that comes first, so that the parts add up exactly. Definition “Cost”.";
    ACTUAL = "actual_to_date", "Actual in the months that are over", "",
        "Direct costs and shares of the months of the period that are over. Clause 8.4.1.";
    BUDGET = "budget_to_date", "Budget of the months that are over", "",
        "What approved budgets of the service hold for the same months; a budget counts the same for each of its \
         months. Clause 8.4.1.";
    VARIANCE = "variance", "Variance", "",
        "Actual minus budget, both of the months that are over; above zero means that more was spent than planned. \
         Definition “Cost”.";
    VARIANCE_PERCENT = "variance_percent", "Variance in % of budget", "%",
        "Actual minus budget, divided by the budget of the months that are over, times 100. Up to 0 it is kept, up to \
         10 it is near, above that it is missed. Definition “Cost”.";
    WHOLE_BUDGET = "budget_whole", "Budget of the whole period", "",
        "What approved budgets of the service hold for all months of the period. Clause 8.4.1.";
    LEFT = "budget_left", "Budget left", "",
        "The budget of the whole period minus the total cost so far. Clause 8.4.1.";
    USED = "budget_used_percent", "Budget used", "%",
        "The total cost so far divided by the budget of the whole period, times 100. Definition “Cost”.";
    FORECAST = "forecast", "Forecast of the whole period", "",
        "A straight line: the actual costs of the months that are over, divided by their number, times all months of \
         the period. Definition “Cost”.";
    FORECAST_OVER = "forecast_over_percent", "Forecast over budget", "%",
        "The forecast minus the budget of the whole period, divided by that budget, times 100. Up to 0 it is kept, up \
         to 10 it is near, above that it is missed. Definition “Cost”.";
    UNIT = "unit_cost", "Cost of a unit in a month", "",
        "The total cost of the period divided by the mean of the units measured in its months and by the number of its \
         months. The unit is the demand source that is marked as the unit of cost. Definition “Cost”.";
    RECORDED = "recorded_total", "Recorded in all", "",
        "The sum of all costs recorded for the period in the currency. It is the total of all services and of what no \
         rule splits. Definition “Cost”.";
    UNSHARED = "unallocated", "Borne by no service", "",
        "Shared costs of months for which no allocation rule is in force. They are in no service’s total. Definition \
         “Cost”.";
    CONTROL = "control_totals_off", "Control totals that do not match", "",
        "How many control totals of reviews that lie within the period differ from what is recorded now for the same \
         months and ledger. None may. Clause 8.4.1: the total equals the source ledger.";
}
