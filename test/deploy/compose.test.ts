import type http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { type Composition, hasImagesPrograms, readServices, startComposition } from './compose-parts';

const services = readServices();
const short = services === null ? describe.skip : describe;
const long = process.env.LONG === '1' && hasImagesPrograms() ? describe : describe.skip;

short('deploy/compose.yaml (needs python3-yaml)', () => {
  const all = Object.entries(services ?? {});

  it('has the application, PostgreSQL and its backups, Redis and nginx', () => {
    expect(all.map(([name]) => name)).toEqual(['database', 'redis', 'roles', 'app', 'backup', 'nginx']);
  });

  it.each(all)('%s writes to its volume alone, has no rights of root, and is watched', (name, service) => {
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    // The application's image has a user and a health check of its own.
    if (service.image !== 'zhiyuan') expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    if (name !== 'roles' && name !== 'app') expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    expect(service.restart).toBe(name === 'roles' ? 'no' : 'unless-stopped');
    const written = (service.volumes ?? []).filter((volume) => !volume.endsWith(':ro'));
    // What backups receive lies elsewhere than where it is kept.
    expect(written).toHaveLength({ roles: 0, backup: 2 }[name] ?? 1);
  });

  it('has no secret in it', () => {
    const text = JSON.stringify(services);
    expect(text.replaceAll(/\$\{[A-Z_]+:\?in deploy\/\.env\}/g, '')).not.toMatch(/[0-9a-f]{24}/);
    for (const [, value] of text.matchAll(/"[A-Z_]*PASSWORD":"([^"]*)"/g))
      expect(value).toMatch(/^\$\{[A-Z_]+:\?in deploy\/\.env\}$/);
  });
});

long('what deploy/compose.yaml starts', () => {
  let composition: Composition;
  beforeAll(async () => {
    composition = await startComposition();
  }, 240_000);
  afterAll(() => composition?.stop());

  /** Asks the entrance. @returns status, text, and by which protocol and cipher */
  function ask(path: string, tls: https.RequestOptions) {
    const { host, port } = composition.entrance;
    return new Promise<{ status: number; text: string; by: string; headers: http.IncomingHttpHeaders }>(
      (resolve, reject) => {
        const options = {
          host,
          port,
          path,
          rejectUnauthorized: false,
          agent: false,
          timeout: 10_000,
          ...tls,
        };
        https
          .get({ ...options, headers: { host: 'gk.example.gov.cn' } }, (res) => {
            const socket = res.socket as TLSSocket;
            const by = `${socket.getProtocol()} ${socket.getCipher().name}`;
            let text = '';
            res.on('data', (part) => {
              text += part;
            });
            res.on('end', () => resolve({ status: res.statusCode ?? 0, text, by, headers: res.headers }));
          })
          .on('error', reject);
      },
    );
  }

  it('is backed up as the service says, at once where there is no copy yet', async () => {
    let listed = '';
    // It is in health as soon as anything comes; the first copy takes its seconds.
    for (let tries = 0; tries < 60 && listed === ''; tries += 1) {
      listed = composition.runBeside(['backup', 'list']);
      if (listed === '') await sleep(500);
    }
    expect(listed).toMatch(/^\d{8}T\d{6}Z\t/);
  });

  it.each(['database', 'redis', 'app', 'backup', 'nginx'])('%s is in health by its own check', (name) => {
    expect(composition.checkHealth(name)).toBe(0);
  });

  /** What each client offers, by its maker's documents; Windows 7 has no X25519 and, with RSA, no GCM but of DHE. */
  const windows7 =
    'ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA:ECDHE-RSA-AES128-SHA';
  it.each<[string, https.RequestOptions, RegExp]>([
    [
      'Internet Explorer 11 of Windows 7',
      { maxVersion: 'TLSv1.2', ciphers: windows7, ecdhCurve: 'prime256v1:secp384r1' },
      /^TLSv1\.2 ECDHE-RSA-AES/,
    ],
    [
      'the same without updates',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA', ecdhCurve: 'prime256v1' },
      /^TLSv1\.2 ECDHE-RSA-AES128-SHA$/,
    ],
    [
      'Chromium 64',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305' },
      /^TLSv1\.2 ECDHE-RSA-AES128-GCM/,
    ],
    ['Chromium 109', { ecdhCurve: 'X25519:prime256v1' }, /^TLSv1\.3 /],
  ])('serves %s', async (_name, tls, by) => {
    const page = await ask('/sign-in', tls);
    expect([page.status, page.text.includes('考生服务平台')]).toEqual([200, true]);
    expect(page.by).toMatch(by);
  });

  it.each<[string, https.RequestOptions]>([
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }],
    ['no forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES256-SHA:AES128-GCM-SHA256' }],
    ['3DES', { maxVersion: 'TLSv1.2', ciphers: 'DES-CBC3-SHA:ECDHE-RSA-DES-CBC3-SHA@SECLEVEL=0' }],
  ])('refuses %s', async (_name, tls) => {
    await expect(ask('/sign-in', tls)).rejects.toThrow();
  });

  it('is ready behind all of it, sets cookies for https alone, and leads whoever comes by http there', async () => {
    expect((await ask('/readyz', {})).text).toContain('ready');
    const cookies = (await ask('/sign-in', {})).headers['set-cookie'] ?? [];
    expect(cookies.length).toBeGreaterThan(0);
    expect(cookies.filter((cookie) => !/; Secure/i.test(cookie))).toEqual([]);
    const { host, plainPort } = composition.entrance;
    const response = await fetch(`http://${host}:${plainPort}/sign-in?a=1`, { redirect: 'manual' });
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toMatch(/^https:\/\/.*\/sign-in\?a=1$/);
  });
});
