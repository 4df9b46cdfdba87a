import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../src/infrastructure/config/config';
import { type RunningServer, serve } from '../../src/operations/serve';

const QUIET_MS = 1500;

/** A connection that a proxy keeps. */
class Kept {
  private received = '';
  ended = false;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.received += chunk.toString();
    });
    socket.on('close', () => {
      this.ended = true;
    });
    socket.on('error', () => undefined);
  }

  static open(port: number): Promise<Kept> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Kept(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends a form. @returns the whole answer */
  async post(path: string): Promise<string> {
    this.received = '';
    this.socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na=1`);
    while (!this.received.includes('done') && !this.ended) await sleep(5);
    return this.received;
  }

  close(): void {
    this.socket.destroy();
  }
}

describe('a server that drains', () => {
  let server: RunningServer;
  const kept: Kept[] = [];
  const open = async () => {
    const one = await Kept.open(server.port);
    kept.push(one);
    return one;
  };

  beforeEach(async () => {
    server = await serve(
      {
        listener: async (req, res) => {
          if (req.url === '/slow') await sleep(300);
          res.end('done');
        },
      },
      0,
      '127.0.0.1',
    );
  });
  afterEach(async () => {
    for (const one of kept.splice(0)) one.close();
    await server.drain(0);
  });

  it('answers a form that comes on a connection which was idle, and asks for its end then', async () => {
    const idle = await open();
    expect(await idle.post('/')).toContain('Connection: keep-alive');
    const drained = server.drain(5000, QUIET_MS);
    await sleep(200);
    expect(idle.ended).toBe(false);
    const answer = await idle.post('/');
    expect(answer).toContain('200 OK');
    expect(answer).toContain('Connection: close');
    await drained;
    expect(idle.ended).toBe(true);
  });

  it('finishes what is under way, and has its connection ended with it', async () => {
    const busy = await open();
    const answer = busy.post('/slow');
    await sleep(50);
    const drained = server.drain(5000, QUIET_MS);
    expect(await answer).toContain('Connection: close');
    await drained;
  });

  it('takes no new connections, so that a proxy asks another process', async () => {
    await open();
    const drained = server.drain(5000, 100);
    await sleep(20);
    await expect(Kept.open(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await drained;
  });

  it('ends what stays idle, and at last everything', async () => {
    const idle = await open();
    await idle.post('/');
    await server.drain(5000, 100);
    await sleep(50);
    expect(idle.ended).toBe(true);
  });

  it('takes over the socket that a supervisor keeps, if it is meant', () => {
    const isHanded = (env: Record<string, string>) => loadConfig(env).listensAtHandedSocket;
    expect(isHanded({})).toBe(false);
    expect(isHanded({ LISTEN_FDS: '1', LISTEN_PID: '1' })).toBe(false);
    expect(isHanded({ LISTEN_FDS: '2' })).toBe(false);
    expect(isHanded({ LISTEN_FDS: '1', LISTEN_PID: String(process.pid) })).toBe(true);
    expect(isHanded({ LISTEN_FDS: '1' })).toBe(true);
  });
});
