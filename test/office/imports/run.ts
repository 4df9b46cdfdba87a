import type { Knex } from 'knex';
import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import { activateRulePack } from '../../../src/domain/rule-packs/rule-pack.repository';
import { plainFile } from '../../../src/infrastructure/byte-file';
import { loadConfig } from '../../../src/infrastructure/config/config';
import { createCipher } from '../../../src/infrastructure/security/cipher';
import { sayFault } from '../../../src/office/imports/fault.presenter';
import type { ImportProgress, ImportReport } from '../../../src/office/imports/import-report';
import { findImportKind } from '../../../src/office/imports/kinds/import-kinds';
import { importFile } from '../../../src/office/imports/writing/import-file';
import { putVersionBack } from '../../../src/office/imports/writing/put-version-back';
import { createTestClock } from '../../support/test-clock';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { createTestFolder, type TestFolder, toCsv } from './files';

/** A demo and a folder to import from. */
export interface ImportBench {
  readonly database: TestDatabase;
  readonly knex: Knex;
  readonly folder: TestFolder;
  /** Imports rows as CSV, or a file. */
  run(
    kind: string,
    source: readonly (readonly string[])[] | string,
    options?: RunOptions,
  ): Promise<ImportReport>;
  /** Puts a former version back, with whatever consent it asks for. */
  putBack(kind: string, versionId: number): Promise<ImportReport>;
  /** The faults of such an import, in words, without the letters of their columns. */
  faults(kind: string, source: readonly (readonly string[])[]): Promise<string[]>;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly dryRun?: boolean;
  readonly headingsRow?: number;
  readonly mapping?: Readonly<Record<string, string>>;
  readonly fixed?: Readonly<Record<string, string>>;
  readonly sheet?: string;
  readonly signal?: AbortSignal;
  onProgress?(progress: ImportProgress): void;
  /** Left out, whatever is asked for is given; null gives nothing. */
  readonly consent?: null;
  readonly whole?: boolean;
}

export const demoCipher = createCipher(loadConfig({}).secrets.dataKey, loadConfig({}).secrets.indexKey);

/** On the demo, or on an empty database with a shipped pack in force. */
export async function openImportBench(pack: string | null = null): Promise<ImportBench> {
  const database = await createTestDatabase({ demo: pack === null });
  if (pack !== null)
    await database.knex.transaction((transaction) =>
      activateRulePack(transaction, readShippedRulePack(pack)),
    );
  const folder = createTestFolder();
  const parts = { db: database.knex, clock: createTestClock(), cipher: demoCipher };
  const run: ImportBench['run'] = (code, source, options = {}) => {
    const kind = findImportKind(code);
    if (kind === null) throw new Error(`there is no kind ${code}`);
    const { dryRun = false, mapping = {}, sheet = null, consent, ...rest } = options;
    const given = { reason: '测试', approvedBy: null };
    return importFile(parts, {
      kind,
      file: plainFile(typeof source === 'string' ? source : folder.write('list.csv', toCsv(source))),
      fileName: 'list.csv',
      sheet,
      mapping,
      dryRun,
      consent: async () => (consent === null ? null : given),
      by: { actorKind: 'operator', actorId: 'test', origin: { address: 'terminal', device: 'test' } },
      ...rest,
    });
  };
  return {
    database,
    knex: database.knex,
    folder,
    run,
    putBack: (code, versionId) => {
      const kind = findImportKind(code);
      if (kind === null) throw new Error(`there is no kind ${code}`);
      return putVersionBack(parts, {
        kind,
        versionId,
        fileName: `version ${versionId}`,
        dryRun: false,
        consent: async () => ({ reason: '测试', approvedBy: null }),
        by: { actorKind: 'operator', actorId: 'test', origin: { address: 'terminal', device: 'test' } },
      });
    },
    faults: async (kind, source) =>
      (await run(kind, source)).faults.map((fault) => sayFault({ ...fault, letter: '' })),
    close: async () => {
      folder.remove();
      await database.drop();
    },
  };
}
