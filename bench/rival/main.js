// The emptiest menu-bar app that Electron allows: an icon, and a window made on the first click.
// It is what Plimsoll's speed is divided by; it must never do anything to be slower.

const path = require('node:path');
const { app, BrowserWindow, nativeImage, Tray } = require('electron');

const ICON_EDGE = 22;
let window = null;
let tray = null;

app.on('window-all-closed', () => {});
app.whenReady().then(() => {
  const size = { width: ICON_EDGE, height: ICON_EDGE };
  const pixels = Buffer.alloc(ICON_EDGE * ICON_EDGE * 4, 0xff);
  tray = new Tray(nativeImage.createFromBitmap(pixels, size));
  tray.on('click', toggle);
});

function toggle() {
  if (window?.isVisible()) return window.hide();
  if (window !== null) return window.show();
  // The window's kind is Plimsoll's, or the window manager would treat the two differently.
  window = new BrowserWindow({ width: 340, height: 320, frame: false, type: 'dock' });
  window.loadFile(path.join(__dirname, 'index.html'));
}
