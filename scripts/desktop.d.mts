// Types of desktop.mjs for the tests that drive it.

export interface TrayMenuEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled?: boolean;
}

export interface SentNotification {
  readonly app: string;
  readonly summary: string;
  readonly body: string;
  readonly urgency: string;
  readonly timeout: number;
}

export interface Desktop {
  readonly env: Record<string, string>;
  readonly dir: string;
  readonly display: string;
  stop(): Promise<void>;
  xdotool(...args: (string | number)[]): Promise<string>;
  busctl(...args: string[]): Promise<unknown>;
  startPanel(): Promise<unknown>;
  screenshot(file: string): Promise<unknown>;
  readonly tray: {
    items(): Promise<string[]>;
    item(): Promise<{ readonly bus: string; readonly path: string }>;
    readonly iconAt: { readonly x: number; readonly y: number };
    tooltip(): Promise<string>;
    icons(): Promise<{ readonly width: number; readonly height: number; readonly argb: Buffer }[]>;
    click(button?: number): Promise<void>;
    activate(): Promise<void>;
    menu(): Promise<TrayMenuEntry[]>;
    chooseMenu(label: string): Promise<void>;
  };
  readonly notifications: {
    readonly sent: SentNotification[];
    waitFor(
      match: (entry: SentNotification) => boolean,
      limitMs?: number,
    ): Promise<SentNotification>;
    /** What the daemon has shown and closed, the newest first. */
    history(): Promise<readonly { readonly summary: string; readonly body: string }[]>;
    displayed(): Promise<number>;
    clickNewest(): Promise<string>;
    closeAll(): Promise<string>;
  };
}

export interface DesktopOptions {
  readonly keyring?: boolean;
  readonly panel?: boolean;
  /** Of the screen, along which the panel lies. */
  readonly edge?: 'top' | 'bottom' | 'left' | 'right';
  readonly notifications?: boolean;
}

export function startDesktop(options?: DesktopOptions): Promise<Desktop>;
