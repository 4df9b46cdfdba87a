import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedRequest } from '../../bench/load';
import { type BenchCandidate, createBrowser, planPost } from '../../bench/population';
import { demoPassword } from '../../seeds/demo/people';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createFormTokens } from '../../src/infrastructure/security/form-token';
import { listSound } from '../candidate/filing/filing';
import type { Sent, Told } from './history';

export const BATCH = 'early-other';
/** Lists that no rule finds anything in, no two alike. */
export const lists = listSound(80);

/** As long as somebody waits who then presses again. */
const PATIENCE_MS = 10_000;
const TWO_LISTS = '此填报页面已保存过另一份志愿';
const USED_UP = '修改次数已用完';

/** Sends what candidates ask, each from a browser and an address of their own. */
export function createDesk(maxSockets: number) {
  const config = loadConfig({});
  const tokens = createFormTokens(config.secrets.formToken, config.environment);
  const agent = new http.Agent({ keepAlive: true, maxSockets });

  function plan(candidate: BenchCandidate, cookie: string, sent: Sent): PlannedRequest {
    const browser = createBrowser(config, candidate.candidateNumber, candidate);
    const headers = {
      ...browser.headers,
      Cookie: `${withoutSession(browser.headers.Cookie)}; ${cookie}`,
      'X-Forwarded-For': addressOf(candidate),
    };
    if (sent.kind === 'browse') return { method: 'GET', path: `/batches/${BATCH}`, headers };
    const { token, list, confirmed } = sent;
    const fields = { formToken: token, tab: 'bench', revision: '0', confirmed, ...lists[list] };
    return planPost({ ...browser, headers }, `/batches/${BATCH}/versions`, fields);
  }

  /** At one of the processes, until it is let in. @returns the cookie of its session */
  async function signIn(pickUrl: () => string, candidate: BenchCandidate): Promise<string> {
    const { candidateNumber } = candidate;
    const browser = createBrowser(config, candidateNumber, null);
    const headers = { ...browser.headers, 'X-Forwarded-For': addressOf(candidate) };
    const request = planPost({ ...browser, headers }, '/sign-in', {
      candidateNumber,
      password: demoPassword,
    });
    for (let tries = 0; tries < 600; tries += 1) {
      const answer = await ask(pickUrl(), request, agent).catch(() => null);
      const cookie = answer?.cookies.find((line) => line.startsWith('zhiyuan.sid='))?.split(';')[0];
      if (answer?.status === 303 && answer.location === '/' && cookie !== undefined) return cookie;
      await sleep(100);
    }
    throw new Error(`${candidateNumber} was not let in within a minute`);
  }

  return {
    signIn,
    issueToken: ({ id }: BenchCandidate) => tokens.issue(id, BATCH),
    send: (url: string, candidate: BenchCandidate, cookie: string, sent: Sent) =>
      ask(url, plan(candidate, cookie, sent), agent),
    close: () => agent.destroy(),
  };
}

const withoutSession = (cookie = '') =>
  cookie
    .split('; ')
    .filter((pair) => !pair.startsWith('zhiyuan.sid='))
    .join('; ');

const addressOf = ({ id }: BenchCandidate) => `10.7.${(id >> 8) & 255}.${id & 255}`;

/** Whether a request has left at all. */
export const whyNot = (error: NodeJS.ErrnoException) => (error.code === 'ECONNREFUSED' ? 'refused' : null);

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly cookies: readonly string[];
  readonly html: string;
}

/** What the page says; null where it does not tell whether anything was done. */
export function understand({ status, location, html }: Answer): Told | null {
  if (status === 303 && location === `/batches/${BATCH}`) return { kind: 'saved' };
  if (status === 404) return { kind: 'shows nothing' };
  if (status === 409 && html.includes(TWO_LISTS)) return { kind: 'tokenReused' };
  if (status === 409 && html.includes(USED_UP)) return { kind: 'usedUp' };
  if (status !== 200) return null;
  const confirms = /name="confirmed" value="([0-9a-f]{64})"/.exec(html)?.[1];
  if (confirms !== undefined) return { kind: 'unconfirmed', confirms };
  const checkValue = /class="check-value">([0-9A-F ]{79})</.exec(html)?.[1];
  return checkValue === undefined
    ? null
    : { kind: 'shows', checkValue: checkValue.replaceAll(' ', '').toLowerCase() };
}

function ask(base: string, request: PlannedRequest, agent: http.Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, headers, path, body } = request;
    const sent = http.request(
      new URL(path, base),
      { method, headers, agent, timeout: PATIENCE_MS },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.once('error', reject);
        res.once('close', () => res.complete || reject(new Error('cut off')));
        res.once('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            location: res.headers.location ?? '',
            cookies: res.headers['set-cookie'] ?? [],
            html: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', reject);
    sent.end(body);
  });
}
