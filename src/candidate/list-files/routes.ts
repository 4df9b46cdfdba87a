import { get, post } from '../../infrastructure/http/route';
import type { UploadPlace } from '../../infrastructure/http/upload-place';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { ListFileControllers } from './list-file.controller';

interface Lists {
  /** Of a batch's form. */
  readonly form: ListFileControllers;
  /** Of its 志愿草表. */
  readonly sheet: ListFileControllers;
}

/** The same ways for either list. */
export function listFileRoutes({ form, sheet }: Lists, upload: UploadPlace): readonly CandidateRoute[] {
  return [...routesAt('/batches/:batch', form, upload), ...routesAt('/draft-sheets/:batch', sheet, upload)];
}

function routesAt(place: string, lists: ListFileControllers, upload: UploadPlace): readonly CandidateRoute[] {
  return [
    get(`${place}/list-file`, candidate, lists.show),
    post(`${place}/list-file`, candidate, lists.enter, { whileReadOnly: true }),
    get(`${place}/list-file.:format`, candidate, lists.download),
    get(`${place}/blank-list.:format`, candidate, lists.downloadBlank),
    post(`${place}/list-file/reading`, candidate, lists.read, {
      whileReadOnly: true,
      underLoad: 'planQuery',
      upload,
    }),
    post(`${place}/list-file/filling`, candidate, lists.fill, { whileReadOnly: true }),
    post(`${place}/list-return`, candidate, lists.bringBack, { whileReadOnly: true }),
  ];
}
