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
area-context = Context
area-leadership = Leadership
area-planning = Risks and objectives
area-support = Documents and people
area-resources = Money and capacity
area-continuity = Continuity
area-security = Security
area-rules = Rules of the work
area-releases = Transitions and releases
area-services = Services
area-configuration = Configuration and assets
area-agreements = Agreements
area-availability = Availability
area-people = People
area-reports = Reports
area-customers = Customers and suppliers
area-analyses = Reviews and trends
area-measured = Measured
area-system = The system
area-organization = People and settings
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
problem-back = Back to { $number }
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

common-verb-read = Read
common-verb-create = Create
common-verb-change = Change
common-verb-comment = Comment
common-verb-note = Note for colleagues
common-verb-import = Import
common-verb-erase = Erase
common-verb-tag = Tag

## Channels
channel-page = page
channel-api = API
channel-command_line = command line
channel-import = import
channel-timer = timer

## Roles
role-administrator = Administrator
role-service_manager = Service manager
role-process_owner = Process owner
role-agent = Agent
role-approver = Approver
role-top_management = Top management
role-requester = Requester
role-customer_contact = Customer contact
role-auditor = Auditor
role-security = Information security
role-program = Reporting program

## Signing in
sign-in-title = Sign in to { $organization }
sign-in-email = Mail address
sign-in-password = Password
sign-in-verb = Sign in
sign-in-refused = That did not work
sign-in-forgotten = Forgot the password? An administrator can send you a new link.
welcome-title = Welcome, { $name }
welcome-password = Your password
welcome-again = The same once more
welcome-help = At least { $min } characters. A few words in a row are easy to keep in mind and hard to guess.
welcome-verb = Set the password and begin
welcome-faults = One thing is not right yet
welcome-short = Your password: has { $n } characters; use at least { $min }.
welcome-long = Your password: is longer than { $max } characters.
welcome-differs = The same once more: differs from the first. Type both again.
welcome-over = This link no longer works
welcome-over-sentence = It was used already, or it is too old. Sign in if you have a password, or ask your administrator for a new link.

## My work
home-count = { $n ->
    [0] nothing is with you
    [one] { $n } record is with you
   *[other] { $n } records are with you
}
home-needs = Needs you
home-needs-help = what cannot go on without you
home-needs-none = Nothing waits for you
home-needs-none-help = Nothing is raised to you, no promise runs out in the next 4 hours, no approval is asked of you, and no task of yours is due today.
home-due = solution due { $time }
home-approve = Decide: { $what }
home-asked-by = asked by { $name }
home-decide = Decide
home-task-late = was due on { $day }
home-task-today = due today
home-with-kind = With you: { $kind }
home-pressing = Most pressing of all
home-pressing-all = All open incidents
home-all = { $n ->
    [one] Open it in the list
   *[other] All { $n }
}
home-queue = Your teams’ queue
home-queue-help = nobody has taken these
home-queue-none = Nothing waits for your teams
home-queue-none-help = Every open incident of your teams is with somebody.
home-figures = Incidents now
home-figure-open = open
home-figure-soon = due within 4 hours
home-figure-untaken = with nobody
home-figure-major = major
home-served-title = Your incidents
home-served-requests = Requests on their way
home-served-surveys = How content are you?
home-served-complaints = Your complaints
home-served-complain = Complain
home-answer = Answer
home-served-open = What we work on for you
home-served-over = What is over
home-served-none = Nothing of yours is open
home-served-none-help = When something does not work, raise an incident. You can follow it here until it works again.
home-following = What you follow
home-following-help = the newest that happened there
following-said = { $name } wrote:
following-by = by { $name }
column-number = Number
column-state = State
column-clock = Resolve within
column-updated = Changed
clock-held = paused
clock-met = met
clock-missed = missed
clock-late = late by { $time }
clock-left = { $time } left
clock-share = Share of the agreed time used

## Finding
search-title = Search
search-hint = Words, or a number such as INC-000123
search-begin = What are you looking for?
search-begin-help = Type words from a title, a description or a solution, or the number of a record.
search-none = Nothing found for “{ $text }”
search-none-help = Try fewer or other words. You find only what you may see.
search-count = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
search-first = the first { $n } records; add a word to see fewer
search-kinds = Kinds
search-all = Everything
palette-records = Records
palette-do = Do
palette-go = Go
palette-search = Search for “{ $text }”

## Permissions
permissions-help = who may do what, apart from rules about one’s own records
permissions-verb = Verb
permissions-refused = Who may do what is shown to administrators, service managers, process owners and auditors.

## Account, tokens
account-you = You
account-name = Name
account-roles = Roles
account-zone = Time zone
account-session = Signed in until
copy = Copy
days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
token-list = Tokens
token-list-help = let a program act in your name through the API
token-none = No tokens yet
token-none-help = A token lets a program read, or read and change, what you may. Make one for each program, so that you can take it back alone.
token-name = Name
token-name-help = Which program uses it, such as “nightly report”.
token-scope = It may
token-scope-read = read
token-scope-write = read and change
token-created = Made
token-ends = Ends
token-days = Ends after
token-verbs = Verbs
token-new = Make a token
token-verb = Make token
token-made = Your new token
token-made-help = Copy it now. It is shown this once; Gemba keeps only a fingerprint of it.
token-revoke = Take back
token-revoke-named = Take back the token { $name }
token-revoked = taken back
token-over = ended
token-fault = The token was not made
token-fault-name = Name: give it a name of 1 to 80 characters.
token-fault-days = Ends after: choose one of the lengths offered, signed in as a person.
flash-token-revoked = The token was taken back. Whatever used it is turned away from now on.

## Readiness
readiness-as-of = { $standard } · as of { $time }
readiness-ring = { $n } of { $all } requirements pass
readiness-of = of { $all } pass
readiness-n-of = { $n } of { $all }
readiness-note = No data is never a pass. A requirement whose check is not written yet says so.
readiness-next = What to do next
readiness-next-help = the shortest way to the certificate, most serious first
readiness-next-none = Nothing to do right now
readiness-next-none-help = No requirement fails, and none waits for a person or for its first record.
readiness-clauses = By clause
readiness-clause = Clause
readiness-about = About
readiness-results = Results
readiness-result = Result
readiness-id = Id
readiness-requirement = Requirement
readiness-population = Looked at
readiness-exceptions = Exceptions
readiness-nothing = nothing to look at
readiness-looked = { $all ->
    [one] one record looked at
   *[other] all of { $all } looked at are in order
}
readiness-one-of = { $all ->
    [one] the only one looked at
   *[other] one of { $all } looked at
}
readiness-some-of = { $n } of { $all } looked at
readiness-first = the first { $n } of { $all }
readiness-open = Open
readiness-none = No requirement came to this result
readiness-none-help = Choose another result above, or go back to the whole.
readiness-refused = Readiness is shown to people inside the organization.
readiness-unknown = The standard has no requirement of this number.
readiness-looked-at = What was looked at
readiness-here = Happened here
readiness-imported = Imported
readiness-both = { $all } looked at, { $n ->
    [one] { $n } exception
   *[other] { $n } exceptions
}
readiness-examined = Examined
readiness-no-exception = No record was found that does not keep this rule.
readiness-see = See all { $n }
readiness-awaited = Not yet due
readiness-aside = Set aside
readiness-from = From
readiness-until = Until before
readiness-at = Read at
readiness-evidence = Evidence
readiness-standard = Standard
readiness-kept = Where it is kept
readiness-editions = Edition
readiness-attested = Confirmed
readiness-attested-until = until { $day }
readiness-became = What it became in 2018
readiness-beyond = Today's edition asks for less here: { $change }. Whether the rest is done, a person has to say.
readiness-elsewhere = Found again in
readiness-elsewhere-help = By our own judgement: no published table stands behind it.
readiness-digest = Digest
outcome-pass = Pass
outcome-fail = Fail
outcome-no-data = No data
outcome-not-yet-due = Not yet due
outcome-needs-person = Needs a person
outcome-no-check-yet = No check yet
clause-4 = Context of the organization
clause-5 = Leadership
clause-6 = Planning
clause-7 = Support
clause-8-1 = Operational planning and control
clause-8-2 = Service portfolio
clause-8-3 = Relationship and agreement
clause-8-4 = Supply and demand
clause-8-5 = Design, build and transition
clause-8-6 = Resolution and fulfilment
clause-8-7 = Service assurance
clause-9 = Performance evaluation
clause-10 = Improvement

## Shared
path = Path
facts = Facts
all = All

## Lists, forms, records
nothing = nothing
nobody = nobody
me = me
more = More
add = Add
today = Today
yesterday = Yesterday
imported = imported
tags = Tags
tags-help = Words by which you find it again, with spaces between them.
details = Details
details-change = Change the details
details-empty = { $n ->
    [one] { $n } more field, empty
   *[other] { $n } more fields, empty
}
clocks = Clocks
copy-number = Copy the number
column-created = Recorded
column-created-by = Recorded by
column-updated-by = Changed by
may-not-create = You may not record { $kinds }. Ask an administrator if you need to.
may-not-change = You may not change { $kinds }. Ask an administrator if you need to.
may-not-do = “{ $verb }” is not yours to do with { $kinds }. Ask an administrator if you need to.

### Lists
list-csv = CSV
list-count = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
list-more-than = more than { $n }
list-shown = { $n } shown
list-first = From the start
list-next = Next
list-key-choose = choose
list-key-all = all keys
list-choose = Choose { $number }
list-choose-all = Choose all rows on this page
list-search = Search { $kinds }
list-none = No { $kinds } here
list-none-narrowed = Nothing meets all of the conditions above. Take one away to see more.
list-show-all = Show all { $kinds }
columns = Columns
columns-shown = Columns shown
columns-show = Show these
columns-reset = As it was
sorted-newest = Newest first
sorted-up = Sorted by { $field }, smallest first
sorted-down = Sorted by { $field }, greatest first
sort-by = Sort by
sort-turn = the other way round
filter-add = + Filter
filter-by = Narrow by
filter-by-field = Narrow by { $field }
filter-value = Value
filter-no-value = needs a value to compare with
filter-set = Add filter
filter-not = Not now
filter-open = Open
filter-tag = Tag
filter-remove = Remove the filter { $filter }
test-is = is
test-not = is not
test-has = contains
test-empty = is empty
test-filled = is given
test-from = from
test-before = before
test-ge = is at least
test-lt = is less than
views = Saved views
view-open = Open
view-mine = Mine
view-save = Save view
view-name = Name of the view
view-shared = Others find it too
view-yours = Yours
flash-view-saved = The view “{ $name }” is kept.
flash-bad-view-name = The view was not kept: give it a name.

### Many at once
bulk = With the chosen rows
bulk-those = Those
bulk-chosen = chosen
bulk-field = Field
bulk-step = Step
bulk-do = Do
bulk-change = Change
bulk-change-field = Change { $field }
bulk-title = { $verb }: { $n } { $kinds }
bulk-result = { $done } of { $all } done
bulk-refused = { $n ->
    [one] One record was left as it is
   *[other] { $n } records were left as they are
}
bulk-back = Back to the list
flash-bulk = { $n } done.
flash-bad-none-chosen = Nothing was done: no row was chosen.

### Forms
form-new = New
form-change = Change { $number }
form-changing = Change
form-save = Save
form-leave = Leave without saving
form-main = The essentials
form-more = More fields
form-about = About this form
form-evidence = What you record here is evidence for clause { $clause } of ISO/IEC 20000-1.
form-faults = { $n ->
    [one] One thing is not right yet
   *[other] { $n } things are not right yet
}
input-required = required
input-none = not said
input-add = Add to { $field }
input-row-add = Add a row
input-row-drop = Take row { $row } away
input-row-part = in row { $row }: { $part }
input-amount = Amount
input-currency = Currency
input-ambiguous = names several records; write the number of the one you mean
input-unknown = names nothing you may see: “{ $words }”. Choose from the list, or write its number, such as { $example }
flash-created = { $number } is recorded.
flash-created-untied = { $number } is recorded, but { $from } does not name it: { $why }
flash-changed = { $number } is saved.
conflict-title = { $name } saved this while you were writing
conflict-title-quietly = Somebody saved this while you were writing
conflict-hint = { $n ->
    [0] Nothing is lost and nothing was overwritten. Only the tags differ.
    [one] Nothing is lost and nothing was overwritten. One field differs: choose what stays, then save.
   *[other] Nothing is lost and nothing was overwritten. { $n } fields differ: choose what stays, then save.
}
conflict-caption = The two versions, field by field
conflict-field = Field
conflict-mine = You wrote
conflict-mine-help = not saved yet
conflict-theirs = Saved now
conflict-save = Save what is chosen
conflict-drop = Keep what is saved

### Verbs
verb-note = Note
verb-note-help = Why, for colleagues and for the record. The customer does not see it.
verb-not-yet = Not now
verb-not-now = “{ $verb }” cannot be done now: { $number } is { $state }.
verb-stale = Somebody changed this record while you were writing. Look at what it says now; what you typed is still here. Send it again if it still holds.
flash-step = { $number } is now { $state }.

### A record
history = What happened
history-earlier = Show what was before
history-newest = Back to the newest
history-create = Recorded
history-change = Changed
history-import-step = Step in the other tool
history-erase = Personal data erased
history-erased = The content was erased.
history-more = { $n ->
    [one] { $n } more change
   *[other] { $n } more changes
}
history-rewritten = was rewritten
history-by = { $time } by { $name }
history-noted = noted for colleagues
history-said = wrote
write = Write
write-hint = Answer, or note for colleagues
write-help = Markdown works. A note stays with colleagues.
write-note = Note
write-comment = Answer
write-hint-served = Write to whoever works on this
write-send = Send
flash-bad-empty = Nothing was written, so nothing was sent.
flash-bad-said = { $sentence }
evidence = Evidence
evidence-serves = Serves
evidence-recorded = Recorded
evidence-changed = Changed
evidence-ledger = Ledger
evidence-entry = entry { $entry }
evidence-origin = Came from
tasks = Tasks
tasks-progress = Tasks done
tasks-done = { $n } of { $all }
tasks-until = until { $day }
tasks-add = Add a task
tasks-add-to = Add a task to { $number }
links = Connected
links-none = Linked to nothing.
links-this = this
links-add = Link another record
links-add-to = Link { $number } to another record
links-other = The other record
links-other-help = Its number, such as PRB-000019.
links-unknown = names no record that you may see; write a number such as PRB-000019
approvals = Approvals
approvals-none = Nobody was asked.
approvals-add = Ask for a decision
approvals-add-to = Ask for a decision about { $number }
attachments = Attachments
attachments-choose = Attach a file
attachments-add = Attach
attachments-show = The customer sees it too
attachments-shown = shown to the customer
followers = Followers
followers-none = Nobody follows it.
followers-follow = Follow
followers-following = Following
followers-stop = Following: press to follow it no longer
followers-add = Add a follower
followers-add-to = Add a follower of { $number }
followers-remove = { $name } follows it no longer
flash-followed = You follow { $number }. What happens to it stands under “{ $page }”.
flash-unfollowed = You no longer follow { $number }.
flash-follower-added = { $number } has one more follower.
flash-task-added = The task was added to { $number }.
flash-approval-asked = The decision about { $number } was asked for.
flash-linked = { $number } was linked.
flash-attached = The file was attached.
flash-attached-many = The files were attached.
flash-bad-no-file = No file was chosen, so nothing was attached.
size-bytes = { $n } bytes
size-kilo = { $n } kB
size-mega = { $n } MB

### What hangs together
graph-open = Dependencies
graph-title = What hangs together with { $number }
graph-picture = Picture
graph-all-shown = { $all ->
    [0] Nothing was found
    [one] One record; arrows are read as sentences, trouble passes from left to right
   *[other] { $all } records; arrows are read as sentences, trouble passes from left to right
}
graph-part-shown = The nearest { $shown } of { $all } records
graph-depth = Depth
graph-way = Direction
graph-both = Both directions
graph-up = What depends on it
graph-down = What it depends on
graph-by = Relation
graph-type = Type
graph-any = All
graph-no-type = no type
graph-show = Show
graph-record = Record
graph-state = State
graph-reached-by = Because
graph-none-up = Nothing on record depends on it.
graph-none-down = It depends on nothing on record.
graph-says = { $word } { $other }
graph-is-said = { $other } { $word } it
graph-names = names { $other } as { $word }
graph-is-named = { $other } names it as { $word }
change-calendar-title = Change calendar
change-calendar-views = How the calendar is laid out
change-calendar-month = Month
change-calendar-week = Week
change-calendar-services = By service
change-calendar-service = Service
change-calendar-time = To another time
change-calendar-before = Earlier
change-calendar-after = Later
change-calendar-today = Today
change-calendar-all = All services
change-calendar-show = Show
change-calendar-freeze = Announce a freeze
change-calendar-more = { $n } more
change-calendar-count = { $n ->
    [one] One change collides with something
   *[other] { $n } changes collide with something
}
change-calendar-hit = { $n ->
    [one] collides with one other
   *[other] collides with { $n } others
}
change-calendar-none = No change in this week
change-calendar-none-help = Changes stand here once they have a time.
change-calendar-no-service = no service named
change-figures = How changes went
change-figures-of = { $n } closed in the last 90 days
change-figures-success = successful
change-figures-emergency = emergencies
change-figures-unauthorised = without approval, of all
change-figures-rolled-back = put back
change-figures-incident = caused an incident
change-figures-misused = no emergency after all
collisions = Collisions
collisions-none = Nothing else is scheduled for this time that touches the same.
collisions-open = not accepted
collisions-accepted = accepted
collisions-related = related
collisions-everything = all services
collisions-week = Open this week in the calendar

### Baselines compared
offline-copy = Copy for emergencies
compare-open = Compare
compare-title = What became different since “{ $name }”
compare-found = { $n ->
    [0] Nothing is different
    [one] One configuration item is different
   *[other] { $n } configuration items are different
}
compare-services-found = { $n ->
    [0] Nothing is different
    [one] One service is different
   *[other] { $n } services are different
}
compare-cut = The first { $n } are shown.
compare-with = Compare with
compare-now = What is now
compare-do = Compare
compare-taken = Taken
compare-item = Configuration item
compare-field = What
compare-before = In this baseline
compare-after = In the other
compare-added = It is not in this baseline.
compare-removed = It is in this baseline only.
compare-relations = Relations
answers-title = Known answers
answers-look = Look for known answers
answers-begin = Answers that are known already stand here as you type.
answers-none = Nothing like it is known yet.
answers-major-incident = Major incidents, open now
answers-known-error = Known errors
answers-knowledge-article = Knowledge
answers-incident = Much the same before
answers-same-service = same service
answers-same-item = same part
answers-take-major-incident = It is a part of this
answers-take-known-error = It is this error
answers-take-knowledge-article = This helps
answers-taken = linked
catalogue-title = Catalogue
catalogue-about = What you can have, and how you get it
catalogue-find = Find a service or something to order
catalogue-look = Find
catalogue-business = As customers see it
catalogue-technical = With the technical view
catalogue-manage = Keep the catalogue
catalogue-none = Nothing is on offer yet
catalogue-none-help = Once an entry of the catalogue is published, those whom it is for find it here.
catalogue-not-found = Nothing on offer says that
catalogue-not-found-help = Try another word. If something does not work, report it instead.
catalogue-report = Report what does not work
catalogue-outcome = What you get
catalogue-hours = When
catalogue-dependencies = Rests on
catalogue-how = How to ask for it
catalogue-hours-of-service = { $n } service hours
catalogue-within = within { $time }
catalogue-order = Order
catalogue-order-what = Order: { $what }
catalogue-ask = Ask for something
order-send = Hand in
order-look = Show the questions that follow
order-also = Around it
order-questions = What we need to know
order-about = What you get
order-price = Price
order-free = Nothing
order-within = Done within
order-entry = The service it belongs to
order-then = What happens then
order-then-help = Those who have to approve it are asked at once. Once they said yes, work begins, and you see on the page of your request how far it is.
order-preview = This is how the form looks. It cannot be ordered until the item is published.
order-not-on-offer = This item is not on offer now. Look through the catalogue for another one.
order-try = Try the form
flash-order-approved = { $number } was handed in. Nobody has to approve it.
flash-order-asked = { $number } was handed in. Those who have to approve it are asked.
flash-order-kept = { $number } was written down, but could not be handed in yet.
item-form = Its form
item-form-none = It asks nothing beside who wants it.
item-question = Question
item-answer = Answer
item-asked-if = Asked if
item-needed = required
item-steps = How it is done
item-steps-none = Nothing is given out by itself: whoever takes it works by the instruction.
item-stage = Stage { $n }
item-step-add = Add a step
item-only-if = if
way-title = How far it is
way-asked = Handed in
way-approved = Approved
way-done = Done
way-confirmed = Confirmed
way-due = due
leads = What may follow
leads-incident-problem = Raise a problem
leads-incident-change = Record a change
leads-incident-incident-review = Write the review
leads-problem-known-error = Write a known error
leads-problem-change = Record a change
leads-known-error-knowledge-article = Write an article
leads-change-service-transition = Begin a transition
leads-change-release = Put it into a release
leads-release-configuration-baseline = Take a baseline
leads-release-deployment = Record a deployment
leads-configuration-item-incident = Report an incident
leads-configuration-item-change = Record a change
leads-service-incident = Report an incident
leads-service-service-transition = Begin a transition
leads-incident-outage = Record an outage
leads-outage-problem = Raise a problem
leads-change-maintenance-window = Plan a maintenance window
leads-continuity-plan-continuity-test = Plan a test
leads-demand-source-demand-forecast = Forecast it
leads-demand-source-business-event = Record an event
leads-capacity-metric-capacity-plan = Plan capacity
leads-incident-complaint = Record a complaint
leads-survey-answer-complaint = Record a complaint
leads-contract-supplier-target = Add a target
leads-contract-alignment-check = Check alignment
leads-service-level-agreement-alignment-check = Check alignment
leads-operational-agreement-supplier-target = Add a target
leads-operational-agreement-supplier-review = Plan a review
leads-supplier-supplier-review = Plan a review
leads-supplier-dispute = Record a dispute
leads-customer-service-review = Plan a review
leads-customer-satisfaction-survey = Plan a survey
leads-alert-incident = Report an incident
leads-risk-control = Write down a control
leads-context-issue-risk = Record a risk
leads-context-issue-opportunity = Record an opportunity
leads-interested-party-party-requirement = Add a requirement
leads-party-requirement-obligation = Make it an obligation
leads-policy-statement-objective = Set an objective
leads-role-role-assignment = Give it to somebody
leads-business-objective-objective = Set an objective
leads-objective-objective-evaluation = Evaluate it
leads-opportunity-objective = Make it an objective
on-call-title = On call
on-call-refused = Who is on call is shown to people inside only.
on-call-rota = Add a rota
on-call-swap = Swap a time
on-call-swap-this = Swap this
on-call-none = Nobody is on call
on-call-none-help = A rota says who of a team can be reached when, in turn. Add one for a team, and escalations go to whoever is on call.
on-call-nobody = nobody now
on-call-first = First level
on-call-second = Second level
on-call-manager = Manager
on-call-until = until { $time }
on-call-open = until further notice
on-call-instead = instead of { $name }
on-call-region = The next four weeks, to be moved sideways
on-call-picture = Who is on call in the next four weeks; the list below tells the same
on-call-list = As a list, to swap
on-call-from = From
on-call-to = Until
on-call-who = Who
on-call-change = Swap
escalate = Escalate
escalate-functional = To more knowledge
escalate-hierarchical = To more authority
escalate-on-call = { $name }, on call now
escalate-manager = { $name }
escalate-team = the team { $team }
escalate-choose = You say to whom.
raised-to-you = raised to you
raised-yours = you look after it; raised
raised-until = goes a level up at { $time }
attributes-of = Attributes of the type “{ $type }”
attributes-always = needed
attributes-from-medium = needed for services of medium criticality or more
attributes-from-high = needed for services of high criticality or more
attributes-for-critical = needed for critical services
attributes-choices = one of: { $choices }

lifecycle-title = What runs out
lifecycle-help = Warranties, support, contracts and licences, by the day by which somebody has to act
lifecycle-refused = What runs out is shown to people inside only.
lifecycle-overdue = Overdue
lifecycle-within-30-days = Within 30 days
lifecycle-within-90-days = Within 90 days
lifecycle-within-a-year = Within a year
lifecycle-what = What
lifecycle-ends = What ends
lifecycle-day = Last day
lifecycle-owner = Owner
lifecycle-nobody = Nobody
lifecycle-sort-warranty = Warranty
lifecycle-sort-support = Support of the product
lifecycle-sort-notice = Notice of the contract
lifecycle-sort-contract = Contract, notice given
lifecycle-sort-licence = Licence
lifecycle-over = over
lifecycle-today = today
lifecycle-in = { $n ->
    [one] tomorrow
   *[other] in { $n } days
  }
lifecycle-ago = { $n ->
    [one] yesterday
   *[other] { $n } days ago
  }
lifecycle-cut = The first { $n } are shown; the lists show all.
lifecycle-none = Nothing runs out within a year
lifecycle-none-help = Give configuration items a warranty, a product and its version, and keep contracts and licences with their last days.

portfolio-title = Portfolio
portfolio-refused = The portfolio is shown to people inside only.
portfolio-propose = Propose something
portfolio-lacking = { $n ->
    [0] Nothing is missing
    [one] One service lacks something
   *[other] { $n } services lack something
}
portfolio-duplicates = { $n ->
    [one] one pair of services does the same, undecided
   *[other] { $n } pairs of services do the same, undecided
}
portfolio-none = No services yet
portfolio-none-help = What customers receive stands here, from the first idea to the last day.
portfolio-services-count = { $n ->
    [one] one service
   *[other] { $n } services
}
portfolio-in-use = In use
portfolio-coming = On the way
portfolio-leaving = Leaving
portfolio-gone = Gone
portfolio-services = Services
portfolio-components = Components
portfolio-processes = Processes
portfolio-n-services = { $n ->
    [one] one service
   *[other] { $n } services
}
portfolio-n-components = { $n ->
    [one] one component
   *[other] { $n } components
}
portfolio-n-processes = { $n ->
    [one] one process
   *[other] { $n } processes
}
portfolio-n-whole = { $n } altogether
portfolio-state = State
portfolio-criticality = Criticality
portfolio-owner = Owner
portfolio-requirements = Requirements
portfolio-noun-requirements = { $n ->
    [one] requirement approved
   *[other] requirements approved
}
portfolio-relations = Other services
portfolio-needs = needs { $n ->
    [one] one other
   *[other] { $n } others
}
portfolio-needed-by = needed by { $n }
portfolio-run-by = Others in it
portfolio-ourselves = ourselves alone
portfolio-whole = all of it
portfolio-part = in part
portfolio-more = and { $n } more
portfolio-agreements = Agreements
portfolio-noun-agreements = { $n ->
    [one] agreement in force
   *[other] agreements in force
}
portfolio-lacks-owner = no owner
portfolio-lacks-criticality = no criticality
portfolio-lacks-criticality-reason = no reason of criticality
portfolio-lacks-requirements = no approved requirement
portfolio-lacks-agreement = no agreement in force
portfolio-lacks-involvement = not said what its supplier does
portfolio-lacks-review = does the same as another, undecided
portfolio-hands = In whose hands
portfolio-hands-rule = Others may never have all services, all components or all processes
portfolio-involvements = Involvements
portfolio-aspect = What
portfolio-own = Ourselves alone
portfolio-shared = Shared
portfolio-others = Others
portfolio-word = What it says
portfolio-n-own = { $n } of { $all } by ourselves
portfolio-n-shared = { $n } of { $all } shared
portfolio-n-others = { $n } of { $all } by others
portfolio-kept = { $n } in our hands, in whole or in part
portfolio-all-with-others = nothing is left to ourselves
portfolio-nothing-in-scope = nothing on record yet
portfolio-by-party = By party
portfolio-party = Party
portfolio-counted = Counted are services that are in use, components that are live, and the nineteen processes of clause 8 that Gemba knows by name: no record lists processes yet. Involvements count from the day on which they are written down until they end. A service that names who delivers it, without an involvement, counts as theirs altogether.
portfolio-proposals = Proposals by their points
portfolio-proposals-all = All proposals
portfolio-unranked = { $n } not ranked
portfolio-about = About
portfolio-score = Points
portfolio-points = { $n } of 14
portfolio-no-proposals = No open proposals
portfolio-no-proposals-help = Ideas for services are ranked here against one another.

alignment-title = Alignment
alignment-refused = What suppliers promised is shown to people inside only.
alignment-add = Add a supplier target
alignment-check = Make a check
alignment-none = Nothing rests on anybody else
alignment-none-help = When a contract or an operational agreement in force covers a service that a customer was promised, the chain is drawn here.
alignment-picture = The chain of promises of { $what }
alignment-carries = Every link carries
alignment-weak = { $n ->
    [0] No weak link
    [one] { $n } weak link
   *[other] { $n } weak links
}
alignment-decided = { $n } decided on
alignment-missing = { $n ->
    [0] nothing is missing
    [one] { $n } promise without support
   *[other] { $n } promises without support
}
alignment-word-weak = Weak link
alignment-word-missing = Without support
alignment-word-decided = Decided
alignment-box-weak = Weak: { $what }
alignment-box-near = { $what }, just enough
alignment-box-none = Nothing promised
figures-title = Figures
figures-refused = Figures are shown to people inside only.
figures-before = The period before
figures-after = The period after
figures-ask = Period
figures-from = From
figures-until = Until, without this day
figures-all = All
figures-show = Show
figures-print = Print
figures-paper = As PDF
figures-no-printer = This house has no printer, so nothing can be printed as PDF. Print the page from your browser.
figures-not-prepared = The figures of this report have not been taken. Prepare it first.
figures-none = Nothing to tell
figures-none-help = There are no records yet that this rests on.
figures-undefined = undefined
figures-exceptions = Left out, or counted otherwise
figures-kept = kept
figures-near = near
figures-missed = missed
figures-cut = The first { $n } of { $all } are shown; the API tells all.
figures-no-limits = Limits of chance need six periods that are over.
figures-limits = { $mean } as a rule; { $lower } to { $upper } by chance. { $n ->
    [0] No signals.
    [one] One signal.
   *[other] { $n } signals.
}
figures-picture = The values over time against what varies by chance; the table below tells the same
figures-period = Period
figures-signal-outside = outside the limits
figures-signal-run = eight on one side
figures-open = not over yet, or a forecast
trends-title = Trends
trends-refused = Trends are shown to people inside only.
trends-raise = Raise a problem
trends-months = Incidents by month
trends-month = Month
trends-count = Incidents
trends-word = What it says
trends-picture = Incidents of each month against what varies by chance; the table below tells the same
trends-region = The picture, to be moved sideways
trends-table = As a table
trends-limits = { $mean } a month as a rule; { $lcl } to { $ucl } by chance
trends-too-few = Limits need six whole months
trends-alarm = out of the ordinary
trends-running = not over yet
trends-by = By { $field }
trends-few = { $n } of { $all } make { $share } % of them
trends-none = Nothing to tell apart
trends-none-help = Incidents of the last year do not say this.
problem-effect = What the fix did
problem-effect-before = incidents in 30 days before
problem-effect-after = incidents in 30 days since
problem-effect-fewer = fewer
change-cost = What it costs
change-cost-unsaid = Nothing was said of its cost.
change-cost-left = { $left } left of { $budget } for { $year }
change-cost-no-budget = no budget for { $year }

# Objectives as a tree
objectives-title = Tree of objectives
objectives-refused = Objectives are shown to people inside only.
objectives-add = Set an objective
objectives-figures = As figures
objectives-none = No objective is set
objectives-none-help = Write down what the organization is after, and what service management shall reach for it. Both are drawn together here.
objectives-live = { $n ->
    [0] None under way
    [one] { $n } under way
   *[other] { $n } under way
}
objectives-off = { $n } not on track
objectives-open = { $n } not evaluated yet
objectives-well = all on track
objectives-due = by { $day }
objectives-loose = Without a business objective
objectives-loose-help = Say under each what the organization is after that it serves.
objectives-serves-none = No objective serves it
objectives-far = How far
objectives-process = Process
objectives-measures = Measures
objectives-work = What is done
objectives-by = By
objectives-no-policy = Serves no statement of the policy
objectives-no-measure = No measure
objectives-no-work = Nothing is planned
objectives-values = { $actual } of { $target } { $unit }
objectives-reached = Reached
objectives-on-track = On track
objectives-at-risk = At risk
objectives-off-track = Off track
objectives-not-evaluated = Not evaluated yet
objectives-late = Late
objectives-more = and { $n } more

documents-title = Register of documents
documents-refused = The register of documents is shown to people inside only.
documents-overdue = { $n ->
    [0] No review is overdue
    [one] One review is overdue
   *[other] { $n } reviews are overdue
}
documents-missing = { $n ->
    [0] all is there that has to be written down
    [one] one thing that has to be written down was not found
   *[other] { $n } things that have to be written down were not found
}
documents-none = No documents yet
documents-none-help = Begin with a policy or a procedure; patterns stand beside the button for a new document.
documents-number = Number
documents-name = Document
documents-edition = Edition
documents-state = State
documents-owner = Owner
documents-from = Holds from
documents-review = Next review
documents-nobody = nobody
documents-mandatory = To be written down in any case
documents-mandatory-help = A published document or live records count
documents-what = What
documents-clause = Clause
documents-where = Where it is
documents-more = and { $n } more
documents-not-found = not found
documents-read = Read
documents-confirm = I have read it
documents-text = Text
documents-no-text = Its text is not kept here
documents-as-file = It is a file kept with the record.
documents-about = About this edition
documents-editions = Editions
documents-edition-n = Edition { $n }
documents-compare = compare
documents-against = What is different from edition { $n }
documents-same = The text is the same.
documents-gone = Taken out:
documents-new = Added:
documents-begin-from = Begin from a pattern
documents-pattern-policy = Policy
documents-pattern-procedure = Procedure
documents-pattern-instruction = Instruction
documents-pattern-plan = Plan
documents-pattern-minutes = Minutes of a meeting
documents-pattern-report = Report
home-read = Read: { $what }
home-read-by = by { $day }
processes-title = Map of processes
processes-refused = Processes are shown to people inside only.
processes-all-editions = All editions
processes-none = No process is in force yet
processes-none-help = Describe one: what it is for, what goes in and comes out, who answers for it and by what one sees that it works.
processes-clause = Clause
processes-name = Process
processes-owner = Owner
processes-measures = Measures
processes-recorded = Recorded in 90 days
processes-open = Open about it
processes-not-measured = no measure
processes-missed = { $n ->
    [one] one target missed
   *[other] { $n } targets missed
}
processes-page = Its page
processes-of-clause = Clause { $clause }
processes-record = Its record
processes-not-described = No process of this clause is in force
processes-not-described-help = What was recorded for the clause, and what others do, stand beside.
processes-add-measure = Add a measure
processes-measure = Measure
processes-target = Target
processes-latest = Latest
processes-no-value = no value yet
processes-still-open = Still open about it
processes-lately = Recorded in { $n } days
others-title = What others do here
others-documents = Usually written down:
others-roles = Usually with a part in it:
others-source = After the guidance beside the standard, clause { $clause }, in our own words. It asks for nothing.
leads-document-document = Write the next edition
leads-document-change = Record a change
leads-document-communication = Tell of it
leads-process-process = Write the next edition
leads-process-change = Record the change
leads-process-process-variance = Something went otherwise
leads-communication-topic-communication = Record what was told
leads-competence-requirement-competence = Record who can do it
leads-competence-requirement-training = Plan a training

intervals-title = Planned intervals
intervals-refused = Planned intervals are shown to people inside only.
intervals-plan = Plan a review
intervals-figures = As figures
intervals-topics = What has to be looked at
intervals-topics-help = You set the interval; once it is set, it has to be kept.
intervals-other = What else you look at
intervals-missed = Not kept
intervals-missed-help = An interval that was missed once stays missed, however well it went later.
intervals-unset = { $n ->
    [0] Every topic has an interval
    [one] One topic without an interval
   *[other] { $n } topics without an interval
}
intervals-overdue = { $n ->
    [0] nothing overdue
   *[other] { $n } overdue
}
intervals-soon = { $n ->
    [0] nothing due soon
   *[other] { $n } due soon
}
intervals-months = { $n ->
    [one] every month
    [12] every year
   *[other] every { $n } months
}
intervals-head-clause = Clause
intervals-head-what = What
intervals-head-every = Interval
intervals-head-last = Last time
intervals-head-due = Due
intervals-head-owner = Owner
intervals-head-was-due = Was due
intervals-head-done = Done
intervals-kept = kept
intervals-is-soon = soon
intervals-is-overdue = overdue
intervals-set = Set an interval
intervals-not-set = No interval
intervals-never = not on record
intervals-not-yet = not yet
minutes-inputs = What was looked at
minutes-comment = What was made of it
minutes-no-comment = Nothing was said of it yet.
minutes-decisions = What was decided
minutes-no-decision = Nothing is decided yet.
minutes-due = by
minutes-add = Add a decision

# Audits, improvement and the wheel
leads-incident-nonconformity = Record a nonconformity
leads-complaint-nonconformity = Record a nonconformity
leads-service-level-result-nonconformity = Record a nonconformity
leads-supplier-review-nonconformity = Record a nonconformity
leads-planned-review-nonconformity = Record a nonconformity
leads-measure-nonconformity = Record a nonconformity
leads-audit-programme-audit = Plan an audit
leads-audit-audit-finding = Write down a finding
leads-audit-finding-nonconformity = Record a nonconformity
leads-audit-finding-improvement = Propose an improvement
leads-nonconformity-corrective-action = Propose a corrective action
leads-nonconformity-change = Record a change
leads-corrective-action-change = Record a change
leads-improvement-change = Record a change
leads-complaint-improvement = Propose an improvement
leads-satisfaction-survey-improvement = Propose an improvement
leads-trend-analysis-improvement = Propose an improvement
leads-service-level-result-improvement = Propose an improvement
leads-management-review-improvement = Propose an improvement
leads-objective-improvement = Propose an improvement
wheel-title = Wheel
wheel-refused = The wheel is shown to people inside only.
wheel-what = Where everything stands that is planned, done, checked and acted on. What is over has left the wheel.
wheel-drawing = The wheel of Plan-Do-Check-Act
wheel-mark = On the wheel: { $quarter }
wheel-count = { $quarter }: { $n ->
    [one] { $n } record
   *[other] { $n } records
  }
wheel-plan-what = It is being thought out or decided.
wheel-do-what = It is being carried out.
wheel-check-what = It is being looked at what came of it.
wheel-act-what = What follows from that is being done.
wheel-none = Nothing stands here
wheel-none-help = Objectives, risks, audits, nonconformities and improvements come by on their way round.
wheel-more = { $n ->
    [one] And { $n } more, which changed later. The lists above show all.
   *[other] And { $n } more, which changed later. The lists above show all.
  }
wheel-record = What
wheel-kind = Kind
wheel-state = State
wheel-owner = Owner
wheel-since = Last changed
before-after-title = Before and after
before-after-target = target
before-after-hollow = Hollow points came after the change; the limits are those of the points before it.

start-title = Begin
start-about = A few answers make a management system of drafts. Nothing is approved before your people say so.
start-refused = Setting the house up is for administrators. Ask one.
start-without-kit = This Gemba was built without a starter kit.
start-faults = Some answers are missing or cannot be used.
start-choose = Choose …
start-you = Your organization
start-organization = Name
start-organization-help = As it stands in policies and agreements.
start-people = People
start-people-help = How many work in it. Larger organizations get a few drafts more.
start-country = Country or region
start-country-help = Its public holidays come into the calendar.
start-country-other = Another country, without holidays
start-time-zone = Time zone
start-time-zone-help = Of the clock on the wall, such as Europe/Paris.
start-hours = Service hours
start-hours-help = When somebody answers, such as Mon-Fri 08:00-18:00.
start-services = What you deliver
start-services-help = One service a line, and again for each customer. Leave the customer empty for your own people, and the hours where they are the usual ones.
start-service-name = Service
start-service-customer = Customer
start-service-hours = Other hours
start-service-of = { $part }, line { $place }
start-people-who = Who leads
start-manager = Answers for the services
start-manager-help = Becomes service manager.
start-top = Directs the organization
start-top-help = Approves policy and objectives. Somebody else than the service manager, if you can.
start-email = Mail address
start-holds = What else is true
start-holds-iso27001 = There is a certificate by ISO/IEC 27001, or should be
start-holds-iso9001 = There is a certificate by ISO 9001, or should be
start-holds-around-the-clock = Somebody answers round the clock
start-holds-suppliers = Suppliers contribute to the services
start-holds-personal-data = The services keep data of persons
start-look = Look at it first
start-look-help = Nothing is made yet.
start-preview = What would be made
start-count = { $n ->
    [one] One record
   *[other] { $n } records
}
start-made = By kind
start-kind = Kind
start-number = How many
start-which = Which
start-establish = Make the drafts
start-establish-help = All of them are made at once, or none.
start-back = Change the answers
flash-start-made = The drafts are made. Read, alter and approve one after the other.
drafts-title = Drafts to approve
drafts-refused = Drafts are shown to people inside only.
drafts-about = What the starter kit made, by whoever decides about it. Open a draft, make it yours, and take its next step.
drafts-progress = { $done } of { $all } decided
drafts-count = { $n ->
    [one] One to decide
   *[other] { $n } to decide
}
drafts-untouched = as it came
drafts-none = No drafts
drafts-none-help = The starter kit was not used here.
drafts-over = All drafts are decided
drafts-over-help = What the kit began is now yours. Readiness says what is still missing.

mail-title = What you are told by mail
mail-nothing = Nothing
mail-asked = What waits for you: decisions, tasks, questions
mail-followed = That, and news of everything that you follow
mail-help = Only where the house sends mail.
mail-verb = Keep this
flash-mail-chosen = Your choice is kept.

before-after-not-yet = These are values of before. What comes after is held against them once it took effect.

readiness-stages = Stage of a certification audit
readiness-stage-both = Both stages
readiness-stage-1 = Stage 1: is it ready?
readiness-stage-2 = Stage 2: does it work?
readiness-stage = Looked at in
readiness-forecast = What an auditor would probably say
readiness-forecast-help = A forecast by rules of our own, and no verdict: grading is judgement.
readiness-verdict-ready = ready
readiness-verdict-ready-with-concerns = ready, with areas of concern
readiness-verdict-not-ready = not ready
readiness-ready-help = Nothing stands against it.
readiness-would-be = Would be
readiness-would-be-major = would be major
readiness-would-be-minor = would be minor
readiness-would-be-all = { $majors } would be major, { $minors } minor
readiness-not-demanded = nothing: an informative note is never a nonconformity
readiness-absent = { $n } of { $all } without
readiness-turns = { $n ->
    [one] turns one requirement:
   *[other] turns { $n } requirements:
}
readiness-turns-majors = { $n ->
    [one] turns one requirement, which would be major:
   *[other] turns { $n } requirements, { $majors } of which would be major:
}
readiness-turns-minors = { $n ->
    [one] turns one requirement, which would be minor:
   *[other] turns { $n } requirements, { $minors } of which would be minor:
}
readiness-turns-both = turns { $n } requirements, { $majors } of which would be major and { $minors } minor:
readiness-more = { $n } more
readiness-wheel = Plan, do, check, act
readiness-wheel-help = The share of requirements that pass: clauses 4 to 7 plan, 8 does, 9 checks, 10 acts.
readiness-trend = Over time
readiness-trend-passing = Requirements that pass
readiness-trend-majors = Requirements that would be major
readiness-trend-majors-help = By today's rules at the time of each snapshot.
readiness-trend-whole = Snapshots are of both stages.
readiness-keep = Keep today's
readiness-kept-last = { $n ->
    [one] One snapshot, taken { $time }. One is taken each night.
   *[other] { $n } snapshots, the last taken { $time }. One is taken each night.
}
readiness-kept-none = No snapshot yet. One is taken each night.
readiness-history = What it was before
readiness-since = so since { $time }
readiness-since-now = no snapshot has found it so yet
readiness-found = Found
readiness-snapshot = Snapshot
readiness-judged = Who and what
readiness-owner = Answers for it
readiness-owner-none = Nobody: no process of this clause has an owner, and no role answers for conformity.
readiness-appoint = Appoint somebody
readiness-guidance = How it goes wrong
readiness-usually-fails = Often found
# Our words and the standard's, sets of one's own, several standards at once
wording-title = Held against the standard
wording-what = Gemba tells each requirement in words of its own. Read them once beside your licensed copy: one button for each that agrees. Put right or add what differs, in your own words; somebody else approves that. The standard's sentences stay in your copy.
wording-refused = What was compared with the standard is shown to people inside the organization.
wording-progress = { $n } of { $all } compared
wording-shown = Shown
wording-clauses = Chapter
wording-show-open = Still open
wording-show-memory = From memory
wording-show-differs = Put right or added
wording-show-all = All
wording-none = Nothing is left here
wording-none-help = Every requirement shown here was compared. Choose another chapter or list above.
wording-copy = The copy that you hold
wording-copy-help = Its edition and date, and the number of its licence. It is kept with each requirement that you compare.
wording-copy-keep = Use this copy
wording-ours = Our words
wording-own = Your words
wording-reason = Why
wording-by = Compared by
wording-on = Compared on
wording-compared = Compared
wording-verbs = What you can do
wording-agrees = Agrees
wording-agrees-all = All of this clause agree
wording-correct = Put right
wording-corrected = Put right
wording-added = Added
wording-add = Add one that is missing
wording-not-yet = Not yet
wording-not-yet-help = Nobody has held these words against your own copy of the standard yet.
wording-waits = { $number } waits for approval
wording-missing = Missing from our list
wording-missing-help = what your copy asks for and our list does not
wording-section = The words
wording-basis-page = Our words, held against a published page about the clause.
wording-basis-sister = Our words, held against the same clause of a sister standard.
wording-basis-memory = Our words, from memory alone.
wording-basis-own = Your organization's own words.
flash-wording-one = One requirement is compared.
flash-wording-many = { $n } requirements are compared.
own-sets = Requirements of our own
own-what = What you hold yourselves to besides ISO/IEC 20000-1: a customer's annex, a law, another standard, a rule of your own. Readiness answers it in the same way.
own-refused = Sets of requirements are shown to people inside the organization.
own-unknown = There is no such requirement or set.
own-new = New set
own-none = No set yet
own-none-help = Begin one, or bring one in from a table or an OSCAL catalogue below.
own-number = Number
own-name = Name
own-name-help = Readiness is asked for by this name. Empty takes the title of the catalogue; a table needs one.
own-issue = Version
own-state = State
own-count = Requirements
own-take = Take out
own-bring = Bring a set in
own-bring-verb = Bring in
own-file = File
own-file-help = A table (.csv) with the columns { $columns }, of which the first three are needed, or an OSCAL catalogue (.json). It comes in whole or not at all, as a draft.
own-no-file = Choose a file first.
own-no-format = A file ends in .csv or .json.
own-no-text = The file is no text in UTF-8, or larger than 10 MB.
own-draft = This set is not in force: the answers show how it would stand.
own-no-part = Without a part
own-part = Part
own-set = Set
own-guidance = Guidance
own-shown-by = Shown by
flash-own-brought = Requirements brought in: { $n }. Left out: { $left }. Somebody else approves the set.
shared-title = Asked once for all standards
shared-what = One audit of several standards: each clause is asked once, and the answer serves every standard named beside it. Which clauses belong together is our own judgement: no published table stands behind it.
shared-instead = { $n ->
    [one] one question instead of { $all }
   *[other] { $n } questions instead of { $all }
}
shared-standards = Standard
shared-unknown = There is no such standard or set in force.
shared-none = Nothing is shared here
shared-none-help = No requirement of this set names one of ISO/IEC 20000-1 that shows it too.
shared-questions = Questions
shared-requirements = Requirements
shared-evidence = Evidence
shared-serves = Serves as well

pack-title = Audit pack
pack-about = One file for auditors that proves itself: answers, gaps, records and the sealed entries that made them.
pack-refused = Packs are made by service managers, top management, auditors and administrators.
pack-without-packer = This program makes no packs.
pack-what = What it is about
pack-faults = The pack was not made
pack-reason = What it is made for
pack-reason-help = Such as “Surveillance audit in May”. It stands on the pack and on its record.
pack-edition = Edition
pack-edition-help = The edition whose requirements are answered.
pack-stage = Stage
pack-stage-help = Only what is looked at in one stage of a certification audit.
pack-stage-both = Both stages
pack-stage-one = Stage 1: is it ready
pack-stage-two = Stage 2: does it work
pack-from = First day
pack-from-help = Without both days, all days are looked at.
pack-until = Day after the last
pack-until-help = It is not looked at itself.
pack-audit = Samples of
pack-audit-help = The audit whose samples are in the pack.
pack-audit-every = Every audit
pack-make = Make the pack
pack-make-help = It is made with your rights and downloaded at once. That you made it is kept, the file is not.
pack-no-day = Write the day like 2026-03-01.
pack-both-days = Give both days, or neither.
pack-no-reason = Say what it is made for.
pack-made = Packs that were made
pack-none = No packs yet
pack-none-help = The first one you make stands here, with the hash of its file.
pack-number = Number
pack-gaps = Gaps
pack-made-at = Made at
pack-state = State

trace-open = Trace
trace-title = Trace of { $number }
trace-refused = Traces are shown to people inside only.
trace-as-of = as of { $time }
trace-gaps = What is missing on the way
trace-gaps-help = Said openly, so that nobody has to find it.
trace-whole = Nothing is missing on the way, as far as records tell.
trace-in-time = In the order of time
samples-open = Samples
samples-title = Samples: { $name }
samples-refused = Samples are shown to people inside only.
samples-what = Each record was drawn by chance from all that there were. Whoever has the number draws the same.
samples-again = Draw again and compare
samples-keep = Keep what was seen
samples-part = Keeps these { $n } of { $all } records. The others have a button of their own.
samples-head = { $n } of { $all } { $kind }, number { $seed }
samples-progress = { $done } of { $all } looked at
samples-of = Drawn from those that a list narrowed like this shows:
samples-record = Record
samples-state = State
samples-verdict = Seen
samples-note = Note
samples-on = On
samples-raise = Raise a finding
samples-not-seen = Not looked at
samples-in-order = Nothing found
samples-finding = Finding
samples-same = The same records came.
samples-other = Other records came: what was kept of this sample is not what was drawn.
samples-population = There were { $then } to draw from; the same narrowing finds { $now } of them today.
samples-kept = It was drawn from the list of all that there were, as it was kept then.
samples-not-kept = All there were was too much to keep, so it was drawn from what is found today.
invite-open = Invite
invite-title = Invite { $name }
invite-refused = Only an administrator invites people. Ask one.
invite-what = Makes a link with which they set their password, once, within three days.
invite-until = Last day on which they get in
invite-until-help = Empty leaves it as it is. Whoever audits you for a certification body needs one, within a year.
invite-fault-day = The last day is no day; write it like 2027-03-31.
invite-do = Make the link
invite-made = Give them this link, behind the address of your server. It is shown this once.
