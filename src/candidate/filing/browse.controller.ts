import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { findVersion, listVersions } from '../../domain/choice-lists/application.repository';
import type { SavedBody } from '../../domain/choice-lists/canonical-body';
import { countFilled, presentSaved } from '../../domain/choice-lists/saved.presenter';
import { findSavedDetails } from '../../domain/choice-lists/saved-details';
import { listSavedUndertakings } from '../../domain/choice-lists/saved-undertakings';
import { findStanding, listStandings } from '../../domain/choice-lists/standing';
import { listBrowsers } from '../../domain/credentials/sign-in-log.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { readId } from '../../infrastructure/http/page-renderer';
import { mayAbandon } from '../../rules/filing/abandonment';
import { isOffered } from '../../rules/filing/batch-state';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import { presentBrowse, presentVersionRow } from './browse.presenter';
import { listRemaining } from './remaining.presenter';

export interface BrowseControllers {
  /** 浏览: what is in force in a batch. */
  readonly showInForce: CandidateHandler;
  /** 我的保存记录. */
  readonly listAll: CandidateHandler;
  /** One of one's own versions, in force or not. */
  readonly showVersion: CandidateHandler;
}

export function createBrowseControllers(
  db: Knex,
  clock: Clock,
  reference: Watched<Reference>,
): BrowseControllers {
  const detailsOf = (candidate: CandidateRecord, body: SavedBody) =>
    findSavedDetails(reference.current(), candidate, body);
  const isFrozen = ({ candidate }: CandidateVisit) => candidate.frozenAt !== null;

  return {
    async showInForce(visit) {
      const { calendar } = reference.current();
      const batch = calendar.findBatch(String(visit.req.params.batch));
      if (batch === null) throw notFound();
      const { now, group, standing } = await findStanding(db, clock, calendar, visit.candidate, batch);
      if (group === null || group.versionId === null || group.savedBatch !== batch.code) throw notFound();
      const version = await findVersion(db, visit.candidate.id, group.versionId);
      if (version === null) throw new Error(`version ${group.versionId} is missing`);
      const sections = presentSaved(version.body, detailsOf(visit.candidate, version.body));
      const remaining = isFrozen(visit) ? null : await listStandings(db, clock, calendar, visit.candidate);
      visit.render('candidate/filing/browse', {
        batch,
        sections,
        filled: countFilled(sections),
        remaining: remaining === null ? [] : listRemaining(remaining.standings),
        receipt: presentBrowse(batch, version, standing),
        mayModify: isOffered(standing, 'modify'),
        mayAbandon: mayAbandon(batch, standing, now),
        abandoned: group.abandoned,
        undertakings: group.abandoned
          ? []
          : listSavedUndertakings(calendar.pack, version.body).map(({ undertaking }) => undertaking),
      });
    },

    async listAll(visit) {
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
    },

    async showVersion(visit) {
      const id = readId(visit.req, 'version');
      const browsers = await listBrowsers(db, visit.candidate.id);
      const version = id === null ? null : await findVersion(db, visit.candidate.id, id);
      if (version === null) throw notFound();
      visit.render('candidate/filing/version', {
        version: presentVersionRow(version, null, { device: visit.origin.device, browsers }),
        sections: presentSaved(version.body, detailsOf(visit.candidate, version.body)),
        batchName: version.body.batch.name,
      });
    },
  };
}
