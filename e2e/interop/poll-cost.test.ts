import { expect, test } from 'vitest';
import { measurePolls } from './poll-cost.ts';

test('readUsage: asks no more of the file system for having recovery behind it', async () => {
  const { whole, plain } = await measurePolls({ rounds: 5 });
  for (const [at, poll] of whole.entries()) {
    const { fileCalls, fileReads } = plain[at] ?? {};
    expect(poll).toMatchObject({ fileCalls, fileReads });
    expect(poll.fileReads).toBeGreaterThan(0);
  }
});
