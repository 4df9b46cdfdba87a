import autocannon from 'autocannon';

/** One request, written out before the round so that the round sends and nothing else. */
export interface PlannedRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const ANSWER_SECONDS = 20;

/**
 * Sends every request once, shared out over so many connections.
 * @returns requests per second, from the first request to the last answer
 * @throws when an answer failed or had another status: a round of refusals measures nothing
 */
export async function sendAll(
  url: string,
  requests: readonly PlannedRequest[],
  status: number,
  connections: number,
): Promise<number> {
  const shares = Array.from({ length: connections }, (_none, at) =>
    requests.filter((_request, index) => index % connections === at),
  );
  let started = 0;
  let ended = 0;
  let failure = '';
  const { statusCodeStats, errors } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections,
        amount: requests.length,
        timeout: ANSWER_SECONDS,
        sampleInt: 50,
        setupClient: (client) => client.setRequests(shares.shift() ?? []),
      },
      (error, result) => (error === null ? resolve(result) : reject(error)),
    );
    run.on('start', () => {
      started = performance.now();
    });
    run.on('response', () => {
      ended = performance.now();
    });
    run.on('reqError', (error: Error) => {
      failure = error.message;
    });
  });
  const answered = statusCodeStats[status]?.count ?? 0;
  if (errors > 0 || answered !== requests.length) {
    const seen = JSON.stringify(statusCodeStats);
    throw new Error(
      `${requests.length} answers with ${status} expected, got ${seen} and ${errors} errors ${failure}`,
    );
  }
  return (requests.length * 1000) / (ended - started);
}
