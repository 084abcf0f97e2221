// Builds the app's programs, each into one entry file plus chunks that load when first needed.
// Targets are the older of the two Electrons that may run them: Node 20.18, Chromium 130.

import preact from '@preact/preset-vite';
import { defineConfig } from 'electron-vite';

const NODE = 'node20.18';
const CHROMIUM = 'chrome130';

/** Why together: a command would open seven files of a few lines each, which takes it 5 ms. */
const BASICS =
  /package\.json$|main.(core.(failure|time|own-account|report-text)|codex.(home|small-file|account-place|sessions.sessions-home)|commands.options)\.ts$/;

/** Likewise what counts, which the app starts in a worker. */
const COUNT =
  /main.(core|codex).activity.(?!panel|lines|bars|notes|text|activity\.|messages|worker)[a-z-]+\.ts$/;

export default defineConfig({
  main: {
    build: {
      target: NODE,
      outDir: 'out/main',
      sourcemap: true,
      // Why: unbundled imports double the time to the tray. menubar alone breaks when bundled.
      externalizeDeps: { exclude: ['electron-store', 'smol-toml', 'undici', 'zod'] },
      rollupOptions: {
        input: { main: 'main/main.ts', cli: 'main/cli.ts', scan: 'main/codex/activity/worker.ts' },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          codeSplitting: {
            groups: [
              { name: 'basics', test: BASICS },
              { name: 'count', test: COUNT },
            ],
          },
        },
      },
    },
  },
  preload: {
    build: {
      target: NODE,
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    build: {
      target: CHROMIUM,
      outDir: 'out/renderer',
      modulePreload: false,
      rollupOptions: { input: { index: 'renderer/index.html' } },
    },
    plugins: [preact()],
  },
});
