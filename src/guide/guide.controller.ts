import type { RequestHandler } from 'express';
import type { Watched } from '../db/reference-watch';
import type { PageRenderer } from '../middleware/page-renderer';
import type { Reference } from '../reference';

export interface GuideControllers {
  readonly showGuide: RequestHandler;
  readonly showRules: RequestHandler;
}

/** Help for everyone, signed in or not: the flow in pictures (figure 1), and the rules behind the red sentences. */
export function createGuideControllers(pages: PageRenderer, reference: Watched<Reference>): GuideControllers {
  function readNumbers() {
    const { pack } = reference.current().calendar;
    const batch = pack.batches[0];
    return {
      saves: batch?.maxSaves ?? 0,
      modifications: (batch?.maxSaves ?? 1) - 1,
      cooldown: batch?.cooldownMinutes ?? 0,
      minutes: batch?.formMinutes ?? 0,
      institutionLength: pack.codes.institution.length,
      majorLength: pack.codes.major.length,
      schools: pack.schoolCaps[0]?.schoolsPerParallelSection ?? null,
    };
  }

  return {
    showGuide: (req, res) => pages.send(req, res, 'guide/guide', { numbers: readNumbers() }),
    showRules: (req, res) => pages.send(req, res, 'guide/rules', { numbers: readNumbers() }),
  };
}
