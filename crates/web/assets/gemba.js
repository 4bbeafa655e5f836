// Every page works without this script, by links and forms; it adds keys, a palette, pickers, dialogs and live news.
// It holds no words: they come from the page (data-text-* on <body>, or the server's markup). HTML comes from this origin
// alone and goes through DOMParser, which runs no script.

const root = document.documentElement, body = document.body;
const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const parsed = (html) => new DOMParser().parseFromString(html, 'text/html');
/** A text of the page by its name, with `{by}` filled in. */
const text = (name, by = '') => (body.dataset[`text${name}`] ?? '').replace('{by}', by);
let made = 0;
const named = (element) => (element.id ||= `made-${++made}`);

/** Asks this origin, saying that a piece of a page is enough. */
function ask(address, options = {}) {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) throw new Error('another origin');
  return fetch(url, { ...options, headers: { 'X-Fragment': '1' } });
}
function post(form, button) {
  const data = new FormData(form, button), files = form.enctype === 'multipart/form-data';
  // A field called “action” would stand in for the form's own.
  return ask(form.getAttribute('action'), { method: 'POST', body: files ? data : new URLSearchParams(data) });
}
async function fragment(address, options) {
  const answer = await ask(address, options);
  if (!answer.ok) throw new Error(answer.status);
  return parsed(await answer.text()).body;
}
/** Calls `act` once things have been quiet for `wait` milliseconds. */
function settled(act, wait = 60) {
  let timer = 0;
  return (...values) => { clearTimeout(timer); timer = setTimeout(act, wait, ...values); };
}
const make = (tag, values) => Object.assign(document.createElement(tag), values);
/** Says something for a moment at the foot of the page, also to a screen reader. */
function say(words) {
  const toast = make('p', { className: 'toast', textContent: words });
  one('.toasts')?.append(toast);
  setTimeout(() => toast.remove(), 4000);
}
const failed = () => say(text('Failed'));

/* Choices under an input (ARIA combobox): asks, keeps answers, drops stale ones, moves by arrows. */
function choices(input, list, { address, ready, choose, shown }) {
  const kept = new Map();
  let active = null, asking = null;
  const options = () => all('[role=option]', list);
  function mark(option) {
    active?.setAttribute('aria-selected', 'false');
    active = option;
    if (!active) return input.removeAttribute('aria-activedescendant');
    active.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', named(active));
    active.scrollIntoView({ block: 'nearest' });
  }
  function show(content) {
    list.replaceChildren(...content.cloneNode(true).childNodes);
    ready?.(list);
    for (const option of options()) option.setAttribute('aria-selected', 'false');
    active = null;
    mark(options()[0]);
    shown?.(true);
  }
  async function look(words) {
    asking?.abort();
    if (kept.has(words)) return show(kept.get(words));
    asking = new AbortController();
    try {
      kept.set(words, await fragment(address + encodeURIComponent(words), { signal: asking.signal }));
      show(kept.get(words));
    } catch (error) {
      if (error.name !== 'AbortError') failed();
    }
  }
  const later = settled(look);
  input.addEventListener('input', () => later(input.value.trim()));
  input.addEventListener('keydown', (event) => {
    const now = options(), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && list.hidden) look(input.value.trim());
    else if (step && now.length) mark(now[(now.indexOf(active) + step + now.length) % now.length]);
    else if (event.key === 'Enter' && active && !list.hidden) choose(active, event);
    else return;
    event.preventDefault();
  });
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]');
    if (option) choose(option, event);
  });
  return { look, stop: () => asking?.abort() };
}

/* The palette: <dialog id="palette">, opened by <a data-palette>, Ctrl-K and "/". */
const palette = one('#palette');
let finder = null;
function openPalette() {
  if (!palette || palette.open) return;
  const input = one('input', palette);
  finder ??= choices(input, one('ul', palette), {
    address: '/palette?q=',
    ready(list) {
      for (const item of all('li', list)) item.role = 'presentation';
      for (const link of all('a', list)) Object.assign(link, { role: 'option', tabIndex: -1 });
    },
    // A click on a link is on its way already; Enter becomes one.
    choose(link, event) {
      palette.close();
      if (event.type !== 'click') link.click();
    },
  });
  palette.showModal();
  input.select();
  finder.look(input.value.trim());
}

/* Pickers: .pick > input[data-pick=KIND], with a hidden input for one reference, .picked for many. */
function picker(input) {
  const box = input.closest('.pick'), hidden = one('input[type=hidden]', box), many = one('.picked', box);
  const list = make('ul', { className: 'listbox', role: 'listbox', hidden: true });
  list.ariaLabel = input.ariaLabel || input.labels?.[0]?.firstChild?.textContent.trim() || input.name;
  input.after(list);
  input.removeAttribute('list');
  Object.assign(input, { role: 'combobox', autocomplete: 'off', ariaAutoComplete: 'list', ariaExpanded: 'false' });
  input.setAttribute('aria-controls', named(list));
  let label = input.value;
  const shown = (is) => {
    list.hidden = !is || document.activeElement !== input;
    input.ariaExpanded = String(!list.hidden);
    if (list.hidden) input.removeAttribute('aria-activedescendant');
  };
  const close = () => { finding.stop(); shown(false); };
  function choose({ dataset: { id, label: words } }) {
    input.value = label = many ? '' : words;
    if (hidden) hidden.value = id;
    if (many && !all('input', many).some(({ value }) => value === id)) {
      const tick = make('input', { type: 'checkbox', name: input.dataset.pickName, value: id, checked: true });
      const token = make('label');
      token.append(tick, ' ', words);
      many.append(token);
    }
    soil(input.form);
    close();
  }
  const finding = choices(input, list, { address: `/pick/${input.dataset.pick}?q=`, choose, shown });
  // What is typed but not chosen is sent as words alone: the server finds it, or says that it cannot.
  input.addEventListener('input', () => { if (hidden && input.value !== label) hidden.value = ''; });
  input.addEventListener('click', () => list.hidden && finding.look(input.value === label ? '' : input.value.trim()));
  input.addEventListener('blur', close);
  // Escape closes the list, not the dialog around it.
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || list.hidden) return;
    event.preventDefault();
    close();
  });
}

/* Verbs that ask something: <a data-dialog> opens the form of its page in a dialog, or goes there if it cannot. */
async function openVerb(link) {
  const dialog = make('dialog', { className: 'box' });
  try {
    fill(dialog, await fragment(link.href));
  } catch {
    return location.assign(link.href);
  }
  body.append(dialog);
  dialog.addEventListener('close', () => { dialog.remove(); link.focus(); });
  dialog.addEventListener('submit', (event) => send(event, dialog));
  dialog.showModal();
  start(dialog);
}
function fill(dialog, content) {
  dialog.replaceChildren(one('[data-dialog-part]', content) ?? content.firstElementChild);
  dialog.setAttribute('aria-labelledby', named(one('h1, h2', dialog)));
  equip(dialog);
}
const start = (dialog) => one('[aria-invalid=true], [autofocus], .field :is(textarea, select, input:not([type=hidden]))', dialog)?.focus();
async function send(event, dialog) {
  const { target: form, submitter: button } = event;
  if (form.getAttribute('method') !== 'post') return;
  event.preventDefault();
  const sending = post(form, button);
  if (button) button.disabled = true;
  try {
    const answer = await sending;
    const next = answer.headers.get('X-Location') ?? (answer.redirected && answer.url);
    if (next) return location.assign(next);
    fill(dialog, parsed(await answer.text()).body);
    start(dialog);
  } catch {
    soil(form);
    if (button) button.disabled = false;
    failed();
  }
}

/* Lists: J and K move, Enter opens (the link of the row has the focus), X ticks. */
const here = () => one('[data-href][aria-selected=true]');
function move(step) {
  const list = all('[data-href]'), was = here(), row = list[Math.max(list.indexOf(was) + step, 0)];
  if (!row) return;
  was?.removeAttribute('aria-selected');
  row.ariaSelected = 'true';
  one('a', row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

/* Keys: a letter presses what carries it as data-key; "?" lists them. */
function showKeys() {
  const dialog = one('#keys');
  if (!dialog || dialog.open) return;
  one('[data-keys]', dialog)?.replaceChildren(...all('[data-key]').flatMap((at) => {
    const term = make('dt');
    term.append(make('kbd', { textContent: at.dataset.key.toUpperCase() }));
    // The key's own cap at the end of the words is left out.
    return [term, make('dd', { textContent: at.ariaLabel ?? at.textContent.replace(/\s\S$/, '') })];
  }));
  dialog.showModal();
}
/** Whether the person is writing, so that a letter is no command. */
const writing = (at) => at.isContentEditable || at.matches?.('textarea, select, input:not([type=checkbox], [type=radio])');
addEventListener('keydown', (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const command = event.ctrlKey || event.metaKey, key = event.key.toLowerCase(), row = here();
  if (command && key === 'k') { event.preventDefault(); return openPalette(); }
  if (command && key === 'enter') return event.target.form?.requestSubmit();
  if (key === 'escape') return closePops();
  if (command || event.altKey || writing(event.target) || one('dialog[open]')) return;
  const at = one(`[data-key="${CSS.escape(key)}"]`);
  if (key === '/') openPalette();
  else if (key === '?') showKeys();
  else if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1);
  else if (key === 'x' && row) one('input[type=checkbox]', row)?.click();
  else if (key === 'enter' && row && event.target === body) one('a', row)?.click();
  else if (at) writing(at) ? at.focus() : at.click();
  else return;
  event.preventDefault();
});

/* Panels close when the person turns elsewhere. */
function closePops(except) {
  for (const pop of all('details.pop[open]')) {
    if (pop.contains(except)) continue;
    if (!except && pop.contains(document.activeElement)) one('summary', pop).focus();
    pop.open = false;
  }
}
addEventListener('click', (event) => {
  const at = event.target, link = at.closest('a'), copy = at.closest('[data-copy], [data-copy-from]');
  closePops(at);
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link?.matches('[data-palette]')) { event.preventDefault(); openPalette(); }
  else if (link?.matches('dialog [data-close]')) { event.preventDefault(); at.closest('dialog').close(); }
  else if (link?.matches('[data-dialog]')) { event.preventDefault(); openVerb(link); }
  else if (at.closest('[data-add-row], [data-drop-row]')) { event.preventDefault(); changeRows(at.closest('button')); }
  else if (at.closest('[data-keys-open]')) showKeys();
  else if (at.closest('[data-print]')) print();
  else if (copy) {
    const words = copy.dataset.copy ?? one(copy.dataset.copyFrom)?.textContent;
    navigator.clipboard.writeText(words).then(() => say(text('Copied')), failed);
  } else if (!at.closest('a, button, label, input, summary') && !String(getSelection())) {
    // A click beside the words of a row opens it too; selecting text does not.
    at.closest('tr[data-href]')?.querySelector('a')?.click();
  }
});

/* Ticks: all at once, and counted. */
function count(form) {
  const ticks = all('tbody input[type=checkbox]', form), every = one('input[data-all]', form);
  const chosen = ticks.filter((tick) => tick.checked).length;
  every.checked = chosen > 0 && chosen === ticks.length;
  every.indeterminate = chosen > 0 && chosen < ticks.length;
  for (const place of all('[data-picked]', form)) place.textContent = String(chosen);
}
addEventListener('change', ({ target: at }) => {
  if (!at.form || !one('input[data-all]', at.form)) return;
  if (at.matches('[data-all]')) for (const tick of all('tbody input[type=checkbox]', at.form)) tick.checked = at.checked;
  count(at.form);
});

/* Rows of a structured field: added and taken away in place; without the script the server does it. */
function changeRows(button) {
  const group = button.closest('[data-rows]'), rows = all('.row', group), own = button.closest('.row');
  const empty = (row) => { for (const at of all('input, select', row)) { at.value = ''; at.removeAttribute('aria-invalid'); } };
  let next = own;
  if (own && rows.length > 1) {
    next = own.nextElementSibling?.matches('.row') ? own.nextElementSibling : own.previousElementSibling;
    own.remove();
  } else if (own) empty(own);
  else {
    const place = group.dataset.rows++;
    next = rows.at(-1).cloneNode(true);
    for (const at of all('.error', next)) at.remove();
    for (const at of all('[name], label', next)) {
      for (const name of ['name', 'id', 'for', 'value']) {
        const said = at.getAttribute(name);
        if (said && (name !== 'value' || at.matches('button'))) at.setAttribute(name, said.replace(/\.\d+(?=\.|$)/, `.${place}`));
      }
      at.removeAttribute('aria-describedby');
    }
    empty(next);
    rows.at(-1).after(next);
  }
  one('input, select', next)?.focus();
  soil(button.form);
}

/* Forms that know they hold something unsent: <form data-guard>. */
function soil(form) { if (form?.matches('[data-guard]')) form.dataset.dirty = ''; }
addEventListener('input', ({ target }) => soil(target.form));
addEventListener('beforeunload', (event) => { if (one('form[data-dirty]')) event.preventDefault(); });
addEventListener('submit', (event) => {
  delete event.target.dataset.dirty;
  if (event.target.matches('[data-themes]')) chooseTheme(event);
});

/* The theme: seen at once, and posted so that the server keeps it in its cookie. */
function chooseTheme(event) {
  const { target: form, submitter: chosen } = event;
  event.preventDefault();
  // "system" has no rule of its own, so the system decides.
  root.dataset.theme = chosen.value;
  for (const button of all('button', form)) button.ariaPressed = String(button === chosen);
  post(form, chosen).catch(failed);
}

/* Live: parts with data-live-part are exchanged when the server says that something changed, unless the person works in
   them; then a quiet line offers to show it. A hidden page waits until it is looked at. */
let waiting = null, refreshing = false;
async function refresh(news) {
  waiting = news;
  if (document.hidden || refreshing) return;
  refreshing = true;
  waiting = null;
  try {
    const fresh = parsed(await (await fetch(location.href, { cache: 'no-store' })).text());
    let busy = !one('[data-live-part]');
    for (const part of all('[data-live-part]')) {
      const next = fresh.getElementById(part.id);
      if (!next || next.outerHTML === seen.get(part.id)) continue;
      if (part.contains(document.activeElement) || one('form[data-dirty], details[open], :checked', part)) { busy = true; continue; }
      seen.set(part.id, next.outerHTML);
      part.replaceWith(document.adoptNode(next));
      equip(next);
    }
    if (busy) offer(news);
  } catch {
    offer(news);
  }
  refreshing = false;
  if (waiting) refresh(waiting);
}
function offer({ by }) {
  const line = one('#changed');
  if (!line) return;
  one('span', line).textContent = text(by ? 'Changed' : 'ChangedQuietly', by);
  line.hidden = false;
}
/** Each live part as the server wrote it. */
const seen = new Map(all('[data-live-part]').map((part) => [part.id, part.outerHTML]));
if (body.dataset.live) {
  // A browser keeps six connections to one house: a page that nobody looks at gives its own back, or the seventh waits
  // for ever. What it missed meanwhile it reads when it is looked at again.
  const later = settled(refresh, 250);
  let stream = null;
  const listen = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(body.dataset.live);
    stream.onmessage = ({ data }) => {
      const news = JSON.parse(data);
      if (!news.own) later(news);
    };
  };
  const rest = () => { stream?.close(); stream = null; };
  const back = () => { listen(); if (waiting || one('[data-live-part]')) refresh(waiting ?? {}); };
  listen();
  addEventListener('pagehide', rest);
  addEventListener('pageshow', (event) => event.persisted && back());
  addEventListener('visibilitychange', () => (document.hidden ? rest() : back()));
}

/* Times in the reader's own words: <time datetime data-relative>. */
const units = Object.entries({ year: 31557600, month: 2629800, week: 604800, day: 86400, hour: 3600, minute: 60, second: 0 });
const relative = new Intl.RelativeTimeFormat(root.lang || undefined, { numeric: 'auto' });
function tellTimes(from) {
  for (const time of all('time[data-relative]', from)) {
    const away = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (Number.isNaN(away)) continue;
    const [unit, size] = units.find(([, length]) => Math.abs(away) >= length);
    time.textContent = relative.format(size ? Math.round(away / size) : 0, unit);
  }
}
setInterval(tellTimes, 30000, document);

/* Known answers beside a form: <div data-answers=ADDRESS data-watched="FIELD …">, asked for anew as people type. */
const answers = one('[data-answers]'), asker = one('#record-form');
if (answers && asker) {
  let asking = null, last = '';
  const look = settled(async () => {
    const data = new FormData(asker);
    const asked = new URLSearchParams(answers.dataset.watched.split(' ').map((name) => [name, data.get(name) ?? '']));
    if (String(asked) === last) return;
    last = String(asked);
    asking?.abort();
    asking = new AbortController();
    try {
      const content = await fragment(`${answers.dataset.answers}?${asked}`, { signal: asking.signal });
      answers.replaceChildren(...content.childNodes);
    } catch (error) {
      if (error.name !== 'AbortError') last = '';
    }
  }, 150);
  for (const happening of ['input', 'change', 'focusout']) asker.addEventListener(happening, look);
}

/* Questions that come up by what was answered: <form data-asks=ID>, asked for anew when an answer changes. */
for (const form of all('form[data-asks]')) {
  const part = one(`#${form.dataset.asks}`);
  let asking = null, last = null;
  const look = settled(async () => {
    const data = new URLSearchParams(new FormData(form));
    if (String(data) === last) return;
    last = String(data);
    asking?.abort();
    asking = new AbortController();
    data.set('_look', '1');
    try {
      const content = await fragment(form.getAttribute('action'), { method: 'POST', body: data, signal: asking.signal });
      const typing = document.activeElement?.name, held = document.activeElement?.value;
      part.replaceChildren(...content.childNodes);
      const input = typing && all('[name]', part).find((each) => each.name === typing && (each.type !== 'radio' || each.value === held));
      input?.focus();
      equip(part);
    } catch (error) {
      if (error.name !== 'AbortError') last = null;
    }
  }, 200);
  form.addEventListener('change', look);
}

/** Makes a piece of a page work: the page itself, and each piece that comes later. */
function equip(from) {
  all('input[data-pick]', from).forEach(picker);
  tellTimes(from);
  if (!CSS.supports('field-sizing', 'content')) {
    for (const area of all('textarea', from)) area.oninput = () => { area.rows = Math.min(30, area.value.split('\n').length + 1); };
  }
}
equip(document);
for (const every of all('input[data-all]')) count(every.form);
root.dataset.script = '';
// A refused form begins with its mistakes.
one('.summary')?.focus();
