// The accounts of this computer: one unit, and so one monitor, for each Codex home. Owns which there
// are and which of them is shown; what an account does by itself is its unit's business.

import { homedir } from 'node:os';
import { type AccountUnit, createAccountUnit } from './account-unit.ts';
import { codexHome } from './codex/home.ts';
import { type OpenedHome, openHome } from './codex/open-home.ts';
import { parseProxyList } from './codex/system-proxy.ts';
import type { PowerGuard } from './desktop/power.ts';
import type { Log } from './log.ts';
import type { AppContext, Parts } from './parts.ts';
import { createSenses, watchComputer } from './senses.ts';

export interface Accounts {
  /** Never empty; the first is Codex's own home. */
  all(): readonly AccountUnit[];
  /** The one that the popover and the mark show. */
  shown(): AccountUnit;
  /** Starts every unit; returns their stop. */
  start(options: { readonly atLogin: boolean }): Promise<() => void>;
}

export interface AccountsContext {
  readonly context: AppContext;
  readonly guard: PowerGuard;
  readonly log: Log;
  nowMs(): number;
  steadyMs(): number;
  after(delayMs: number, callback: () => void): () => void;
}

export async function openAccounts(
  surroundings: AccountsContext,
  parts: () => Parts,
): Promise<Accounts> {
  const unit = await openUnit(surroundings, parts);
  const units: readonly AccountUnit[] = [unit];
  const { context, guard } = surroundings;
  return {
    all: () => units,
    shown: () => unit,
    async start(options) {
      const monitors = () => units.map(({ monitor }) => monitor);
      watchComputer(context.electron.powerMonitor, guard, monitors);
      const stops = await Promise.all(units.map(({ start }) => start(options)));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

async function openUnit(surroundings: AccountsContext, parts: () => Parts): Promise<AccountUnit> {
  const { context, guard, log, nowMs, steadyMs, after } = surroundings;
  const { electron } = context;
  const folder = codexHome({
    env: process.env,
    platform: process.platform,
    homeDirectory: homedir(),
  });
  const settings = () => parts().settings.get();
  return createAccountUnit({
    codexHome: folder,
    home: await openUnitHome(surroundings, folder, () => settings().renewal),
    senses: createSenses({ electron, guard, settings, codexHome: folder }),
    log,
    settings,
    words: () => parts().words(),
    nowMs,
    steadyMs,
    after,
    show: (text) => parts().notifier.show(text),
    onChange: () => parts().painter.repaint(),
  });
}

function openUnitHome(
  { context, guard }: AccountsContext,
  folder: string,
  renewal: Parameters<typeof openHome>[0]['renewal'],
): Promise<OpenedHome> {
  const { electron, plimsollHome } = context;
  const { app, session } = electron;
  return openHome({
    codexHome: folder,
    plimsollHome,
    version: app.getVersion(),
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    homeDirectory: homedir(),
    power: guard,
    renewal,
    proxyFor: async (url) => parseProxyList(await session.defaultSession.resolveProxy(url)),
    authorityEnv: app.isPackaged ? {} : process.env,
    pace: app.isPackaged ? undefined : process.env.PLIMSOLL_PACE,
    tokenUrlOverride: app.isPackaged ? undefined : process.env.CODEX_REFRESH_TOKEN_URL_OVERRIDE,
  });
}
