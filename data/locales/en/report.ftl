### What is printed on paper.

## The house's procedures.

procedure-title = Procedures · { $site }
procedure-as-of = as of { $at }
procedure-steps = Steps
procedure-stages = Time limits
procedure-path = Received for: { $intake }
procedure-then-office = Once at the office: as what is received for the office
procedure-track = In the hands of
procedure-none = empty
procedure-opened = Logged
procedure-when = Applies to
procedure-unless = Not to
procedure-after = Do first
procedure-requires = Only after
procedure-optional = Not proposed by itself
procedure-again = May be done again
procedure-clause = Clause
procedure-starts = From
procedure-ends = To
procedure-length = Length
procedure-hours = Hours
procedure-clock = by the clock, day and night
procedure-close = by the close of this working day
procedure-promise = Promised in
procedure-warn = Warns at
procedure-pausable = May be paused
procedure-repeat = Repeats
procedure-expiry = Runs out
procedure-usual = Changed here
procedure-was = was { $length }
procedure-own = This site’s own
procedure-limit = Serves
procedure-lapsed = Only once it has run out
procedure-ends-when = Ended by
procedure-part = Each by
procedure-parts = Shares
procedure-every = every { $n } min
procedure-reopened = Opened again
procedure-reopens = Where the follow-up finds the resident not satisfied, these are done anew: { $steps }
procedure-pause = A pause lasts at the most: { $length }
procedure-collective = { $households } households on one matter within { $days } days: proposed as one major complaint
