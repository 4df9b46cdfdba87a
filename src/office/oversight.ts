import type { Knex } from 'knex';
import type { OfficeTokens } from '../domain/officers/office-token.repository';
import type { PdfPrinter } from '../domain/printed-forms/pdf-printer';
import type { Reference } from '../domain/reference/reference';
import type { Clock } from '../infrastructure/clock';
import type { EnvironmentName } from '../infrastructure/config/config';
import type { Watched } from '../infrastructure/database/reference-watch';
import type { Logger } from '../infrastructure/logger';
import type { Cipher } from '../infrastructure/security/cipher';
import { createEvidenceService, type EvidenceService } from './evidence/evidence.service';
import { createExportService, type ExportService } from './exports/export.service';
import { createExportRunner, type ExportRunner } from './exports/export-runner';
import { type ChoiceViewService, createChoiceViewService } from './filing-progress/choice-view.service';
import { createRestorationService, type RestorationService } from './restoration/restoration.service';

/** What the offices watch over filing with: the board, what was disputed, what is handed over. */
export interface Oversight {
  readonly choiceView: ChoiceViewService;
  readonly restoration: RestorationService;
  readonly evidence: EvidenceService;
  readonly exports: ExportService;
  readonly exportRunner: ExportRunner;
  readonly pdf: PdfPrinter;
}

export interface OversightParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
  readonly environment: EnvironmentName;
  readonly log: Logger;
  /** For the offices' papers. */
  readonly pdf: PdfPrinter;
}

export function buildOversight(parts: OversightParts): Oversight {
  const exportRunner = createExportRunner(parts.db, parts.log);
  return {
    choiceView: createChoiceViewService(parts),
    restoration: createRestorationService(parts),
    evidence: createEvidenceService(parts),
    exports: createExportService({ ...parts, exportRunner }),
    exportRunner,
    pdf: parts.pdf,
  };
}
