# The words of the pages, in English. A label or help of a definition may stand here or in another language's file under
# kind-…, field-KIND-FIELD, state-KIND-STATE, choice-KIND-FIELD-CHOICE, verb-KIND-VERB (each with …-help); what is not
# here is told as the room says it.

motto = Service management that can prove it
skip = Skip to the page
close = Close
yes = yes
no = no
entries = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}
priority-of = Priority { $priority }
unit-day = { $n } d
unit-hour = { $n } h
unit-minute = { $n } min
unit-second = { $n } s

## Menu, bar
menu = Menu
menu-close = Close the menu
menu-mine = Mine
menu-plan = Plan
menu-do = Do
menu-check = Check
menu-act = Act
menu-organization = Organization
account-summary = { $name }: account and theme
theme = Theme
theme-light = Light
theme-dark = Dark
theme-system = As the system
sign-out = Sign out

## Palette, keys
palette-ask = Find, raise or do anything
palette-found = Found
key-move = move
key-open = open
keys-title = Keys
keys-rows = Next, previous row
keys-open = Open the row
keys-tick = Tick the row
keys-send = Send what you write
keys-page = On this page

## Live
live-changed = { $by } changed something here.
live-changed-quietly = Something here changed.
live-copied = Copied
live-failed = That did not reach the server. Try again.
live-nothing = Nothing found
live-show = Show

## What just happened
flash-open = Open it

## Problems
problem-home = To the first page
problem-not-found = There is nothing here
problem-no-record = There is no record { $number } that you may see. It may have another number, or it belongs to a customer you do not work for. Search for it, or ask the person who sent you the link.
problem-no-page = No page has this address. Search for what you need, or begin at your work.
problem-forbidden = You may not do this
problem-stale = Somebody changed this while you worked on it
problem-not-now = This cannot be done now
problem-failed = Something broke on our side
problem-failed-sentence = Nothing was saved. Try again in a moment; if it stays, tell your administrator when it happened, so that they find it in the log.
problem-form = This form was not taken
problem-form-foreign = It does not come from a page of this session, perhaps because you signed in again since. Nothing was changed. Go back, load the page again and send it once more.
problem-form-long = It holds more than a form may. Nothing was changed.
problem-form-unread = It could not be read. Nothing was changed. Go back and send it again.
problem-file-large = The file is larger than 25 MB. Nothing was changed. Attach a smaller file, or a link to where it lies.

## Pages
home-title = My work
readiness-title = Readiness
permissions-title = Permissions
account-title = Your account and tokens
search-verb = Search

## Verbs that every kind has
create-any = New { $kind }
create-incident = Raise incident
create-problem = Record problem
create-change = Propose change

## Roles
role-administrator = Administrator
role-service_manager = Service manager
role-process_owner = Process owner
role-agent = Agent
role-approver = Approver
role-requester = Requester
role-customer_contact = Customer contact
role-auditor = Auditor
