// What holds for every page of the running app, whichever part made it: it stays where it is and
// opens nothing.

import { expect, test } from './fixtures.ts';

test('contents: no page of the app opens a window or goes elsewhere, whoever made it', async ({
  start,
}) => {
  const { app } = await start();
  const seen = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false });
    await window.loadURL('data:text/html,here');
    const isOpened = await window.webContents.executeJavaScript(
      "const opened = window.open('about:blank') !== null; location.assign('http://127.0.0.1:9/'); opened",
      true,
    );
    await new Promise((done) => setTimeout(done, 300));
    const url = window.webContents.getURL();
    window.destroy();
    return { isOpened, url };
  });
  expect(seen).toEqual({ isOpened: false, url: 'data:text/html,here' });
});
