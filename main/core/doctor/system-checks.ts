// The checks of what surrounds Codex and Plimsoll: addresses, proxy, certificates, variables, session
// files, the desktop, and the machine itself.

import { type Check, notChecked, note, ok, problem } from './check.ts';
import type { DesktopFacts, DoctorFacts, EnvironmentFacts } from './facts.ts';
import type { Show } from './file-checks.ts';
import { listed } from './text.ts';

export function systemChecks(facts: DoctorFacts, show: Show): readonly Check[] {
  const { environment, desktop, machine } = facts;
  return [
    addressesCheck(facts),
    proxyCheck(environment),
    certificatesCheck(environment, show),
    variablesCheck(environment),
    sessionsCheck(facts, show),
    trayCheck(desktop),
    notificationsCheck(desktop),
    ok(
      'machine',
      `Plimsoll ${machine.version} on ${machine.platform} ${machine.arch}, Node ${machine.node}.`,
    ),
  ];
}

const WHOSE = { openai: "OpenAI's", 'this-computer': 'on this computer', other: "not OpenAI's" };

function addressesCheck({ config, environment: { tokenUrl } }: DoctorFacts): Check {
  const id = 'addresses';
  const token = '`CODEX_REFRESH_TOKEN_URL_OVERRIDE`';
  const remedy = `Unset ${token}.`;
  if (tokenUrl === 'empty') {
    const finding = `${token} is set and empty, with which Codex cannot renew a sign-in at all.`;
    return problem(id, { cause: 'token-url', finding, remedy });
  }
  if (tokenUrl === 'refused') {
    const finding = `${token} names an address that is not safe, so nothing is renewed.`;
    return problem(id, { cause: 'token-url', finding, remedy });
  }
  const base = config.result.ok ? config.result.value.base : 'openai';
  const changed = [
    ...(base === 'openai' ? [] : [`the usage address (\`chatgpt_base_url\`) is ${WHOSE[base]}`]),
    ...(tokenUrl === 'unset' ? [] : [`the token address (${token}) is ${WHOSE[tokenUrl]}`]),
  ];
  if (changed.length === 0) return ok(id, "Usage and renewals go to OpenAI's own addresses.");
  return note(id, {
    cause: 'address-changed',
    finding: `Addresses were changed: ${listed(changed)}.`,
    remedy: 'If that is not meant, take the setting away.',
  });
}

function proxyCheck({ proxies, unusableProxies }: EnvironmentFacts): Check {
  const id = 'proxy';
  if (unusableProxies.length > 0) {
    return problem(id, {
      cause: 'proxy-unusable',
      finding: `${listed(unusableProxies)} names no proxy that Plimsoll can use in a terminal; it takes http and https ones from HTTPS_PROXY.`,
      remedy:
        'Set HTTPS_PROXY to an http or https proxy; the app takes the one of the system instead.',
    });
  }
  if (proxies.length === 0) return ok(id, 'No proxy is set in the environment.');
  return ok(id, `The environment sets ${listed(proxies)}; its address is left out here.`);
}

const CERTIFICATE_STATES = {
  missing: 'does not exist',
  unreadable: 'cannot be read',
  'no-certificate': 'holds no certificate',
};

function certificatesCheck({ certificates }: EnvironmentFacts, show: Show): Check {
  const id = 'certificates';
  const broken = certificates.find(({ state }) => state !== 'ok');
  if (broken !== undefined && broken.state !== 'ok') {
    const { variable, path, state } = broken;
    return problem(id, {
      cause: 'certificates-unusable',
      finding: `${variable} names ${show(path)}, which ${CERTIFICATE_STATES[state]}.`,
      remedy: `Correct ${variable}, or unset it.`,
    });
  }
  if (certificates.length === 0) return ok(id, 'Certificates are those of Node and the system.');
  return ok(id, `${listed(certificates.map(({ variable }) => variable))} can be read.`);
}

function variablesCheck({ signInVariables }: EnvironmentFacts): Check {
  const id = 'environment';
  if (signInVariables.length === 0) return ok(id, 'No variable replaces the sign-in of the file.');
  return note(id, {
    cause: 'variables',
    finding: `${listed(signInVariables)} is set, with which Codex may work on another sign-in than Plimsoll shows.`,
    remedy: 'Unset it, if the numbers are not those that Codex reaches.',
  });
}

function sessionsCheck({ sessions, home }: DoctorFacts, show: Show): Check {
  const id = 'session-files';
  if (home.state !== 'folder') return notChecked(id, 'There is no Codex home to look into.');
  if (sessions.state === 'folder')
    return ok(id, `Codex's session files are in ${show(sessions.path)}.`);
  if (sessions.state === 'missing') return ok(id, 'Codex has written no session files yet.');
  return note(id, {
    cause: 'no-sessions',
    finding: `${show(sessions.path)} cannot be looked into, so activity is not noticed.`,
    remedy: 'Make it a folder of yours again, with mode 0700.',
  });
}

function trayCheck({ tray, hasSessionBus }: DesktopFacts): Check {
  const id = 'tray';
  if (tray === 'always') return ok(id, 'This system shows tray icons by itself.');
  if (tray === true) return ok(id, 'A tray for icons is on the session bus.');
  if (!hasSessionBus)
    return notChecked(id, 'There is no session bus here; ask again inside the desktop session.');
  if (tray === null) return notChecked(id, 'None of gdbus, busctl and dbus-send answered.');
  return note(id, {
    cause: 'no-tray',
    finding: 'No tray for icons is on the session bus, so Plimsoll opens in a window.',
    remedy:
      'On GNOME install AppIndicator and KStatusNotifierItem Support, elsewhere add a status tray to the panel.',
  });
}

function notificationsCheck({ notifications, hasSessionBus }: DesktopFacts): Check {
  const id = 'notifications';
  if (notifications === 'always') return ok(id, 'This system shows notifications by itself.');
  if (notifications === true) return ok(id, 'A notification service is on the session bus.');
  if (!hasSessionBus)
    return notChecked(id, 'There is no session bus here; ask again inside the desktop session.');
  if (notifications === null)
    return notChecked(id, 'None of gdbus, busctl and dbus-send answered.');
  return note(id, {
    cause: 'no-notifications',
    finding: 'No notification service is on the session bus, so alerts appear in the popover only.',
    remedy: "Install or start the desktop's notification service.",
  });
}
