import { anybody, get, post } from '../../infrastructure/http/route';
import type { UploadPlace } from '../../infrastructure/http/upload-place';
import { type AccountRoute, accounts } from '../as-account';
import type { FollowControllers } from './follow.controller';
import type { SendingControllers } from './sending.controller';

/** The parties' half of 客服协助验证. */
export function accountReviewRoutes(
  sending: SendingControllers,
  { follow, showBinding, sendCode, bind }: FollowControllers,
  uploads: { readonly applicant: UploadPlace; readonly objector: UploadPlace },
): readonly AccountRoute[] {
  return [
    get('/account/solutions/review', accounts('unproved', 'active'), sending.show),
    post('/account/solutions/review', accounts('unproved', 'active'), sending.send, {
      upload: uploads.applicant,
    }),
    get('/account/review', accounts('unproved', 'active'), follow, { menu: '证件重复-客服审核' }),
    get('/account/review/binding', accounts('unproved'), showBinding),
    post('/account/review/binding', accounts('unproved'), bind),
    post('/account/review/binding/code', accounts('unproved'), sendCode),
    get('/account/objections/:token/pictures', anybody, sending.showObjector),
    post('/account/objections/:token/pictures', anybody, sending.sendObjector, { upload: uploads.objector }),
  ];
}
