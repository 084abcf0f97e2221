// What every subcommand needs: the Codex home opened for a terminal, the person's settings (read, not
// written) and words in their language, locale and zone.

import { homedir } from 'node:os';
import type { LedgerStore } from '../codex/ledger-store.ts';
import { type OpenedHome, openHome } from '../codex/open-home.ts';
import type { Power } from '../codex/ports.ts';
import type { SignInSource } from '../codex/sign-in.ts';
import type { Settings } from '../core/settings.ts';
import { createWords, type Words } from '../core/words/words.ts';
import { loadSettings } from './settings.ts';

export interface CommandHome {
  readonly home: OpenedHome;
  readonly settings: Settings;
  readonly words: Words;
}

export interface CommandPlace {
  readonly codexHome: string;
  readonly source?: SignInSource;
  readonly plimsollHome: string;
  readonly ledgerStore: LedgerStore;
}

export async function openCommandHome(
  { codexHome, source, plimsollHome, ledgerStore }: CommandPlace,
  version: string,
): Promise<CommandHome> {
  const settings = await loadSettings(plimsollHome);
  const home = await openHome({
    codexHome,
    ...(source !== undefined && { source }),
    plimsollHome,
    ledgerStore,
    version,
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    homeDirectory: homedir(),
    power: commandPower,
    renewal: () => settings.renewal,
    asksNobody: () => settings.numbersFrom === 'log',
    mayLookAtUse: () => settings.activity,
    proxyFor: async () => 'environment',
    authorityEnv: process.env,
    pace: process.env.PLIMSOLL_PACE,
    tokenUrlOverride: process.env.CODEX_REFRESH_TOKEN_URL_OVERRIDE,
  });
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { home, settings, words: createWords({ locale, timeZone }, settings.language) };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A terminal tells nothing of sleep; but a renewal in progress is finished before a signal ends us. */
const commandPower: Power = {
  mayExchange: () => true,
  stayAwake() {
    let asked: NodeJS.Signals | null = null;
    const hold = (signal: NodeJS.Signals): void => {
      asked = signal;
    };
    for (const signal of SIGNALS) process.on(signal, hold);
    return () => {
      for (const signal of SIGNALS) process.off(signal, hold);
      if (asked !== null) process.kill(process.pid, asked);
    };
  },
};
