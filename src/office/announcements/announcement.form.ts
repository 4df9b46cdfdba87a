import type { Request } from 'express';
import type { Knex } from 'knex';
import { chooseCounty, chooseSchool } from '../../domain/places/choose-place';
import { presentPlaceFault } from '../../domain/places/place.presenter';
import { readField } from '../../infrastructure/http/page-renderer';
import type { RulePack } from '../../rules/pack/rule-pack';
import { type FilingState, type ResolvedSelection, resolveSelection } from './selection';

export const announcementFields = [
  'to',
  'county',
  'school',
  'kind',
  'filing',
  'state',
  'title',
  'body',
  'reason',
] as const;
export type AnnouncementField = (typeof announcementFields)[number];
export type TypedAnnouncement = Readonly<Record<AnnouncementField, string>>;
export type AnnouncementErrors = Partial<Record<AnnouncementField, string>>;

/** What a selection may ask of a batch. */
export const filingStates: Readonly<Record<FilingState, string>> = {
  saved: '已保存',
  notSaved: '没有保存',
  abandoned: '已放弃',
};

/** What was typed, trimmed. */
export const readAnnouncement = (req: Request): TypedAnnouncement =>
  Object.fromEntries(announcementFields.map((field) => [field, readField(req, field).trim()])) as Record<
    AnnouncementField,
    string
  >;

function checkLetter({ title, body, reason }: TypedAnnouncement): AnnouncementErrors {
  const errors: AnnouncementErrors = {};
  const isOff = (text: string, limit: number) => text === '' || [...text].length > limit;
  if (isOff(title, 60)) errors.title = '请填写标题，不超过60个字！';
  if (isOff(body, 2000)) errors.body = '请填写内容，不超过2000个字！';
  if (isOff(reason, 200)) errors.reason = '请填写理由，不超过200个字！';
  return errors;
}

/** The selection that was typed; what is wrong with it is added to `errors`. */
async function checkSelection(
  db: Knex,
  pack: RulePack,
  typed: TypedAnnouncement,
  errors: AnnouncementErrors,
): Promise<ResolvedSelection | null> {
  const { to, kind, filing, state } = typed;
  if (to !== 'selection') errors.to = '请选择发给谁！';
  const { county, school } = await readPlaces(db, typed, errors);
  const known = Object.keys(filingStates) as FilingState[];
  const chosen = known.find((one) => one === state) ?? '';
  const selection = resolveSelection(pack, { county, school, kind, filing, state: chosen });
  if (selection === null) errors.filing = '批次（栏目）和填报情况要同时选择，请检查后重新选择！';
  return selection;
}

/** Codes of the county and the school that were typed; '' where none was. */
async function readPlaces(
  db: Knex,
  typed: TypedAnnouncement,
  errors: AnnouncementErrors,
): Promise<{ readonly county: string; readonly school: string }> {
  const county = typed.county === '' ? null : await chooseCounty(db, typed.county);
  if (county !== null && 'fault' in county) errors.county = presentPlaceFault('county', county);
  const code = county !== null && 'found' in county ? county.found.code : '';
  const school = typed.school === '' ? null : await chooseSchool(db, typed.school, code === '' ? null : code);
  if (school !== null && 'fault' in school) errors.school = presentPlaceFault('school', school);
  if (school === null || !('found' in school)) return { county: code, school: '' };
  return { county: school.found.county, school: school.found.code };
}

/** To whom it goes, null where to everybody, and what is wrong with what was typed. */
export async function checkAnnouncement(
  db: Knex,
  pack: RulePack,
  typed: TypedAnnouncement,
): Promise<{ readonly selection: ResolvedSelection | null; readonly errors: AnnouncementErrors }> {
  const errors = checkLetter(typed);
  if (typed.to === 'public') return { selection: null, errors };
  return { selection: await checkSelection(db, pack, typed, errors), errors };
}
