import type { Express, RequestHandler, Response } from 'express';
import { writeVerifier } from '../../domain/ledger/checkpoint';
import {
  findLedgerIdentity,
  listCheckpoints,
  listHandovers,
} from '../../domain/ledger/checkpoint.repository';
import type { CheckpointBoard } from '../../domain/ledger/checkpoint-board';
import { createNodeReader } from '../../domain/ledger/leaf.repository';
import { proveConsistency } from '../../domain/ledger/merkle-tree';
import type { Knex } from '../../infrastructure/database/knex';

interface CheckpointParts {
  readonly db: Knex;
  readonly checkpoints: CheckpointBoard;
}

const SIZE = /^[1-9]\d{0,14}$/;
const NOTES_A_PAGE = 200;
/** Seconds: what is new is told by then; what is proved never changes. */
const SOON = 'public, max-age=10';
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The ledger as programs read it: the newest checkpoint, the key, all checkpoints in pages, and proofs between two.
 * Public, answered before sessions are read; it tells sizes and hashes, nothing of a person.
 */
export function setUpCheckpointTexts(app: Express, parts: CheckpointParts): void {
  app.get('/checkpoints/latest', sendLatest(parts));
  app.get('/checkpoints/key', sendKey(parts));
  app.get('/checkpoints/handovers', sendHandovers(parts));
  app.get('/checkpoints/from/:size', sendPage(parts));
  app.get('/checkpoints/consistency/:earlier/:size', sendConsistency(parts));
}

function sendText(res: Response, text: string, cache: string): void {
  res.set({ 'Cache-Control': cache, 'X-Content-Type-Options': 'nosniff' }).type('text/plain').send(text);
}

function sendNone(res: Response): void {
  res.status(404);
  sendText(res, 'there is none\n', 'no-store');
}

const sendLatest =
  ({ checkpoints }: CheckpointParts): RequestHandler =>
  async (_req, res) => {
    const latest = await checkpoints.latest();
    if (latest === null) sendNone(res);
    else sendText(res, latest.note, SOON);
  };

const sendKey =
  ({ db }: CheckpointParts): RequestHandler =>
  async (_req, res) => {
    const identity = await findLedgerIdentity(db);
    if (identity === null) sendNone(res);
    else sendText(res, `${writeVerifier(identity.origin, identity.publicKey)}\n`, SOON);
  };

/** How each key was handed to the next, oldest first, parted as checkpoints are; empty where there is one key still. */
const sendHandovers =
  ({ db }: CheckpointParts): RequestHandler =>
  async (_req, res) => {
    sendText(res, (await listHandovers(db)).map(({ note }) => note).join('=\n'), SOON);
  };

/** The next checkpoints above a size; 0 is the first page. Notes are parted by a line of `=`. */
const sendPage =
  ({ db }: CheckpointParts): RequestHandler =>
  async (req, res) => {
    const { size = '' } = req.params;
    if (size !== '0' && !SIZE.test(String(size))) return sendNone(res);
    const found = await listCheckpoints(db, Number(size), NOTES_A_PAGE);
    sendText(res, found.map(({ note }) => note).join('=\n'), SOON);
  };

/** Hashes in base64, a line each (RFC 9162, section 2.1.4). */
const sendConsistency =
  ({ db, checkpoints }: CheckpointParts): RequestHandler =>
  async (req, res) => {
    const { earlier = '', size = '' } = req.params;
    const latest = await checkpoints.latest();
    const [from, to] = [Number(earlier), Number(size)];
    if (!SIZE.test(String(earlier)) || !SIZE.test(String(size)) || from > to || to > (latest?.size ?? 0))
      return sendNone(res);
    const proof = await proveConsistency(createNodeReader(db), from, to);
    sendText(res, proof.map((hash) => `${hash.toString('base64')}\n`).join(''), FOR_EVER);
  };
