import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';

/*
 * What no page of the house sends, for `fuzz.test.ts`: hostile values, the names of all fields there are, and requests
 * as raw as HTTP allows.
 */

const root = path.resolve(__dirname, '../..');

function readAll(folder: string, ending: string): string {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'))
    .join('\n');
}

/** Names of fields and of what stands in queries, from the code that reads and the templates that show them. */
export function listFieldNames(): readonly string[] {
  const sources = readAll('src', '.ts');
  const templates = readAll('views', '.njk');
  const found = [
    ...sources.matchAll(/\bread(?:Field|Text|Choice|Query)\w*\([^,()]+(?:\([^)]*\))?, '([a-zA-Z]+)'/g),
    ...sources.matchAll(/\b(?:body|query)\??\.([a-z][a-zA-Z]+)\b(?!\()/g),
    ...templates.matchAll(/\bname(?:=|: )['"]([a-zA-Z][\w-]*)['"]/g),
  ].map(([, name = '']) => name);
  return [...new Set(found)].filter((name) => name !== '_csrf').toSorted();
}

/** Percent-encoded, for paths and queries. */
export const hostileParts: readonly string[] = [
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%E2%80%AE1%E2%80%AC',
  '%',
  '%zz',
  '%C3%28',
  '%F4%90%80%80',
  'x'.repeat(1500),
  '-1',
  '0',
  '1e3',
  '99999999999999999999',
  "1'%22%3B--",
  '..%2F..%2Fetc',
  '__proto__',
  'constructor',
  '%F0%90%8A%B7',
  '%20',
];

/** Texts of fields; what is a lone surrogate here is sent as its three bytes. */
const hostileTexts: readonly string[] = [
  '',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00\ud800',
  '\u202e志愿\u202c',
  '\ufffe',
  '\u0085',
  '\n\r\t',
  'x'.repeat(3000),
  '志'.repeat(400),
  '-1',
  '1e309',
  '99999999999999999999',
  '0x10',
  'NaN',
  'null',
  '[object Object]',
  '{"a":1}',
  "'; drop table candidates; --",
  '<script>alert(1)</script>',
  '{{ 7 * 7 }}',
  '%s%n%00',
  '𐊷𠮷',
  'on',
];

/** What passes many first looks, so that what is hostile beside it comes further. */
const plausibleTexts: readonly string[] = [
  'yes',
  '1',
  '2021-06-25T08:00',
  '2021-06-25 08:00',
  'early-other',
  '0001',
  '16',
  '410122',
  '孟晚舟',
  '410103200206142088',
  '15900001234',
  'a@example.com',
  'Zhiyuan#2021',
  'identityCard',
  'sms',
  'agree',
  'province',
  '核对无误',
];

/** A chance that is the same at each run. */
export function createChance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

const pick = <T>(list: readonly T[], chance: (most: number) => number): T => list[chance(list.length)] as T;

/** Percent-encodes as a browser does, but lone surrogates as the bytes that stand for them nowhere. */
export function encode(text: string): string {
  return [...text]
    .map((sign) => {
      const code = sign.codePointAt(0) ?? 0;
      if (code >= 0xd800 && code <= 0xdfff)
        return `%ED%${(0x80 | ((code >> 6) & 0x3f)).toString(16)}%${(0x80 | (code & 0x3f)).toString(16)}`;
      return encodeURIComponent(sign);
    })
    .join('');
}

/**
 * Fields of a form or a query: hostile, plausible, repeated, or nested texts under names that are known; `calm` of ten
 * are plausible.
 */
export function makeFields(
  names: readonly string[],
  chance: (most: number) => number,
  { most, calm }: { readonly most: number; readonly calm: number },
): string {
  const chosen = Array.from({ length: most }, () => pick(names, chance));
  return [...new Set(chosen)]
    .flatMap((name) => {
      const text = pick(chance(10) < calm ? plausibleTexts : hostileTexts, chance);
      const pair = `${encode(name)}=${encode(text.slice(0, 3000))}`;
      switch (chance(12)) {
        case 0:
          return [pair, pair];
        case 1:
          return [`${encode(name)}[]=1`, `${encode(name)}[a][b]=2`];
        case 2:
          return [`${encode(name)}.x=1`, `${encode(name)}%00=1`];
        case 3:
          return [`${pair}%`, `${encode(name)}`];
        default:
          return [pair];
      }
    })
    .join('&');
}

const FORM = 'application/x-www-form-urlencoded';

/** Bodies of other shapes than a form. */
export const strangeBodies: readonly { readonly type: string; readonly body: string }[] = [
  { type: 'application/json', body: '{"reason":{"$ne":null},"page":[1]}' },
  { type: 'application/json', body: '{"__proto__":{"x":1}' },
  { type: 'text/plain', body: 'reason=1' },
  { type: `${FORM}; charset=utf-16`, body: 'reason=1' },
  { type: `${FORM}; charset=nothing`, body: 'reason=1' },
  { type: 'multipart/form-data', body: 'without a boundary' },
  {
    type: 'multipart/form-data; boundary=x',
    body: '--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\n1',
  },
  {
    type: 'multipart/form-data; boundary=x',
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="\0..\\/a\u202e.xlsx"\r\n\r\nPK\x03\x04junk\r\n--x--\r\n',
  },
  {
    type: 'multipart/form-data; boundary=x',
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n\xff\xfe\0\0,\0\r\n--x--\r\n',
  },
  { type: '', body: 'reason=1' },
];

const beginnings = [
  'PK\x03\x04',
  '\x89PNG\r\n\x1a\n',
  '\xff\xd8\xff\xe0\x00\x10JFIF\x00',
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  '%PDF-1.7\n',
  'RIFF\x10\x00\x00\x00WEBPVP8 ',
  '\xef\xbb\xbf',
  '\xff\xfe',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
  '{"code":"x","batches":[',
  'sep=;\n',
  '',
];
const lines = [
  '考生号,姓名',
  '批次,院校代号,专业代号',
  '"',
  '=cmd|1',
  '\0',
  ',,,,,,',
  "1'--",
  '0001',
  '\r\r\n',
];

/** A form with a file that is none, or broken: bytes as latin1. */
export function makeUpload(chance: (most: number) => number): {
  readonly type: string;
  readonly body: string;
} {
  const boundary = `b${chance(1_000_000)}`;
  const size = [0, 10, 300, 5000, 40_000][chance(5)] ?? 0;
  const noise = Array.from({ length: size }, () => String.fromCharCode(chance(256))).join('');
  const text = Array.from({ length: chance(40) }, () => Buffer.from(pick(lines, chance)).toString('latin1'));
  const content = pick(beginnings, chance) + (chance(2) === 0 ? noise : text.join('\n'));
  const name = pick(['file', 'front', 'back', 'hand', 'picture', 'x'], chance);
  const called = pick(['a.csv', 'a.xlsx', '..%2Fa.png', 'a.jpg', '\0.csv', 'a.php', 'x'.repeat(300)], chance);
  const fields = ['kind', 'sheet', 'reason', 'kindCode']
    .map((field) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\nplans\r\n`)
    .slice(0, chance(5));
  const end = chance(8) === 0 ? '' : `\r\n--${boundary}--\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: `${fields.join('')}--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${called}"\r\n\r\n${content}${end}`,
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

export interface RawAnswer {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

/** Sends one request as it is; redirects are not followed. */
export function send(
  base: string,
  method: 'GET' | 'POST',
  address: string,
  {
    headers = {},
    body,
  }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, method, path: address, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location ?? '',
          text: Buffer.concat(parts).toString(),
        }),
      );
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The answer came before the body had gone.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        resolve({ status: 413, location: '', text: '' });
      else reject(error);
    });
    sent.end(body === undefined ? undefined : Buffer.from(body, 'latin1'));
  });
}

/** Closes what is open. */
export function endSending(): void {
  agent.destroy();
}
