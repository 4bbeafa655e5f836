// Gemba's little script. Every page works without it by links and forms; it adds keys, a palette, pickers, dialogs and live news.
// It holds no words: what a person reads comes from the page (data-text-* on <body>, or markup that the server wrote).
// It runs no text as code; HTML comes from this origin alone and goes through DOMParser, which runs no script.

const root = document.documentElement;
const body = document.body;
const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
/** A text of the page by its name, `{name}` filled in. */
const text = (name, values = {}) =>
  (body.dataset['text' + name] ?? '').replace(/\{(\w+)\}/g, (_, key) => values[key] ?? '');
const parsed = (html) => new DOMParser().parseFromString(html, 'text/html');
const sameOrigin = (address) => new URL(address, location.href).origin === location.origin;
/** Fetches a fragment of this origin; throws when the answer is no success. */
async function fragment(address, options = {}) {
  if (!sameOrigin(address)) throw new Error('another origin');
  const headers = { 'X-Fragment': '1', ...options.headers };
  const answer = await fetch(address, { credentials: 'same-origin', ...options, headers });
  if (!answer.ok) throw new Error(String(answer.status));
  return parsed(await answer.text()).body;
}
/** Whether the person is writing, so that a letter is a letter and no command. */
const writing = (target) =>
  target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])');
/** Calls `act` once things have been quiet for `wait` milliseconds. */
function settled(act, wait = 60) {
  let timer = 0;
  return (...values) => { clearTimeout(timer); timer = setTimeout(act, wait, ...values); };
}
let made = 0;
const named = (element) => (element.id ||= `made-${++made}`);

/** Says something for a moment at the foot of the page, also to a screen reader. */
function say(words) {
  const place = one('.toasts');
  if (!place || !words) return;
  const toast = document.createElement('p');
  toast.className = 'toast';
  toast.textContent = words;
  place.append(toast);
  setTimeout(() => toast.remove(), 4000);
}

/* A list of choices under an input (ARIA combobox): asks `address(q)`, keeps answers, drops stale ones, moves by arrows. */
function choices(input, list, { address, ready, choose, shown = () => {} }) {
  const kept = new Map();
  let active = null, asking = null, asked = null;
  const options = () => all('[role=option]', list);
  function mark(option) {
    active?.setAttribute('aria-selected', 'false');
    active = option ?? null;
    if (!active) return input.removeAttribute('aria-activedescendant');
    active.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', named(active));
    active.scrollIntoView({ block: 'nearest' });
  }
  function show(content) {
    list.replaceChildren(...[...content.cloneNode(true).childNodes]);
    ready(list);
    for (const option of options()) option.setAttribute('aria-selected', 'false');
    if (!options().length) {
      const none = document.createElement('li');
      none.className = 'none';
      none.role = 'presentation';
      none.textContent = text('Nothing');
      list.replaceChildren(none);
    }
    active = null;
    mark(options()[0]);
    shown(true);
  }
  async function ask(q) {
    asked = q;
    asking?.abort();
    if (kept.has(q)) return show(kept.get(q));
    asking = new AbortController();
    try {
      const content = await fragment(address(q), { signal: asking.signal });
      kept.set(q, content);
      if (kept.size > 50) kept.delete(kept.keys().next().value);
      if (asked === q) show(content);
    } catch (error) {
      if (error.name !== 'AbortError') { shown(false); say(text('Failed')); }
    }
  }
  const later = settled(ask);
  input.addEventListener('input', () => later(input.value.trim()));
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const now = options(), at = now.indexOf(active);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) { event.preventDefault(); ask(input.value.trim()); }
    else if (step && now.length) { event.preventDefault(); mark(now[(at + step + now.length) % now.length]); }
    else if (event.key === 'Enter' && active && !list.hidden) { event.preventDefault(); choose(active, event); }
  });
  list.addEventListener('pointerdown', (event) => event.target.closest('[role=option]:not(a)') && event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]');
    if (option) choose(option, event);
  });
  return { ask, stop() { asked = null; asking?.abort(); } };
}

/* The palette: <dialog id="palette"> with a form to /search; <a data-palette> and Ctrl-K or "/" open it. */
const palette = one('#palette');
let lookUp = null;
function openPalette() {
  if (!palette || palette.open) return;
  const input = one('input', palette), list = one('ul', palette);
  if (!lookUp) {
    lookUp = choices(input, list, {
      address: (q) => `/palette?q=${encodeURIComponent(q)}`,
      ready: (at) => {
        for (const item of all('li', at)) item.role = 'presentation';
        for (const link of all('a', at)) { link.role = 'option'; link.tabIndex = -1; named(link); }
      },
      // A click on a link is already on its way; Enter has to be sent, with Ctrl into a tab of its own.
      choose: (link, event) => {
        if (event.type === 'click') return;
        if (event.ctrlKey || event.metaKey) open(link.href, '_blank', 'noopener');
        else { palette.close(); link.click(); }
      },
    });
  }
  palette.showModal();
  input.select();
  lookUp.ask(input.value.trim());
}
palette?.addEventListener('close', () => lookUp?.stop());

/* Pickers of references: <div class="pick"><input data-pick="kind"> with a hidden input for one, .picked for many. */
function picker(input) {
  const box = input.closest('.pick'), hidden = one('input[type=hidden]', box), many = one('.picked', box);
  const list = document.createElement('ul');
  Object.assign(list, { className: 'listbox', role: 'listbox', hidden: true });
  list.setAttribute('aria-label', input.labels?.[0]?.firstChild?.textContent.trim() || input.name);
  input.after(list);
  input.removeAttribute('list');
  const state = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': named(list), autocomplete: 'off' };
  for (const [name, value] of Object.entries(state)) input.setAttribute(name, value);
  let label = input.value;
  const shown = (is) => {
    const open = is && document.activeElement === input;
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
    if (!open) input.removeAttribute('aria-activedescendant');
  };
  const close = () => { look.stop(); shown(false); };
  function choose(option) {
    const { id, label: words = option.textContent.trim() } = option.dataset;
    if (many) {
      if (!all('input', many).some((tick) => tick.value === id)) {
        const tick = Object.assign(document.createElement('input'), { type: 'checkbox', name: input.dataset.pickName ?? input.name, value: id, checked: true });
        const token = document.createElement('label');
        token.append(tick, ' ', words);
        many.append(token);
      }
      input.value = '';
    } else {
      input.value = label = words;
      hidden.value = id;
    }
    input.dispatchEvent(new Event('change', { bubbles: true }));
    close();
  }
  const look = choices(input, list, {
    address: (q) => `/pick/${input.dataset.pick}?q=${encodeURIComponent(q)}`, ready: () => {}, choose, shown,
  });
  // What is typed but not chosen is sent as text alone: the server finds it or says that it cannot.
  input.addEventListener('input', () => { if (hidden && input.value !== label) hidden.value = ''; });
  input.addEventListener('click', () => list.hidden && look.ask(many || input.value === label ? '' : input.value.trim()));
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
  });
}

/* Verbs that ask something: <a data-dialog href> opens the form of that page in a dialog; without an answer, goes there. */
async function openVerb(link) {
  const dialog = document.createElement('dialog');
  dialog.className = 'box';
  try {
    fillVerb(dialog, await fragment(link.href));
  } catch {
    return location.assign(link.href);
  }
  body.append(dialog);
  dialog.addEventListener('close', () => { dialog.remove(); link.focus(); });
  dialog.addEventListener('submit', (event) => sendVerb(event, dialog));
  dialog.addEventListener('click', (event) => {
    if (event.target.closest('[data-close]')) { event.preventDefault(); dialog.close(); }
  });
  dialog.showModal();
}
function fillVerb(dialog, content) {
  const part = one('[data-dialog-part]', content) ?? content;
  dialog.replaceChildren(...(part === content ? [...part.childNodes] : [part]));
  const title = one('h1, h2', dialog);
  if (title) dialog.setAttribute('aria-labelledby', named(title));
  equip(dialog);
  one('[aria-invalid=true], [autofocus]', dialog)?.focus();
}
async function sendVerb(event, dialog) {
  const form = event.target, button = event.submitter;
  if (form.method !== 'post' || event.defaultPrevented) return;
  event.preventDefault();
  const data = new FormData(form, button);
  if (button) button.disabled = true;
  try {
    const sent = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
    const answer = await fetch(form.action, { method: 'POST', body: sent, headers: { 'X-Fragment': '1' } });
    const next = answer.headers.get('X-Location') ?? (answer.redirected ? answer.url : null);
    if (next && sameOrigin(next)) return location.assign(next);
    fillVerb(dialog, parsed(await answer.text()).body);
  } catch {
    say(text('Failed'));
    if (button) button.disabled = false;
  }
}

/* Lists: J and K move, Enter opens (the link of the row has the focus), X ticks. */
const rows = () => all('[data-href]');
function move(step) {
  const list = rows(), at = list.findIndex((row) => row.ariaSelected === 'true');
  const row = list[Math.min(Math.max(at + step, 0), list.length - 1)];
  if (!row) return;
  for (const other of list) other.removeAttribute('aria-selected');
  row.ariaSelected = 'true';
  one('a', row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

/* Keys. A letter presses what carries it as data-key; "?" lists them. */
function showKeys() {
  const dialog = one('#keys'), place = one('[data-keys]', dialog ?? body);
  if (!dialog || dialog.open) return;
  const found = new Map(all('[data-key]').filter((at) => at.checkVisibility?.() ?? true).map((at) => [at.dataset.key, at]));
  place?.replaceChildren(...[...found].flatMap(([key, at]) => {
    const [term, cap, means] = ['dt', 'kbd', 'dd'].map((name) => document.createElement(name));
    cap.textContent = key.toUpperCase();
    term.append(cap);
    means.textContent = at.ariaLabel ?? [...at.childNodes].filter((node) => node.nodeName !== 'KBD').map((node) => node.textContent).join('').trim();
    return [term, means];
  }));
  dialog.showModal();
}
const press = (at) => (at.matches('textarea, select, input') ? at.focus() : at.click());
addEventListener('keydown', (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === 'k') { event.preventDefault(); return openPalette(); }
  if (command && event.key === 'Enter' && event.target.matches('textarea')) return event.target.form?.requestSubmit();
  if (event.key === 'Escape') return closePops();
  if (command || event.altKey || writing(event.target) || one('dialog[open]')) return;
  const key = event.key.toLowerCase(), at = one(`[data-key="${CSS.escape(key)}"]`);
  const row = rows().find((other) => other.ariaSelected === 'true');
  if (key === '/') openPalette();
  else if (key === '?') showKeys();
  else if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1);
  else if (key === 'x' && row) one('input[type=checkbox]', row)?.click();
  else if (key === 'enter' && row && event.target === body) location.assign(row.dataset.href);
  else if (at) press(at);
  else return;
  event.preventDefault();
});

/* Small panels close when the person turns elsewhere. */
function closePops(except) {
  for (const pop of all('details.pop[open]')) {
    if (pop.contains(except)) continue;
    if (pop.contains(document.activeElement) && !except) one('summary', pop).focus();
    pop.open = false;
  }
}
addEventListener('click', (event) => {
  const at = event.target;
  closePops(at);
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = at.closest('a');
  if (link?.matches('[data-palette]')) { event.preventDefault(); return openPalette(); }
  if (link?.matches('[data-dialog]')) { event.preventDefault(); return openVerb(link); }
  if (at.closest('[data-keys-open]')) { event.preventDefault(); return showKeys(); }
  const copy = at.closest('[data-copy], [data-copy-from]');
  if (copy) {
    const words = copy.dataset.copy ?? one(copy.dataset.copyFrom)?.textContent.trim();
    return navigator.clipboard.writeText(words).then(() => say(text('Copied')), () => say(text('Failed')));
  }
  // A click beside the words of a row opens it too; selecting text does not.
  const row = at.closest('tr[data-href]');
  if (row && !at.closest('a, button, label, input, details') && !getSelection().toString()) one('a', row)?.click();
  if (at.matches('dialog:not([data-dirty])')) at.close();
});

/* Ticking all rows, and counting them. */
addEventListener('change', (event) => {
  const at = event.target, form = at.form;
  if (!form || at.type !== 'checkbox') return;
  const ticks = all('tbody input[type=checkbox]', form), every = one('input[data-all]', form);
  if (!every) return;
  if (at === every) for (const tick of ticks) tick.checked = every.checked;
  const count = ticks.filter((tick) => tick.checked).length;
  every.checked = count > 0 && count === ticks.length;
  every.indeterminate = count > 0 && count < ticks.length;
  for (const place of all('[data-picked]', form)) place.textContent = String(count);
});

/* Forms that know they hold something unsent: <form data-guard>. */
const unsent = () => one('form[data-dirty]');
const dirty = (event) => {
  const form = event.target.form;
  if (form?.matches('[data-guard]') && event.isTrusted) form.dataset.dirty = '';
  event.target.closest('dialog')?.setAttribute('data-dirty', '');
};
addEventListener('input', dirty);
addEventListener('change', dirty);
addEventListener('submit', (event) => {
  if (!event.defaultPrevented) delete event.target.dataset.dirty;
  if (event.target.matches('[data-themes]')) chooseTheme(event);
});
addEventListener('beforeunload', (event) => { if (unsent()) event.preventDefault(); });

/* The theme: seen at once, and posted so that the server keeps it in its cookie. */
function chooseTheme(event) {
  const theme = event.submitter?.value;
  if (!theme) return;
  event.preventDefault();
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of all('button[name=theme]')) button.ariaPressed = String(button.value === theme);
  const sent = new URLSearchParams(new FormData(event.target, event.submitter));
  fetch(event.target.action, { method: 'POST', body: sent, headers: { 'X-Fragment': '1' } }).catch(() => say(text('Failed')));
}

/* Live: the server tells that this page's records changed. Parts with data-live-part are exchanged in place,
   unless the person works in them; otherwise a quiet line offers to show what is new. */
let behind = false, refreshing = false;
async function refresh(news) {
  if (document.hidden || refreshing) { behind = news; return; }
  behind = false;
  refreshing = true;
  try {
    const parts = all('[data-live-part][id]');
    if (!parts.length) return offer(news);
    const fresh = parsed(await (await fetch(location.href, { credentials: 'same-origin' })).text());
    let busy = false;
    for (const part of parts) {
      const next = fresh.getElementById(part.id);
      if (!next || next.outerHTML === part.outerHTML) continue;
      if (part.contains(document.activeElement) || one('form[data-dirty], details[open], :checked', part)) { busy = true; continue; }
      part.replaceWith(document.adoptNode(next));
      equip(next);
    }
    if (busy) offer(news);
  } catch {
    offer(news);
  } finally {
    refreshing = false;
    if (behind) refresh(behind);
  }
}
function offer({ by = '' }) {
  const line = one('#changed');
  if (!line) return;
  one('span', line).textContent = text(by ? 'Changed' : 'ChangedQuietly', { by });
  line.hidden = false;
}
if (body.dataset.live && 'EventSource' in window) {
  const later = settled(refresh, 250);
  const stream = new EventSource(body.dataset.live);
  stream.onmessage = ({ data }) => {
    let news = {};
    try { news = JSON.parse(data) ?? {}; } catch { /* A message without details is still news. */ }
    if (!news.own) later(news);
  };
  addEventListener('pagehide', () => stream.close());
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  addEventListener('visibilitychange', () => behind && !document.hidden && refresh(behind));
}

/* Times in the reader's own words: <time datetime data-relative>. */
const steps = [['year', 31557600], ['month', 2629800], ['week', 604800], ['day', 86400], ['hour', 3600], ['minute', 60]];
const relative = new Intl.RelativeTimeFormat(root.lang || undefined, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(root.lang || undefined, { dateStyle: 'medium', timeStyle: 'short' });
function tellTimes(from = document) {
  for (const time of all('time[data-relative]', from)) {
    const then = new Date(time.dateTime);
    if (Number.isNaN(then.getTime())) continue;
    const seconds = (then - Date.now()) / 1000;
    const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 0];
    const words = relative.format(size ? Math.round(seconds / size) : 0, unit);
    if (time.textContent !== words) time.textContent = words;
    time.title ||= exact.format(then);
  }
}
setInterval(() => document.hidden || tellTimes(), 30000);

/** Makes the parts of a piece of page work; called for the page and for each piece that comes later. */
function equip(from) {
  all('input[data-pick]', from).forEach(picker);
  tellTimes(from);
  if (!CSS.supports('field-sizing', 'content')) {
    for (const area of all('textarea', from)) {
      const grow = () => area.rows = Math.min(30, Math.max(Number(area.dataset.rows ?? 3), area.value.split('\n').length + 1));
      area.addEventListener('input', grow);
      grow();
    }
  }
}
equip(document);
root.dataset.script = '';
// After a refused form, the person starts where the first mistake is told.
one('.summary')?.focus();
