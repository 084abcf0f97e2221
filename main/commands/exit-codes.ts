// Exit codes of the command, by what the person can do; 0 is success and 1 wrong usage.
// Source: contract.md §3.

import type { Remedy } from '../core/failure.ts';

export const EXIT_CODES: Readonly<Record<Remedy, number>> = { act: 2, wait: 3, report: 4 };
