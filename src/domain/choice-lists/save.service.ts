import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import { inStep, type Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { saves } from '../../infrastructure/meters';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { FormTokens } from '../../infrastructure/security/form-token';
import { checkChoiceList } from '../../rules/filing/check-choice-list';
import type { ChoiceList, Violation } from '../../rules/filing/choice-list';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import { countSavesLeft } from '../../rules/filing/save-quota';
import type { Batch } from '../../rules/pack/rule-pack';
import { findCandidate } from '../candidates/candidate.repository';
import { toFacts } from '../candidates/candidate-facts';
import { isRisky } from '../identity/risk';
import type { Reference } from '../reference/reference';
import { buildSavedBody, hashBody, hashComparison, type SavedBody, serialiseBody } from './canonical-body';
import { presentChanges, summariseChanges } from './changes.presenter';
import { composeVersion } from './compose-version';
import { toClosedLists } from './overwriting';
import type { GroupChanged, PaperFiling } from './paper-filing';
import { composeLetters } from './save-letters';
import { type Evidence, noteFailure, noteOutcome } from './save-outcome';
import { readForSave, type SaveReading } from './save-reading.repository';
import type { SaveRequest, SaveResult } from './save-request';
import {
  answerEarlierSave,
  findLateSections,
  findRefusal,
  type SaveSnapshot,
  type SeenReference,
  takeSnapshot,
} from './save-snapshot';
import { groupCodesOf, planScopeOf } from './standing';
import { writeVersion } from './write-version.repository';

interface SaveServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly tokens: FormTokens;
  readonly cipher: Cipher;
  /** Name of this process in the evidence of attempts. */
  readonly node: string;
}

export type SaveService = ReturnType<typeof createSaveService>;

export function createSaveService(parts: SaveServiceParts) {
  return bindParts(parts, { readAhead, saveChoiceList, savePaperList });
}

/** What a save will be decided by, read before it is known what it saves: while its candidate is being looked up. */
function readAhead(
  { db, clock }: SaveServiceParts,
  candidate: number,
  batch: Batch,
  formToken: string,
): Promise<SaveReading> {
  return readForSave(db, clock, { candidate, batch: batch.code, groups: groupCodesOf(batch), formToken });
}

/**
 * Saves a choice list (M6–M9). One statement reads everything at one `now`, by which all rules judge; one statement
 * locks, looks whether that still stands, and writes all of it or nothing: list, count, evidence, audit, mail. Where
 * it stands no more, all is done anew. The same token with the same body gives the same receipt. Every attempt is kept.
 * `reading`: what `readAhead` has read for it, if it did. @throws AppError formTokenInvalid, formTokenForeign
 */
async function saveChoiceList(
  parts: SaveServiceParts,
  request: SaveRequest,
  reading?: Promise<SaveReading>,
): Promise<SaveResult> {
  const result = await attempt(parts, request, null, reading ?? null);
  if (result.outcome === 'overtaken') throw new Error('only a list on paper is overtaken');
  return result;
}

/**
 * Saves a list that two officers typed in from paper: the same transaction and rules, and a save of the candidate's
 * count. No form was opened, and nobody is asked to confirm: the paper is signed.
 */
function savePaperList(parts: SaveServiceParts, filing: PaperFiling): Promise<SaveResult | GroupChanged> {
  const { draftId, candidate, batch, choices, origin } = filing;
  const none = { confirmed: '', tab: '', revision: 0, riskCleared: true };
  const request = { candidate, batch, choices, origin, formToken: `paper|${draftId}`, ...none };
  return attempt(parts, request, filing, null);
}

interface Proposal {
  /** What the proposal was read by, and is judged by. */
  readonly seen: SeenReference;
  readonly request: SaveRequest;
  readonly paper: PaperFiling | null;
  readonly batch: Batch;
  readonly choices: ChoiceList;
  readonly saved: SavedBody;
  /** `saved` as it is stored and hashed. */
  readonly body: string;
  readonly bodyHash: Buffer;
  readonly evidence: Evidence;
}

/** `paper`: null where the candidate saves. */
async function attempt(
  parts: SaveServiceParts,
  request: SaveRequest,
  paper: PaperFiling | null,
  reading: Promise<SaveReading> | null,
): Promise<SaveResult | GroupChanged> {
  const { db, reference, tokens } = parts;
  let proposal = propose(parts, request, paper);
  try {
    if (paper === null) tokens.verify(request.formToken, request.candidate.id, proposal.batch.code);
    return await inStep(reference, async (turn) => {
      if (turn > 1) {
        const candidate = (await findCandidate(db, request.candidate.id)) ?? request.candidate;
        proposal = propose(parts, { ...request, candidate }, paper);
      }
      // A statement is a transaction by itself; paper has more to write in it.
      if (paper === null) return decide(db, parts, proposal, turn > 1 ? null : reading);
      return db.transaction(async (transaction) => {
        const result = await decide(transaction, parts, proposal, null);
        if (result.outcome === 'saved') await paper.complete(transaction, result.versionId);
        return result;
      });
    });
  } catch (error) {
    await noteFailure(db, proposal.evidence, error);
    throw error;
  }
}

/** What is asked for, read by the plan and the pack in memory. */
function propose(
  { reference, node }: SaveServiceParts,
  request: SaveRequest,
  paper: PaperFiling | null,
): Proposal {
  const seen = { version: reference.version(), ...reference.current() };
  const { calendar, plan } = seen;
  const batch = calendar.findBatch(request.batch);
  if (batch === null) throw notFound();
  const scope = planScopeOf(batch, request.candidate);
  const choices = normaliseChoiceList(batch, request.choices);
  const saved = buildSavedBody(calendar.pack, batch, choices, plan, scope);
  const body = serialiseBody(saved);
  const bodyHash = hashBody(body);
  const evidence = {
    candidateId: request.candidate.id,
    batch: batch.code,
    formToken: request.formToken,
    bodyHash,
    ...request.origin,
    node,
  };
  return {
    seen,
    request,
    paper,
    batch,
    choices,
    saved,
    body,
    bodyHash,
    evidence,
  };
}

async function decide(
  db: Knex,
  parts: SaveServiceParts,
  proposal: Proposal,
  ahead: Promise<SaveReading> | null,
): Promise<SaveResult | GroupChanged> {
  const { request, batch, seen } = proposal;
  const reading = await (ahead ??
    readAhead({ ...parts, db }, request.candidate.id, batch, request.formToken));
  const snapshot = takeSnapshot(seen, request, batch, reading);
  const answer = answerEarlierSave(snapshot, proposal.body) ?? evaluate(proposal, snapshot);
  const question =
    'outcome' in answer ? answer : await findNeededConfirmation(db, proposal, snapshot, answer);
  if (question === null) return write(db, parts, proposal, snapshot);
  await noteOutcome(db, proposal.evidence, question);
  return question;
}

interface Warnings {
  readonly violations: readonly Violation[];
}

/** Why the list cannot be saved, or what it is warned of. */
function evaluate(
  { seen: { calendar, plan, switches }, request, paper, batch, choices }: Proposal,
  snapshot: SaveSnapshot,
): SaveResult | GroupChanged | Warnings {
  const refused = findRefusal(request, paper, snapshot, switches);
  if (refused !== null) return refused;
  const { candidate } = request;
  const view = plan.viewOf(planScopeOf(batch, candidate));
  const facts = toFacts(candidate);
  const violations = [
    ...findLateSections(paper, snapshot, batch, choices),
    ...checkChoiceList({ pack: calendar.pack, batch, facts, plan: view, choices }),
  ];
  const blocked = violations.some(({ severity }) => severity === 'block');
  return blocked ? { outcome: 'violations', violations } : { violations };
}

/** What the candidate is asked before a modification, or a list that warns, is saved. Paper is not asked. */
async function findNeededConfirmation(
  db: Knex,
  { seen, request, paper, bodyHash }: Proposal,
  { inForce, excluded }: SaveSnapshot,
  { violations }: Warnings,
): Promise<SaveResult | null> {
  const isChange = inForce !== null || excluded.length > 0;
  if (paper !== null || (!isChange && violations.length === 0)) return null;
  const closes = toClosedLists(excluded).map(({ versionId }) => versionId);
  const confirmation = hashComparison(bodyHash, inForce, closes);
  if (request.confirmed !== confirmation) {
    const closed = excluded.map((one) => one.batch);
    return { outcome: 'unconfirmed', confirmation, inForce, closed, violations };
  }
  const { riskHoursAfterReset } = seen.calendar.pack.identity;
  if (
    isChange &&
    !request.riskCleared &&
    (await isRisky(db, request.candidate.id, request.origin.device, riskHoursAfterReset))
  ) {
    return { outcome: 'proofNeeded', confirmation };
  }
  return null;
}

async function write(
  db: Knex,
  { cipher }: SaveServiceParts,
  { seen: { calendar, plan }, request, paper, batch, saved, body, choices, evidence }: Proposal,
  { now, group, inForce, lastHash, excluded, contact, seen }: SaveSnapshot,
): Promise<SaveResult> {
  const { candidate, origin } = request;
  const { pack } = calendar;
  const lost = excluded.map((one) => one.batch);
  const version = composeVersion({
    candidate,
    batch,
    pack,
    body,
    saveNumber: (group?.savesUsed ?? 0) + 1,
    savedAt: now,
    actor:
      paper === null
        ? { kind: 'candidate', id: String(candidate.id) }
        : { kind: 'paper', id: paper.officers.join('+') },
    origin,
    formToken: request.formToken,
    group,
    lastHash,
    closes: toClosedLists(excluded),
  });
  const shown = { pack, batch, catalogue: plan, scope: planScopeOf(batch, candidate) };
  const changes = inForce === null ? [] : presentChanges(shown, inForce, choices);
  const told = {
    pack,
    batch,
    version,
    body: saved,
    origin,
    savesLeft: countSavesLeft({ ...group, maxSaves: batch.maxSaves, savesUsed: version.saveNumber }),
    changes: summariseChanges(changes, inForce, lost),
    office: paper?.office ?? null,
  };
  const { ordinal, group: groupCode } = version;
  const closed = lost.map(({ code }) => code).join(',');
  const overwritten = inForce?.batch ?? null;
  const versionId = await writeVersion(db, {
    version,
    group,
    cooldownFrom: now,
    save: {
      seen,
      evidence,
      audit:
        paper === null
          ? {
              detail: {
                ...{ batch: batch.code, group: groupCode, ordinal, overwritten },
                ...(closed !== '' && { excluded: closed }),
              },
            }
          : null,
      ...composeLetters(cipher, candidate.id, contact, told),
    },
  });
  saves.inc({ outcome: 'saved' });
  return { outcome: 'saved', versionId };
}
