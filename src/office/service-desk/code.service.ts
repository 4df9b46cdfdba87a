import { type CandidateRecord, lockCandidate } from '../../domain/candidates/candidate.repository';
import {
  approveCounterCode,
  type CounterCode,
  findCounterCode,
  insertCounterCode,
  listOpenRequests,
  listRecentPurposes,
  withdrawCounterCode,
  withdrawOpenCodes,
} from '../../domain/counter-codes/counter-code.repository';
import { type CounterPurpose, takesTwo } from '../../domain/counter-codes/purpose';
import { auditOfficer } from '../../domain/officers/audit-officer';
import { findCandidateWithin } from '../../domain/officers/scope.repository';
import { areTwo } from '../../domain/officers/two-persons.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError, notFound } from '../../infrastructure/errors';
import { type CodeParts, handOutCode, type IssuedCode, LIFE_SECONDS, requireOffered } from './hand-out-code';
import type { CounterVisitor } from './record.service';

interface CodeRequest {
  readonly candidate: CandidateRecord;
  readonly purpose: CounterPurpose;
  readonly reason: string;
  /** The officer asks for the second one, so that what is bound proves something at once. */
  readonly byTwo: boolean;
  readonly token: string;
}

/** A request that waits for its second officer, or for being printed. */
interface OpenRequest {
  readonly code: CounterCode;
  readonly candidate: CandidateRecord;
}

export const issuePurpose = (candidateId: number) => `issueCounterCode|${candidateId}`;
export const withdrawPurpose = (codeId: number) => `withdrawCounterCode|${codeId}`;
export const printPurpose = (codeId: number) => `printCounterCode|${codeId}`;
export const approvePurpose = (codeId: number) => `approveCounterCode|${codeId}`;

async function getWithin(parts: CodeParts, { scope }: CounterVisitor, codeId: number) {
  const { db } = parts;
  const code = await findCounterCode(db, codeId);
  const candidate = code && (await findCandidateWithin(db, scope, code.candidateId));
  if (code === null || candidate === null) throw notFound();
  return { code, candidate };
}

/**
 * Issues a code for a candidate whose record is open and whose identity was checked; where two officers are needed it notes
 * the request alone. An older one for the same purpose is taken back.
 * @returns the code, or null where a second officer has to approve.
 * @throws AppError conflict when the candidate has nothing of the kind
 */
function issueCode(
  parts: CodeParts,
  visitor: CounterVisitor,
  { candidate, purpose, reason, byTwo, token }: CodeRequest,
): Promise<IssuedCode | null> {
  return parts.db.transaction(async (transaction) => {
    const { officer, origin } = visitor;
    await parts.tokens.use(transaction, token, officer.id, issuePurpose(candidate.id));
    await lockCandidate(transaction, candidate.id);
    await requireOffered(transaction, candidate, purpose);
    await withdrawOpenCodes(transaction, candidate.id, purpose);
    const waits = byTwo || takesTwo(purpose, await listRecentPurposes(transaction, candidate.id));
    const id = await insertCounterCode(transaction, {
      candidateId: candidate.id,
      purpose,
      officerId: officer.id,
      reason,
      lifeSeconds: LIFE_SECONDS,
    });
    await auditOfficer(transaction, officer, origin, {
      action: waits ? 'requestCounterCode' : 'issueCounterCode',
      subjectKind: 'candidate',
      subjectId: candidate.id,
      detail: { purpose, reason, code: id },
    });
    return waits ? null : handOutCode(parts, transaction, visitor, candidate, { id, purpose });
  });
}

/** @throws AppError notFound, conflict when it was used or taken back */
async function withdrawCode(
  parts: CodeParts,
  visitor: CounterVisitor,
  codeId: number,
  token: string,
): Promise<CounterCode> {
  const { db, tokens } = parts;
  const { code } = await getWithin(parts, visitor, codeId);
  const { officer, origin } = visitor;
  await db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, withdrawPurpose(code.id));
    if ((await withdrawCounterCode(transaction, code.id)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: 'withdrawCounterCode',
      subjectKind: 'candidate',
      subjectId: code.candidateId,
      detail: { purpose: code.purpose, code: code.id },
    });
  });
  return code;
}

/** Open requests of the county offices within the officer's scope, by whomever. */
async function listWithin({ db }: CodeParts, { scope }: CounterVisitor): Promise<readonly OpenRequest[]> {
  const codes = await listOpenRequests(db, scope);
  const found = await Promise.all(
    codes.map(async (code) => ({ code, candidate: await findCandidateWithin(db, scope, code.candidateId) })),
  );
  return found.flatMap(({ code, candidate }) => (candidate === null ? [] : [{ code, candidate }]));
}

async function getListed(parts: CodeParts, visitor: CounterVisitor, codeId: number): Promise<OpenRequest> {
  const found = (await listWithin(parts, visitor)).find(({ code }) => code.id === codeId);
  if (found === undefined) throw notFound();
  return found;
}

/**
 * The second officer's half: of the same county office, who has the candidate at the counter and prints the code, or of
 * an office above, who has asked the county and leaves the printing to it.
 * @returns the code; null where the county prints it
 * @throws AppError notFound, secondOfficer (409) for the one who asked, sameMaker
 */
async function approveCode(
  parts: CodeParts,
  visitor: CounterVisitor,
  codeId: number,
  token: string,
): Promise<IssuedCode | null> {
  const { db, tokens } = parts;
  const { code, candidate } = await getListed(parts, visitor, codeId);
  const { officer, origin } = visitor;
  const prints = officer.role === 'county';
  if (!(await areTwo(db, code.requestedBy, officer.id))) throw new AppError('secondOfficer', 409);
  return db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, approvePurpose(code.id));
    await requireOffered(transaction, candidate, code.purpose);
    if ((await approveCounterCode(transaction, code.id, officer.id)) !== 1)
      throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: prints ? 'approveCounterCode' : 'allowCounterCode',
      subjectKind: 'candidate',
      subjectId: candidate.id,
      detail: { purpose: code.purpose, code: code.id, requestedBy: code.requestedBy },
    });
    return prints ? handOutCode(parts, transaction, visitor, candidate, code) : null;
  });
}

/** Prints what an office above has approved. @throws AppError notFound, conflict before that, or the second time */
async function printCode(
  parts: CodeParts,
  visitor: CounterVisitor,
  codeId: number,
  token: string,
): Promise<IssuedCode> {
  const { db, tokens } = parts;
  const { code, candidate } = await getListed(parts, visitor, codeId);
  const { officer, origin } = visitor;
  if (code.approvedBy === null) throw new AppError('conflict', 409);
  return db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, printPurpose(code.id));
    await requireOffered(transaction, candidate, code.purpose);
    await auditOfficer(transaction, officer, origin, {
      action: 'printCounterCode',
      subjectKind: 'candidate',
      subjectId: candidate.id,
      detail: { purpose: code.purpose, code: code.id, approvedBy: code.approvedBy },
    });
    return handOutCode(parts, transaction, visitor, candidate, code);
  });
}

/** An office above does not approve: the request is over. @throws AppError notFound, conflict */
async function refuseCode(
  parts: CodeParts,
  visitor: CounterVisitor,
  codeId: number,
  token: string,
): Promise<CounterCode> {
  await getListed(parts, visitor, codeId);
  return withdrawCode(parts, visitor, codeId, token);
}

/** What the county office lets a candidate do after the identity was checked in person (S17). */
export function createCodeService(parts: CodeParts) {
  return bindParts(parts, {
    issue: issueCode,
    withdraw: withdrawCode,
    listOpen: listWithin,
    approve: approveCode,
    print: printCode,
    refuse: refuseCode,
  });
}

export type CodeService = ReturnType<typeof createCodeService>;
