import { createHmac } from 'node:crypto';
import { createHttpLiveness } from '../../../src/account/app-proof/http.liveness';
import type { Pass } from '../../../src/infrastructure/security/admissions';
import { createLoopbackOutbound } from '../../support/outbound';
import { type LivenessServer, SECRET, signAsService, startLivenessServer } from './liveness-server';

const pass = { purpose: 'appLook' } as Pass;
const request = {
  token: 'check-1',
  claimed: { documentKind: 'resident', number: '410105200109171234', name: '秦知远' },
  account: { userName: 'qinzhiyuan', maskedPhone: '159****002' },
  expiresAt: new Date('2026-01-01T00:05:00Z'),
} as const;
const person = request.claimed;

describe('the service behind the phone app, over HTTP', () => {
  let server: LivenessServer;
  const open = (pace = {}) =>
    createHttpLiveness({ url: server.url, secret: SECRET }, createLoopbackOutbound(), {
      answerMs: 2000,
      restMs: 1,
      attempts: 3,
      ...pace,
    });
  beforeAll(async () => {
    server = await startLivenessServer();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.received.splice(0);
    server.answer = ({ act, body: { check } }) =>
      act === 'begin'
        ? { body: { check, address: 'https://app.example/check/1' } }
        : { body: { check, state: 'passed', code: '0417', person } };
  });

  it('is asked with signature, nonce and expiry, and names where the QR code leads', async () => {
    const before = Math.floor(Date.now() / 1000);
    expect(await open().begin(pass, request)).toBe('https://app.example/check/1');
    const [{ path, headers, text, body } = server.received[0] as never] = server.received;
    expect(path).toBe('/liveness/begin');
    expect(body).toEqual({
      check: 'check-1',
      person,
      account: request.account,
      expiresAt: 1767225900,
    });
    const nonce = String(headers['x-zhiyuan-nonce']);
    const expires = String(headers['x-zhiyuan-expires']);
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(Number(expires) - before).toBeGreaterThanOrEqual(29);
    expect(Number(expires) - before).toBeLessThanOrEqual(60);
    const signed = ['request', path, nonce, expires, text].join('\n');
    expect(headers['x-zhiyuan-signature']).toBe(
      `sha256=${createHmac('sha256', SECRET).update(signed).digest('hex')}`,
    );
  });

  it('answers: waiting, passed with the person, failed', async () => {
    expect(await open().findAnswer(pass, 'check-1')).toEqual({
      token: 'check-1',
      passed: true,
      typedCode: '0417',
      matched: person,
    });
    server.answer = () => ({ body: { check: 'check-1', state: 'waiting' } });
    expect(await open().findAnswer(pass, 'check-1')).toBeNull();
    server.answer = () => ({ body: { check: 'check-1', state: 'failed' } });
    expect(await open().findAnswer(pass, 'check-1')).toMatchObject({ passed: false, matched: null });
  });

  it('is asked three times where it fails, under a new nonce each, and no more', async () => {
    server.answer = () => ({ status: 503, body: '' });
    await expect(open().findAnswer(pass, 'check-1')).rejects.toMatchObject({ code: 'unreachable' });
    expect(new Set(server.received.map(({ headers }) => headers['x-zhiyuan-nonce'])).size).toBe(3);
    server.answer = () =>
      server.received.length < 5
        ? { status: 500, body: '' }
        : { body: { check: 'check-1', state: 'waiting' } };
    expect(await open().findAnswer(pass, 'check-1')).toBeNull();
  });

  it('is not waited for without end', async () => {
    server.answer = () => ({ body: null });
    const asked = open({ answerMs: 300, attempts: 2 }).findAnswer(pass, 'check-1');
    await expect(asked).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.received).toHaveLength(2);
  });

  it('does not follow it elsewhere', async () => {
    server.answer = () => ({ status: 307, body: '' });
    await expect(open().findAnswer(pass, 'check-1')).rejects.toMatchObject({ code: 'refused' });
    expect(server.received).toHaveLength(1);
  });

  const waiting = JSON.stringify({ check: 'check-1', state: 'waiting' });
  it.each<[string, Awaited<ReturnType<LivenessServer['answer']>>, string]>([
    ['no signature', { body: waiting, signature: '' }, 'forged'],
    [
      'a signature by another secret',
      { body: waiting, signature: signAsService('x', waiting, 'another') },
      'forged',
    ],
    [
      "an answer that was signed for another request's nonce",
      { body: waiting, signature: signAsService('0'.repeat(32), waiting) },
      'forged',
    ],
    ['a refusal', { status: 401, body: waiting }, 'refused'],
    ['no JSON', { body: '<html>' }, 'malformed'],
    ['another shape', { body: { check: 'check-1', state: 'maybe' } }, 'malformed'],
    [
      'a person of no known document',
      { body: { check: 'check-1', state: 'passed', person: { ...person, documentKind: 'x' } } },
      'malformed',
    ],
  ])('believes no answer with %s, and asks once', async (_what, given, code) => {
    server.answer = () => given;
    await expect(open().findAnswer(pass, 'check-1')).rejects.toMatchObject({ code });
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['javascript://x/%0aalert(1)'],
    ['data:text/html,x'],
    ['/somewhere'],
    [`https://app.example/${'x'.repeat(500)}`],
  ])('makes no QR code of %s', async (address) => {
    server.answer = () => ({ body: { check: 'check-1', address } });
    await expect(open().begin(pass, request)).rejects.toMatchObject({ code: 'malformed' });
  });

  it('begins no check but the one that was asked for', async () => {
    server.answer = () => ({ body: { check: 'check-2', address: 'https://app.example/' } });
    await expect(open().begin(pass, request)).rejects.toMatchObject({ code: 'malformed' });
  });

  it('says nothing of anybody in its errors', async () => {
    server.answer = () => ({ status: 500, body: JSON.stringify(person) });
    const error = await open()
      .begin(pass, request)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/410105|秦知远|127\.0\.0\.1/);
  });
});
