#!/usr/bin/env bash
# Proposes the changed data/ as a pull request, or renews the one that is open. For refresh.yml.
#   scripts/propose.sh REPORT COMMIT
# REPORT is the account of the changes, COMMIT that of ONS's repository. Needs gh and its GH_TOKEN.
set -euo pipefail

report="$1"
commit="$2"
branch="refresh/ons"
title="New figures from ONS, ${commit:0:10}"

# The token is given to git for this push alone; no step before this one had it.
gh auth setup-git
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git checkout --quiet -B "$branch"
git add -- data
git commit --quiet -m "$title"
git push --force origin "$branch"

if [ -n "$(gh pr list --head "$branch" --state open --json number --jq '.[].number')" ]; then
  gh pr edit "$branch" --title "$title" --body-file "$report"
else
  gh pr create --head "$branch" --title "$title" --body-file "$report"
fi
