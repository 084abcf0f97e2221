// The stand-in for OpenAI as the bench needs it, bundled from its TypeScript, with a signed-in
// Codex home and a Plimsoll home that has been welcomed. Fake tokens only.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

export async function openStandIn({ root, folder }) {
  const outDir = path.join(root, 'out/bench');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: path.join(root, 'e2e/stand-in/server.ts'),
      target: 'node20.19',
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'stand-in.js' } },
    },
  });
  const { startStandIn } = await import(pathToFileURL(path.join(outDir, 'stand-in.js')).href);
  const standIn = await startStandIn();
  const codexHome = path.join(folder, 'codex');
  const plimsollHome = path.join(folder, 'plimsoll');
  mkdirSync(codexHome, { mode: 0o700 });
  mkdirSync(plimsollHome, { mode: 0o700 });
  const { authJson } = standIn.signIn();
  const authFile = path.join(codexHome, 'auth.json');
  const save = () => {
    writeFileSync(`${authFile}.new`, authJson, { mode: 0o600 });
    renameSync(`${authFile}.new`, authFile);
  };
  save();
  const config = `chatgpt_base_url = ${JSON.stringify(standIn.baseUrl)}\n`;
  writeFileSync(path.join(codexHome, 'config.toml'), config);
  writeFileSync(path.join(plimsollHome, 'settings.json'), '{"welcomed": true}\n');
  return {
    env: { CODEX_HOME: codexHome, PLIMSOLL_HOME: plimsollHome },
    /** Writes the sign-in again, as a Codex does: the app notices, and polls once. */
    touch: save,
    polls: () => standIn.requests.length,
    close: standIn.close,
  };
}
