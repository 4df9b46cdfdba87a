import type { Knex } from 'knex';
import { auditOfficer } from '../../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../../domain/officers/office-token.repository';
import { findOfficer } from '../../../domain/officers/officer.repository';
import { readReason } from '../../../domain/officers/reason.form';
import { getActiveRulePack } from '../../../domain/rule-packs/rule-pack.repository';
import { bindParts } from '../../../infrastructure/bind-parts';
import { notFound } from '../../../infrastructure/errors';
import { formatInstant } from '../../../infrastructure/format-time';
import { listFaults } from '../../../infrastructure/http/list-faults';
import { readField, readId } from '../../../infrastructure/http/page-renderer';
import type { Cipher } from '../../../infrastructure/security/cipher';
import { sendTable } from '../../../infrastructure/spreadsheets/send-table.controller';
import type { OfficerHandler, OfficerVisit } from '../../as-officer';
import { authorOf } from '../../author';
import {
  findListVersion,
  type ListVersion,
  listListVersions,
  readListVersion,
} from '../effects/list-version.repository';
import { type ListTable, readTable, tableOf } from '../effects/read-table';
import { IMPORTS_PATH } from '../imports-path';
import { type ImportJobs, nameVersion, purposeOfPutBack } from '../jobs/import-jobs.service';
import type { ImportKind } from '../kind';
import { findImportKind, getImportKind, importKinds } from '../kinds/import-kinds';
import { sendEffects } from './effects.controller';

export const LISTS_PATH = '/office/lists';
const SHOWN_VERSIONS = 100;

interface ListPages {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly jobs: ImportJobs;
  readonly tokens: OfficeTokens;
}

async function presentVersion(pages: ListPages, visit: OfficerVisit, version: ListVersion) {
  const { db, tokens } = pages;
  const { id, kind, rows, fileName, author, reason, counts, madeAt, effectsId } = version;
  const [who = '', number = ''] = author.split(' ');
  const officer = who === 'officer' ? await findOfficer(db, Number(number)) : null;
  const { added, changed, removed } = counts;
  return {
    id,
    kind: getImportKind(kind).name,
    rows,
    fileName,
    by: officer?.name ?? '运维人员',
    reason: reason ?? '',
    counts: `新增${added}，修改${changed}，删除${removed}`,
    made: formatInstant(madeAt),
    hasEffects: effectsId !== null,
    token: tokens.issue(visit.officer.id, purposeOfPutBack(id)),
  };
}

async function renderList(
  pages: ListPages,
  visit: OfficerVisit,
  errors: Readonly<Record<string, string>>,
): Promise<void> {
  const { req } = visit;
  const versions = await listListVersions(pages.db, SHOWN_VERSIONS);
  visit.render(
    'office/imports/lists',
    {
      kinds: importKinds.map(({ code, name }) => ({ code, name })),
      versions: await Promise.all(versions.map((version) => presentVersion(pages, visit, version))),
      typed: { kind: readField(req, 'kind'), reason: readField(req, 'reason') },
      errors,
      faults: listFaults(errors, ['kind', 'reason']),
    },
    { status: Object.keys(errors).length === 0 ? 200 : 422 },
  );
}

async function getVersion(pages: ListPages, { req }: OfficerVisit): Promise<ListVersion> {
  const version = await findListVersion(pages.db, readId(req, 'version'));
  if (version === null) throw notFound();
  return version;
}

async function send(
  pages: ListPages,
  visit: OfficerVisit,
  kind: ImportKind,
  {
    table,
    name,
    plainName,
    count,
    reason,
  }: {
    table: ListTable;
    name: string;
    plainName: string;
    count: number;
    reason: string;
  },
): Promise<void> {
  const { officer, origin, req, res } = visit;
  await pages.db.transaction((transaction) =>
    auditOfficer(transaction, officer, origin, {
      action: 'downloadList',
      subjectKind: 'list',
      subjectId: kind.code,
      detail: { list: name, reason },
    }),
  );
  const format = readField(req, 'format') === 'csv' ? 'csv' : 'xlsx';
  await sendTable(res, format, { ...table, name, plainName, count });
}

async function sendList(pages: ListPages, visit: OfficerVisit): Promise<void> {
  const { db, cipher } = pages;
  const kind = findImportKind(readField(visit.req, 'kind'));
  const { reason, error } = readReason(visit.req);
  const errors = {
    ...(kind === null && { kind: '请选择名单的种类！' }),
    ...(error !== '' && { reason: error }),
  };
  if (kind === null || error !== '') return renderList(pages, visit, errors);
  const pack = await getActiveRulePack(db);
  await send(pages, visit, kind, {
    table: readTable(db, kind, { pack, cipher, extent: 'all' }),
    name: kind.name,
    plainName: kind.code,
    count: 1,
    reason,
  });
}

async function sendVersion(pages: ListPages, visit: OfficerVisit): Promise<void> {
  const { db, cipher } = pages;
  const version = await getVersion(pages, visit);
  const { reason, error } = readReason(visit.req);
  if (error !== '') return renderList(pages, visit, { reason: error });
  const kind = getImportKind(version.kind);
  await send(pages, visit, kind, {
    table: tableOf(kind, readListVersion(db, cipher, version.id)),
    name: `${kind.name} ${nameVersion(version)}`,
    plainName: `${version.kind}-${version.id}`,
    count: version.rows,
    reason,
  });
}

async function sendVersionEffects(pages: ListPages, visit: OfficerVisit): Promise<void> {
  const { db } = pages;
  const { kind, effectsId } = await getVersion(pages, visit);
  const { format } = visit.req.params;
  if (effectsId === null || (format !== 'csv' && format !== 'xlsx')) throw notFound();
  const pack = await getActiveRulePack(db);
  await sendEffects(visit.res, format, { db, kind: getImportKind(kind), pack, effectsId, listed: 1 });
}

async function submitPuttingBack(pages: ListPages, visit: OfficerVisit): Promise<void> {
  const version = await getVersion(pages, visit);
  const job = await pages.jobs.putBack(authorOf(visit), version);
  visit.redirect(`${IMPORTS_PATH}/${job}`, '正在与现有名单比较。');
}

/** 名单: as they stand and as they stood before each import, to be taken out and put back. */
export function createListControllers(
  { db, cipher }: { readonly db: Knex; readonly cipher: Cipher },
  jobs: ImportJobs,
  tokens: OfficeTokens,
) {
  const pages: ListPages = { db, cipher, jobs, tokens };
  return {
    ...bindParts(pages, {
      download: sendList,
      downloadVersion: sendVersion,
      downloadEffects: sendVersionEffects,
      putBack: submitPuttingBack,
    }),
    list: (visit) => renderList(pages, visit, {}),
  } satisfies Record<string, OfficerHandler>;
}

export type ListControllers = ReturnType<typeof createListControllers>;
