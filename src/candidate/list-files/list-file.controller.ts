import { createHash } from 'node:crypto';
import { readChoiceList } from '../../domain/choice-lists/choice-list.form';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { presentSections } from '../../domain/choice-lists/form.presenter';
import { planScopeOf } from '../../domain/choice-lists/standing';
import { presentViolations } from '../../domain/choice-lists/violation.presenter';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import { readField } from '../../infrastructure/http/page-renderer';
import { readUpload } from '../../infrastructure/http/set-up-uploads';
import type { UploadFolder } from '../../infrastructure/http/upload-folder';
import type { Admissions } from '../../infrastructure/security/admissions';
import { sendTable } from '../../infrastructure/spreadsheets/send-table.controller';
import { keepAgreed } from '../../rules/filing/agreements';
import type { ChoiceList } from '../../rules/filing/choice-list';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { ChoiceTarget, OpenedList } from '../plan-query/choice-target';
import { MAX_LIST_MEGABYTES } from '../upload-places';
import { listColumns } from './list-columns';
import { presentCleared, presentFilled, presentKept, presentLeftOut } from './list-file.presenter';
import { createListNames } from './list-names';
import { presentListRefusal } from './list-refusal';
import { type ListPlacement, placeList } from './place-list';
import { readListLines } from './read-list-lines';
import { readListTable } from './read-list-table';
import { writeList } from './write-list';

interface ListFileParts {
  readonly filing: FilingService;
  readonly reference: Watched<Reference>;
  readonly admissions: Admissions;
  /** Where uploads stand. */
  readonly uploadFolder: UploadFolder;
}

interface TargetParts extends ListFileParts {
  readonly target: ChoiceTarget;
}

/** 用表格文件填写: the list of a form or of a 志愿草表 as XLSX or CSV, and back; filled in after 是. */
export function createListFileControllers(target: ChoiceTarget, given: ListFileParts) {
  const parts: TargetParts = { target, ...given };
  return bindParts(parts, { enter, show, download, downloadBlank, read, fill, bringBack });
}

export type ListFileControllers = ReturnType<typeof createListFileControllers>;

/** From the form: what was typed is kept first. */
async function enter(parts: TargetParts, visit: CandidateVisit): Promise<void> {
  const batch = await parts.target.getBatch(visit);
  if (await parts.target.keep(visit, batch)) visit.redirect(pathTo(parts, batch));
}

async function show(parts: TargetParts, visit: CandidateVisit): Promise<void> {
  const batch = await parts.target.getBatch(visit);
  const list = await parts.target.open(visit, batch);
  if (list !== null) renderPage(parts, visit, batch, list, '');
}

function renderPage(
  parts: TargetParts,
  visit: CandidateVisit,
  batch: Batch,
  list: OpenedList,
  fault: string,
): void {
  visit.render(
    'candidate/list-files/file',
    {
      batch,
      fault,
      action: pathTo(parts, batch),
      back: backTo(parts, batch),
      target: parts.target.name,
      expiresAt: list.expiresAt,
      maxMegabytes: MAX_LIST_MEGABYTES,
      columns: listColumns(batch).map(({ heading }) => heading),
    },
    { status: fault === '' ? 200 : 422 },
  );
}

async function download(parts: TargetParts, visit: CandidateVisit): Promise<void> {
  const batch = await parts.target.getBatch(visit);
  const list = await parts.target.open(visit, batch);
  if (list !== null) await sendList(parts, visit, batch, { name: '志愿草表', choices: list.choices });
}

async function downloadBlank(parts: TargetParts, visit: CandidateVisit): Promise<void> {
  const batch = await parts.target.getBatch(visit);
  await sendList(parts, visit, batch, { name: '空白志愿草表', choices: {} });
}

async function sendList(
  { reference }: TargetParts,
  { req, res, candidate }: CandidateVisit,
  batch: Batch,
  { name, choices }: { readonly name: string; readonly choices: ChoiceList },
): Promise<void> {
  const { format } = req.params;
  if (format !== 'xlsx' && format !== 'csv') throw notFound();
  const columns = listColumns(batch);
  const rows = [
    ...writeList(batch, choices, {
      catalogue: reference.current().plan,
      scope: planScopeOf(batch, candidate),
    }),
  ];
  await sendTable(res, format, {
    name: `${batch.name}${name}`,
    plainName: 'choices',
    headings: columns.map(({ heading }) => heading),
    widths: columns.map(({ width }) => width),
    count: rows.length,
    rows: stream(rows),
  });
}

async function* stream<Row>(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

/** Shows what was read out of the file, and fills nothing. */
async function read(parts: TargetParts, visit: CandidateVisit): Promise<void> {
  const { target, admissions, reference, uploadFolder } = parts;
  const batch = await target.getBatch(visit);
  const list = await target.open(visit, batch);
  if (list === null) return;
  const { file, tooLarge } = readUpload(visit.req, visit.res);
  if (file === null)
    return renderPage(parts, visit, batch, list, tooLarge ? TOO_LARGE : '请选择要上传的表格文件！');
  await admissions.require('readList', { subject: visit.candidate.id, origin: visit.origin });
  const { calendar, plan } = reference.current();
  try {
    const table = await readListTable(uploadFolder.open(file.key), listColumns(batch));
    const names = createListNames(plan, planScopeOf(batch, visit.candidate));
    const lines = readListLines(table, batch, calendar.pack, names);
    const placement = placeList(batch, list.choices, lines);
    renderLook(parts, visit, batch, list, { placement, unknown: table.unknown });
  } catch (error) {
    const refusal = presentListRefusal(error);
    if (refusal === null) throw error;
    renderPage(parts, visit, batch, list, refusal);
  }
}

const TOO_LARGE = `文件超过${MAX_LIST_MEGABYTES}MB，一份志愿草表没有这么大。请只留下志愿所在的工作表，删除图片后再上传！`;

interface Look {
  readonly placement: ListPlacement;
  /** Headings that are none of ours. */
  readonly unknown: readonly string[];
}

function renderLook(
  parts: TargetParts,
  visit: CandidateVisit,
  batch: Batch,
  list: OpenedList,
  { placement, unknown }: Look,
): void {
  const { reference, filing, target } = parts;
  const { calendar, plan } = reference.current();
  const scope = planScopeOf(batch, visit.candidate);
  const violations = presentViolations(batch, filing.check(visit.candidate, batch, placement.choices));
  const formPlan = { pack: calendar.pack, batch, catalogue: plan, scope };
  const sections = presentSections(formPlan, placement.choices, violations);
  const slots = new Map(sections.flatMap((section) => section.slots.map((slot) => [slot.id, slot])));
  const rows = presentFilled(plan, placement);
  const changes = rows.filter(({ isSame }) => !isSame).length + placement.cleared.length;
  visit.render(
    'candidate/list-files/look',
    {
      batch,
      rows: rows.map((row) => ({ ...row, slot: slots.get(row.id) })),
      changes,
      leftOut: presentLeftOut(placement.leftOut),
      cleared: presentCleared(plan, placement),
      kept: presentKept(placement),
      unknown: unknown.join('、'),
      faults: violations.filter(({ severity }) => severity === 'block'),
      sections,
      before: fingerprint(batch, list.choices),
      action: `${pathTo(parts, batch)}/filling`,
      again: pathTo(parts, batch),
      back: backTo(parts, batch),
      target: target.name,
      expiresAt: list.expiresAt,
    },
    { status: changes === 0 && placement.leftOut.length > 0 ? 422 : 200 },
  );
}

/** 是 on that page. What was typed elsewhere in the meantime is not written over unseen. */
async function fill(parts: TargetParts, visit: CandidateVisit): Promise<void> {
  const { target, reference } = parts;
  const batch = await target.getBatch(visit);
  const list = await target.open(visit, batch);
  if (list === null) return;
  if (readField(visit.req, 'before') !== fingerprint(batch, list.choices))
    return renderPage(parts, visit, batch, list, CHANGED);
  const filled = readChoiceList(visit.req, reference.current().calendar.pack, batch);
  const choices = keepAgreed(filled, list.choices);
  if (!(await list.replace(choices))) throw new AppError('conflict', 409);
  visit.redirect(backTo(parts, batch));
}

const CHANGED = '在您核对时，志愿在另一个窗口中被修改过，没有填入。请重新上传，再核对一次！';

/** A list in so many characters that another is never taken for it. */
function fingerprint(batch: Batch, choices: ChoiceList): string {
  const text = JSON.stringify(normaliseChoiceList(batch, choices));
  return createHash('sha256').update(text).digest('base64url');
}

/** Changes the list with what stood here before a whole list took its place; pressed twice, it is as it was. */
async function bringBack(parts: TargetParts, visit: CandidateVisit): Promise<void> {
  const { target } = parts;
  const batch = await target.getBatch(visit);
  if (!(await target.keep(visit, batch))) return;
  const list = await target.open(visit, batch);
  if (list === null) return;
  if (!(await list.bringBack())) throw new AppError('conflict', 409);
  visit.redirect(backTo(parts, batch));
}

const backTo = ({ target }: TargetParts, batch: Batch) => target.backTo(batch, '').replace(/\?.*$/, '');

const pathTo = (parts: TargetParts, batch: Batch) =>
  `${backTo(parts, batch).replace(/\/form$/, '')}/list-file`;
