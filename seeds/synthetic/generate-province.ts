import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { listInstitutions } from '../../src/domain/enrolment-plan/plan.repository';
import { getActiveRulePack } from '../../src/domain/rule-packs/rule-pack.repository';
import { databaseClock } from '../../src/infrastructure/clock';
import type { Cipher } from '../../src/infrastructure/security/cipher';
import type { SourceRows } from '../../src/infrastructure/spreadsheets/reading/source-row';
import type { ImportProgress, ImportReport } from '../../src/office/imports/import-report';
import type { KindCode } from '../../src/office/imports/kind';
import { findImportKind } from '../../src/office/imports/kinds/import-kinds';
import { importRows } from '../../src/office/imports/writing/import-file';
import { createPeople, peopleHeadings } from './people';
import { listSyntheticInstitutions, listSyntheticPlan, planHeadings } from './plan';

export interface ProvinceOptions {
  readonly candidates: number;
  readonly planRows: number;
  readonly seed: string;
  /** Whether phones are given: in a demo alone, where no message leaves. */
  readonly phones: boolean;
  /** Who does it, as the audit log names them. */
  readonly operator: string;
  readonly signal: AbortSignal;
  onProgress(kind: KindCode, progress: ImportProgress): void;
}

const BATCH = 1000;

/**
 * A province of so many synthetic candidates and plan rows, through the same door as a province's own lists: every
 * line is checked as theirs are. The same options give the same province, but for the nonces of what is encrypted.
 * Plan rows take the place of the plan of the batches that they are in; where filed lists hold any of those, nothing is
 * written.
 * @throws as `importRows` does; each list is written whole or not at all
 */
export async function generateProvince(
  db: Knex,
  cipher: Cipher,
  options: ProvinceOptions,
): Promise<readonly ImportReport[]> {
  const pack = await getActiveRulePack(db);
  const reports: ImportReport[] = [];

  async function take(
    kind: KindCode,
    headings: readonly string[],
    count: number,
    lines: Iterable<readonly string[]>,
  ) {
    const found = findImportKind(kind);
    if (found === null) throw new Error(`there is no kind ${kind}`);
    const name = `synthetic ${kind} ${count} ${options.seed}`;
    const report = await importRows(
      { db, cipher, clock: databaseClock },
      {
        kind: found,
        rows: listRows(headings, lines),
        fileName: name,
        hash: createHash('sha256').update(name).digest('hex'),
        mapping: {},
        dryRun: false,
        by: {
          actorKind: 'operator',
          actorId: options.operator,
          origin: { address: 'terminal', device: 'zhiyuan generate' },
        },
        // Its rows take the place of others, but of none that anybody has filed.
        consent: async (_transaction, { held }) => (held > 0 ? null : { reason: name, approvedBy: null }),
        signal: options.signal,
        share: () => null,
        onProgress: (progress) =>
          options.onProgress(kind, { ...progress, share: Math.min(1, progress.rows / count) }),
      },
    );
    reports.push(report);
  }

  if (options.planRows > 0) {
    const known = await listInstitutions(db, pack.year);
    const institutions = listSyntheticInstitutions(pack, options.planRows, known);
    const lines = institutions.map(({ code, name, province, city }) => [code, name, province, city]);
    await take('institutions', ['院校代号', '院校名称', '省市', '城市'], lines.length, lines);
    const plan = listSyntheticPlan(pack, options.planRows, institutions, options.seed);
    await take('plans', planHeadings, options.planRows, plan);
  }
  if (options.candidates > 0) {
    const people = createPeople({ pack, seed: options.seed, phones: options.phones });
    await take('candidates', peopleHeadings, options.candidates, listPeople(options.candidates, people));
  }
  return reports;
}

function* listPeople(count: number, people: (index: number) => readonly string[]) {
  for (let index = 0; index < count; index += 1) yield people(index);
}

/** Lines as rows of a table, in batches, with the event loop between them. */
export async function* listRows(headings: readonly string[], lines: Iterable<readonly string[]>): SourceRows {
  let number = 1;
  let batch = [{ number, cells: headings }];
  for (const cells of lines) {
    number += 1;
    batch.push({ number, cells });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
