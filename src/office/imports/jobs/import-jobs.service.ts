import { randomUUID } from 'node:crypto';
import type { OfficerAuthor } from '../../../domain/officers/act-author';
import { auditOfficer } from '../../../domain/officers/audit-officer';
import { getActiveRulePack } from '../../../domain/rule-packs/rule-pack.repository';
import type { Supplement } from '../../../domain/supplements/derive-supplement';
import { bindParts } from '../../../infrastructure/bind-parts';
import { formatInstant } from '../../../infrastructure/format-time';
import { examineFile } from '../../../infrastructure/spreadsheets/reading/examine-file';
import { openBook } from '../../../infrastructure/spreadsheets/reading/open-book';
import type { ListVersion } from '../effects/list-version.repository';
import type { ImportKind } from '../kind';
import { openFileTable } from '../layout/file-table';
import { NOTHING_SAID } from '../layout/said-layout';
import { insertJob } from './import-job.repository';
import {
  approveJob,
  confirmJob,
  describeJob,
  discardJob,
  type ImportJobParts,
  mapColumns,
  refuseJob,
  stopJob,
} from './job-acts';
import { maskLooked } from './mask-looked';

export interface UploadedList {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly bytes: number;
  /** Name of the file in the folder of uploads. */
  readonly fileKey: string;
  readonly sheet: string | null;
  /** What it is to make a 征集 of. */
  readonly supplement?: Supplement;
}

export const purposeOfPutBack = (version: number) => `putListBack|${version}`;

/** Takes in an uploaded file: checks it, or asks first what its headings stand for. @throws ImportRefused; @returns the job */
async function beginJob(
  { folder, db, node }: ImportJobParts,
  { officer, origin }: Omit<OfficerAuthor, 'token'>,
  upload: UploadedList,
): Promise<number> {
  const { kind, sheet, fileKey } = upload;
  const file = folder.open(fileKey);
  const book = await openBook(file, await examineFile(file));
  const pack = await getActiveRulePack(db);
  const table = await openFileTable(db, book, { kind, sheet, said: NOTHING_SAID, pack });
  const state = table.isKnown ? 'checkQueued' : 'mapping';
  return db.transaction(async (transaction) => {
    const job = {
      ...upload,
      kind: kind.code,
      foundSheet: table.sheet,
      looked: maskLooked(table.looked),
      suggested: table.suggested,
      node,
      state,
      officerId: officer.id,
    } as const;
    const id = await insertJob(transaction, job);
    await auditOfficer(transaction, officer, origin, describeJob('uploadList', { ...job, id }));
    return id;
  });
}

/** Puts a former version back: checked and confirmed as a file is. @returns the job */
function putBackVersion(
  { db, tokens, node }: ImportJobParts,
  { officer, origin, token }: OfficerAuthor,
  version: ListVersion,
): Promise<number> {
  return db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, purposeOfPutBack(version.id));
    const job = {
      kind: version.kind,
      fileName: nameVersion(version),
      bytes: 0,
      fileKey: `version-${randomUUID()}`,
      sheet: null,
      foundSheet: null,
      looked: [],
      suggested: null,
      node,
      state: 'checkQueued',
      officerId: officer.id,
      versionId: version.id,
    } as const;
    const id = await insertJob(transaction, job);
    await auditOfficer(transaction, officer, origin, describeJob('putListBack', { ...job, id }));
    return id;
  });
}

/** Lists that officers bring in by the browser: each step is one guarded move of its job. */
export function createImportJobs(parts: ImportJobParts) {
  return {
    ...bindParts(parts, {
      begin: beginJob,
      map: mapColumns,
      confirm: confirmJob,
      approve: approveJob,
      refuse: refuseJob,
      putBack: putBackVersion,
      stop: stopJob,
      discard: discardJob,
    }),
    folder: parts.folder,
    node: parts.node,
    maxMegabytes: parts.maxMegabytes,
  };
}

export type ImportJobs = ReturnType<typeof createImportJobs>;

/** As pages and the audit log name a former version. */
export function nameVersion({ id, madeAt }: Pick<ListVersion, 'id' | 'madeAt'>): string {
  return `旧名单${id}（${formatInstant(madeAt)}前）`;
}
