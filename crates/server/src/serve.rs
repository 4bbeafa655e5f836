//! `gemba serve` and `gemba demo`: the server, its timers, its first start and its end.
use crate::{asked::owner, house, kit, ledger, mail, pack};
use anyhow::{Context, Result};
use gemba_cli::{
    Place,
    args::MailPlace,
    terminal::{Bar, note, say},
};
use gemba_desk::Desk;
use gemba_starter::{Span, demo_clock};
use gemba_vocabulary::actor::Role;
use jiff::{Timestamp, tz::TimeZone};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};
use tokio::net::TcpListener;

const TIMER_EVERY: Duration = Duration::from_secs(1);
const SEAL_EVERY: Duration = Duration::from_mins(1);
const RECONNECT_AFTER: Duration = Duration::from_secs(5);
/// How long what is under way may take when the server is asked to stop.
const STOP_WITHIN: Duration = Duration::from_secs(2);
const DEMO_SEED: u64 = 20_000;

/// Serves an organization until a signal ends it.
pub fn serve(place: &Place, listen: &str, mail: &MailPlace) -> Result<()> {
    let settings = mail::settings(mail)?;
    let desk = if settings.is_some() { house::open_with_mail(place)? } else { house::open(place)? };
    if let Some(settings) = &settings {
        mail::start(&desk, settings)?;
    }
    let mut link = None;
    if !desk.has_people()? {
        let admin = "admin@localhost.localdomain";
        // Whoever has no time zone of their own is told times as on the clock of this machine.
        if let Some(zone) = TimeZone::system().iana_name() {
            desk.set_zone(zone)?;
        }
        let person = desk.add_person(&owner(), "Administrator", admin, &[Role::Administrator])?;
        link = Some((desk.invite(&owner(), person)?, admin));
    }
    run(&desk, listen, |address| {
        if let Some((secret, admin)) = &link {
            say("This is the first start. Set the administrator's password here, once:");
            say(&format!("  http://{address}/welcome/{secret}"));
            say(&format!("Then sign in as {admin}; change the address under People."));
        }
    })
}

/// Fills a database with the demo organization if it is new, and serves it.
pub fn demo(place: &Place, listen: &str, seed_only: bool) -> Result<()> {
    if house::open_at(place, demo_clock::now)?.setting(DEMO)?.is_none() {
        // What is lost while the demo is made can be made again: no deed waits for the disk.
        let desk = house::open_for_a_tale(&house::in_haste(place), demo_clock::now)?;
        let bar = Bar::new("A year of work");
        let until = Timestamp::now();
        let mut shown = |done, total| bar.at(done, total);
        let people = gemba_starter::seed_span(&desk, until, DEMO_SEED, Span::Year, &mut shown)?;
        bar.end();
        // The guest looks around as whoever may see and do everything.
        let guest = people.people.iter().find(|one| one.role.contains("administrator"));
        let guest = guest.or(people.people.first()).context("the demo has no people")?;
        desk.set_setting(DEMO, &guest.email)?;
        for one in &people.people {
            note(&format!("  {:<26} {:<44} {}", one.name, one.email, one.role));
        }
        demo_clock::go_by(Timestamp::now);
        desk.seal()?;
    }
    demo_clock::go_by(Timestamp::now);
    let desk = house::open_at(place, demo_clock::now)?;
    if seed_only {
        anyhow::ensure!(ledger::verify(&desk, None)?, "the demo's ledger does not verify");
        return Ok(());
    }
    let host = desk.setting(DEMO)?.context("this database does not hold the demo")?;
    let person = desk.find_person(&host)?.context("the demo's first person is missing")?;
    let secret = desk.invite(&owner(), person)?;
    run(&desk, listen, |address| {
        say("The demo organization is ready. Choose a password here and look around:");
        say(&format!("  http://{address}/welcome/{secret}"));
        say(&format!("Later sign in as {host}. Press Ctrl-C to stop."));
    })
}

/// The setting that names the guest of the demo, by mail address.
pub const DEMO: &str = "demo_guest";

/// Prints reports, where this program was built with the typesetter.
#[cfg(feature = "paper")]
pub const PRINTER: Option<gemba_figures::paper::Printer> = Some(gemba_paper::printed);
/// This program was built without the typesetter.
#[cfg(not(feature = "paper"))]
pub const PRINTER: Option<gemba_figures::paper::Printer> = None;

fn run(desk: &Desk, listen: &str, greet: impl FnOnce(&str)) -> Result<()> {
    let stopping = Arc::new(AtomicBool::new(false));
    let (waker, timers) = start_timers(desk, &stopping)?;
    hear_other_nodes(desk, &stopping)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on {listen}"))?;
        let address = listener.local_addr()?.to_string();
        greet(&address);
        note(&format!("Gemba listens on http://{address}"));
        let live = Arc::default();
        let packer: Option<gemba_web::Packer> = Some(pack::make);
        let api = gemba_api::router_with(desk.clone(), PRINTER, Arc::clone(&live), packer);
        let fittings = gemba_web::Fittings { printer: PRINTER, kit: Some(&kit::KIT), live, packer };
        let router = gemba_web::router_with(desk.clone(), fittings).nest("/api/v1", api);
        let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(asked_to_stop());
        // Pages that listen for news never end by themselves; whatever else is under way gets a moment.
        let too_late = async {
            asked_to_stop().await;
            tokio::time::sleep(STOP_WITHIN).await;
        };
        tokio::select! {
            served = serving => served.context("the server failed"),
            () = too_late => Ok(()),
        }
    })?;
    runtime.shutdown_timeout(STOP_WITHIN);
    stopping.store(true, Ordering::Relaxed);
    drop(waker);
    let _ = timers.join();
    desk.seal()?;
    Ok(())
}

/// Does what is due, and seals the ledger now and then, until the server stops.
fn start_timers(
    desk: &Desk,
    stopping: &Arc<AtomicBool>,
) -> Result<(mpsc::Sender<()>, thread::JoinHandle<()>)> {
    let (waker, sleeper) = mpsc::channel::<()>();
    let (desk, stopping) = (desk.clone(), Arc::clone(stopping));
    let timers = thread::Builder::new().name("gemba-timers".to_owned()).spawn(move || {
        let mut sealed = Instant::now();
        while !stopping.load(Ordering::Relaxed) {
            match desk.run_due_if_any() {
                Ok(0) => {}
                Ok(count) => tracing::debug!(count, "jobs done"),
                Err(error) => tracing::error!(%error, "jobs were not done"),
            }
            if sealed.elapsed() >= SEAL_EVERY {
                sealed = Instant::now();
                if let Err(error) = desk.seal() {
                    tracing::error!(%error, "the ledger was not sealed");
                }
            }
            // Ends at once when the server drops its end.
            if let Err(mpsc::RecvTimeoutError::Disconnected) = sleeper.recv_timeout(TIMER_EVERY) {
                break;
            }
        }
    })?;
    Ok((waker, timers))
}

fn hear_other_nodes(desk: &Desk, stopping: &Arc<AtomicBool>) -> Result<()> {
    if !desk.has_other_nodes() {
        return Ok(());
    }
    let (desk, stopping) = (desk.clone(), Arc::clone(stopping));
    thread::Builder::new().name("gemba-listener".to_owned()).spawn(move || {
        while !stopping.load(Ordering::Relaxed) {
            if let Err(error) = desk.hear_other_nodes() {
                tracing::warn!(%error, "other nodes are not heard; trying again");
            }
            thread::sleep(RECONNECT_AFTER);
        }
    })?;
    Ok(())
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
