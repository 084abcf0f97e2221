// Mutants of what is sent, how often and where to, and of what is done to the file when it goes wrong:
// reliability.md 3.1, 3.2 step 4 and 4.3.

import type { Edit, Mutant } from './mutation.ts';

const EXCHANGE = 'main/codex/renewal/exchange.ts';
const PUBLISH = 'main/codex/renewal/publish.ts';
const ROTATION = 'main/codex/renewal/rotation.ts';
const OPENAI = 'main/codex/openai.ts';
const STORE = 'main/codex/ledger-store.ts';

const SEND = "return http.send({\n    method: 'POST',";
const KEEP_SENT = 'JSON.stringify(ledger)';

/** The exchange as one function, so that it can be sent again or elsewhere. */
const sending = (then: string): Edit => ({
  file: OPENAI,
  find: SEND,
  replace: `const post = (to: string) => http.send({ ...request, url: to });
      const request = {
        method: 'POST' as const,
        url,
        setting: 'the token address',
        headers: { ...ourNameHeaders(version), ...EXCHANGE_HEADERS },
        body: form.toString(),
        deadlineMs: EXCHANGE_TIMEOUT_MS,
        bodyMaxBytes: EXCHANGE_BODY_MAX_BYTES,
      };
      ${then}
      return http.send({\n    method: 'POST',`,
});

export const SENDING_MUTANTS: readonly Mutant[] = [
  {
    name: '5xx counted as not sent',
    edits: [
      {
        file: 'main/core/grant.ts',
        find: "paced(failure, nowMs));\n  return { kind: 'unknown', failure };",
        replace: "paced(failure, nowMs));\n  return { kind: 'not-sent', failure };",
      },
    ],
    invariants: ['I2'],
  },
  {
    name: 'sent mark kept only in memory',
    edits: [
      { file: STORE, find: KEEP_SENT, replace: 'JSON.stringify({ ...ledger, sent: {} })' },
      {
        file: STORE,
        find: 'if (parsed !== null) return { ledger: parsed,',
        replace:
          'if (parsed !== null) return { ledger: { ...parsed, sent: { ...parsed.sent, ...remembered?.sent } },',
      },
    ],
    invariants: ['I2'],
  },
  {
    name: 'sent mark forgotten when a later preflight fails',
    edits: [
      {
        file: 'main/codex/ledger-file.ts',
        find: '    permitExchange: (ask) =>',
        replace: `    forget: (token: string) =>
      store.change((ledger) => ({ next: { ...ledger, sent: { ...ledger.sent, [token]: undefined } } as never, answer: undefined })),
    permitExchange: (ask) =>`,
      },
      {
        file: ROTATION,
        find: "if (permitted.kind === 'sent') return",
        replace: `if (permitted.kind === 'sent')
    await (ledger as never as { forget(token: string): Promise<void> }).forget(token);
  if (permitted.kind === 'sent') return`,
      },
    ],
    invariants: ['I2'],
  },
  {
    name: 'repeat on timeout',
    edits: [
      sending(
        'return post(url).then((sent) => (sent.ok || !sent.failure.maybeSent ? sent : post(url)));',
      ),
    ],
    invariants: ['I2'],
  },
  {
    name: 'blank the file on refusal',
    edits: [
      {
        file: EXCHANGE,
        find: 'await begun.refused(understood.reason);',
        replace: `await begun.refused(understood.reason);
      const blank = await context.ports.files.open(context.authFile, 0o1001);
      await blank.close();`,
      },
    ],
    invariants: ['I3', 'I7'],
  },
  {
    name: 're-create after sign-out',
    edits: [
      {
        file: EXCHANGE,
        find: "if (published.kind === 'pending') return pending;",
        replace: `if (published.kind === 'pending') return pending;
  if (published.kind === 'disk-won' && published.look === null) {
    const again = await context.ports.files.open(look.realPath, 0o302, 0o600);
    await again.write(Buffer.from(look.text), 0, Buffer.byteLength(look.text), 0);
    await again.close();
  }`,
      },
    ],
    invariants: ['I6', 'verdict'],
  },
  {
    name: 'unknown keys dropped',
    edits: [
      {
        file: PUBLISH,
        find: 'codexRefusal(merged.value) === null ? merged.value : null',
        replace:
          'codexRefusal(merged.value) === null ? merged.value.replace(/"login_owner_id": "[^"]*",\\s*/, \'\') : null',
      },
    ],
    invariants: ['I4'],
  },
  {
    name: 'redirects followed',
    edits: [
      sending(
        `return post(url).then((sent) => {
        const to = sent.ok && sent.value.status === 307 ? sent.value.headers.location : undefined;
        return to === undefined ? sent : post(to);
      });`,
      ),
    ],
    invariants: ['I10'],
  },
  {
    name: 'no wait for a live Codex',
    edits: [
      {
        file: 'main/codex/renewal/renewal.ts',
        find: '!(await ports.processes.isCodexAlive(codexHome))',
        replace: '(await ports.processes.isCodexAlive(codexHome)) || true',
      },
    ],
    invariants: ['step 4'],
  },
];
