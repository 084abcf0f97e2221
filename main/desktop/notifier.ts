// Shows one alert as a notification of the system and says whether it was really shown. A click on it
// opens the popover. Electron's objects are passed in; what an alert says is decided elsewhere.

import type { Notification, NotificationConstructorOptions } from 'electron';
import type { AlertText } from '../core/alert-text.ts';
import { SECOND_MS } from '../core/time.ts';

export interface NotifierContext {
  readonly create: (options: NotificationConstructorOptions) => Notification;
  readonly platform: NodeJS.Platform;
  /** Calls back once after that time; returns its cancel. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onClick: () => void;
}

export interface Notifier {
  /** Resolves once it is known whether the person can see it; `whenClicked` comes before the rest. */
  show(text: AlertText, whenClicked?: () => void): Promise<boolean>;
}

/** A daemon that has not answered by then shows nothing. */
const SHOW_LIMIT_MS = 5 * SECOND_MS;
/** Some systems never say that a notification was closed. */
const KEPT_MAX = 10;

export function createNotifier({ create, platform, after, onClick }: NotifierContext): Notifier {
  // Why: one that nothing refers to may be collected, and its click is lost.
  const kept = new Set<Notification>();
  const keep = (notification: Notification): void => {
    kept.add(notification);
    for (const oldest of kept) if (kept.size > KEPT_MAX) kept.delete(oldest);
  };
  return {
    // Why isSupported is not asked: it says yes where no daemon and not even a bus is there.
    show: ({ title, body }, whenClicked) =>
      new Promise((resolve) => {
        const notification = create({
          title,
          body: platform === 'linux' ? escapeMarkup(body) : body,
        });
        keep(notification);
        const settle = (isShown: boolean): void => {
          cancel();
          if (!isShown) kept.delete(notification);
          resolve(isShown);
        };
        const cancel = after(SHOW_LIMIT_MS, () => {
          // Why: what comes too late would be told twice.
          notification.close();
          settle(false);
        });
        notification.once('show', () => settle(true));
        notification.once('failed', () => settle(false));
        notification.once('close', () => kept.delete(notification));
        notification.once('click', () => {
          kept.delete(notification);
          whenClicked?.();
          onClick();
        });
        notification.show();
      }),
  };
}

/** Source: desktop notifications specification, "Markup": the body is markup there, the title is not. */
function escapeMarkup(body: string): string {
  return body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
