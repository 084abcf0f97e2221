#!/bin/sh
# Runs as root when the deb or rpm has been unpacked: Chromium's sandbox, and the list of applications.
# Touches nothing of any person's.

app=/opt/Plimsoll

# Chromium's sandbox is made of user namespaces; where there are none, of a helper that may do more.
if [ -L /proc/self/ns/user ] && unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox" || true
else
  chmod 4755 "$app/chrome-sandbox" || true
fi

# Ubuntu lets only programs with a profile have user namespaces.
profile="$app/resources/apparmor-profile"
if apparmor_status --enabled >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" /etc/apparmor.d/plimsoll
  if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/plimsoll || true
  fi
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
exit 0
