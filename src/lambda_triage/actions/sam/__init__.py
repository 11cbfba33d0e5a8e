"""The SAM CLI: arguments → a plan, what it prints → a result or the failure that matters.

find      where `sam` is, and how it is run
options   rare flags of each command, by name and type
flags     arguments → words of a command that cannot be taken for flags
init, build, deploy, logs, remote   one command each
failures  what SAM prints → what went wrong, and what to do
events    the table of stack events that `sam deploy` prints → rows
"""
