#!/bin/sh
# Run once a month where the export is: a computer of the service. Only results.json leaves it.
# usage: at-the-service.sh FOLDER-WITH-THE-EXPORT FOLDER-OF-THE-REPOSITORY
set -eu

# The whole history is the input: returns look on over the end of a month. Exit code 1 - a gate failed - is for the report to tell.
sst report "$1"/*.csv --mapping "$1/sst.toml" --quiet -o "$2/results.json" || test $? -eq 1

git -C "$2" add results.json
git -C "$2" commit --quiet --message "Results" || exit 0 # nothing new
git -C "$2" push --quiet
