import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { formatInterval } from '../../infrastructure/format-time';
import type { VisitHandler } from '../../infrastructure/http/as-visitor';

export interface GuideControllers {
  readonly showGuide: VisitHandler;
  readonly showRules: VisitHandler;
}

/** Help for everyone, signed in or not: the flow in pictures (figure 1), and the rules behind the red sentences. */
export function createGuideControllers(reference: Watched<Reference>): GuideControllers {
  function readNumbers() {
    const { pack } = reference.current().calendar;
    const batch = pack.batches[0];
    return {
      saves: batch?.maxSaves ?? 0,
      modifications: (batch?.maxSaves ?? 1) - 1,
      cooldown: formatInterval(batch?.cooldownMinutes ?? 0),
      minutes: batch?.formMinutes ?? 0,
      institutionLength: pack.codes.institution.length,
      majorLength: pack.codes.major.length,
      schools: pack.schoolCaps[0]?.schoolsPerParallelSection ?? null,
    };
  }

  return {
    showGuide: ({ render }) => render('candidate/guide/guide', { numbers: readNumbers() }),
    showRules: ({ render }) => render('candidate/guide/rules', { numbers: readNumbers() }),
  };
}
