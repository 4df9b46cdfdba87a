import type { EnvironmentName } from '../../infrastructure/config/config';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { findSavedDetails } from '../choice-lists/saved-details';
import type { Reference } from '../reference/reference';
import type { PrintedForm } from './printed-form';
import { type PrintedFormSource, presentPrintedForm } from './printed-form.presenter';

interface FormParts {
  readonly reference: Watched<Reference>;
  readonly environment: EnvironmentName;
}

/** 志愿表 of a saved version, with what today's plan says beside the saved names. */
export function composeForm(
  { reference, environment }: FormParts,
  source: Omit<PrintedFormSource, 'pack' | 'environment' | 'details'>,
): PrintedForm {
  const { candidate, version } = source;
  const { pack } = reference.current().calendar;
  const details = findSavedDetails(reference.current(), candidate, version.body);
  return presentPrintedForm({ ...source, pack, environment, details });
}
