#!/bin/sh
# Runs as root when the deb or rpm has gone: what after-install.sh made goes, too. On an upgrade the
# newer version is already there and keeps it. A person's own files are theirs and stay.

case "${1-}" in
  upgrade | failed-upgrade | abort-* | disappear | 1) exit 0 ;;
esac

profile=/etc/apparmor.d/plimsoll
if [ -f "$profile" ]; then
  if apparmor_status --enabled >/dev/null 2>&1 &&
    ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
exit 0
