import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { chooseCounty, chooseSchool } from '../../domain/places/choose-place';
import { listPlaceChoices } from '../../domain/places/place-choices';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import type { Clock } from '../../infrastructure/clock';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readParameter } from '../../infrastructure/http/page-renderer';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { Window } from '../../rules/windows/window-in-force';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import {
  type ChangeErrors,
  type ChangePlaces,
  changeFields,
  checkTypedChange,
  readPosted,
  readTypedChange,
  type TypedChange,
} from './change.form';
import { listPlaceNames } from './place.repository';
import {
  type PlaceNames,
  presentActFault,
  presentOpeningFaults,
  presentSteps,
  presentWarnings,
} from './window.presenter';
import { WINDOW_PURPOSE, type WindowService } from './window.service';
import { asksConfirmation, CHECKED_DAYS, isRefused, type WindowPreview } from './window-preview';

export interface WindowPages {
  readonly db: Knex;
  readonly clock: Clock;
  readonly service: WindowService;
  readonly tokens: OfficeTokens;
}

/** Names of the places that windows are for. */
export async function findNames(
  pages: WindowPages,
  windows: readonly Pick<Window, 'scope'>[],
): Promise<PlaceNames> {
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

/** The form, with what the address says. */
export async function showChange(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const pack = await getActiveRulePack(pages.db);
  const typed = readTypedChange(pack, (name) => readParameter(visit.req.query, name));
  await renderForm(pages, visit, pack, typed, {}, 200);
}

/** What the act would do; nothing changes yet. */
export async function showPreview(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const { db, service } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readTypedChange(pack, readPosted(visit.req));
  if (readField(visit.req, 'again') !== '') return renderForm(pages, visit, pack, typed, {}, 200);
  const { request, errors } = checkTypedChange(pack, typed, await choosePlaces(pages, typed));
  if (request === null) return renderForm(pages, visit, pack, typed, errors, 422);
  await renderPreview(pages, visit, typed, await service.preview(request.act), 200);
}

/** Does it where it is what was seen; shows it again where not. */
export async function submitChange(pages: WindowPages, visit: OfficerVisit): Promise<void> {
  const { db, service } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readTypedChange(pack, readPosted(visit.req));
  const { request, errors } = checkTypedChange(pack, typed, await choosePlaces(pages, typed));
  if (request === null) return renderForm(pages, visit, pack, typed, errors, 422);
  const { req } = visit;
  const result = await service.change(actAuthorOf(visit, request.reason), {
    act: request.act,
    seen: readField(req, 'seen'),
    notice: request.notice,
    confirmed: readField(req, 'confirmed') === 'yes',
  });
  if (result.outcome !== 'done') return renderPreview(pages, visit, typed, result.preview, 422);
  visit.redirect('/office/windows', `已调整${result.steps.length}处填报时间，立即生效。`);
}
