import http from 'node:http';
import type { RecordedAnswer } from './floor';
import type { PlannedRequest } from './load';

/** Headers of one connection, or of one instant: node writes its own. */
const OWN_TO_EACH = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding']);

/** Sends one request and keeps its answer. @throws unless it has the status expected */
export async function exchange(
  url: string,
  request: PlannedRequest,
  status: number,
): Promise<RecordedAnswer> {
  const res = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const { method, headers, path, body } = request;
    http
      .request(new URL(path, url), { method, headers, agent: false }, resolve)
      .on('error', reject)
      .end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (res.statusCode !== status) {
    throw new Error(`${request.method} ${request.path}: ${res.statusCode} instead of ${status}\n${body}`);
  }
  const headers = res.rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 && !OWN_TO_EACH.has(name.toLowerCase()) ? [[name, res.rawHeaders[index + 1] ?? '']] : [],
  );
  return { status, headers, body };
}
