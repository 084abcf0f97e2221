// The look for a newer Plimsoll, made of the app's parts: whom it asks, over which road, and when it
// may. The home page of package.json is the one place that names an address.

import { homedir, networkInterfaces } from 'node:os';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { isLoopbackAddress } from '../codex/endpoints.ts';
import { feedAddress, fetchFeed } from '../codex/feed.ts';
import { codexHome } from '../codex/home.ts';
import { createHttp, type Http } from '../codex/http/http.ts';
import { systemAuthorities } from '../codex/http/system-authorities.ts';
import { parseProxyList } from '../codex/http/system-proxy.ts';
import { createWitness } from '../codex/witness.ts';
import { UPDATE_MEMORY_MAX_BYTES } from '../core/updates/check.ts';
import { siteOf } from '../core/updates/site.ts';
import { createNetworkWord } from '../desktop/network.ts';
import type { PowerGuard } from '../desktop/power.ts';
import { loadOwnFile, saveOwnFile } from './own-file.ts';
import type { AppContext, Parts } from './parts.ts';
import type { Trust } from './trust.ts';
import { createUpdates, type UpdatePorts, type Updates } from './updates.ts';

const SITE = siteOf(packageJson.homepage);
const FILE_NAME = 'updates.json';

/** Our own page of releases. */
export const RELEASES_URL = SITE?.releases ?? null;

/** Whom this build asks; null if nobody. */
export function ownFeed({ app }: Pick<AppContext['electron'], 'app'>): string | null {
  return feedAddress({
    site: SITE,
    override: app.isPackaged ? undefined : process.env.PLIMSOLL_FEED,
  });
}

export interface UpdateParts extends Pick<UpdatePorts, 'nowMs' | 'steadyMs' | 'after'> {
  readonly context: AppContext;
  readonly guard: PowerGuard;
  readonly trust: Trust;
  readonly paceDivisor: number;
}

export function openUpdates(given: UpdateParts, parts: () => Parts): Updates {
  const { context, guard, trust, nowMs, steadyMs, after } = given;
  const { app, net } = context.electron;
  const address = ownFeed(context.electron);
  const file = path.join(context.plimsollHome, FILE_NAME);
  const networkWord = createNetworkWord({ net, interfaces: networkInterfaces });
  const isPolling = (): boolean =>
    parts()
      .accounts.units()
      .some(({ monitor }) => monitor.state().polling);
  return createUpdates({
    ask: askerOf(given, address),
    version: app.getVersion(),
    // Why: a faster pace is for stand-ins only.
    paceDivisor: address !== null && isLoopbackAddress(address) ? given.paceDivisor : 1,
    isWanted() {
      const { updates, numbersFrom } = parts().settings.get();
      return updates && numbersFrom !== 'log';
    },
    // Why not while one polls: a renewal is part of a poll.
    isCalm: () => guard.isCalm() && !isPolling() && networkWord() === 'settled',
    load() {
      const text = loadOwnFile(file, UPDATE_MEMORY_MAX_BYTES);
      if (text !== null) trust.saw('read', file, true);
      return text;
    },
    save: (text) => trust.saw('written', file, saveOwnFile(file, text)),
    nowMs,
    steadyMs,
    random: Math.random,
    after,
    onChange: () => parts().painter.repaint(),
  });
}

function askerOf(given: UpdateParts, address: string | null): UpdatePorts['ask'] {
  if (SITE === null || address === null) return null;
  const [http, version] = [openHttp(given), given.context.electron.app.getVersion()];
  return () => fetchFeed({ http, address, site: SITE, version });
}

/** The same guarded way as every request, seen by the same record. */
function openHttp({ context, trust }: UpdateParts): Http {
  const { electron, plimsollHome } = context;
  const { platform } = process;
  const homeDirectory = homedir();
  const folder = codexHome({ env: process.env, platform, homeDirectory });
  const folders = { homeDirectory, codexHome: folder, plimsollHome };
  const witness = createWitness({ ...folders, platform, note: trust.note });
  const env = electron.app.isPackaged ? {} : process.env;
  const proxyFor = witness.proxyFor(async (url) =>
    parseProxyList(await electron.session.defaultSession.resolveProxy(url)),
  );
  const authorities = () => systemAuthorities({ env, platform, onRead: witness.sawBundle });
  return witness.http(createHttp({ proxyFor, authorities }));
}
