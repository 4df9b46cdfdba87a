import type { OfficerActAuthor, OfficerAuthor } from '../domain/officers/act-author';
import { readField } from '../infrastructure/http/page-renderer';
import type { OfficerVisit } from './as-officer';

/** The officer who sent a form, with the form's one-time token. */
export function authorOf({ req, officer, origin }: OfficerVisit): OfficerAuthor {
  return { officer, origin, token: readField(req, 'formToken') };
}

/** The same, with the reason that was typed. */
export function actAuthorOf(visit: OfficerVisit, reason: string): OfficerActAuthor {
  return { kind: 'officer', ...authorOf(visit), reason };
}
