import type { Watched } from '../db/reference-watch';
import { formatInterval } from '../format-time';
import type { VisitHandler } from '../middleware/as-visitor';
import type { Reference } from '../reference';

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
    showGuide: ({ render }) => render('guide/guide', { numbers: readNumbers() }),
    showRules: ({ render }) => render('guide/rules', { numbers: readNumbers() }),
  };
}
