// The notifications of the private desktop from both sides: what was sent to the daemon, structured,
// and what the daemon says it has shown.

import { createInterface } from 'node:readline';
import { until } from './children.mjs';

const INTERFACE = 'org.freedesktop.Notifications';
const URGENCIES = ['low', 'normal', 'critical'];

export function createNotifications({ children, env, run }) {
  const sent = [];
  const args = ['--json=short', '--match', `interface='${INTERFACE}'`, 'monitor'];
  const monitor = children.start(
    'busctl',
    [`--address=${env.DBUS_SESSION_BUS_ADDRESS}`, ...args],
    ['ignore', 'pipe', 'ignore'],
  );
  createInterface({ input: monitor.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.member !== 'Notify' || message.type !== 'method_call') return;
    sent.push(readNotify(message.payload.data));
  });
  const dunst = async (...words) => (await run('dunstctl', words, { env })).stdout;
  return {
    /** Every call so far: app, summary, body, urgency, hints, timeout. */
    sent,
    waitFor: (match, limitMs) => until(() => sent.find(match), 'a notification', limitMs),
    /** What the daemon has shown and closed. */
    history: async () =>
      JSON.parse(await dunst('history')).data[0].map((entry) =>
        Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, value.data])),
      ),
    displayed: async () => Number(await dunst('count', 'displayed')),
    /** The app gets its click. */
    clickNewest: () => dunst('action', '0'),
    closeAll: () => dunst('close-all'),
  };
}

function readNotify([app, replaces, icon, summary, body, actions, hints, timeout]) {
  const flat = Object.fromEntries(
    Object.entries(hints).map(([key, { data }]) => [key, key === 'image-data' ? '(pixels)' : data]),
  );
  const urgency = URGENCIES[flat.urgency ?? 1];
  return { app, replaces, icon, summary, body, actions, hints: flat, urgency, timeout };
}
