"""Otklik: who answers, who waits, who is warm. This text is the architecture document.

Three programs, one package::

     the manager's computer                                     the company's server
     ┌──────────────────────┐   commands   ┌──────────────────┐  https  ┌────────────────────┐
     │ ui      (Qt)         │ ───────────► │ engine  (no Qt)  │ ──────► │ server (asyncio)   │
     │ reads SQLite         │ ◄─────────── │ the only writer: │ cursor  │ pixel, links,      │
     │ read-only, draws     │    facts     │ mail, signals    │ ◄────── │ hits in SQLite     │
     └──────────────────────┘              └──────────────────┘         └────────────────────┘

- **ui** never writes and never talks to the network; it reads through `store.reader` and sends typed
  `domain.commands`; the engine answers each with a `Result` and announces typed `domain.facts`.
- **engine** owns one thread per account (blocking I/O), one watcher thread per account (a doorbell), one
  each for the tracking server, the outbox, alerts, the relay and what every minute brings. Commands wait
  only for those of their own kind (`engine.lanes`). A connection is closed by the thread that uses it;
  others only cut it (`mail.base.Provider.cut`). One engine per data folder (lock file).
- **server** knows tokens, link targets and hits; it never learns who a token stands for. `server.front`
  and `.connection` speak HTTP (llhttp on uvloop): pixels, links and waiting desktops cost no task; the
  rest is Starlette.

Folders, and who may import whom (checked by import-linter, `make test`)::

    __main__  >  ui | cli | server | demo  >  engine  >  store | mail | crm | settings  >  domain

    domain    pure knowledge: no I/O, no clock, no threads     settings  what can be set; secrets; paths
    store     the only place with peewee, apsw and, but for    mail      the only place with mail protocols
              the server's own file, SQL                       engine    what the program does, step by step
    crm       the only place with CRM protocols; none yet      demo      an embedded world on loopback
    server    the tracking server
    cli       the command line                                 ui        the only place with Qt

Data flow::

    mail up      provider.folders() tells in one question which folders are quiet; of the others
                 provider.sync(folder, state) yields batches; each is one transaction: letters, places,
                 conversations, folder state, and the touched conversations marked as due. `derive` turns
                 due conversations into waits, signals and leads in a second transaction: a kill between
                 loses nothing, and a first sync stores letters at wire speed. -> Changed -> window merges
                 After a folder the bounces, receipts and absence notes it brought are opened and read.
    signal up    GET /o/<token> -> hit stored durably -> GIF. Engine: GET /v1/hits?after=<cursor>&wait=20
                 -> verdicts (by rules, and by what was learnt of corrections, domains, own devices and
                 letters read here; news of these judge history again) -> signals, cursor in the same
                 transaction -> Changed; Alert once a human verdict has settled
    letter down  Send -> outbox row -> one instrumented copy per recipient -> SMTP; clean copy to Sent. The
                 mailbox of Exchange sends itself: one copy for all, filed in Sent, the proof that it went.
                 Link targets are registered at the server and tokens committed before submission. A cut
                 after DATA is UNKNOWN: never retried by itself; "send again" or "it arrived"
    letter by    another mail program -> `mail.relay` on loopback -> `engine.passage`: marked as above -> the
                 account's own SMTP server or mailbox, whose answer is passed back as it is
    Sent         `engine.sent_copies`: where a server files the marked copy, the clean letter takes its place
    waits        end with our answer in Sent, or when Exchange has marked the letter as answered (`turns`)
    handed over  a forward to colleagues in Sent, or `Assign` (keep.db) -> `domain.turns` ends the wait here;
                 in the colleague's mailbox the forwarded letter, once read, begins it (`engine.forwards`)
    targets      `settings.targets`: one for all, others by mailbox and channel. What was said of them and the
                 last week (`engine.targets`, `.digest`) is kept as announced: no restart says it again
    company      `store.company` reads all of one domain; `domain.company` measures it; nothing is kept for it
    team         once agreed: waits that count -> opaque rows (times and codes; names in keep.db) ->
                 sealed batches, PUT /v1/team/rows; a lead's engine reads them into otklik.db. Or by file.

Two database files: `otklik.db` (`store.tables`) can be rebuilt from the mailbox and the tracking server;
`keep.db` (`store.keep_*`: accounts, settings, channels, token map, outbox, drafts, seen intervals,
corrections and what they taught, notes, snoozes, reminders, hand-overs, consents, what was announced)
cannot, is small, and is backed up daily. A row that cannot be rebuilt is committed before the network is
touched.

Instants below the edges are integer microseconds UTC; `now` is an argument; every blocking call has a timeout
and every loop watches for the stop. No ambient application object: `__main__`, `engine.process` and
`ui.program` build the object graph once and pass it down.

Where this departs from the first proposal: `sync` and `backfill` are one generator of batches (one path to
test, resumable at any kill), and derivation is a separate, crash-safe step after the rows. Exchange is spoken
as plain SOAP on a connection of our own; exchangelib is its other client in the tests (`mail.ews` says why).
"""
