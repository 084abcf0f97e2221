#!/bin/sh
# `plimsoll` in a terminal: the command on the person's own Node, or, without a command, the app.
# The first argument decides. Lies in the app's resources/command; found through any link to it.

min_major=20
min_minor=19

here=$(dirname "$(readlink -f "$0")")
app="$here/../../plimsoll"
[ -x "$app" ] || app="$here/../../MacOS/Plimsoll"

case "${1-}" in
  '' | --login | --no-sandbox | --disable-gpu | --ozone-platform=* | --ozone-platform-hint=* | \
    --enable-features=* | --disable-features=* | --force-device-scale-factor=*)
    exec "$app" "$@"
    ;;
esac

for node in node nodejs; do
  version=$("$node" --version 2>/dev/null) || continue
  version=${version#v}
  rest=${version#*.}
  major=${version%%.*}
  minor=${rest%%.*}
  case "$major$minor" in '' | *[!0-9]*) continue ;; esac
  if [ "$major" -gt $min_major ] || { [ "$major" -eq $min_major ] && [ "$minor" -ge $min_minor ]; }; then
    exec "$node" "$here/cli.js" "$@"
  fi
done

echo "plimsoll: the command needs Node.js $min_major.$min_minor or newer on the PATH; the app itself does not." >&2
exit 1
