"""Live AWS, read-only: a target → wants → answers, each kept in a bundle as it comes.

want, answer   values: one call, and what became of it
reads          every operation that may be called, and the permission it needs
guard          nothing else passes
session        profile, region, role → clients
caller         one want → its answer: pages, attempts, time-outs, the pace
follow/        an answer → what to ask next, one module per service; pure
crawl          the wants of a target and of all answers, many at once, within a budget
"""
