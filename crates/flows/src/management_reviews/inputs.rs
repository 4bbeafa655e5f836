//! The fourteen inputs, in their order.
use super::{
    facts::{Points, Times},
    system, work,
};
use gemba_desk::{Refused, World};
use gemba_model::{Choice, review_inputs::Input};
use serde_json::Value as Json;

/// What the records say of each input. Where nothing is on record, it says so.
pub(super) fn all(world: &mut World<'_>, times: &Times) -> Result<Json, Refused> {
    let mut points = Points::default();
    for input in Input::ALL {
        match input {
            Input::EarlierDecisions => system::earlier(world, &mut points, times)?,
            Input::Context => system::context(world, &mut points, times)?,
            Input::Nonconformities => system::nonconformities(world, &mut points, times)?,
            Input::Measures => system::measures(world, &mut points)?,
            Input::Audits => system::audits(world, &mut points)?,
            Input::Improvements => system::improvements(world, &mut points)?,
            Input::Feedback => work::feedback(world, &mut points, times)?,
            Input::Policies => system::policies(world, &mut points, times)?,
            Input::Objectives => system::objectives(world, &mut points)?,
            Input::Services => work::services(world, &mut points, times)?,
            Input::OtherParties => work::other_parties(world, &mut points, times)?,
            Input::Resources => work::resources(world, &mut points, times)?,
            Input::Risks => work::risks(world, &mut points, times)?,
            Input::Changes => work::changes(world, &mut points, times)?,
        }
        points.close(*input);
    }
    Ok(points.into_json())
}
