#!/bin/sh
# Runs `pulumi up` on the stack PULUMI_STACK if one of its tokens is due, or has expired (each time, where its autoRotate is off).
# HOLD: URN of a token to leave alone meanwhile.
set -eu
: "${PULUMI_STACK:?name the stack}"
CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")"

tokens() { node_modules/.bin/pulumi-ivs-realtime status --stack "$PULUMI_STACK" "$@"; }

status=0
tokens || status=$?
# 0: nothing is due. 3: a token is due. 4: one has expired.
case $status in 0 | 3 | 4) ;; *) exit "$status" ;; esac
if [ -n "${HOLD:-}" ]; then
  # Pulumi takes an --exclude that names nothing without a word, and would rotate what was to be held.
  tokens --json | grep -qF "\"urn\": \"$HOLD\"" || { echo "HOLD names no token of $PULUMI_STACK: $HOLD" >&2; exit 1; }
  echo "Held: $HOLD"
fi
if [ "$status" -eq 0 ]; then exit; fi
# Options that a person may have set for a terminal: they would show tokens in the log.
unset PULUMI_OPTION_SHOW_SECRETS PULUMI_OPTION_DEBUG PULUMI_OPTION_JSON PULUMI_OPTION_VERBOSE
# exec: the scheduler's signal reaches pulumi, which ends its running steps first.
exec pulumi up --yes --skip-preview --non-interactive --stack "$PULUMI_STACK" ${HOLD:+--exclude "$HOLD"}
