import type { Knex } from 'knex';
import type { Clock } from './clock';
import type { EnvironmentName } from './config';
import { type ChoiceViewService, createChoiceViewService } from './coverage';
import type { Watched } from './db/reference-watch';
import { createEvidenceService, type EvidenceService } from './evidence';
import { createExportRunner, createExportService, type ExportRunner, type ExportService } from './exports';
import type { Logger } from './logger';
import type { OfficeTokens } from './officers';
import type { PdfPrinter } from './printing';
import type { Reference } from './reference';
import { createRestorationService, type RestorationService } from './restoration';
import type { Cipher } from './security/cipher';

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
