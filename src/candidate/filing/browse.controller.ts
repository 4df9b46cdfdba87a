import type { Knex } from 'knex';
import { presentRetractions } from '../../domain/batches/batch-state.presenter';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { findVersion, listVersions } from '../../domain/choice-lists/application.repository';
import type { SavedBody } from '../../domain/choice-lists/canonical-body';
import { countFilled, presentSaved } from '../../domain/choice-lists/saved.presenter';
import { findSavedDetails } from '../../domain/choice-lists/saved-details';
import { listSavedUndertakings } from '../../domain/choice-lists/saved-undertakings';
import { findStanding, listStandings } from '../../domain/choice-lists/standing';
import { listBrowsers } from '../../domain/credentials/sign-in-log.repository';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { readId } from '../../infrastructure/http/page-renderer';
import { mayAbandon } from '../../rules/filing/abandonment';
import { isOffered } from '../../rules/filing/batch-state';
import { mayConfirm, mayRetract, needsConfirmation } from '../../rules/filing/final-confirmation';
import type { CandidateVisit } from '../as-candidate';
import { presentBrowse, presentVersionRow } from './browse.presenter';
import { listRemaining } from './remaining.presenter';

interface BrowseParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
}

export function createBrowseControllers(db: Knex, clock: Clock, reference: Watched<Reference>) {
  const parts: BrowseParts = { db, clock, reference };
  return bindParts(parts, { showInForce, listAll, showVersion });
}

export type BrowseControllers = ReturnType<typeof createBrowseControllers>;

/** 浏览: what is in force in a batch. */
async function showInForce(parts: BrowseParts, visit: CandidateVisit): Promise<void> {
  const { reference, db, clock } = parts;
  const { calendar } = reference.current();
  const batch = calendar.findBatch(String(visit.req.params.batch));
  if (batch === null) throw notFound();
  const { now, group, standing } = await findStanding(db, clock, calendar, visit.candidate, batch);
  if (group === null || group.versionId === null || group.savedBatch !== batch.code) throw notFound();
  const version = await findVersion(db, visit.candidate.id, group.versionId);
  if (version === null) throw new Error(`version ${group.versionId} is missing`);
  const sections = presentSaved(version.body, detailsOf(parts, visit.candidate, version.body));
  const remaining = isFrozen(visit) ? null : await listStandings(db, clock, calendar, visit.candidate);
  visit.render('candidate/filing/browse', {
    batch,
    sections,
    agreed: version.body.undertakings ?? [],
    filled: countFilled(sections),
    remaining: remaining === null ? [] : listRemaining(remaining.standings),
    receipt: presentBrowse(batch, version, standing),
    mayModify: isOffered(standing, 'modify'),
    mayAbandon: mayAbandon(batch, standing, now),
    abandoned: group.abandoned,
    confirmation: standing.confirmation && {
      confirmed: standing.confirmation.confirmed,
      mayConfirm: mayConfirm(standing),
      mayRetract: mayRetract(standing),
      isVoid: needsConfirmation(batch),
      isOver: standing.phase === 'closed',
      retractions: presentRetractions(standing.confirmation),
    },
    undertakings: group.abandoned
      ? []
      : listSavedUndertakings(calendar.pack, version.body).map(({ undertaking }) => undertaking),
  });
}

/** 我的保存记录. */
async function listAll({ db }: BrowseParts, visit: CandidateVisit): Promise<void> {
  const [versions, browsers] = await Promise.all([
    listVersions(db, visit.candidate.id),
    listBrowsers(db, visit.candidate.id),
  ]);
  const own = { device: visit.origin.device, browsers };
  visit.render('candidate/filing/versions', {
    versions: versions.map((version, index) =>
      presentVersionRow(
        version,
        versions.slice(index + 1).find(({ group }) => group === version.group) ?? null,
        own,
      ),
    ),
  });
}

/** One of one's own versions, in force or not. */
async function showVersion(parts: BrowseParts, visit: CandidateVisit): Promise<void> {
  const id = readId(visit.req, 'version');
  const browsers = await listBrowsers(parts.db, visit.candidate.id);
  const version = await findVersion(parts.db, visit.candidate.id, id);
  if (version === null) throw notFound();
  visit.render('candidate/filing/version', {
    version: presentVersionRow(version, null, { device: visit.origin.device, browsers }),
    sections: presentSaved(version.body, detailsOf(parts, visit.candidate, version.body)),
    agreed: version.body.undertakings ?? [],
    batchName: version.body.batch.name,
  });
}

const detailsOf = ({ reference }: BrowseParts, candidate: CandidateRecord, body: SavedBody) =>
  findSavedDetails(reference.current(), candidate, body);

const isFrozen = ({ candidate }: CandidateVisit) => candidate.frozenAt !== null;
