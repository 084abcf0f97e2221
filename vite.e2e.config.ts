// Builds the programs of the tests that run without a test runner: the demo, the screenshots, and the
// small Electron app that paints fixed panels.

import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: 'out/e2e',
    emptyOutDir: true,
    rollupOptions: {
      input: {
        demo: 'e2e/demo.ts',
        screenshots: 'e2e/screenshots.ts',
        gallery: 'e2e/gallery/main.ts',
        simulation: 'e2e/simulation/main.ts',
      },
      external: ['electron', 'playwright', ...builtinModules, /^node:/],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  // Why: the built programs must not depend on how packages are found from out/.
  ssr: { noExternal: ['zod', 'smol-toml'] },
});
