// Builds the child of the kill tests into one file, so that a new process is ready in no time.
// Run by kill.test.ts itself: what is killed is always the code of this checkout.

import { builtinModules } from 'node:module';

/**
 * The part of undici that a request without a proxy needs, put together as its own index does.
 * Why: the whole package is a third of what each of hundreds of processes takes to start.
 */
const SMALL_UNDICI = `
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
import api from "undici/lib/api/index.js";
Object.assign(Dispatcher.prototype, api);
export { default as Agent } from "undici/lib/dispatcher/agent.js";
export { default as Pool } from "undici/lib/dispatcher/pool.js";
export { default as buildConnector } from "undici/lib/core/connect.js";
export const ProxyAgent = null;
export const EnvHttpProxyAgent = null;
`;

const smallUndici = {
  name: 'small-undici',
  enforce: 'pre',
  resolveId: (id: string) => (id === 'undici' ? '\0small-undici' : null),
  load: (id: string) => (id === '\0small-undici' ? SMALL_UNDICI : null),
};

export default {
  plugins: [smallUndici],
  build: {
    ssr: true,
    target: 'node20.18',
    emptyOutDir: true,
    rollupOptions: {
      input: { child: 'e2e/kill/child.ts' },
      external: [...builtinModules, /^node:/],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true },
};
