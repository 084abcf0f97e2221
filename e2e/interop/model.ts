// A model to talk to that is none: answers every question of Codex with one word, with the tokens and
// the rate limits that a test sets. On the loopback only.
// Source: the wire shape is what codex-cli 0.144 to 0.169 take for a finished answer; observed.

import type { ServerResponse } from 'node:http';
import { listenOnLoopback } from '../stand-in/loopback.ts';

/** What one answer costs. */
export interface Spent {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}

export interface Model {
  /** For config.toml's openai_base_url. */
  readonly baseUrl: string;
  /** What every answer from now on costs. */
  costs(spent: Spent): void;
  /** Headers of every answer from now on: the rate limits. */
  limits(headers: Readonly<Record<string, string>>): void;
  /** What all answers so far cost, one by one. */
  readonly answers: readonly Spent[];
  close(): Promise<void>;
}

const DEFAULT_COST: Spent = { input: 1_200, cached: 1_000, output: 50, reasoning: 20 };

export async function startModel(): Promise<Model> {
  const answers: Spent[] = [];
  let cost = DEFAULT_COST;
  let limits: Readonly<Record<string, string>> = {};
  const loopback = await listenOnLoopback((request, response) => {
    request.resume().on('end', () => {
      const isQuestion = request.url?.endsWith('/responses') === true;
      // Why 426: Codex first asks for a WebSocket, and goes on without one at once only after this.
      if (!isQuestion) response.writeHead(404).end('{}');
      else if (request.method !== 'POST') response.writeHead(426).end();
      else {
        answers.push(cost);
        answer(response, { id: `FAKE-response-${answers.length}`, cost, limits });
      }
    });
  });
  return {
    baseUrl: `${loopback.origin}/v1`,
    costs: (spent) => {
      cost = spent;
    },
    limits: (headers) => {
      limits = headers;
    },
    answers,
    close: loopback.close,
  };
}

interface Answer {
  readonly id: string;
  readonly cost: Spent;
  readonly limits: Readonly<Record<string, string>>;
}

function answer(response: ServerResponse, { id, cost, limits }: Answer): void {
  const content = [{ type: 'output_text', text: 'Aye.' }];
  const usage = {
    input_tokens: cost.input,
    input_tokens_details: { cached_tokens: cost.cached },
    output_tokens: cost.output,
    output_tokens_details: { reasoning_tokens: cost.reasoning },
    total_tokens: cost.input + cost.output,
  };
  const events = [
    { type: 'response.created', response: { id } },
    {
      type: 'response.output_item.done',
      item: { type: 'message', role: 'assistant', id: `${id}-message`, content },
    },
    { type: 'response.completed', response: { id, usage } },
  ];
  response.writeHead(200, { 'content-type': 'text/event-stream', ...limits });
  response.end(
    events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
  );
}
