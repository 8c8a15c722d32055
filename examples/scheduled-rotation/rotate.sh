#!/bin/sh
# Runs `pulumi up` on the stack PULUMI_STACK if one of its tokens is due, or has expired (each time, where its autoRotate is off).
# HOLD: URN of a token to leave alone meanwhile.
set -eu
: "${PULUMI_STACK:?name the stack}"
CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")"

status=0
node_modules/.bin/pulumi-ivs-realtime status --stack "$PULUMI_STACK" || status=$?
case $status in
  0) ;;
  # Due, or expired. exec: the scheduler's signal reaches pulumi, which ends its running steps first.
  3 | 4) exec pulumi up --yes --skip-preview --non-interactive --stack "$PULUMI_STACK" ${HOLD:+--exclude "$HOLD"} ;;
  *) exit "$status" ;;
esac
