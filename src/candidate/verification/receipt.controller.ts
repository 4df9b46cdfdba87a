import { findVersion } from '../../domain/choice-lists/application.repository';
import { formatCheckValue } from '../../domain/choice-lists/canonical-body';
import { writeVerifier } from '../../domain/ledger/checkpoint';
import {
  findLastCheckpoint,
  findLedgerIdentity,
  listHandovers,
} from '../../domain/ledger/checkpoint.repository';
import { createNodeReader, findVersionLeaf } from '../../domain/ledger/leaf.repository';
import { proveInclusion } from '../../domain/ledger/merkle-tree';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Knex } from '../../infrastructure/database/knex';
import { AppError, notFound } from '../../infrastructure/errors';
import { contentDisposition } from '../../infrastructure/http/file-name';
import { readId } from '../../infrastructure/http/page-renderer';
import type { CandidateVisit } from '../as-candidate';

interface ReceiptParts {
  readonly db: Knex;
}

/** 账本回执: shows without this system that a save stands in the ledger. */
export function createReceiptControllers(parts: ReceiptParts) {
  return bindParts(parts, { send });
}

export type ReceiptControllers = ReturnType<typeof createReceiptControllers>;

/** Of a version of one's own: its leaf, the way from there to a signed root, and the key. It holds no choice. */
async function send({ db }: ReceiptParts, { req, res, candidate }: CandidateVisit): Promise<void> {
  const version = await findVersion(db, candidate.id, readId(req, 'version'));
  if (version === null) throw notFound();
  const [leaf, checkpoint, identity] = [
    await findVersionLeaf(db, version.id),
    await findLastCheckpoint(db),
    await findLedgerIdentity(db),
  ];
  if (leaf === null || checkpoint === null || identity === null || leaf.index >= checkpoint.size)
    throw new AppError('notInLedger', 409);
  const path = await proveInclusion(createNodeReader(db), leaf.index, checkpoint.size);
  const receipt = {
    format: 'zhiyuan-receipt-1',
    verifier: writeVerifier(identity.origin, identity.publicKey),
    handovers: (await listHandovers(db)).map(({ note }) => note),
    checkValue: formatCheckValue(version.hash),
    checkpoint: checkpoint.note,
    index: leaf.index,
    leaf: leaf.content,
    path: path.map((hash) => hash.toString('base64')),
  };
  const name = `账本回执-${version.body.batch.name}-第${version.saveNumber}次保存`;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Disposition', contentDisposition(name, `zhiyuan-receipt-${version.id}`, 'json'));
  res.end(`${JSON.stringify(receipt, null, 2)}\n`);
}
