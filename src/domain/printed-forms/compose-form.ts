import type { EnvironmentName } from '../../infrastructure/config/config';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { findSavedDetails } from '../choice-lists/saved-details';
import type { CheckpointBoard } from '../ledger/checkpoint-board';
import type { Reference } from '../reference/reference';
import type { PrintedForm } from './printed-form';
import { type PrintedFormSource, presentPrintedForm } from './printed-form.presenter';

interface FormParts {
  readonly reference: Watched<Reference>;
  readonly environment: EnvironmentName;
  readonly checkpoints: CheckpointBoard;
}

/** 志愿表 of a saved version, with what today's plan says beside the saved names, and the newest checkpoint. */
export async function composeForm(
  { reference, environment, checkpoints }: FormParts,
  source: Omit<PrintedFormSource, 'pack' | 'environment' | 'details' | 'checkpoint'>,
): Promise<PrintedForm> {
  const { candidate, version } = source;
  const { pack } = reference.current().calendar;
  const details = findSavedDetails(reference.current(), candidate, version.body);
  const checkpoint = await checkpoints.latest();
  return presentPrintedForm({ ...source, pack, environment, details, checkpoint });
}
