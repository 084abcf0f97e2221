// An HTTP answer as a value, and the usual ones. Sends nothing.
// Knows neither tokens nor usage; routes.ts decides which answer is given.

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request, read to its end. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function answerWith(
  status: number,
  type: string,
  text: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(text) };
}

export function answerJson(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return answerWith(status, 'application/json', JSON.stringify(value), headers);
}

export function answerHtml(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const page = `<!doctype html><html><head><title>${text}</title></head><body>${text}</body></html>`;
  return answerWith(status, 'text/html; charset=utf-8', page, headers);
}

export function answerEmpty(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body: Buffer.alloc(0) };
}

/** Source: the error shape real servers were seen to answer with; captures of others. */
export function answerError(
  status: number,
  error: { readonly code: string | null; readonly message: string; readonly type?: string },
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const { code, message, type } = error;
  const body = { message, type: type ?? 'invalid_request_error', param: null, code };
  return answerJson(status, { error: body }, headers);
}

export function answerMethodNotAllowed(allowed: string): Answer {
  return answerJson(405, { detail: 'Method Not Allowed' }, { allow: allowed });
}
