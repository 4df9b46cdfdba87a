import type { Knex } from 'knex';
import { listSubjectEntries } from '../../domain/audit/subject-audit.repository';
import { getActiveRulePack } from '../../domain/batches/rule-pack.repository';
import { listStoredWindows } from '../../domain/batches/stored-window.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { chooseCounty, chooseSchool } from '../../domain/places/choose-place';
import { listPlaceChoices } from '../../domain/places/place-choices';
import type { Clock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { findBatch } from '../../rules/filing/groups';
import type { Window } from '../../rules/filing/phase';
import type { RulePack } from '../../rules/rule-pack';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { presentSubjectHistory, tabulateHistory } from '../officers/subject-history';
import {
  type ChangeErrors,
  type ChangePlaces,
  changeFields,
  checkTypedChange,
  readPosted,
  readTypedChange,
  type TypedChange,
} from './change.form';
import { listOpeningFaults } from './opening';
import { listPlaceNames } from './place.repository';
import {
  type PlaceNames,
  presentActFault,
  presentOpeningFaults,
  presentSteps,
  presentWarnings,
  presentWindows,
  tabulateFaults,
  tabulateWindows,
} from './window.presenter';
import {
  asksConfirmation,
  CHECKED_DAYS,
  isRefused,
  WINDOW_PURPOSE,
  type WindowPreview,
  type WindowService,
} from './window.service';

interface WindowPages {
  readonly db: Knex;
  readonly clock: Clock;
  readonly service: WindowService;
  readonly tokens: OfficeTokens;
}

async function findNames(pages: WindowPages, windows: readonly Pick<Window, 'scope'>[]): Promise<PlaceNames> {
  const scopes = windows.map(({ scope }) => scope);
  const counties = scopes.flatMap((scope) => (scope.kind === 'county' ? [scope.county] : []));
  const schools = scopes.flatMap((scope) => (scope.kind === 'school' ? [scope.school] : []));
  return listPlaceNames(pages.db, counties, schools);
}

async function choosePlaces(pages: WindowPages, { county, school }: TypedChange): Promise<ChangePlaces> {
  const { db } = pages;
  const [oneCounty, oneSchool] = await Promise.all([chooseCounty(db, county), chooseSchool(db, school)]);
  return { county: oneCounty, school: oneSchool };
}

async function renderForm(
  pages: WindowPages,
  visit: OfficerVisit,
  pack: RulePack,
  typed: TypedChange,
  errors: ChangeErrors,
  status: number,
): Promise<void> {
  const faults = listFaults({ ...errors }, ['batches', ...changeFields]);
  const rounds = pack.rounds.map((round) => ({
    name: round.name,
    batches: pack.batches
      .filter((batch) => batch.round === round.code)
      .map(({ code, name }) => ({ code, name, ticked: typed.batches.includes(code) })),
  }));
  const places = await listPlaceChoices(pages.db);
  const { candidateKinds: kinds } = pack;
  visit.render('office/windows/change', { rounds, kinds, places, typed, errors, faults }, { status });
}

async function renderPreview(
  pages: WindowPages,
  visit: OfficerVisit,
  typed: TypedChange,
  preview: WindowPreview,
  status: number,
): Promise<void> {
  const { pack, steps, faults, openingFaults, warnings } = preview;
  const named = [
    ...steps.flatMap(({ before, after }) => before ?? after ?? []),
    ...warnings.map(({ window }) => window),
  ];
  const names = await findNames(pages, named);
  const refused = isRefused(preview);
  visit.render(
    'office/windows/preview',
    {
      typed,
      fields: [
        ...changeFields.map((name) => ({ name, value: typed[name] })),
        ...typed.batches.map((code) => ({ name: `batch-${code}`, value: 'on' })),
      ],
      steps: presentSteps(pack, steps, names),
      faults: faults.map((fault) => presentActFault(pack, fault)),
      openingFaults: presentOpeningFaults(pack, openingFaults),
      checkedDays: CHECKED_DAYS,
      counts: preview,
      warnings: presentWarnings(pack, warnings, names),
      asks: asksConfirmation(preview),
      unconfirmed: status === 422 && !refused,
      refused,
      seen: preview.seen,
      formToken: refused ? '' : pages.tokens.issue(visit.officer.id, WINDOW_PURPOSE),
    },
    { status: status === 200 && refused ? 422 : status },
  );
}

async function showWindows(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const { db, clock } = pages;
  const pack = await getActiveRulePack(db);
  const [windows, now] = await Promise.all([listStoredWindows(db, pack.code), clock.now(db)]);
  const rounds = presentWindows(pack, windows, await findNames(pages, windows), now);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '填报时间',
      plainName: 'windows',
      ...tabulateWindows(rounds.flatMap(({ batches }) => batches)),
    });
  visit.render('office/windows/list', {
    rounds,
    now,
    // What a school in need asks for is the round that runs: it stands ticked.
    openRounds: pack.rounds
      .filter(({ code }) => hasOpenWindow(pack, windows, code, now))
      .map(({ code }) => code),
    mayChange: visit.officer.role === 'province',
    mayCheck: ['province', 'auditor'].includes(visit.officer.role),
  });
}

async function showBatch(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const { db, clock } = pages;
  const pack = await getActiveRulePack(db);
  const batch = findBatch(pack, String(visit.req.params.batch));
  if (batch === null) throw notFound();
  const [windows, now] = await Promise.all([listStoredWindows(db, pack.code), clock.now(db)]);
  const own = windows.filter((window) => window.batch === batch.code);
  const [round] = presentWindows(
    { ...pack, rounds: pack.rounds.filter(({ code }) => code === batch.round), batches: [batch] },
    own,
    await findNames(pages, own),
    now,
  );
  const entries = await listSubjectEntries(db, 'batch', batch.code, ['changeWindow', 'lengthenWindow']);
  // Who did it and why is for the province and the auditor, as 操作记录 is.
  const history = ['province', 'auditor'].includes(visit.officer.role)
    ? await presentSubjectHistory(db, entries)
    : null;
  if (visit.askedTable === 'history' && history !== null)
    return visit.sendTable({
      name: `填报时间的调整-${batch.name}`,
      plainName: `window-changes-${batch.code}`,
      ...tabulateHistory(history),
    });
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: `填报时间-${batch.name}`,
      plainName: `windows-${batch.code}`,
      ...tabulateWindows(round?.batches ?? []),
    });
  visit.render('office/windows/batch', {
    batch,
    rows: round?.batches[0]?.rows ?? [],
    mayChange: visit.officer.role === 'province',
    history,
  });
}

async function showOpeningFaults({ db }: WindowPages, visit: OfficerVisit): Promise<void> {
  const pack = await getActiveRulePack(db);
  const faults = await listOpeningFaults(
    db,
    pack,
    pack.batches.map(({ code }) => code),
  );
  const rows = presentOpeningFaults(pack, faults);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '开通前的数据问题',
      plainName: 'opening-faults',
      ...tabulateFaults(rows),
    });
  visit.render('office/windows/check', {
    faults: rows,
    batches: pack.batches.length,
    checkedDays: CHECKED_DAYS,
  });
}

async function showChange(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const pack = await getActiveRulePack(pages.db);
  const { query } = visit.req;
  const typed = readTypedChange(pack, (name) => {
    const value = query[name];
    return typeof value === 'string' ? value : '';
  });
  await renderForm(pages, visit, pack, typed, {}, 200);
}

async function showPreview(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const { db, service } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readTypedChange(pack, readPosted(visit.req));
  if (readField(visit.req, 'again') !== '') return renderForm(pages, visit, pack, typed, {}, 200);
  const { request, errors } = checkTypedChange(pack, typed, await choosePlaces(pages, typed));
  if (request === null) return renderForm(pages, visit, pack, typed, errors, 422);
  await renderPreview(pages, visit, typed, await service.preview(request.act), 200);
}

async function submitChange(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const { db, service } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readTypedChange(pack, readPosted(visit.req));
  const { request, errors } = checkTypedChange(pack, typed, await choosePlaces(pages, typed));
  if (request === null) return renderForm(pages, visit, pack, typed, errors, 422);
  const { officer, origin, req } = visit;
  const token = readField(req, 'formToken');
  const result = await service.change(
    { kind: 'officer', officer, origin, reason: request.reason, token },
    {
      act: request.act,
      seen: readField(req, 'seen'),
      notice: request.notice,
      confirmed: readField(req, 'confirmed') === 'yes',
    },
  );
  if (result.outcome !== 'done') return renderPreview(pages, visit, typed, result.preview, 422);
  visit.redirect('/office/windows', `已调整${result.steps.length}处填报时间，立即生效。`);
}

/** 填报时间: the windows in force, and the province's acts on them. */
export function createWindowControllers(
  db: Knex,
  clock: Clock,
  service: WindowService,
  tokens: OfficeTokens,
) {
  const pages: WindowPages = { db, clock, service, tokens };
  return {
    list: (visit) => showWindows(pages, visit),
    showBatch: (visit) => showBatch(pages, visit),
    check: (visit) => showOpeningFaults(pages, visit),
    showChange: (visit) => showChange(pages, visit),
    preview: (visit) => showPreview(pages, visit),
    change: (visit) => submitChange(pages, visit),
  } satisfies Record<string, OfficerHandler>;
}

export type WindowControllers = ReturnType<typeof createWindowControllers>;

function hasOpenWindow(
  pack: RulePack,
  windows: readonly { batch: string; opensAt: Date; closesAt: Date }[],
  round: string,
  now: Date,
): boolean {
  const batches = pack.batches.filter((batch) => batch.round === round).map(({ code }) => code);
  return windows.some(
    ({ batch, opensAt, closesAt }) => batches.includes(batch) && opensAt <= now && now < closesAt,
  );
}
