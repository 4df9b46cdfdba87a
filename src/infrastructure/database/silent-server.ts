import { Client, type ClientConfig } from 'pg';

/** How long a server that is alive may take to greet a new connection, in milliseconds. */
const GREETING_MS = 3_000;

/** Nothing is sent to a server that does not answer: nothing was carried out. */
class ServerStillSilent extends Error {
  /** sqlclient_unable_to_establish_sqlconnection */
  readonly code = '08001';
  constructor() {
    super('the database does not answer');
  }
}

/**
 * What a process remembers of a server that let somebody wait in vain. Whoever asks behind him need not wait as long
 * to learn the same: a new connection is tried first, one at a time for all who ask, and where no greeting comes they
 * are told so. The first that comes ends the suspicion; so does a refusal, which is an answer, too.
 */
export class SilenceWatch {
  #suspected = false;
  #trial: Promise<boolean> | null = null;
  readonly #settings: ClientConfig;

  constructor(settings: ClientConfig) {
    this.#settings = settings;
  }

  /** Somebody waited for the server in vain. */
  suspect(): void {
    this.#suspected = true;
  }

  /** Whether nobody should be sent to the server before it was tried. */
  get suspected(): boolean {
    return this.#suspected;
  }

  /** Whoever did not get his connection may have waited for a silent server. */
  readonly judge = (error: unknown): never => {
    if (isVainWait(error)) this.suspect();
    throw error;
  };

  /** @throws where the server, which is suspected, still says nothing */
  async tryFirst(): Promise<void> {
    this.#trial ??= greets(this.#settings).finally(() => {
      this.#trial = null;
    });
    if (!(await this.#trial)) throw new ServerStillSilent();
    this.#suspected = false;
  }
}

/** Whether a new connection is answered, be it by a refusal. */
async function greets(settings: ClientConfig): Promise<boolean> {
  const client = new Client({ ...settings, connectionTimeoutMillis: GREETING_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Not waited for: it may fall silent again.
    client.end().catch(() => undefined);
    return true;
  } catch (error) {
    return !isVainWait(error);
  }
}

/** Whether the driver gave up a connection that was not there in time. */
const isVainWait = (error: unknown) =>
  error instanceof Error && /^timeout (expired|exceeded)|connection timeout$/.test(error.message);

const watches = new Map<string, SilenceWatch>();

/** The memory of the server that these settings lead to: one for all pools of a process, whoever they sign in as. */
export function watchOf(settings: ClientConfig & { readonly connectionString: string }): SilenceWatch {
  const { host, searchParams } = new URL(settings.connectionString);
  const key = `${host} ${searchParams.get('host') ?? ''}`;
  const known = watches.get(key) ?? new SilenceWatch(settings);
  watches.set(key, known);
  return known;
}
