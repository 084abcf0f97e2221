// Types of what TypeScript uses of processes.mjs.

/** What a shell says of a program that this signal has ended. */
export function exitCodeOf(signal: NodeJS.Signals): number;
