import { parse } from 'node:querystring';
import type { Express, Request, RequestHandler } from 'express';
import { AppError } from '../errors';
import { cleanText, isReadable } from './readable-text';
import type { Steps } from './steps';

/** Characters of one field. The longest texts that people write are letters of the office, some thousands. */
const MAX_FIELD_LENGTH = 20_000;
/** Texts that are pasted whole: the page that reads them says how long they may be, and shows them again. */
const LONG_FIELDS: Readonly<Record<string, number>> = { pasted: 200_000 };
/** Characters of an address, its query included: what browsers and proxies carry without fail. */
const MAX_ADDRESS_LENGTH = 8000;
const MAX_QUERY_FIELDS = 200;

/**
 * The one place at which what cannot be read is stopped, for every route there is. An address is refused, since nobody
 * types one; what stands in fields, queries and cookies is freed of it, as it comes along when names are pasted. It
 * comes before everything that answers.
 */
export function setUpDoor(app: Express, steps: Steps): void {
  app.set('query parser', readQuery);
  steps.use((req, _res, next) => {
    const { originalUrl } = req;
    if (originalUrl.length > MAX_ADDRESS_LENGTH) throw new AppError('tooLarge', 414);
    if (!isReadableAddress(originalUrl)) throw new AppError('badRequest', 400);
    next();
  });
}

/** The path has to be readable whole; a query is cleaned where it is read, and has to be sound there alone. */
function isReadableAddress(address: string): boolean {
  const [path = ''] = address.split('?', 1);
  // Nearly all addresses have nothing to decode.
  if (!path.includes('%')) return isReadable(path);
  try {
    return isReadable(decodeURIComponent(path));
  } catch {
    return false;
  }
}

/** A query as flat fields, cleaned; what is wrongly encoded in it stands for a character that is not there. */
function readQuery(text: string): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(parse(text, '&', '=', { maxKeys: MAX_QUERY_FIELDS })))
    fields[cleanText(name)] = Array.isArray(value) ? value.map(cleanText) : cleanText(value ?? '');
  return fields;
}

/** Cleans cookies, which a browser sends as they were once set, by us or by a neighbour on the same host. */
export const cleanCookies: RequestHandler = (req, _res, next) => {
  // cookie-parser reads `j:{…}` as an object; no cookie of ours is one, and no reader expects it.
  for (const [name, value] of Object.entries(req.cookies))
    if (typeof value !== 'string' || !isReadable(value)) delete req.cookies[name];
  next();
};

/** Cleans the fields of a form that was read. @throws AppError tooLarge */
export function cleanFields(req: Request): void {
  const { body } = req;
  if (typeof body !== 'object' || body === null) return;
  const cleaned: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(body)) {
    if (name.length > MAX_NAME_LENGTH) throw new AppError('tooLarge', 413);
    cleaned[cleanText(name)] = cleanField(value, LONG_FIELDS[name] ?? MAX_FIELD_LENGTH);
  }
  req.body = cleaned;
}

const MAX_NAME_LENGTH = 200;

function cleanField(value: unknown, longest: number): unknown {
  if (Array.isArray(value)) return value.map((one) => cleanField(one, longest));
  if (typeof value !== 'string') return value;
  if (value.length > longest) throw new AppError('tooLarge', 413);
  return cleanText(value);
}
