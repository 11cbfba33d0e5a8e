"""The names under which SAM finds a project's settings."""

# SAM guide, "AWS SAM CLI configuration file", 2026-11; in the order of samcli/lib/config.
SAMCONFIG = ("samconfig.toml", "samconfig.yaml", "samconfig.yml")
