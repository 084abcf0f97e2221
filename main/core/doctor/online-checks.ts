// The checks that need the network: what discovery says today, whether the usage host answers, and the
// clock against a server's. Without --online they are named, so that a reader knows what is missing.

import type { Failure } from '../failure.ts';
import { MINUTE_MS, SECOND_MS } from '../time.ts';
import { type Check, notChecked, note, ok, problem, type Told } from './check.ts';
import type { DoctorFacts, OnlineFacts } from './facts.ts';
import { spanOf } from './text.ts';

/** Codex renews five minutes before the end; a clock that is further off renews too late. */
const CLOCK_PROBLEM_MS = 5 * MINUTE_MS;
/** An answer is dated to the second, and takes a few to arrive. */
const CLOCK_TOLERANCE_MS = 30 * SECOND_MS;
const ASK_ONLINE = 'This needs the network; add --online.';

export function onlineChecks({ online, environment }: DoctorFacts): readonly Check[] {
  const zone = `the time zone is ${environment.timeZone}`;
  if (online === null) {
    return [
      notChecked('clock', `Compared with no server, because --online was not given; ${zone}.`),
      notChecked('discovery', ASK_ONLINE),
      notChecked('usage-host', ASK_ONLINE),
    ];
  }
  return [clockCheck(online.clockOffMs, zone), discoveryCheck(online), hostCheck(online)];
}

function clockCheck(offMs: number | null, zone: string): Check {
  const id = 'clock';
  if (offMs === null) return notChecked(id, `No server told the time; ${zone}.`);
  const off = Math.abs(offMs);
  if (off <= CLOCK_TOLERANCE_MS) return ok(id, `The clock agrees with the server's; ${zone}.`);
  const finding = `The clock is ${spanOf(off)} ${offMs > 0 ? 'fast' : 'slow'}; ${zone}.`;
  const remedy = 'Let the system set the clock by the network.';
  const told = { cause: 'clock-off', finding, remedy } as const;
  return off > CLOCK_PROBLEM_MS ? problem(id, told) : note(id, told);
}

function discoveryCheck({ discovery }: OnlineFacts): Check {
  const id = 'discovery';
  if (!discovery.ok)
    return problem(id, networkTrouble(discovery.failure, "OpenAI's sign-in server"));
  const { tokenEndpoint } = discovery.value;
  if (tokenEndpoint === 'same')
    return ok(id, 'Discovery names the token address that Plimsoll uses.');
  const other =
    tokenEndpoint === 'unsaid'
      ? 'no token address'
      : `another token address${tokenEndpoint.kind === 'openai' ? ` (${tokenEndpoint.host})` : ''}`;
  return note(id, {
    cause: 'discovery-differs',
    finding: `Discovery names ${other}; Plimsoll stays with the one that Codex uses.`,
    remedy: 'If renewing fails, too, report this.',
  });
}

function hostCheck({ usageHost }: OnlineFacts): Check {
  const id = 'usage-host';
  if (usageHost === 'held-back') {
    return notChecked(id, 'OpenAI asked to wait, so its usage host was not asked.');
  }
  if (!usageHost.ok) return problem(id, networkTrouble(usageHost.failure, 'The usage host'));
  const status = usageHost.value;
  if (status >= 500) {
    return note(id, {
      cause: 'network',
      finding: `The usage host answers, but with an error (${status}).`,
      remedy: "Wait, and look at OpenAI's status page.",
    });
  }
  return ok(id, `The usage host answers (${status}); no token was sent and no usage asked.`);
}

const CHECK_NETWORK = 'Check the network and the proxy, then try again.';
const REPORT = 'Try again later; if it stays so, report it.';

function networkTrouble(failure: Failure, who: string): Told {
  if (failure.kind === 'address-refused') {
    const finding = `The address of ${failure.setting} is not safe, so nothing was asked.`;
    return { cause: 'address-refused', finding, remedy: 'Use https, or http to this computer.' };
  }
  const [finding, remedy] = wayTrouble(failure, who);
  return { cause: 'network', finding, remedy };
}

/** What is wrong on the way, and what helps. */
function wayTrouble(failure: Failure, who: string): readonly [string, string] {
  const whose = who.replace(/^The /, 'the ');
  switch (failure.kind) {
    case 'tls':
      return [
        `${who} has a certificate that is not trusted here.`,
        "Check the clock; behind a company's proxy, let NODE_EXTRA_CA_CERTS name its authority.",
      ];
    case 'timeout':
      return [`${who} did not answer in time.`, CHECK_NETWORK];
    case 'offline':
      return [`${who} cannot be reached.`, CHECK_NETWORK];
    case 'proxy-sign-in':
      return [
        `The proxy in the way of ${whose} wants a sign-in.`,
        'Put user name and password into HTTPS_PROXY, or sign in to the network.',
      ];
    case 'captive-portal':
      return [
        `A web page came instead of an answer of ${whose}.`,
        'Open a browser and sign in to the network.',
      ];
    case 'server-error':
    case 'unexpected-status':
      return [`${who} answered with an error (${failure.status}).`, REPORT];
    default:
      return [`${who} answered something that was not expected.`, REPORT];
  }
}
