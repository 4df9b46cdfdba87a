import type { Knex } from 'knex';
import { lockWindows } from '../../../domain/batches/stored-window.repository';
import { getActiveRulePack } from '../../../domain/rule-packs/rule-pack.repository';
import { countPeople } from '../../../domain/supplements/count-people';
import { isSupplementOf } from '../../../domain/supplements/derive-supplement';
import { type PlannedSupplement, planSupplement } from '../../../domain/supplements/plan-supplement';
import { presentSupplementFault } from '../../../domain/supplements/supplement.presenter';
import type { RulePack } from '../../../rules/pack/rule-pack';
import type { SupplementReport } from '../import-report';
import type { Remainder } from '../kind';
import type { FileTable } from '../layout/file-table';
import { findFacts } from '../layout/title-facts';
import { ImportRefused } from '../refusal';
import type { BookRequest } from './write-import';

interface PreparedPack {
  /** By which the list is read: the one in force, or the one that its 征集 makes of it. */
  readonly pack: RulePack;
  readonly planned: PlannedSupplement | null;
  readonly remainder?: Remainder;
}

/** What a list is read by. @throws ImportRefused where its 征集 cannot be */
export async function prepareSupplement(
  transaction: Knex.Transaction,
  { supplement, dryRun }: BookRequest,
  now: Date,
): Promise<PreparedPack> {
  // A dry run changes nothing, and keeps nobody from their windows.
  if (supplement !== undefined && !dryRun) await lockWindows(transaction);
  const active = await getActiveRulePack(transaction);
  if (supplement === undefined) return { pack: active, planned: null };
  const result = await planSupplement(transaction, active, supplement, now);
  if ('faults' in result)
    throw new ImportRefused('supplement', {
      sentence: result.faults
        .map(presentSupplementFault)
        .join('')
        .replace(/！(?=.)/g, '；'),
    });
  const { planned } = result;
  const { pack, base, batch } = planned;
  const codes = pack.batches.map(({ code }) => code);
  const named = codes.filter((code) => code === base.code || isSupplementOf(pack, code, base.code));
  const tracks = supplement.lines.map(({ track }) => track);
  return { pack, planned, remainder: { base, batch, named, tracks } };
}

/** What was consented to: these settings upon this pack. */
export function markSupplement({ before, settings }: PlannedSupplement): string {
  return JSON.stringify([before.code, before.version, settings]);
}

/** What is made, and for how many: they are counted once, where somebody is to look at it. */
export async function reportSupplement(
  transaction: Knex.Transaction,
  { batch, pack, settings }: PlannedSupplement,
  { dryRun, signal }: Pick<BookRequest, 'dryRun' | 'signal'>,
): Promise<SupplementReport> {
  const { code, name } = batch;
  const people = dryRun ? await countPeople(transaction, batch, signal) : null;
  return { batch: code, name, settings, version: pack.version, people };
}

/** A list of another year has codes of this one too, which stand for other majors. @throws ImportRefused otherYear */
export function requireYear({ title }: Pick<FileTable, 'title'>, pack: RulePack): void {
  const found = findFacts(title, pack).get('year');
  if (found !== undefined && found !== String(pack.year))
    throw new ImportRefused('otherYear', { found, year: pack.year });
}
